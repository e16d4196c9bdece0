"""The currency codes and signs that may stand in a cell (ISO 4217, active codes)."""

from __future__ import annotations

import difflib
from typing import Final

CODE_UNIT: Final = "ISO 4217"  # the catalogue's unit of a field that holds a currency code
CURRENCIES: Final = frozenset(
    """AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP
    BYN BZD CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP
    GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR
    KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
    MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
    SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD
    UYI UYU UZS VES VND VUV WST XAF XCD XDR XOF XPF YER ZAR ZMW ZWG""".split()  # noqa: SIM905, as a table it is read at a glance
)
# A sign that several currencies share has no code of its own.
SYMBOLS: Final = {
    "€": "EUR", "£": "GBP", "₺": "TRY", "zł": "PLN", "Kč": "CZK", "₴": "UAH", "₹": "INR",
    "₩": "KRW", "$": None, "¥": None,
}  # fmt: skip
DOLLARS: Final = {
    "$": frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"}),
    "¥": frozenset({"JPY", "CNY"}),
}


def currency_hint(word: str) -> str:
    """Give the code that is nearest to a word that is no currency, or say what to write."""
    near = difflib.get_close_matches(word.strip().upper(), sorted(CURRENCIES), 1, 0.8)
    return f"did you mean `{near[0]}`?" if near else "write a code of ISO 4217 such as EUR"

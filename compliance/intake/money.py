"""Columns of money: read exactly, summed exactly, and turned to the sign that our kinds carry."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from compliance.intake.cells import Fault, Faults, UnreadableError, note, read_all
from compliance.intake.currencies import CURRENCIES, SYMBOLS, currency_hint
from compliance.intake.numbers import decimal_mark, read_amount
from compliance.model.money import exponent

if TYPE_CHECKING:
    from compliance.intake.cells import Mask
    from compliance.intake.mapping import RecordMap
    from compliance.model.catalogue import Kind

_APART: Final = "\x1f"
CENTS: Final = 2  # decimals of nearly every currency
# What `read_amount` reads alike with a decimal point, in any stated currency of two decimals.
_PLAIN: Final = r"^-?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.[0-9]{1,2})?$"


@dataclass(frozen=True)
class Amounts:
    """One money column as read, with its sign: minor units (int64) and currency (text)."""

    minor: pa.Array
    currency: pa.Array

    def sums(self, keep: Mask) -> dict[str, int]:
        """Give the exact sum of each currency over the rows of `keep`."""
        mask = pa.array(keep)
        minor, currency = self.minor.filter(mask), self.currency.filter(mask)
        return {
            code: exact_sum(minor.filter(pc.equal(currency, code)))
            for code in sorted(pc.unique(currency).drop_null().to_pylist())
        }


def exact_sum(values: pa.Array) -> int:
    """Add 64-bit integers without any limit on the sum."""
    numbers = values.drop_null().to_numpy(zero_copy_only=False)
    high, low = numbers >> 32, numbers & 0xFFFFFFFF
    return (int(high.sum()) << 32) + int(low.sum())


def read_amounts(
    text: pa.Array,
    currency: pa.Array | None,
    stated: str | None,
    decimal: str | None,
    name: str,
    faults: Faults,
) -> Amounts:
    """Read a money column; each distinct pair of text and currency is read once."""
    mark = decimal_mark(pc.unique(text).drop_null().to_pylist(), decimal)
    if currency is None and stated is not None and mark == "." and exponent(stated) == CENTS:
        return _stated(text, stated, name, faults)
    if currency is None:
        encoded = text.dictionary_encode()
        words = encoded.dictionary.to_pylist()
        values, bad = read_all(words, lambda word: read_amount(word, mark, stated))
    else:
        pairs = pc.binary_join_element_wise(text, currency.fill_null(""), _APART)
        encoded = pairs.dictionary_encode()
        joined = encoded.dictionary.to_pylist()
        words = [pair.partition(_APART)[0] for pair in joined]
        values, bad = read_all(joined, lambda pair: _pair(pair, mark))
    if bad:
        note(encoded, words, bad, name, faults, amount=True)
    minor = pa.array([value and value.minor for value in values], pa.int64())
    codes = pa.array([value and value.currency for value in values], pa.string())
    return Amounts(minor.take(encoded.indices), codes.take(encoded.indices))


def _stated(text: pa.Array, currency: str, name: str, faults: Faults) -> Amounts:
    """Read a column of one stated currency: plain numbers at once, only the others one by one."""
    encoded = text.dictionary_encode()
    cells = encoded.dictionary
    plain = pc.match_substring_regex(cells, _PLAIN)
    minor = _cents(pc.if_else(plain, cells, pa.scalar(None, pa.string())))
    positions = np.flatnonzero(pc.invert(plain).to_numpy(zero_copy_only=False))
    words = cells.take(pa.array(positions)).to_pylist()
    values, bad = read_all(words, lambda word: read_amount(word, ".", currency))
    read = pa.array([value and value.minor for value in values], pa.int64())
    minor = pc.replace_with_mask(minor, pc.invert(plain), read)
    if bad:
        found = {int(positions[number]): error for number, error in bad.items()}
        note(encoded, cells.to_pylist(), found, name, faults, amount=True)
    minor = minor.take(encoded.indices)
    code, nothing = pa.scalar(currency, pa.string()), pa.scalar(None, pa.string())
    return Amounts(minor, pc.if_else(minor.is_valid(), code, nothing))


def _cents(texts: pa.Array) -> pa.Array:
    """Give plain numbers of at most two decimals in hundredths, exactly."""
    whole = pc.replace_substring(texts, ",", "").cast(pa.decimal128(17, CENTS))
    return pc.multiply(whole, pa.scalar(Decimal(10**CENTS))).cast(pa.int64())


def _pair(pair: str, mark: str | None) -> Any:
    text, _, stated = pair.partition(_APART)
    return read_amount(text, mark, currency_code(stated) if stated else None)


def currency_code(text: str) -> str:
    """Read a currency: its code in any case, or a sign that no other currency has."""
    code = SYMBOLS.get(text) or text.strip().upper()
    if code not in CURRENCIES:
        raise UnreadableError(f"`{text[:40]}` is no currency", currency_hint(text))
    return code


def settle_signs(
    columns: dict[str, pa.Array],
    amounts: dict[str, Amounts],
    record: RecordMap,
    kind: Kind,
    faults: Faults,
) -> None:
    """Make amounts whose direction is given by a code positive, and change the code to match.

    A negative amount for which the mapping names no code is a fault of its row.
    """
    for computed in [f.computed for f in kind.fields.values() if f.computed]:
        name = computed.from_field
        if name not in columns:
            continue
        minor = columns[name].fill_null(0).to_numpy(zero_copy_only=False)
        negative = minor < 0
        if not negative.any():
            continue
        codes = columns.get(computed.by, pa.nulls(len(minor), pa.string()))
        turned = _turned(codes, record.negative)
        lost = negative & turned.is_null().to_numpy(zero_copy_only=False)
        for row in np.flatnonzero(lost):
            faults.add(
                int(row), _negative(name, computed.by, codes[int(row)].as_py(), int(minor[row]))
            )
        flip = pa.array(negative & ~lost)
        columns[computed.by] = pc.if_else(flip, turned, codes)
        for money in amounts:
            value = columns[money]
            down = pc.and_(flip, pc.less(value, 0).fill_null(False))  # noqa: FBT003
            columns[money] = pc.if_else(down, pc.negate(value), value)


def _turned(codes: pa.Array, negative: dict[str, str]) -> pa.Array:
    encoded = codes.dictionary_encode()
    words = [negative.get(word) for word in encoded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(encoded.indices)


def _negative(name: str, by: str, code: str | None, minor: int) -> Fault:
    return Fault(
        name,
        str(minor),
        f"a negative amount of a {code}" if code else f"a negative amount, and no `{by}`",
        f"write the amount without sign; `{by}` gives the direction (payment or refund …)",
    )

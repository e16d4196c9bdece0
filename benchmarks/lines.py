"""Spending lines as an office books them: chains of commitment, invoice and payment.

Drawn with a fixed seed, so that every run and every engine sees the same lines. Firms are used
unevenly, amounts spread over four powers of ten, days are working days of one year, and of every
thousand lines a few are paid twice, lack a date or a number, or stand above their line's credit.

Usage: python benchmarks/lines.py COUNT DIR [csv|parquet].
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

SEED = 20261130
BATCH = """\
profile: pilot
entity: front-door-office
period: {from: 2026-01-01, to: 2026-12-31}
extracted_on: 2027-01-15
marking: "DRAWN, FICTITIOUS DATA"
"""
NATURES = ["price", "advance", "retention", "price_adjustment", "agency_fee"]
TAX = ["exempt", "excluded", "not_recoverable", "reverse_charge"]


def tables(count: int, seed: int = SEED) -> dict[str, pa.Table]:
    """Give a batch of about `count` lines, and the records that they lead to."""
    draw = np.random.default_rng(seed)
    chains = max(count // 3, 1)
    firms, lines = 40 + chains // 150, 12 + chains // 20_000
    deals = max(chains // 8, 1)
    firm_of_deal = _uneven(draw, firms, deals)
    line_of_deal = draw.integers(0, lines, deals)
    deal = draw.integers(0, deals, chains)
    cents = np.round(np.exp(draw.normal(np.log(400_000), 1.6, chains))).astype(np.int64) + 1
    cents = np.where(draw.random(chains) < 0.15, cents // 10_000 * 10_000 + 10_000, cents)
    first = draw.integers(0, 200, chains)
    return {
        "spending": _spending(draw, chains, deal, firm_of_deal, line_of_deal, cents, first),
        "vendor": pa.table({
            "vendor_id": _names("V", np.arange(firms)),
            "name": _names("Firm number", np.arange(firms)),
            "nation": pa.array(draw.choice(["BE", "DE", "FR", "IT", "NL", "US"], firms)),
        }),
        "contract": pa.table({
            "contract_id": _names("C", np.arange(deals)),
            "vendor": _names("V", firm_of_deal),
            "value": _money(draw.integers(1_000_000, 500_000_000, deals)),
            "currency": pa.array(["EUR"] * deals),
            "signed_on": _days(np.zeros(deals, dtype=np.int64)),
        }),
        "funding_line": pa.table({
            "line_id": _names("FL", np.arange(lines)),
            "budget_year": pa.array(["2026"] * lines),
            "currency": pa.array(["EUR"] * lines),
            "open_from": pa.array(["2026-01-01"] * lines),
            "source": pa.array(["multinational_mou"] * lines),
        }),
        "budget_movement": pa.table({
            "movement_id": _names("M", np.arange(lines)),
            "funding_line": _names("FL", np.arange(lines)),
            "budget_year": pa.array(["2026"] * lines),
            "kind": pa.array(["initial"] * lines),
            "amount": _money(_credit(cents, line_of_deal[deal], lines)),
            "currency": pa.array(["EUR"] * lines),
            "effective_on": pa.array(["2026-01-01"] * lines),
            "approved_on": pa.array(["2026-01-01"] * lines),
        }),
    }  # fmt: skip


def _spending(draw, chains, deal, firm_of_deal, line_of_deal, cents, first):
    """Lay three lines a chain under one another; some payments come twice."""
    again = np.flatnonzero(draw.random(chains) < 0.004)
    chain = np.concatenate([np.arange(chains)] * 3 + [again])
    step = np.repeat([0, 1, 2, 3], [chains, chains, chains, len(again)])
    kinds = np.array(["commitment", "invoice", "payment", "payment"])[step]
    day = first[chain] + np.array([0, 20, 35, 50])[step] + draw.integers(0, 15, len(chain))
    order = np.argsort(day, kind="stable")
    chain, step, kinds, day = chain[order], step[order], kinds[order], day[order]
    letters = np.array(["K", "I", "P", "Q"])[step]
    known = draw.random(len(chain)) >= 0.01
    numbered = (draw.random(len(chain)) >= 0.005) & (step > 0)
    own = deal[chain]
    return pa.table({
        "spending_id": _ids(letters, chain),
        "kind": pa.array(kinds),
        "nature": pa.array(draw.choice(NATURES, len(chain), p=[0.9, 0.04, 0.03, 0.02, 0.01])),
        "settles": _masked(_ids(np.array(["", "K", "I", "I"])[step], chain), step > 0),
        "document_number": _masked(_names("INV", chain), numbered),
        "contract": _names("C", own),
        "funding_line": _names("FL", line_of_deal[own]),
        "budget_year": pa.array(np.where(draw.random(len(chain)) < 0.998, "2026", "2025")),
        "vendor": _names("V", firm_of_deal[own]),
        "amount": _money(cents[chain]),
        "currency": pa.array(["EUR"] * len(chain)),
        "tax_treatment": _masked(pa.array(draw.choice(TAX, len(chain))), known),
        "booked_on": _days(day),
        "due_on": _masked(_days(day + draw.integers(-20, 60, len(chain))), known),
        "approved_on": _masked(
            _days(day - draw.integers(-2, 10, len(chain))), draw.random(len(chain)) >= 0.02
        ),
    })  # fmt: skip


def _uneven(draw, count, size):
    """Draw numbers of which the first come far more often than the last."""
    weight = 1 / np.arange(1, count + 1) ** 0.9
    return draw.choice(count, size, p=weight / weight.sum())


def _credit(cents, line, lines):
    """Give each line its credit: what is committed on it, and for one in four a little less."""
    total = np.zeros(lines, dtype=np.int64)
    np.add.at(total, line, cents)
    return np.where(np.arange(lines) % 4 == 0, total // 100 * 97, total // 100 * 103) + 100


def _ids(letters, numbers):
    texts = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 9, "0")
    return pc.binary_join_element_wise(pa.array(letters), texts, "-")


def _names(word, numbers):
    texts = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 7, "0")
    return pc.binary_join_element_wise(pa.scalar(word), texts, "-")


def _money(cents):
    whole = pa.array(cents // 100).cast(pa.string())
    rest = pc.utf8_lpad(pa.array(cents % 100).cast(pa.string()), 2, "0")
    return pc.binary_join_element_wise(whole, rest, ".")


def _days(numbers):
    """Turn numbers of days from 5 January 2026 into dates, a weekend into its Friday."""
    weekend = np.maximum(numbers % 7 - 4, 0)
    days = np.datetime64("2026-01-05") + (numbers - weekend).astype("timedelta64[D]")
    return pa.array(days).cast(pa.date32()).cast(pa.string())


def _masked(column, known):
    return pc.if_else(pa.array(known), column, pa.nulls(len(column), column.type))


def write(count: int, folder: Path, form: str = "csv", seed: int = SEED) -> Path:
    """Write a batch into a folder: every kind as a CSV or Parquet file called after it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "batch.yaml").write_text(BATCH, "utf-8")
    for kind, rows in tables(count, seed).items():
        if form == "parquet":
            pq.write_table(rows, folder / f"{kind}.parquet")
        else:
            pyarrow.csv.write_csv(rows, folder / f"{kind}.csv")
    return folder


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:4])

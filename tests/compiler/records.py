"""Records made at random: nulls, equal values, extremes, duplicate keys, year ends, leap days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

from compliance.compiler.world import Row
from compliance.model.money import Money

if TYPE_CHECKING:
    from compliance.model.catalogue import Catalogue, Field

TEXTS = (
    "", "a", "A", "abc", "ab c", "a.b", "  a ", "aa", "b", "é", "e\u0301", "ß", "İ", "ﬁ", "Σς",
    "日本", "😀x", "a\nb", "x\n", "\x0b", "\u00a0a", "%", "a_", "(", "\\", "'", '"', "a\x00b",
    "open",
)  # fmt: skip
DAYS = tuple(
    map(
        date.fromisoformat,
        (
            "2023-12-31", "2024-01-01", "2024-01-31", "2024-02-29", "2024-03-01", "2025-02-28",
            "2025-03-01", "2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01", "2026-02-28",
            "2026-03-02", "2026-03-31",
        ),
    )
)  # fmt: skip
NUMBERS = (0, 1, 2, 3, -1, 5, 7, 10, 12, 100, 999_999, -999_999)
DECIMALS = ("0", "1", "0.5", "-0.5", "2.000000001", "-2.5", "0.125", "999.999999999", "3")
MINORS = (0, 1, 99, 100, 500, 600, 5000, 10000, 10001, 25050, -1, -10000, 10**15, 999_999_999_999)
BASES = (0, 1, 90, 500, 600, 10000, 10000, 25050, -7, 10**14)
KEYS = {
    "deal": ("D1", "D2", "D3", "d1", "Dé", "D-10", "😀", "\ue000"),
    "move": ("M1", "M2", "M3", "m", "é", "\uffee", "😀"),
    "firm": ("F1", "F2", "F3"),
    "line": ("L1", "L2"),
}


def seeded(seed: int) -> Random:
    """Give the source of chance of one batch of rules and records."""
    return Random(seed)


def records(random: Random, catalogue: Catalogue, counts: dict[str, int]) -> dict[str, list[Row]]:
    """Give records of every kind."""
    return {
        kind: [_row(random, catalogue, kind, n) for n in range(count)]
        for kind, count in counts.items()
    } | {kind: _versions(random, catalogue, kind) for kind in ("firm", "line")}


def _row(random: Random, catalogue: Catalogue, kind: str, index: int) -> Row:
    nulls = random.choice((0.03, 0.1, 0.3))
    values = {
        name: None if random.random() < nulls else value(random, name, field)
        for name, field in catalogue.kinds[kind].fields.items()
    }
    many = random.random() < 0.5
    key = f"{kind}-{index}" if many else random.choice(KEYS[kind])
    values[catalogue.kinds[kind].key[0]] = key
    return Row(kind, key, f"{random.randrange(50):064x}", index, values)


def _versions(random: Random, catalogue: Catalogue, kind: str) -> list[Row]:
    """Give versions of each key whose validity never overlaps, some of them twice."""
    rows: list[Row] = []
    for key in KEYS[kind]:
        for year in (2024, 2025, 2026) if kind == "line" else (None,):
            for start, end in _validity(random):
                for _ in range(random.choice((1, 1, 1, 2, 0))):
                    row = _row(random, catalogue, kind, len(rows))
                    name = catalogue.kinds[kind].key[0]
                    more = {name: key, "valid_from": start, "valid_until": end}
                    if year is not None:
                        more["year"] = year
                    full = key if year is None else f"{key}/{year}"
                    rows.append(Row(kind, full, row.row_hash, row.index, {**row.values, **more}))
    return rows


def _validity(random: Random) -> list[tuple[date | None, date | None]]:
    if random.random() < 0.4:
        return [(None, None)]
    cuts = sorted(random.sample(DAYS, random.choice((1, 2))))
    found = [(a, b - timedelta(days=1)) for a, b in zip([None, *cuts], cuts, strict=False)]
    last = (cuts[-1], random.choice((None, date(9999, 12, 31))))
    return [*found, last]


def value(random: Random, name: str, field: Field) -> Any:
    """Give a value of a field."""
    if field.type == "code":
        weights = [6 if word == "final" else 1 for word in field.values or {}]
        return random.choices(list(field.values or {}), weights)[0]
    if field.type == "reference":
        return random.choice((*KEYS[field.to or ""], "nobody"))
    if field.type == "list":
        words = tuple(field.values) if field.values else ("a", "b", "open", "NO", "é")
        return tuple(random.choices(words, k=random.randrange(4)))
    if field.type == "money":
        return money(random)
    return _plain(random, name, field.type)


def _plain(random: Random, name: str, kind: str) -> Any:
    if kind == "text":
        return random.choice(("north", "south", "a")) if name == "entity" else random.choice(TEXTS)
    if kind == "integer":
        return random.choice((2024, 2025, 2026)) if name == "year" else random.choice(NUMBERS)
    if kind in {"decimal", "ratio"}:
        return Decimal(random.choice(DECIMALS))
    if kind == "boolean":
        return random.random() < 0.5
    day = random.choice(DAYS) if random.random() < 0.97 else _edge(random)
    return day if kind == "date" else datetime(day.year, day.month, day.day, random.randrange(3))  # noqa: DTZ001 - a time stamp of ours has no zone


def _edge(random: Random) -> date:
    return random.choice((date.min, date(1, 1, 31), date(9999, 12, 1), date.max))


def money(random: Random) -> Money:
    """Give an amount: euro with its own base, others with a base or without."""
    minor = random.choice(MINORS)
    currency = random.choice(("EUR", "EUR", "GBP", "GBP", "JPY"))
    if currency == "EUR":
        return Money(minor, currency, minor)
    return Money(minor, currency, random.choice((None, *BASES)))

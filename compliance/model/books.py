"""What the books of a batch show beside its findings: facts that a reviewer reads, and no verdict.

Amounts are minor units of the currency named beside them; `base` is euro cents, None where an
amount has no rate. Money in different currencies is never added.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final


@dataclass(frozen=True)
class Contributions:
    """What one nation pledged, was called to pay, paid and gave in kind to one funding line."""

    funding_line: str
    nation: str
    share: str | None  # as agreed, such as 0.25
    currency: str
    pledged: int
    called: int
    received: int
    returned: int
    in_kind_pledged: int
    in_kind_accepted: int

    @property
    def outstanding(self) -> int:
        """Give what was called and has not come in."""
        return self.called - self.received + self.returned


@dataclass(frozen=True)
class Open:
    """Money that stands open on one record: a commitment not yet paid, an advance not recovered."""

    record: str
    contract: str | None
    vendor: str | None
    funding_line: str | None
    since: date | None
    days: int | None  # from `since` to the as-of date
    currency: str
    amount: int
    base: int | None


@dataclass(frozen=True)
class Exceptional:
    """One record for which an exceptional procedure was used, whether or not it has a finding."""

    procedure: str
    record_kind: str
    record: str
    reference: str | None
    on: date | None
    days: int | None  # how late, for an approval after the act
    currency: str | None
    amount: int | None
    source: Mapping[str, Any]


@dataclass(frozen=True)
class Drawn:
    """One payment that a sample drew."""

    record: str
    vendor: str | None
    funding_line: str | None
    base: int
    certain: bool  # as large as the interval, so drawn in any case
    source: Mapping[str, Any]


@dataclass(frozen=True)
class Samples:
    """Payments drawn for review: by money and at random, from one seed."""

    seed: str
    size: int
    population: int
    total: int  # euro cents
    left_out: int  # payments without a rate, or of nothing
    interval: int  # euro cents for one draw
    start: int
    by_money: tuple[Drawn, ...]
    at_random: tuple[Drawn, ...]


@dataclass(frozen=True)
class Portion:
    """The payments to one vendor or from one line: euro cents, and parts of ten thousand."""

    name: str
    title: str | None
    payments: int
    base: int
    part: int


@dataclass(frozen=True)
class Spread:
    """How payments spread over vendors or lines: the largest first, and the index of all."""

    largest: tuple[Portion, ...]
    count: int
    total: int
    index: int  # Herfindahl-Hirschman, from 0 to 10,000


@dataclass(frozen=True)
class Digits:
    """How often payments begin with each digit from 1 to 9, beside Benford's law."""

    counts: tuple[int, ...]
    expected: tuple[int, ...]  # parts of a million
    least: int  # the number of payments from which the comparison means something
    meant: bool


@dataclass(frozen=True)
class Books:
    """All of it for one check."""

    contributions: tuple[Contributions, ...] = ()
    commitments: tuple[Open, ...] = ()
    advances: tuple[Open, ...] = ()
    exceptional: tuple[Exceptional, ...] = ()
    samples: Samples | None = None
    vendors: Spread | None = None
    lines: Spread | None = None
    digits: Digits | None = None


NO_BOOKS: Final = Books()

"""What intake hands to the engine: canonical tables, rejects, and the account of every row.

A canonical table is an Arrow table with these columns beside the fields:
`_key` (record key), `_row_hash` (64 hex digits), `_file`, `_sheet`, `_row` (as the sheet shows it,
or the physical line on which the record starts) and `_layout` (index into `Batch.layouts`).
Field columns by type: text, code, reference → string; decimal and ratio → decimal128(38, 9);
integer → int64; boolean → bool; date → date32; timestamp → timestamp[us]; list → list<string>;
money `x` → `x` (int64 minor units), `x__currency` (string) and `x__base` (int64 euro cents).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

DECIMAL_PLACES = 9


@dataclass(frozen=True)
class Reject:
    """One input row that is no record: where it stands, why, and how to mend it."""

    file: str
    sheet: str | None
    row: int
    column: str | None
    value: str | None
    reason: str
    hint: str


@dataclass(frozen=True)
class FileAccount:
    """The account of one input file: its hash and mapping, and where every row of it went.

    `rows` = {read, accepted, rejected}; `structural` counts the lines that are no rows;
    `derived` counts records made beside the primary one, by kind; `money` is
    {"spending.amount": {"GBP": {"read", "accepted", "rejected"}}} in minor units.
    """

    file: str
    sha256: str
    bytes: int
    mapping: str
    lines: int
    rows: Mapping[str, int]
    structural: Mapping[str, int]
    derived: Mapping[str, int]
    money: Mapping[str, Mapping[str, Mapping[str, int]]]
    unreadable_amounts: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class BatchContext:
    """What `batch.yaml` (or the mapping) states about the batch as a whole."""

    name: str
    profile: str
    entity: str | None = None
    period_from: date | None = None
    period_to: date | None = None
    prepared_by: str | None = None
    source_system: str | None = None
    extracted_on: date | None = None
    marking: str | None = None
    known_omissions: tuple[str, ...] = ()
    declared: tuple[Mapping[str, Any], ...] = ()
    numbers: tuple[Mapping[str, Any], ...] = ()  # the ranges of numbers that the sender states
    retain_until: date | None = None  # how long a register keeps the batch


@dataclass(frozen=True)
class Earlier:
    """Records of earlier batches, by kind: rules count them and refer to them, and judge none."""

    tables: Mapping[str, pa.Table]
    supplied: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Batch:
    """A whole batch, read once: tables by kind, the fields supplied, rejects and accounts."""

    context: BatchContext
    tables: Mapping[str, pa.Table]
    supplied: Mapping[str, frozenset[str]]
    layouts: tuple[Mapping[str, str], ...] = ()
    files: tuple[FileAccount, ...] = ()
    rejects: tuple[Reject, ...] = ()
    differences: tuple[Mapping[str, Any], ...] = field(default=())
    conflicts: tuple[Mapping[str, Any], ...] = ()  # values that the register knows otherwise

"""The account of every row and every amount, and how it compares with the books."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from compliance.intake.batch_file import as_declared
from compliance.intake.limits import MAX_CELL
from compliance.intake.money import exact_sum
from compliance.intake.numbering import missing_numbers, stated_numbers
from compliance.model.batch import Reject

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compliance.intake.batch_file import BatchFile, ControlTotal
    from compliance.intake.cells import Fault, Faults, Mask
    from compliance.intake.convert import Part
    from compliance.intake.layout import Sheet
    from compliance.intake.records import Piece
    from compliance.model.catalogue import Catalogue

_BEGINNING: Final = 200  # characters
Money = dict[str, dict[str, dict[str, int]]]


class Compared(NamedTuple):
    """What the sender states, totals and ranges of numbers, and where the records differ."""

    totals: tuple[Mapping[str, Any], ...]
    numbers: tuple[Mapping[str, Any], ...]
    differences: tuple[Mapping[str, Any], ...]


def money_sums(parts: Iterable[Part], rejected: Mask) -> Money:
    """Give, for each money field and currency, what was read, accepted and rejected."""
    money: Money = {}
    for part in parts:
        for name, amounts in part.amounts.items():
            read, lost = amounts.sums(part.made), amounts.sums(part.made & rejected)
            own = money.setdefault(f"{part.kind.kind}.{name}", {})
            for currency, total in read.items():
                away = lost.get(currency, 0)
                add(
                    own.setdefault(currency, {}),
                    {"read": total, "accepted": total - away, "rejected": away},
                )
    return money


def merge_money(into: Money, more: Money) -> None:
    """Add the sums of another sheet."""
    for name, currencies in more.items():
        for currency, sums in currencies.items():
            add(into.setdefault(name, {}).setdefault(currency, {}), sums)


def add(into: dict[str, int], more: Mapping[str, int]) -> None:
    """Add counts by name."""
    for name, number in more.items():
        into[name] = into.get(name, 0) + number


def rejects(sheet: Sheet, parts: Sequence[Part], faults: Faults, file: str) -> list[Reject]:
    """Give one reject for each row that cannot be read: its first fault, and the others named."""
    return [_reject(sheet, parts, row, found, file) for row, found in sorted(faults.rows.items())]


def _reject(
    sheet: Sheet, parts: Sequence[Part], row: int, found: Sequence[Fault], file: str
) -> Reject:
    first = found[0]
    others = [f"{_heading(sheet, parts, f.field)}: {f.reason}" for f in found[1:]]
    reason = first.reason + ("; also " + "; ".join(dict.fromkeys(others)) if others else "")
    value = None if _withheld(parts, first.field) else _shown(_raw(sheet, parts, row, first))
    heading = _heading(sheet, parts, first.field)
    return Reject(file, sheet.name, int(sheet.rows[row]), heading, value, reason, first.hint)


def _heading(sheet: Sheet, parts: Sequence[Part], name: str) -> str:
    """Give the source's own name of a field's column."""
    for part in parts:
        item = part.record.fields.get(name)
        for column in item.column if item else ():
            if column in sheet.heading:
                return column
    return name


def _withheld(parts: Sequence[Part], name: str) -> bool:
    fields = [part.kind.fields[name] for part in parts if name in part.kind.fields]
    return name.endswith("fingerprint") or any(field.personal for field in fields)


def _raw(sheet: Sheet, parts: Sequence[Part], row: int, fault: Fault) -> str | None:
    """Give the cell as the file has it."""
    heading = _heading(sheet, parts, fault.field)
    if heading in sheet.heading:
        text = sheet.columns[sheet.heading.index(heading)][row].as_py()
        return None if text is None else str(text)
    return fault.value


def _shown(value: str | None) -> str | None:
    """Give a cell as it is; of one that no spreadsheet could show, the beginning."""
    return value if value is None or len(value) <= MAX_CELL else value[:_BEGINNING] + " …"


def compare(
    declared: BatchFile, pieces: Mapping[str, Sequence[Piece]], catalogue: Catalogue
) -> Compared:
    """Compare what the sender states of the batch with the accepted records."""
    totals = tuple(as_declared(item) for item in declared.control_totals)
    differences: list[Mapping[str, Any]] = []
    for item, total in zip(declared.control_totals, totals, strict=True):
        found, rows = _found(item, pieces.get(item.kind, ()), catalogue)
        if found != total["total"] or item.rows not in {None, rows}:
            gap = {"found": found, "difference": total["total"] - found, "rows_found": rows}
            differences.append({**total, **gap})
    numbers = stated_numbers(declared.first_and_last_number, pieces)
    return Compared(totals, numbers, (*differences, *missing_numbers(numbers)))


def _found(item: ControlTotal, pieces: Sequence[Piece], catalogue: Catalogue) -> tuple[int, int]:
    """Give the sum as read, with its sign, and the number of records that a total speaks of."""
    name = item.field or catalogue.kinds[item.kind].money or ""
    total = rows = 0
    for piece in pieces:
        if name not in piece.as_read:
            continue
        keep = pc.equal(piece.columns[f"{name}__currency"], item.currency)
        for column, wanted in (("kind", item.code), ("funding_line", item.line)):
            if wanted is not None:
                own = piece.columns.get(column, pa.nulls(len(piece.rows), pa.string()))
                keep = pc.and_(keep, pc.equal(own, wanted))
        keep = keep.fill_null(False)  # noqa: FBT003
        total += exact_sum(piece.as_read[name].filter(keep))
        rows += int(np.count_nonzero(keep.to_numpy(zero_copy_only=False)))
    return total, rows

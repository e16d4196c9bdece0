"""From the text of a sheet to typed columns of one kind, and the rows that cannot be read."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from compliance.errors import ComplianceError, Place
from compliance.intake import dates, numbers
from compliance.intake.cells import Fault, Faults, UnreadableError, clean, parse
from compliance.intake.currencies import CODE_UNIT
from compliance.intake.grid import BLANKS, LIST_MARK, LIST_MARKS, column_letter, longest, plain_name
from compliance.intake.limits import MAX_CELL
from compliance.intake.mapping import CurrencyColumn
from compliance.intake.money import Amounts, currency_code, read_amounts, settle_signs
from compliance.model.batch import DECIMAL_PLACES
from compliance.model.yaml_file import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from compliance.intake.cells import Mask
    from compliance.intake.layout import Sheet
    from compliance.intake.mapping import FieldMap, MappingFile, RecordMap
    from compliance.model.catalogue import Field, Kind

ARROW: Final = {
    "text": pa.string(),
    "code": pa.string(),
    "reference": pa.string(),
    "money": pa.int64(),
    "decimal": pa.decimal128(38, DECIMAL_PLACES),
    "ratio": pa.decimal128(38, DECIMAL_PLACES),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "list": pa.list_(pa.string()),
}
_LIST: Final = re.compile("|".join(LIST_MARKS))
_TRUE: Final = {"true", "yes", "y", "1", "oui", "ja", "x"}
_FALSE: Final = {"false", "no", "n", "0", "non", "nein"}
_FINGERPRINT: Final = re.compile(r"fp:[0-9a-f]{32}")


@dataclass(frozen=True)
class Settings:
    """What reading a sheet depends on beside the sheet and its mapping."""

    file: str
    placeholders: Sequence[str]
    fingerprint_key: bytes


@dataclass
class Part:
    """The typed columns of one kind from one sheet, all rows, before any is rejected.

    `made` is the rows on which a record of the kind stands; `amounts` are the sums as read.
    """

    record: RecordMap
    kind: Kind
    columns: dict[str, pa.Array]
    amounts: dict[str, Amounts]
    layout: dict[str, str]
    made: Mask
    notes: list[str] = field(default_factory=list)


def convert(
    sheet: Sheet,
    record: RecordMap,
    kind: Kind,
    mapping: MappingFile,
    settings: Settings,
    faults: Faults,
) -> Part:
    """Read every mapped field of one kind; unreadable cells are put into `faults`."""
    count = len(sheet.rows)
    part = Part(record, kind, {}, {}, {}, np.ones(count, dtype=bool))
    for name, item in record.fields.items():
        place = position(sheet, item.column, settings.file)
        if item.column and place is None:
            if item.required:
                raise _missing(sheet, item, settings.file)
            continue
        if place is not None:
            part.layout[name] = column_letter(place)
        _Column(sheet, part, mapping, settings, faults, name, item, place).read()
    part.made = _made(sheet, record, settings.file)
    settle_signs(part.columns, part.amounts, record, kind, faults)
    return part


def position(sheet: Sheet, names: Sequence[str], file: str) -> int | None:
    """Give the column of the first name that the sheet has; a heading that stands twice fails."""
    positions = sheet.positions
    for name in names:
        exact = [n for n, heading in enumerate(sheet.heading) if heading == name]
        found = exact or positions.get(plain_name(name), [])
        if len(found) > 1:
            raise ComplianceError(
                f"two columns are called `{name}`",
                Place(file, sheet=sheet.name, cell=column_letter(found[1])),
                "rename one of them",
            )
        if found:
            return found[0]
    return None


def _missing(sheet: Sheet, item: FieldMap, file: str) -> ComplianceError:
    hint = did_you_mean(item.column[0], [name for name in sheet.heading if name])
    return ComplianceError(
        f"the column `{item.column[0]}` is missing", Place(file, sheet=sheet.name), hint
    )


def _made(sheet: Sheet, record: RecordMap, file: str) -> Mask:
    """Tell on which rows a record stands: each group of `when` has a filled cell."""
    made = np.ones(len(sheet.rows), dtype=bool)
    for group in record.when:
        filled = np.zeros(len(sheet.rows), dtype=bool)
        for name in group:
            place = position(sheet, (name,), file)
            if place is not None:
                text = clean(sheet.columns[place], ()).text
                filled |= text.is_valid().to_numpy(zero_copy_only=False)
        made &= filled
    return made


@dataclass
class _Column:
    """One field of one sheet, with all that its reading needs."""

    sheet: Sheet
    part: Part
    mapping: MappingFile
    settings: Settings
    faults: Faults
    name: str
    item: FieldMap
    place: int | None

    @property
    def field(self) -> Field:
        return self.part.kind.fields[self.name]

    def read(self) -> None:
        """Read the column, or repeat the constant, into the part."""
        if self.place is None:
            column: pa.Array = pa.repeat(
                pa.scalar(self.item.value, pa.string()), len(self.sheet.rows)
            )
        else:
            column = self.sheet.columns[self.place]
        text, raw = self._text(self._short_enough(column))
        if self.item.required:
            self._require(text)
        if self.field.type == "money":
            self._money(text)
        else:
            self.part.columns[self.name] = self._typed(text)
        if raw is not None and not self.field.personal:
            self.part.columns[f"{self.name}__raw"] = raw

    def _short_enough(self, column: pa.Array) -> pa.Array:
        """Refuse cells too long for a spreadsheet, to which findings must be able to go back."""
        if longest(column) <= MAX_CELL:  # bytes, of which a character has one or more
            return column
        long = pc.greater(pc.utf8_length(column), MAX_CELL).fill_null(False)  # noqa: FBT003
        reason = f"the cell is longer than {MAX_CELL:,} characters"
        for row in np.flatnonzero(long.to_numpy(zero_copy_only=False)):
            self.faults.add(
                int(row), Fault(self.name, None, reason, "shorten it, or refer to a document")
            )
        return pc.if_else(long, pa.scalar(None, pa.string()), column)

    def _text(self, column: pa.Array) -> tuple[pa.Array, pa.Array | None]:
        """Clean the column; words that the mapping calls nothing are placeholders too."""
        nothing = [word.lower() for word, code in self.item.values.items() if code is None]
        keep = [word.lower() for word, code in self.item.values.items() if code is not None]
        keep += [] if self.place is not None else [self.item.value or ""]
        if self.field.type == "code" or self.field.of == "code":
            keep += list(self.field.values or {})
        cells = clean(column, (*self.settings.placeholders, *nothing), keep)
        return cells.text, cells.raw

    def _require(self, text: pa.Array) -> None:
        empty = text.is_null().to_numpy(zero_copy_only=False)
        for row in np.flatnonzero(empty):
            self.faults.add(
                int(row), Fault(self.name, None, "the cell is empty", "fill it; it is required")
            )

    def _parse(self, text: pa.Array, read: Callable[[str], Any]) -> pa.Array:
        return parse(text, read, ARROW[self.field.type], self.name, self.faults)

    def _typed(self, text: pa.Array) -> pa.Array:
        read: dict[str, Callable[[pa.Array], pa.Array]] = {
            "text": self._plain,
            "reference": self._plain,
            "date": self._date,
            "timestamp": lambda words: self._parse(self._translated(words), dates.read_timestamp),
            "decimal": self._number,
            "ratio": self._number,
            "integer": self._number,
            "boolean": lambda words: self._parse(self._translated(words), _boolean),
            "list": lambda words: self._parse(words, self._list),
            "code": lambda words: self._parse(words, self._code),
        }
        return read[self.field.type](text)

    def _plain(self, text: pa.Array) -> pa.Array:
        text = self._translated(text)
        if self.name.endswith("fingerprint"):
            return self._parse(text, lambda word: fingerprint(word, self.settings.fingerprint_key))
        if self.field.unit == CODE_UNIT:
            return self._parse(text, currency_code)
        if pc.any(pc.starts_with(text, "#")).as_py():
            return self._parse(text, str)
        return text

    def _translated(self, text: pa.Array) -> pa.Array:
        """Put our words for theirs; other words stay."""
        if not any(code is not None for code in self.item.values.values()):
            return text
        words = {plain_name(word): code for word, code in self.item.values.items()}
        return parse(
            text,
            lambda word: words.get(plain_name(word), word),
            pa.string(),
            self.name,
            self.faults,
        )

    def _code(self, word: str) -> str:
        words = {plain_name(theirs): ours for theirs, ours in self.item.values.items()}
        known = self.field.values or {}
        plain = plain_name(word)
        ours = words.get(plain) or next((code for code in known if plain_name(code) == plain), None)
        if ours is None:
            choice = did_you_mean(word, [*known, *(w for w, c in self.item.values.items() if c)])
            raise UnreadableError(
                f"this is not a code of `{self.name}`", choice or "see the catalogue"
            )
        return ours

    def _list(self, text: str) -> list[str]:
        parts = text.split(LIST_MARK) if text.startswith(LIST_MARK) else _LIST.split(text)
        items = [part.strip(BLANKS) for part in parts]
        read = self._code if self.field.of == "code" else str
        return [read(item) for item in items if item]

    def _number(self, text: pa.Array) -> pa.Array:
        text = self._translated(text)
        words = pc.unique(text).drop_null().to_pylist()
        mark = numbers.decimal_mark(words, self.mapping.decimal)
        read = {
            "decimal": numbers.read_decimal,
            "ratio": numbers.read_ratio,
            "integer": numbers.read_integer,
        }[self.field.type]
        return self._parse(text, lambda word: read(word, mark))

    def _date(self, text: pa.Array) -> pa.Array:
        text = self._translated(text)
        if self.mapping.reads.part is None:
            return self._dates(text, self.faults, None)
        return self._dates_by_part(text)

    def _dates(self, text: pa.Array, faults: Faults, part: str | None) -> pa.Array:
        words = pc.unique(text).drop_null().to_pylist()
        heading = self.sheet.heading[self.place] if self.place is not None else self.name
        letter = column_letter(self.place or 0) if self.sheet.name else None
        place = Place(self.settings.file, sheet=self.sheet.name, cell=letter)
        reading = dates.choose(words, self.mapping.dates, place, heading)
        if reading.note:
            self.part.notes.append(reading.note + (f" ({part})" if part else ""))
        return parse(text, reading.read, pa.date32(), self.name, faults)

    def _dates_by_part(self, text: pa.Array) -> pa.Array:
        """Judge the dates of each published file by themselves, where several were joined."""
        place = position(self.sheet, (self.mapping.reads.part or "",), self.settings.file)
        if place is None:
            return self._dates(text, self.faults, None)
        encoded = self.sheet.columns[place].fill_null("").dictionary_encode()
        order = np.argsort(encoded.indices.to_numpy(), kind="stable")
        bounds = np.searchsorted(
            encoded.indices.to_numpy()[order], range(len(encoded.dictionary) + 1)
        )
        pieces = []
        for number, part in enumerate(encoded.dictionary.to_pylist()):
            rows = order[bounds[number] : bounds[number + 1]]
            own = Faults()
            pieces.append(self._dates(text.take(pa.array(rows)), own, part))
            for row, found in own.rows.items():
                for fault in found:
                    self.faults.add(int(rows[row]), fault)
        joined = pa.concat_arrays(pieces) if pieces else pa.array([], pa.date32())
        return joined.take(pa.array(np.argsort(order, kind="stable")))

    def _money(self, text: pa.Array) -> None:
        stated = self.item.currency or self.mapping.currency
        currency: pa.Array | None = None
        if isinstance(stated, CurrencyColumn):
            place = position(self.sheet, stated.column, self.settings.file)
            if place is not None:
                currency = clean(self.sheet.columns[place], self.settings.placeholders).text
                self.part.layout[f"{self.name}__currency"] = column_letter(place)
                if stated.empty is not None:
                    currency = pc.fill_null(currency, stated.empty)
            stated = stated.empty if currency is None else None
        amounts = read_amounts(
            self._translated(text), currency, stated, self.mapping.decimal, self.name, self.faults
        )
        self.part.columns[self.name] = amounts.minor
        self.part.columns[f"{self.name}__currency"] = amounts.currency
        self.part.amounts[self.name] = amounts


def _boolean(word: str) -> bool:
    plain = word.strip().casefold()
    if plain in _TRUE:
        return True
    if plain in _FALSE:
        return False
    raise UnreadableError("this is neither yes nor no", "write yes or no")


def fingerprint(account: str, key: bytes) -> str:
    """Give the keyed fingerprint of an account number; a fingerprint is kept as it is.

    The number is never stored: HMAC-SHA-256 over its letters and digits, the first 32 hex digits.
    """
    if _FINGERPRINT.fullmatch(account):
        return account
    plain = "".join(c for c in account.upper() if c.isalnum())
    return "fp:" + hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()[:32]

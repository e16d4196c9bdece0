"""The words in which a scenario gives values: `one cent above limit.single_source`.

A value is a literal (`EUR 40,000.00`, `2026-03-01`, `12`, `"single_source"`, `empty`), a field of
the record (`award_value`, `contract.value`), a field of another (`booked_on of S-1`) or a
parameter. Before it may stand `one cent above|below`, `one day after|before`, `one more|fewer
than`, `exactly`, `half of`, `the first|last day of`, a duration and `after|before` (`P30D after`,
`window.split after`), or a share and `of` (`near.share of limit.competition`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from compliance.errors import ComplianceError
from compliance.lang.check import parse_duration
from compliance.lang.parameters import ParameterValue
from compliance.lang.rule import Rule
from compliance.lang.rulebook import Rulebook
from compliance.model.catalogue import Kind
from compliance.model.money import Money, parse_money
from compliance.workbench.records import Row, Rows, find, follow

Value = Money | date | Decimal | int | str | None

_MONEY = re.compile(r"[A-Z]{3} -?[0-9][0-9,]*(\.[0-9]+)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_REGIME = "the regime"


@dataclass(frozen=True)
class Reader:
    """Reads words about one row, under one rule: the rule's date and source fix its parameters."""

    rulebook: Rulebook
    rule: Rule
    rows: Rows
    kind: Kind
    row: Row

    def value(self, words: str) -> Value:
        """Give the value that the words state."""
        text = words.strip()
        for form in WORDS:
            match = re.fullmatch(form.pattern, text)
            if match is not None:
                return form.build(self, match)
        return self._plain(text)

    def text(self, words: str) -> str:
        """Give the value as the text of a cell."""
        value = self.value(words)
        return "" if value is None else str(value)

    def about(self, key: str) -> Reader:
        """Give a reader of another row."""
        kind, row = find(self.rows, self.rulebook.catalogue, key)
        return replace(self, kind=kind, row=row)

    def _plain(self, text: str) -> Value:
        if text in self.rulebook.parameters:
            return self.parameter(text)
        if text.split(".", maxsplit=1)[0] in self.kind.fields:
            catalogue = self.rulebook.catalogue
            cell = follow(self.rows, catalogue, self.kind, self.row, text.split("."))
            return literal(cell.text)
        return literal(text)

    def parameter(self, name: str) -> Value:
        """Give the value of a parameter on the rule's date, for the record's own source."""
        value: Value = self.held(name).value
        return value

    def held(self, name: str) -> ParameterValue:
        """Give the line of a parameter that holds on the rule's date for the record."""
        parameter = self.rulebook.parameters[name]
        key = self._amount() if parameter.by == "band" else self._key(parameter.by)
        found = parameter.lookup(self._day(), key)
        if found is None:
            raise ComplianceError(f"{name} has no value on {self._day()} for {key}")
        return found

    def _amount(self) -> Money | None:
        """Give the record's money, by which bands are chosen."""
        value = literal(self.row.get(self.kind.money or "") or "")
        return value if isinstance(value, Money) else None

    def _day(self) -> date | None:
        own = self.kind.kind == self.rule.kind.kind and self.rule.dated_by
        names = self.rule.dated_by if own else (self.kind.date or "",)
        days = (literal(self.row.get(name) or "") for name in names)
        return next((day for day in days if isinstance(day, date)), None)

    def _key(self, by: str | None) -> str | None:
        paths = {
            "entity": ("entity",),
            "source": (self.kind.source,),
            "pilot": self.kind.cases.get("pilot", ()),
        }.get(by or "", ())
        for path in filter(None, paths):
            cell = follow(self.rows, self.rulebook.catalogue, self.kind, self.row, path.split("."))
            if cell.text:
                return cell.text
        return None


@dataclass(frozen=True)
class Words:
    """One way to state a value: its pattern, how it is written, what it means, how it is read."""

    pattern: str
    example: str
    meaning: str
    build: Callable[[Reader, re.Match[str]], Value]


def literal(text: str) -> Value:
    """Read a literal: text in quotes, an amount, a date, a number, `empty`, or plain text."""
    if text in {"", "empty"}:
        return None
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1]
    if _MONEY.fullmatch(text):
        return parse_money(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ComplianceError(f"{text} is no day of the calendar") from None
    return text


def _cent(reader: Reader, match: re.Match[str]) -> Value:
    value = reader.value(match[2])
    if not isinstance(value, Money):
        raise ComplianceError(f"{match[2]} is no amount")
    step = 1 if match[1] == "above" else -1
    return Money(value.minor + step, value.currency, None)


def _day(reader: Reader, match: re.Match[str]) -> Value:
    step = timedelta(days=1 if match[1] == "after" else -1)
    return (
        _regime(reader, match[1]) + step if match[2] == _REGIME else _date(reader, match[2]) + step
    )


def _edge(reader: Reader, match: re.Match[str]) -> Value:
    if match[2] == _REGIME:
        return _regime(reader, "after" if match[1] == "last" else "before")
    return _date(reader, match[2])


def _regime(reader: Reader, side: str) -> date:
    force = reader.rule.file.in_force
    found = force.until if side == "after" else force.from_date
    if found is None:
        raise ComplianceError(f"{reader.rule.id} is in force without such a day")
    return found


def _date(reader: Reader, words: str) -> date:
    value = reader.value(words)
    if not isinstance(value, date):
        raise ComplianceError(f"{words} is no date")
    return value


def _apart(reader: Reader, match: re.Match[str]) -> Value:
    duration = parse_duration(match[1])
    days = duration[1] if duration else reader.parameter(match[1])
    if not isinstance(days, int):
        raise ComplianceError(f"{match[1]} is no number of days")
    step = timedelta(days=days if match[2] == "after" else -days)
    return _date(reader, match[3]) + step


def _count(reader: Reader, match: re.Match[str]) -> Value:
    value = str(reader.value(match[2]))
    if re.fullmatch(r"-?\d+", value) is None:
        raise ComplianceError(f"{match[2]} is no whole number")
    return int(value) + (1 if match[1] == "more" else -1)


def _half(reader: Reader, match: re.Match[str]) -> Value:
    value = reader.value(match[1])
    if not isinstance(value, Money) or value.minor % 2:
        raise ComplianceError(f"{match[1]} is no amount that can be halved")
    return Money(value.minor // 2, value.currency, None)


def _of(reader: Reader, match: re.Match[str]) -> Value:
    left, right = match[1], match[2]
    if left not in reader.rulebook.parameters:
        return reader.about(right).value(left)
    share, whole = reader.parameter(left), reader.value(right)
    if not isinstance(share, Decimal) or not isinstance(whole, Money):
        raise ComplianceError(f"{left} of {right}: a share of an amount is needed")
    return Money(int(share * whole.minor), whole.currency, None)


WORDS: tuple[Words, ...] = (
    Words(
        r"exactly (.+)",
        "exactly limit.single_source",
        "the value itself",
        lambda reader, match: reader.value(match[1]),
    ),
    Words(
        r"one cent (above|below) (.+)",
        "one cent above limit.single_source",
        "an amount of one minor unit more, or less (below)",
        _cent,
    ),
    Words(
        r"one day (after|before) (.+)",
        "one day after the regime",
        "the day after, or before; the regime is the days on which the rule is in force",
        _day,
    ),
    Words(r"one (more|fewer) than (.+)", "one more than near.count", "a whole number", _count),
    Words(r"half of (.+)", "half of award_value", "an amount", _half),
    Words(
        r"the (first|last) day of (.+)",
        "the last day of vendor.eligible_until",
        "the day itself, or the first or last day of the regime",
        _edge,
    ),
    Words(
        r"(P[0-9]\S*|[a-z]\w*\.\S+) (after|before) (.+)",
        "P30D after awarded_on",
        "so many days after, or before; also by a parameter: window.split after awarded_on",
        _apart,
    ),
    Words(
        r"([a-z][\w.]*) of (\S+)",
        "booked_on of S-1",
        "a field of another record; or a share of an amount: near.share of limit.competition",
        _of,
    ),
)

"""SQL text, piece by piece: quoted names, literals, cases, and selects with shared parts.

The same text runs on DuckDB and on Spark (in ANSI mode, names in double quotes). What the two
write differently is a function `c_…` that each engine defines, or a method of `Dialect`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from compliance.lang.regex import java_form

BIG: Final = "DECIMAL(38, 0)"
TRUE: Final = "TRUE"
FALSE: Final = "FALSE"
_SHARED_FROM: Final = 160  # characters from which a repeated part is worth a column of its own

_NAME: Final = re.compile(r"'(?:[^']|'')*'|\"([^\"]+)\"")  # what a text literal quotes is no name


@dataclass(frozen=True)
class Dialect:
    """What one engine writes in its own way."""

    name: str

    def text(self, value: str) -> str:
        """Give a text literal."""
        if self.name == "spark" and ("\\" in value or "'" in value or not value.isprintable()):
            return f"decode(unhex('{value.encode().hex()}'), 'UTF-8')"
        return "'" + value.replace("'", "''") + "'"

    def array(self, items: Iterable[str]) -> str:
        """Give a list of texts; an empty one has its type all the same."""
        listed = ", ".join(items)
        if self.name == "spark":
            return f"array({listed})" if listed else "CAST(array() AS ARRAY<STRING>)"
        return f"[{listed}]" if listed else "CAST([] AS STRING[])"

    def null(self, physical: str) -> str:
        """Give a null of a physical type."""
        own = "ARRAY<STRING>" if self.name == "spark" else "STRING[]"
        return f"CAST(NULL AS {own if physical == 'LIST' else physical})"

    def total(self, column: str) -> str:
        """Sum a column of integers: exactly, or with an error past 38 digits."""
        return f"sum(CAST({column} AS {BIG}))" if self.name == "spark" else f"sum({column})"

    def distinct(self, column: str, over: str = "") -> str:
        """Count the distinct known values of a column, in a group or a frame."""
        if self.name == "spark":
            return f"CAST(size(collect_set({column}){over}) AS BIGINT)"
        return f"count(DISTINCT {column}){over}"

    def at_least(self, value: str, place: str, over: str = "") -> str:
        """Give the value at the least place."""
        return f"{'min_by' if self.name == 'spark' else 'arg_min'}({value}, {place}){over}"

    def at_most(self, value: str, place: str, over: str = "") -> str:
        """Give the value at the greatest place."""
        return f"{'max_by' if self.name == 'spark' else 'arg_max'}({value}, {place}){over}"

    def struct(self, parts: Mapping[str, str]) -> str:
        """Give several values as one."""
        if self.name == "spark":
            inner = ", ".join(f"'{name}', {part}" for name, part in parts.items())
            return f"named_struct({inner})"
        return "{" + ", ".join(f"'{name}': {part}" for name, part in parts.items()) + "}"

    def ordered(self, column: str) -> str:
        """Collect the known values of a group in ascending order."""
        if self.name == "spark":
            return f"array_sort(collect_list({column}))"
        return f"list({column} ORDER BY {column}) FILTER (WHERE {column} IS NOT NULL)"

    def stacked(self, columns: Sequence[str], more: str, source: str) -> str:
        """Lay columns of a row under one another, as (rule, outcome); `more` stands in each row."""
        listed = ", ".join(columns)
        if self.name == "spark":
            view = f"LATERAL VIEW posexplode(array({listed})) AS rule, outcome"
            return f"SELECT rule, outcome, {more} FROM {source} {view}"  # noqa: S608 - as above
        numbers = f"unnest(range({len(columns)})) AS rule, unnest([{listed}]) AS outcome"
        return f"SELECT {numbers}, {more} FROM {source}"  # noqa: S608 - as above

    def first_of(self, column: str, most: int) -> str:
        """Collect the values of a group in ascending order, at most so many."""
        if self.name == "spark":
            return f"slice(array_sort(collect_list({column})), 1, {most})"
        return f"list({column} ORDER BY {column})[1:{most}]"

    def traced(self, column: str, place: str, most: int, between: str) -> str:
        """Join the first known texts of a group in the order of their places; null for none."""
        if self.name == "spark":
            pairs = f"CASE WHEN {column} IS NOT NULL THEN struct({place} AS p, {column} AS v) END"
            first = f"slice(array_sort(collect_list({pairs})), 1, {most})"
            return f"nullif(array_join(transform({first}, x -> x.v), '{between}'), '')"
        listed = f"list({column} ORDER BY {place}) FILTER (WHERE {column} IS NOT NULL)"
        return f"array_to_string(list_slice({listed}, 1, {most}), '{between}')"

    def matches(self, text: str, pattern: str) -> str:
        """Say whether a pattern is found in a text."""
        if self.name == "spark":
            return f"({text} RLIKE {self.text(java_form(pattern))})"
        return f"regexp_matches({text}, {self.text(pattern)})"

    def split(self, text: str, delimiter: str) -> str:
        """Split a text at every occurrence of a delimiter, taken as it stands."""
        if self.name == "spark":
            return f"split({text}, {self.text(_quoted_pattern(delimiter))})"
        return f"string_split({text}, {self.text(delimiter)})"


DUCKDB: Final = Dialect("duckdb")
SPARK: Final = Dialect("spark")


def _quoted_pattern(text: str) -> str:
    return "\\Q" + text.replace("\\E", "\\E\\\\E\\Q") + "\\E"


def name(identifier: str) -> str:
    """Quote a name."""
    return '"' + identifier.replace('"', '""') + '"'


def integer(value: int) -> str:
    """Give a whole number: a BIGINT where it fits."""
    return f"{value}" if -(2**31) < value < 2**31 else f"CAST('{value}' AS {_width(value)})"


def _width(value: int) -> str:
    return "BIGINT" if -(2**62) < value < 2**62 else BIG


def day(value: date) -> str:
    """Give a date."""
    return f"DATE '{value.isoformat()}'"


def big(value: str) -> str:
    """Give a whole number in 38 digits."""
    return f"CAST({value} AS {BIG})"


def known(value: str) -> str:
    """Say whether a value is not null."""
    return f"({value} IS NOT NULL)"


def all_of(tests: Iterable[str]) -> str:
    """Join conditions by AND; none is true."""
    return _joined(" AND ", [test for test in tests if test != TRUE], TRUE)


def any_of(tests: Iterable[str]) -> str:
    """Join conditions by OR; none is false."""
    return _joined(" OR ", [test for test in tests if test != FALSE], FALSE)


def _joined(word: str, tests: Sequence[str], empty: str) -> str:
    if len(tests) < 2:
        return tests[0] if tests else empty
    return f"({word.join(tests)})"


def holds(test: str) -> str:
    """Give true where a condition is true, else false."""
    return test if test in {TRUE, FALSE} else f"coalesce({test}, FALSE)"


def when(cases: Iterable[tuple[str, str]], otherwise: str | None = None) -> str:
    """Give the value of the first condition that is true."""
    parts = "".join(f" WHEN {test} THEN {value}" for test, value in cases)
    last = "" if otherwise is None else f" ELSE {otherwise}"
    return f"CASE{parts}{last} END"


def either(test: str, then: str, otherwise: str) -> str:
    """Give one of two values: the second where the condition is false or null."""
    return when([(test, then)], otherwise)


@dataclass
class Shared:
    """The parts of a select that stand in it more than once, each computed once.

    A part is a column of a select below; its depth tells how many selects lie below that one.
    """

    texts: dict[str, str] = field(default_factory=dict)  # by name
    names: dict[str, str] = field(default_factory=dict)  # by text
    depths: dict[str, int] = field(default_factory=dict)  # by name

    def part(self, text: str) -> str:
        """Give the name of a part; a short text stays as it is."""
        if len(text) < _SHARED_FROM:
            return text
        if text not in self.names:
            self.names[text] = f"_s{len(self.names)}"
            self.keep(self.names[text], text)
        return name(self.names[text])

    def keep(self, own: str, text: str) -> None:
        """Compute a part under a name that others read."""
        self.texts[own] = text
        below = (self.depths.get(part, 0) for part in _NAME.findall(text))
        self.depths[own] = 1 + max(below, default=0)

    def select(self, columns: Mapping[str, str], source: str) -> str:
        """Give the select of columns from a source, over the selects of the shared parts."""
        return select(columns, self.over(source))

    def over(self, source: str) -> str:
        """Give a source with the shared parts beside its columns."""
        for depth in range(1, max(self.depths.values(), default=0) + 1):
            own = {n: text for n, text in self.texts.items() if self.depths[n] == depth}
            source = f"(SELECT *, {listed(own)} FROM {source})"  # noqa: S608 - names are quoted
        return source


def listed(columns: Mapping[str, str]) -> str:
    """Give columns under their names."""
    return ", ".join(f"{text} AS {name(own)}" for own, text in columns.items())


def select(columns: Mapping[str, str], source: str) -> str:
    """Give a select."""
    return f"SELECT {listed(columns)} FROM {source}"  # noqa: S608 - names are quoted

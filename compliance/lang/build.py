"""One rule file → one typed rule; every fault is located in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from compliance.errors import ComplianceError, Fault
from compliance.lang import types as t
from compliance.lang.check import Scope
from compliance.lang.coverage import uncovered
from compliance.lang.derive import Derivations, SetFacts
from compliance.lang.derive_type import Stated
from compliance.lang.files import RuleFile
from compliance.lang.notes import Notes, Path, expression_place, need_date
from compliance.lang.parameters import Parameter
from compliance.lang.rule import Derivation, ExceptionClause, Rule
from compliance.lang.subject import subject
from compliance.lang.table import Table
from compliance.lang.table_type import table_ref
from compliance.lang.tree import Node, TableRef
from compliance.model.catalogue import AS_OF, Catalogue, GroupKind, Kind
from compliance.model.finding import STANDINGS
from compliance.model.yaml_file import Document, did_you_mean

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_BRACE: Final = re.compile(r"[{}]")


def build_rule(
    document: Document,
    file: RuleFile,
    own_set: SetFacts,
    tables: Mapping[str, Table] = MappingProxyType({}),
    unknown: Iterable[str] = (),
) -> tuple[Rule | None, list[Fault]]:
    """Resolve and type one rule file; give the rule, or None with its faults.

    `unknown` are names of the rule that cannot be read: what seeks them is not at fault.
    """
    catalogue, parameters = own_set.typed.catalogue, own_set.typed.parameters
    try:
        kind = subject(file.on, document, catalogue)
    except ComplianceError as error:
        return None, list(error.faults)
    builder = _Builder(document, catalogue, parameters, kind, Notes(unknown))
    builder.scoped(file)
    dated_by = builder.dates(file)
    stated = builder.stated(file, own_set)
    derivations = builder.derivations(stated, own_set.typed)
    scope = Scope(catalogue, kind, parameters, {n: d.type for n, d in derivations.items()})
    scope = builder.decided(stated, scope, tables, dated=bool(dated_by))
    scope = builder.lets(file, scope)
    when = builder.expression(file.when, scope, ("when",), t.BOOLEAN)
    require = builder.expression(file.require, scope, ("require",), t.BOOLEAN)
    measure = builder.expression(file.measure, scope, ("measure",), last_division=True)
    effect = file.effect.amount if file.effect else None
    path = ("effect", "amount")
    amount = builder.expression(effect, scope, path, t.MONEY, last_division=True)
    exceptions = builder.exceptions(file, scope)
    message = builder.message(file.message, scope)
    translated = {
        language: builder.translated(file.message, told.message, scope, language)
        for language, told in file.translations.items()
    }
    if builder.notes.faults or require is None:
        return None, builder.notes.faults
    rule = Rule(
        file, own_set.file.set, document.file, kind, "", _criteria(file), dated_by, derivations,
        when, require, measure, exceptions, amount, message,
        {ref.table: tables[ref.table] for ref in scope.tables.values()}, translated,
    )  # fmt: skip
    for lack, mend in uncovered(rule, parameters):
        place = document.place(["in_force" if "in_force" in document.data else "id"], key=True)
        builder.notes.add(lack, place, mend)
    standings: list[str] = [file.authority.standing]
    standings += [table.file.standing for table in rule.used_tables()]
    standings += [parameters[p].weakest for p in rule.parameters()]
    weakest = min(standings, key=STANDINGS.index)
    return replace(rule, standing=weakest), builder.notes.faults


def _criteria(file: RuleFile) -> str:
    parts = [file.authority.document, file.authority.reference]
    return ", ".join(part for part in parts if part) + f" ({file.authority.standing})"


class _Builder:
    """Types the parts of one rule file, on one kind."""

    def __init__(
        self, document: Document, catalogue: Catalogue, parameters: Mapping[str, Parameter],
        kind: Kind, notes: Notes,
    ) -> None:  # fmt: skip
        self.document, self.catalogue, self.parameters = document, catalogue, parameters
        self.kind, self.notes = kind, notes

    def expression(
        self, text: str | None, scope: Scope, path: Path, expected: t.Type | None = None,
        *, last_division: bool = False,
    ) -> Node | None:  # fmt: skip
        """Type one expression of the rule."""
        return self.notes.expression(
            text, scope, self.document, path, expected, last_division=last_division
        )

    def scoped(self, file: RuleFile) -> None:
        """Note a scope by entity or source on a kind that has none: it would hold for nothing."""
        applies = file.applies_to
        for word, asked, known in (
            ("entity", applies.entity, "entity" in self.kind.fields),
            ("source", applies.source, self.kind.source is not None),
        ):
            if asked != "all" and not known:
                hint = f"add a field to `each` that gives it, or write `{word}: all`"
                self.notes.add(
                    f"{self.kind.kind} has no {word}, so the rule cannot apply to some only",
                    self.document.place(["applies_to", word]),
                    hint if isinstance(self.kind, GroupKind) else f"write `{word}: all`",
                )

    def dates(self, file: RuleFile) -> tuple[str, ...]:
        """Give the date fields of the rule: those of `dated_by`, else the catalogue's date."""
        if isinstance(self.kind, GroupKind):
            if file.dated_by:
                place = self.document.place(["dated_by"])
                self.notes.add("a group has no date; it is judged on the as-of date", place)
            return (AS_OF,)
        for number, name in enumerate(file.dated_by):
            need_date(self.notes, name, self.kind, self.document.place(["dated_by", number]))
        return file.dated_by or ((self.kind.date,) if self.kind.date else ())

    # what `derive` gives --------------------------------------------------------------------

    def stated(self, file: RuleFile, own_set: SetFacts) -> dict[str, Stated]:
        """Give what the rule can name by `derive`: its own, and its set's for the same kind."""
        found = dict(own_set.about(self.kind))
        for name, item in file.derive.items():
            taken = f"`{name}` already names a field of {self.kind.kind}"
            if name in found or name in self.kind.fields:
                self.notes.add(
                    f"`{name}` is derived in set.yaml already" if name in found else taken,
                    self.document.place(["derive", name], key=True),
                    "choose another name",
                )
            found[name] = Stated(name, item, self.kind, self.document, shared=False)
        return found

    def derivations(
        self, stated: Mapping[str, Stated], shared: Derivations
    ) -> dict[str, Derivation]:
        """Type the facts about sets."""
        facts = {**shared.facts, self.kind.kind: stated}
        own = Derivations(self.notes, self.catalogue, self.parameters, facts, shared)
        typed = own.about(self.kind.kind)
        asked = {name for name, item in stated.items() if item.file.table is None}
        self.notes.unknown |= asked - typed.keys()
        return typed

    def decided(
        self, stated: Mapping[str, Stated], scope: Scope, tables: Mapping[str, Table],
        *, dated: bool,
    ) -> Scope:  # fmt: skip
        """Add the names under which the rule reads decision tables."""
        found: dict[str, TableRef] = {}
        for name, item in stated.items():
            if item.file.table is not None:
                ref = self._table(item, scope, tables, dated=dated)
                if ref is None:
                    self.notes.unknown.add(name)
                else:
                    found[name] = ref
        return replace(scope, tables=found)

    def _table(
        self, stated: Stated, scope: Scope, tables: Mapping[str, Table], *, dated: bool
    ) -> TableRef | None:
        name = stated.file.table or ""
        place = stated.document.place(stated.place("table"))
        table = tables.get(name)
        if table is None:
            message = f"there is no table `{name}`"
            self.notes.add(message, place, did_you_mean(name, tables), name)
            return None
        if table.file.on not in {None, self.kind.kind}:
            message = f"the table `{name}` is asked by {table.file.on}, not by {self.kind.kind}"
            self.notes.add(message, place)
            return None
        if not dated and table.file.versions:
            message = f"the table `{name}` goes by the rule's date, and {self.kind.kind} has none"
            self.notes.add(message, place, "name a date field: `dated_by: …`")
        output = self._output(stated, table)
        return None if output is None else table_ref(stated.name, table, output, scope, self.notes)

    def _output(self, stated: Stated, table: Table) -> int | None:
        """Give the number of the output that is asked for."""
        columns, wanted = [column.name for column in table.file.outputs], stated.file.output
        if wanted in columns:
            return columns.index(wanted)
        if wanted is None and len(columns) == 1:
            return 0
        what = "say which answer: the table has several" if wanted is None else None
        self.notes.add(
            what or f"`{wanted}` is not an output of the table `{table.name}`",
            stated.document.place(stated.place("output")),
            f"write `output: {columns[0]}`; the outputs are {', '.join(columns)}",
        )
        return None

    # what reads the names -------------------------------------------------------------------

    def lets(self, file: RuleFile, scope: Scope) -> Scope:
        """Add the names of `let`, each able to use those before it."""
        for name, text in file.let.items():
            if name in {*scope.kind.fields, *scope.derived, *scope.tables}:
                self.notes.add(
                    f"`{name}` already names a field or a derivation",
                    self.document.place(["let", name], key=True),
                    "choose another name",
                )
                continue
            node = self.expression(text, scope, ("let", name))
            if node is None:
                self.notes.unknown.add(name)
            else:
                scope = replace(scope, lets={**scope.lets, name: node})
        return scope

    def exceptions(self, file: RuleFile, scope: Scope) -> tuple[ExceptionClause, ...]:
        """Type the exceptions."""
        found: list[ExceptionClause] = []
        for number, item in enumerate(file.exceptions):
            path = ("exceptions", number)
            condition = self.expression(item.condition, scope, (*path, "if"), t.BOOLEAN)
            reference = self.expression(item.reference, scope, (*path, "reference"))
            if condition is not None:
                found.append(ExceptionClause(item.name, condition, reference))
        return tuple(found)

    def translated(
        self, english: str, text: str, scope: Scope, language: str
    ) -> tuple[str | Node, ...]:
        """Split a message in another language; it may say nothing that the English one does not."""
        path = (language, "message")
        known = {match[1].strip() for match in _PLACEHOLDER.finditer(english)}
        for match in _PLACEHOLDER.finditer(text):
            if match[1].strip() not in known:
                self.notes.add(
                    f"the message does not name `{match[1].strip()}`",
                    expression_place(self.document, path, text, match.start(1)),
                    "a translation says what the English message says",
                )
                return ()
        return self.message(text, scope, path)

    def message(self, text: str, scope: Scope, path: Path = ("message",)) -> tuple[str | Node, ...]:
        """Split a message at its `{names}`."""
        parts: list[str | Node] = []
        last = 0
        if self.notes.is_misread(self.document, path):
            return ()
        for match in _PLACEHOLDER.finditer(text):
            parts.append(text[last : match.start()])
            node = self.notes.expression(
                match[1], scope, self.document, path, within=(text, match.start(1))
            )
            if node is not None:
                parts.append(node)
            last = match.end()
        lone = next((m for m in _BRACE.finditer(_PLACEHOLDER.sub(_blank, text))), None)
        if lone is not None:
            place = expression_place(self.document, path, text, lone.start())
            self.notes.add(
                f"the brace `{lone[0]}` stands alone",
                place,
                "a name stands between two braces: {name}",
            )
        return (*parts, text[last:])


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])

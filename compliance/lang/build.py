"""One rule file → one typed rule; every fault is located in the file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from compliance.errors import ComplianceError, Fault, Place
from compliance.lang import types as t
from compliance.lang.check import Scope, check, parse_duration
from compliance.lang.files import DeriveFile, Each, RuleFile, SetFile
from compliance.lang.parameters import Parameter
from compliance.lang.rule import Derivation, ExceptionClause, Rule
from compliance.lang.syntax import ExpressionError
from compliance.lang.tree import Node, ParameterRef
from compliance.model.catalogue import Catalogue, Kind, group_kind
from compliance.model.finding import STANDINGS
from compliance.model.yaml_file import Document, did_you_mean

_GROUPING = frozenset({"text", "code", "reference", "date", "integer", "boolean"})
_ADDED = frozenset({"number", "money", "days"})
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def build_rule(
    document: Document,
    file: RuleFile,
    set_file: SetFile,
    set_document: Document,
    catalogue: Catalogue,
    parameters: Mapping[str, Parameter],
) -> tuple[Rule | None, list[Fault]]:
    """Resolve and type one rule file; give the rule, or None with its faults."""
    builder = _Builder(document, catalogue, parameters)
    try:
        kind = subject(file.on, document, catalogue)
    except ComplianceError as error:
        return None, list(error.faults)
    scope = Scope(catalogue, kind, parameters)
    derivations = builder.shared(set_file, set_document, kind)
    for name, own in file.derive.items():
        found = builder.derivation(name, own, kind, document, ("derive", name))
        if found is not None:
            derivations[name] = found
    scope = replace(scope, derived={n: d.type for n, d in derivations.items()})
    scope = builder.lets(file, scope)
    when = builder.expression(file.when, scope, ("when",), t.BOOLEAN)
    require = builder.expression(file.require, scope, ("require",), t.BOOLEAN)
    measure = builder.expression(file.measure, scope, ("measure",))
    effect = file.effect.amount if file.effect else None
    amount = builder.expression(effect, scope, ("effect", "amount"), t.MONEY)
    exceptions = builder.exceptions(file, scope)
    message = builder.message(file.message, scope)
    dated_by = builder.dates(file, kind)
    if builder.faults or require is None:
        return None, builder.faults
    rule = Rule(
        file, set_file.set, document.file, kind, "", _criteria(file), dated_by, derivations,
        when, require, measure, exceptions, amount, message,
    )  # fmt: skip
    builder.uncovered(rule)
    standings = [file.authority.standing, *(parameters[p].weakest for p in rule.parameters())]
    weakest = min(standings, key=STANDINGS.index)
    return replace(rule, standing=weakest), builder.faults


def subject(on: str | Each, document: Document, catalogue: Catalogue) -> Kind:
    """Give the kind of which a rule judges each record, or the kind of the groups that it makes."""
    if isinstance(on, str):
        return catalogue.kind(on, document.place(["on"]))
    of = catalogue.kind(on.of, document.place(["on", "of"]))
    faults = [
        fault
        for number, name in enumerate(on.each)
        if (fault := _ungrouped(name, of, document.place(["on", "each", number]))) is not None
    ]
    if faults:
        raise ComplianceError(faults=tuple(faults))
    return group_kind(of, on.each)


def _ungrouped(name: str, of: Kind, place: Place) -> Fault | None:
    """Say why records cannot be grouped by a field, None where they can."""
    if name not in of.fields:
        return Fault(f"`{name}` is not a field of {of.kind}", place, did_you_mean(name, of.fields))
    if of.fields[name].type not in _GROUPING:
        found = t.field_type(of.fields[name])
        hint = "group by a text, a code, a reference, a date, a whole number or a yes/no field"
        return Fault(f"`{name}` is {found}, by which nothing is grouped", place, hint)
    return None


def _criteria(file: RuleFile) -> str:
    parts = [file.authority.document, file.authority.reference]
    return ", ".join(part for part in parts if part) + f" ({file.authority.standing})"


class _Builder:
    """Collects the faults of one rule file, so that none hides another."""

    def __init__(
        self, document: Document, catalogue: Catalogue, parameters: Mapping[str, Parameter]
    ) -> None:
        self.document, self.catalogue, self.parameters = document, catalogue, parameters
        self.faults: list[Fault] = []

    def expression(
        self,
        text: str | None,
        scope: Scope,
        path: Sequence[str | int],
        expected: t.Type | None = None,
        document: Document | None = None,
    ) -> Node | None:
        """Type one expression; a fault is noted at its place in the file."""
        if text is None:
            return None
        try:
            return check(text, scope, expected)
        except ExpressionError as error:
            place = expression_place(document or self.document, path, text, error.span[0])
            self.faults.append(Fault(error.message, place, error.hint))
            return None

    def shared(self, set_file: SetFile, document: Document, kind: Kind) -> dict[str, Derivation]:
        """Give the set's derivations that are stated for this kind."""
        found: dict[str, Derivation] = {}
        for name, item in set_file.derive.items():
            if item.on == kind.kind:
                own = self.derivation(name, item, kind, document, ("derive", name))
                if own is not None:
                    found[name] = own
        return found

    def lets(self, file: RuleFile, scope: Scope) -> Scope:
        """Add the names of `let`, each able to use those before it."""
        for name, text in file.let.items():
            if name in scope.kind.fields or name in scope.derived:
                self.faults.append(
                    Fault(
                        f"`{name}` already names a field or a derivation",
                        self.document.place(["let", name], key=True),
                        "choose another name",
                    )
                )
                continue
            node = self.expression(text, scope, ("let", name))
            if node is not None:
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

    def message(self, text: str, scope: Scope) -> tuple[str | Node, ...]:
        """Split a message at its `{names}`."""
        parts: list[str | Node] = []
        last = 0
        for match in _PLACEHOLDER.finditer(text):
            parts.append(text[last : match.start()])
            node = self.expression(match[1].strip(), scope, ("message",))
            if node is not None:
                parts.append(node)
            last = match.end()
        return (*parts, text[last:])

    def dates(self, file: RuleFile, kind: Kind) -> tuple[str, ...]:
        """Give the date fields of the rule: those of `dated_by`, else the catalogue's date."""
        if not file.dated_by:
            return (kind.date,) if kind.date else ()
        for number, name in enumerate(file.dated_by):
            known = kind.fields.get(name)
            if known is None or known.type != "date":
                dates = [n for n, f in kind.fields.items() if f.type == "date"]
                self.faults.append(
                    Fault(
                        f"`{name}` is not a date field of {kind.kind}",
                        self.document.place(["dated_by", number]),
                        did_you_mean(name, dates),
                    )
                )
        return file.dated_by

    def derivation(
        self, name: str, item: DeriveFile, kind: Kind, document: Document, path: tuple[str, ...]
    ) -> Derivation | None:
        """Type one derivation."""
        before = len(self.faults)
        of_name = item.of or kind.kind
        if of_name not in self.catalogue.kinds:
            self.faults.append(
                Fault(
                    f"`{of_name}` is not a kind of record",
                    document.place((*path, "of")),
                    did_you_mean(of_name, self.catalogue.kinds),
                )
            )
            return None
        of = self.catalogue.kinds[of_name]
        theirs = Scope(self.catalogue, of, self.parameters, this=kind)
        ours = Scope(self.catalogue, kind, self.parameters)
        field_text = getattr(item, item.function)
        rows = item.function == "count" and field_text == "rows"
        value = (
            None
            if rows
            else self.expression(field_text, theirs, (*path, item.function), document=document)
        )
        self._check_aggregated(item.function, value, (*path, item.function), document)
        where = self.expression(item.where, theirs, (*path, "where"), t.BOOLEAN, document)
        match = self._match(item, theirs, ours, path, document)
        until_field, until = next(iter(item.until.items()), (None, None))
        until_node = self.expression(until, ours, (*path, "until"), t.DATE, document)
        within = self._within(item, path, document)
        dates = item.through or item.by or until_field or of.date
        timed = bool(item.through or item.until or item.within)
        self._check_date(dates if timed else None, of, path, document)
        if item.through and of.kind != kind.kind:
            self.faults.append(
                Fault(
                    f"`through` runs over the rule's own kind; {of.kind} needs `until`",
                    document.place((*path, "through")),
                    "write until: {their_date: our_date}",
                )
            )
        if len(self.faults) > before:
            return None
        return Derivation(
            name, item.function, kind.kind, of.kind, value, match, where,
            dates if timed else None, bool(item.through), until_node, within,
            item.within if item.within in self.parameters else None,
            self._result(item.function, value),
        )  # fmt: skip

    def _match(
        self, item: DeriveFile, theirs: Scope, ours: Scope, path: tuple[str, ...],
        document: Document,
    ) -> tuple[tuple[Node, Node], ...]:  # fmt: skip
        pairs = {**{p: p for p in item.per}, **item.match}
        found: list[tuple[Node, Node]] = []
        for left, right in pairs.items():
            where = (*path, "match", left) if left in item.match else (*path, "per")
            one = self.expression(left, theirs, where, document=document)
            other = self.expression(right, ours, where, document=document)
            if one is None or other is None:
                continue
            if not t.comparable(one.type, other.type):
                self.faults.append(
                    Fault(f"{one.type} is matched with {other.type}", document.place(where))
                )
            found.append((one, other))
        return tuple(found)

    def _within(
        self, item: DeriveFile, path: tuple[str, ...], document: Document
    ) -> tuple[int, ...]:
        """Give the numbers of days: one, or those that a parameter has had."""
        if item.within is None:
            return ()
        known = self.parameters.get(item.within)
        if known is not None and known.unit == "days":
            return tuple(sorted({value.value for value in known.values}))
        duration = parse_duration(item.within)
        if duration is None or duration[0] != "days":
            self.faults.append(
                Fault(
                    f"`within` is a number of days, not {item.within!r}",
                    document.place((*path, "within")),
                    "write P30D, or a parameter whose unit is days",
                )
            )
            return ()
        return (duration[1],)

    def _check_date(
        self, name: str | None, of: Kind, path: tuple[str, ...], document: Document
    ) -> None:
        if name is None:
            return
        known = of.fields.get(name)
        if known is None or known.type != "date":
            dates = [n for n, f in of.fields.items() if f.type == "date"]
            self.faults.append(
                Fault(
                    f"`{name}` is not a date field of {of.kind}",
                    document.place(path),
                    did_you_mean(name, dates),
                )
            )

    def _check_aggregated(
        self, function: str, value: Node | None, path: tuple[str, ...], document: Document
    ) -> None:
        """Refuse a sum of what cannot be added, and the least of what has no order."""
        fit = {"sum": _ADDED, "min": t.ORDERED, "max": t.ORDERED}.get(function)
        if fit is not None and value is not None and value.type.name not in fit:
            self.faults.append(
                Fault(
                    f"`{function}` has no meaning for {value.type}",
                    document.place(path),
                    "take numbers, money, durations (min, max: dates too); or use count",
                )
            )

    def _result(self, function: str, value: Node | None) -> t.Type:
        if function in {"count", "distinct"} or value is None:
            return t.NUMBER
        return value.type

    def uncovered(self, rule: Rule) -> None:
        """Note parameters without a value on a day on which the rule is in force."""
        force = rule.file.in_force
        direct = {
            n.id
            for node in rule.deciding()
            for n in node.walk()
            if isinstance(n, ParameterRef) and n.on is None
        }
        for name in sorted(direct):
            parameter = self.parameters[name]
            gap = _gap(parameter, force.from_date, force.until)
            if gap is not None:
                self.faults.append(
                    Fault(
                        f"{rule.id} is in force {gap} but `{name}` has no value then",
                        self.document.place(
                            ["in_force"] if "in_force" in self.document.data else []
                        ),
                        "give the parameter a value from that day, or begin the rule later",
                    )
                )


def _gap(parameter: Parameter, start: date | None, end: date | None) -> str | None:
    """Give a day between start and end without a value for every key, in words, or None."""
    general = sorted(
        (v for v in parameter.values if v.key is None), key=lambda v: v.start or date.min
    )
    if not general:
        return None
    needed: date | None = start or date.min
    for value in general:
        if needed is None or (value.start or date.min) > needed:
            break
        if value.end is None:
            needed = None
        elif value.end >= needed:
            needed = value.end + timedelta(days=1)
    if needed is None or (end is not None and needed > end):
        return None
    return "always" if needed == date.min else f"on {needed}"


def expression_place(
    document: Document, path: Sequence[str | int], text: str, offset: int
) -> Place:
    """Give the place of one character of an expression that stands in a YAML file.

    The YAML text is walked beside the expression, since quotes, folds and blocks add signs.
    """
    start = document.place(path)
    line, column = start.line or 1, (start.column or 1) - 1
    rows = document.lines
    if line <= len(rows) and rows[line - 1][column : column + 1] in {"|", ">"}:
        line, column = line + 1, 0
    if line <= len(rows) and rows[line - 1][column : column + 1] in {'"', "'"}:
        column += 1
    for sign in text[:offset]:
        while line <= len(rows) and column >= len(rows[line - 1]):
            line, column = line + 1, 0
        if line > len(rows):
            return start
        row = rows[line - 1]
        if sign in " \n":
            column += row[column : column + 1] == " " and sign == " "
            continue
        while column < len(row) and row[column] != sign:
            column += 1
        column += 1
    while line <= len(rows) and not rows[line - 1][column:].strip():
        line, column = line + 1, 0
    if line > len(rows):
        return start
    row = rows[line - 1]
    column += len(row[column:]) - len(row[column:].lstrip())
    return Place(document.file, line, column + 1, text=row)

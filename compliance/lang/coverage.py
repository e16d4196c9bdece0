"""Days on which a rule is in force but something that it reads has no value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from compliance.lang.parameters import Parameter
from compliance.lang.rule import Rule
from compliance.lang.tree import ParameterRef, TableRef

Span = tuple[date | None, date | None]


def uncovered(rule: Rule, parameters: Mapping[str, Parameter]) -> Iterator[tuple[str, str]]:
    """Say which parameters and tables have no value on a day of the rule, and what to write."""
    force = rule.file.in_force
    nodes = [part for node in rule.deciding() for part in node.walk()]
    read = {n.id for n in nodes if isinstance(n, ParameterRef) and n.on is None}
    asked = {n.table for n in nodes if isinstance(n, TableRef)}
    spans = {f"`{name}`": _spans(parameters[name]) for name in sorted(read)}
    for name in sorted(asked):
        spans[f"the table `{name}`"] = [(v.start, v.end) for v in rule.tables[name].versions]
    for name, own in spans.items():
        gap = _gap(own, force.from_date, force.until) if own else None
        first = min((start for start, _ in own if start is not None), default=None)
        if gap == date.min and first is not None:
            yield (
                f"{rule.id} is in force since ever but {name} has no value before {first}",
                f"write `in_force: {{from: {first}}}`, or give it a value without `from`",
            )
        elif gap is not None:
            yield (
                f"{rule.id} is in force on {gap} but {name} has no value then",
                "give it a value from that day, or change the days of the rule",
            )


def _spans(parameter: Parameter) -> list[Span]:
    """Give the days on which a parameter has a value for every key; none where keys decide."""
    bands = parameter.by == "band"
    return [(v.start, v.end) for v in parameter.values if bands or v.key is None]


def _gap(spans: Sequence[Span], start: date | None, end: date | None) -> date | None:
    """Give the first day between start and end that lies in no span, or None."""
    needed: date | None = start or date.min
    for first, last in sorted(spans, key=lambda span: span[0] or date.min):
        if needed is None or (first or date.min) > needed:
            break
        if last is None:
            needed = None
        elif last >= needed:
            needed = last + timedelta(days=1)
    if needed is None or (end is not None and needed > end):
        return None
    return needed

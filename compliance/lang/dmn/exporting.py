"""A decision table of a rulebook → DMN XML, with the diagram that a modeller shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from xml.sax import saxutils

from compliance.errors import ComplianceError, Place
from compliance.lang.syntax import ExpressionError, Syntax, parse, parse_unary
from compliance.lang.table import InputColumn, OutputColumn, RowFile, Table

Edition = Literal["1.3", "1.5"]
_DATES: Final = {"1.3": "20191111", "1.5": "20230324"}
_TYPES: Final = {
    "text": "string",
    "number": "number",
    "money": "money",
    "date": "date",
    "boolean": "boolean",
    "days": "days and time duration",
}
_STEP: Final = 200  # between two inputs of the diagram


@dataclass(frozen=True)
class _Sheet:
    """What becomes one decision: a table, or one of its versions."""

    id: str
    name: str
    start: date | None
    end: date | None
    rules: tuple[RowFile, ...]
    of: str | None = None  # the table, where it has several versions


def export_dmn(table: Table, *, on: date | None = None, edition: Edition = "1.3") -> str:
    """Write a table as DMN XML.

    DMN has no dates of force: each version becomes a decision that says its days in words; with
    `on` the one in force on that day is written alone. DMN 1.3 is what dmn-js and the Camunda
    Modeler open; the 1.5 text differs in its namespaces only.
    """
    sheets = _sheets(table) if on is None else (_in_force(table, on),)
    lines = [*_head(table, edition)]
    for sheet in sheets:
        lines += _decision(table, sheet)
    needed = dict.fromkeys(name for sheet in sheets for name in _inputs(table, sheet))
    lines += [*_input_data(table, needed), *_diagram(table, sheets, list(needed))]
    return "\n".join((*lines, "</definitions>", ""))


def _sheets(table: Table) -> tuple[_Sheet, ...]:
    file, name = table.file, table.name
    if file.rules:
        return (_Sheet(name, name, None, None, file.rules),)
    several = name if len(file.versions) > 1 else None
    return tuple(
        _Sheet(
            f"{name}_{number}" if several else name,
            f"{name} from {item.from_date}" if several and item.from_date else name,
            item.from_date,
            item.until,
            item.rules,
            several,
        )
        for number, item in enumerate(file.versions, 1)
    )


def _in_force(table: Table, on: date) -> _Sheet:
    for version in table.versions:
        if (version.start or date.min) <= on <= (version.end or date.max):
            return _Sheet(table.name, table.name, version.start, version.end, version.rules)
    place = Place(table.document.file, 1)
    raise ComplianceError(f"the table has no version in force on {on}", place, "name another day")


def _head(table: Table, edition: Edition) -> Iterator[str]:
    spec = f"https://www.omg.org/spec/DMN/{_DATES[edition]}"
    shapes = "http://www.omg.org/spec/DMN/20180521"
    name = table.name
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<definitions xmlns="{spec}/MODEL/" xmlns:dmndi="{spec}/DMNDI/"'
    yield f'  xmlns:dc="{shapes}/DC/" xmlns:di="{shapes}/DI/"'
    yield f'  id="{name}_model" name="{name}" namespace="urn:table:{name}">'
    types = {c.type for c in table.file.inputs} | {c.type for c in table.file.outputs}
    if "money" in types:
        yield f'  <itemDefinition id="{name}_money" name="money">'
        yield "    <typeRef>Any</typeRef>"
        yield "  </itemDefinition>"


def _decision(table: Table, sheet: _Sheet) -> Iterator[str]:
    file, own = table.file, sheet.id
    yield f'  <decision id="{own}" name="{sheet.name}" label={_attribute(file.title)}>'
    yield f"    <description>{_text(_said(table, sheet))}</description>"
    yield f'    <variable id="{own}_variable" name="{sheet.name}" />'
    for needed in _inputs(table, sheet):
        yield f'    <informationRequirement id="{own}_needs_{needed}">'
        yield f'      <requiredInput href="#{table.name}_input_{needed}" />'
        yield "    </informationRequirement>"
    policy, _, aggregation = file.hit.partition("collect ")
    hit = "COLLECT" if aggregation else policy.upper()
    attributes = f' aggregation="{aggregation.upper()}"' if aggregation else ""
    yield f'    <decisionTable id="{own}_table" hitPolicy="{hit}"{attributes}>'
    for number, column in enumerate(file.inputs, 1):
        yield from _input(f"{own}_i{number}", column)
    for number, output in enumerate(file.outputs, 1):
        yield from _output(f"{own}_o{number}", output)
    for number, row in enumerate(sheet.rules, 1):
        yield from _rule(f"{own}_r{number}", row)
    yield "    </decisionTable>"
    yield "  </decision>"


def _input_data(table: Table, needed: Iterable[str]) -> Iterator[str]:
    name = table.name
    types = {column.expression: _TYPES[column.type] for column in table.file.inputs}
    for item in needed:
        known = f' typeRef="{types[item]}"' if item in types else ""
        yield f'  <inputData id="{name}_input_{item}" name="{item}">'
        yield f'    <variable id="{name}_input_{item}_variable" name="{item}"{known} />'
        yield "  </inputData>"


def _said(table: Table, sheet: _Sheet) -> str:
    """Say what DMN has no place for, a line each, so that the import finds it again."""
    file = table.file
    lines = [f"source: {file.source}", f"standing: {file.standing}"]
    if file.on is not None:
        lines.append(f"on: {file.on}")
    if not file.complete:
        lines.append("complete: false")
    if sheet.of is not None:
        lines.append(f"version of: {sheet.of}")
    if sheet.start is not None:
        lines.append(f"in force from: {sheet.start}")
    if sheet.end is not None:
        lines.append(f"in force until: {sheet.end}")
    return "\n".join(" ".join(line.split()) for line in lines)


def _input(identity: str, column: InputColumn) -> Iterator[str]:
    yield f'      <input id="{identity}" label={_attribute(column.name)}>'
    yield f'        <inputExpression id="{identity}_e" typeRef="{_TYPES[column.type]}">'
    yield f"          <text>{_text(column.expression)}</text>"
    yield "        </inputExpression>"
    yield from _values("inputValues", identity, column)
    yield "      </input>"


def _output(identity: str, column: OutputColumn) -> Iterator[str]:
    names = f"name={_attribute(column.name)} label={_attribute(column.name)}"
    yield f'      <output id="{identity}" {names} typeRef="{_TYPES[column.type]}">'
    yield from _values("outputValues", identity, column)
    yield "      </output>"


def _values(tag: str, identity: str, column: InputColumn | OutputColumn) -> Iterator[str]:
    if column.values:
        listed = (_quoted(v) if column.type == "text" else v for v in column.values)
        yield f'        <{tag} id="{identity}_v">'
        yield f"          <text>{_text(','.join(listed))}</text>"
        yield f"        </{tag}>"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _text(text: str) -> str:
    """Give a text as XML holds it; a control sign, which XML cannot hold, becomes a space."""
    return saxutils.escape(_UNWRITABLE.sub(" ", text))


def _attribute(text: str) -> str:
    return saxutils.quoteattr(_UNWRITABLE.sub(" ", text))


def _rule(identity: str, row: RowFile) -> Iterator[str]:
    yield f'      <rule id="{identity}">'
    if row.note:
        yield f"        <description>{_text(row.note)}</description>"
    for tag, entries in (("inputEntry", row.when), ("outputEntry", row.then)):
        for number, entry in enumerate(entries, 1):
            yield f'        <{tag} id="{identity}_{tag[0]}{number}">'
            yield f"          <text>{_text(entry)}</text>"
            yield f"        </{tag}>"
    yield "      </rule>"


def _inputs(table: Table, sheet: _Sheet) -> tuple[str, ...]:
    """Give the first names of all that a table reads, in their order: its input data."""
    trees = [_tree(column.expression, cell=False) for column in table.file.inputs]
    for row in sheet.rules:
        trees.extend(_tree(entry, cell=True) for entry in row.when)
        trees.extend(_tree(entry, cell=False) for entry in row.then)
    names = (name.partition(".")[0] for tree in trees for name in _names(tree))
    return tuple(dict.fromkeys(names))


def _tree(text: str, *, cell: bool) -> Syntax | None:
    """Parse what a table holds; a faulty entry names nothing here, the check tells its fault."""
    try:
        return parse_unary(text) if cell else parse(text)
    except ExpressionError:
        return None


def _names(node: Syntax | None) -> Iterator[str]:
    if node is None:
        return
    if node.op == "NAME":
        yield node.args[0]
    for arg in node.args:
        if isinstance(arg, Syntax):
            yield from _names(arg)


def _diagram(table: Table, sheets: Sequence[_Sheet], needed: Sequence[str]) -> Iterator[str]:
    """Draw the decisions above their inputs."""
    name = table.name
    middle = max(len(needed) - 1, 0) * _STEP // 2 + 100
    left = max(middle - (len(sheets) - 1) * _STEP // 2, 100)
    yield "  <dmndi:DMNDI>"
    yield f'    <dmndi:DMNDiagram id="{name}_diagram">'
    for number, sheet in enumerate(sheets):
        yield from _shape(sheet.id, left + number * _STEP - 15, 100, 180, 80)
    for number, item in enumerate(needed):
        yield from _shape(f"{name}_input_{item}", number * _STEP + 100 - 15, 300, 155, 45)
    for at, sheet in enumerate(sheets):
        for item in _inputs(table, sheet):
            from_x = needed.index(item) * _STEP + 162
            need = f"{sheet.id}_needs_{item}"
            yield f'      <dmndi:DMNEdge id="{need}_edge" dmnElementRef="{need}">'
            yield f'        <di:waypoint x="{from_x}" y="300" />'
            yield f'        <di:waypoint x="{left + at * _STEP + 75}" y="180" />'
            yield "      </dmndi:DMNEdge>"
    yield "    </dmndi:DMNDiagram>"
    yield "  </dmndi:DMNDI>"


def _shape(identity: str, x: int, y: int, width: int, height: int) -> Iterator[str]:
    yield f'      <dmndi:DMNShape id="{identity}_shape" dmnElementRef="{identity}">'
    yield f'        <dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}" />'
    yield "      </dmndi:DMNShape>"

"""A decision table of a rulebook → DMN XML, with the diagram that a modeller shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, Literal
from xml.sax import saxutils

from compliance.errors import ComplianceError, Place
from compliance.lang.syntax import ExpressionError, Syntax, parse, parse_unary
from compliance.lang.table import InputColumn, OutputColumn, RowFile, Table, Version

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


def export_dmn(table: Table, *, on: date | None = None, edition: Edition = "1.3") -> str:
    """Write a table as DMN XML.

    DMN has no dates of force: of a table with versions, the one in force on `on` is written, or
    the last. DMN 1.3 is what dmn-js and the Camunda Modeler open; the 1.5 text differs in its
    namespaces only.
    """
    version = _version(table, on)
    lines = (*_head(table, edition), *_decision(table, version), *_diagram(table, version))
    return "\n".join((*lines, "</definitions>", ""))


def _version(table: Table, on: date | None) -> Version:
    if on is None:
        return table.versions[-1]
    for version in table.versions:
        if (version.start or date.min) <= on <= (version.end or date.max):
            return version
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


def _decision(table: Table, version: Version) -> Iterator[str]:
    file, name = table.file, table.name
    yield f'  <decision id="{name}" name="{name}" label={_attribute(file.title)}>'
    yield f"    <description>{_text(_said(table, version))}</description>"
    yield f'    <variable id="{name}_variable" name="{name}" />'
    for needed in _inputs(table, version):
        yield f'    <informationRequirement id="{name}_needs_{needed}">'
        yield f'      <requiredInput href="#{name}_input_{needed}" />'
        yield "    </informationRequirement>"
    policy, _, aggregation = file.hit.partition("collect ")
    hit = "COLLECT" if aggregation else policy.upper()
    attributes = f' aggregation="{aggregation.upper()}"' if aggregation else ""
    yield f'    <decisionTable id="{name}_table" hitPolicy="{hit}"{attributes}>'
    for number, column in enumerate(file.inputs, 1):
        yield from _input(f"{name}_i{number}", column)
    for number, output in enumerate(file.outputs, 1):
        yield from _output(f"{name}_o{number}", output)
    for number, row in enumerate(version.rules, 1):
        yield from _rule(f"{name}_r{number}", row)
    yield "    </decisionTable>"
    yield "  </decision>"
    types = {column.expression: _TYPES[column.type] for column in file.inputs}
    for needed in _inputs(table, version):
        known = f' typeRef="{types[needed]}"' if needed in types else ""
        yield f'  <inputData id="{name}_input_{needed}" name="{needed}">'
        yield f'    <variable id="{name}_input_{needed}_variable" name="{needed}"{known} />'
        yield "  </inputData>"


def _said(table: Table, version: Version) -> str:
    """Say what DMN has no place for, a line each, so that the import finds it again."""
    file = table.file
    lines = [f"source: {file.source}", f"standing: {file.standing}"]
    if file.on is not None:
        lines.append(f"on: {file.on}")
    if not file.complete:
        lines.append("complete: false")
    if version.start is not None:
        lines.append(f"in force from: {version.start}")
    if version.end is not None:
        lines.append(f"in force until: {version.end}")
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


def _inputs(table: Table, version: Version) -> tuple[str, ...]:
    """Give the first names of all that the table reads, in their order: its input data."""
    trees = [_tree(column.expression, cell=False) for column in table.file.inputs]
    for row in version.rules:
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


def _diagram(table: Table, version: Version) -> Iterator[str]:
    """Draw the decision above its inputs."""
    name, needed = table.name, _inputs(table, version)
    middle = max(len(needed) - 1, 0) * _STEP // 2 + 100
    yield "  <dmndi:DMNDI>"
    yield f'    <dmndi:DMNDiagram id="{name}_diagram">'
    yield from _shape(name, middle - 15, 100, 180, 80)
    for number, item in enumerate(needed):
        yield from _shape(f"{name}_input_{item}", number * _STEP + 100 - 15, 300, 155, 45)
        yield f'      <dmndi:DMNEdge id="{name}_edge{number}" dmnElementRef="{name}_needs_{item}">'
        yield f'        <di:waypoint x="{number * _STEP + 162}" y="300" />'
        yield f'        <di:waypoint x="{middle + 75}" y="180" />'
        yield "      </dmndi:DMNEdge>"
    yield "    </dmndi:DMNDiagram>"
    yield "  </dmndi:DMNDI>"


def _shape(identity: str, x: int, y: int, width: int, height: int) -> Iterator[str]:
    yield f'      <dmndi:DMNShape id="{identity}_shape" dmnElementRef="{identity}">'
    yield f'        <dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}" />'
    yield "      </dmndi:DMNShape>"

"""A decision table of DMN XML → the YAML of a rulebook's table.

Names become ours (`Order Size` → `order_size`), `@"2026-01-31"` becomes `date("2026-01-31")`.
What our tables cannot say is refused, each at its line, all in one go.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from compliance.errors import ComplianceError, Fault, Place
from compliance.lang.dmn.evaluate import read_tests, unescape
from compliance.lang.dmn.model import Decision, InputData, Knowledge, LeftOut, Model
from compliance.lang.dmn.model import Table as DmnTable
from compliance.lang.dmn.reading import read_model
from compliance.lang.dmn.syntax import OutsideError, respelled
from compliance.lang.syntax import MAX_LENGTH, ExpressionError, Syntax, parse, parse_unary

_TYPES: Final = {
    "string": "text",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "days and time duration": "days",
    "dayTimeDuration": "days",
    "money": "money",
}
_KEPT: Final = "source|standing|on|complete|version of|in force from|in force until"
_SAID: Final = re.compile(rf"^({_KEPT}): (.+)$", re.MULTILINE)
_STANDINGS: Final = {"binding", "house", "analogue", "illustrative"}
_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_./ ()-]*(?<! )")
_RESERVED: Final = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


def import_dmn(path: Path, decision: str | None = None) -> str:
    """Read a DMN file and give its table as YAML; `decision` chooses where it holds several.

    Decisions that an export of ours made of the versions of one table become that table again.
    """
    model = read_model(path)
    return _Import(model, _chosen(model, decision)).yaml()


Node = Decision | Knowledge


def _chosen(model: Model, wanted: str | None) -> Sequence[Node]:
    """Give the node that holds the table to import, or the nodes of its versions."""
    found = [node for node in model.nodes.values() if isinstance(_box(node), DmnTable | LeftOut)]
    tables: dict[str, list[Node]] = {}
    for node in found:
        if isinstance(node, Decision | Knowledge):
            tables.setdefault(_said(node).get("version of", node.name), []).append(node)
    if not tables:
        raise ComplianceError(
            "the model holds no decision table", Place(model.file, 1), "export one that does"
        )
    if wanted in tables:
        return tables[wanted]
    if wanted is None and len(tables) == 1:
        return next(iter(tables.values()))
    version = next((n for nodes in tables.values() for n in nodes if n.name == wanted), None)
    if version is not None:
        return [version]
    names = ", ".join(f"`{name}`" for name in tables)
    several = f"the model holds {len(tables)} decision tables: {names}"
    message = several if wanted is None else f"there is no decision table `{wanted}`; {several}"
    first = next(iter(tables.values()))[0]
    raise ComplianceError(message, Place(model.file, first.line), "name the one to import")


def _said(node: Node) -> dict[str, str]:
    """Find what an export of ours said in the description."""
    text = node.description if isinstance(node, Decision) else None
    return {key: value.strip() for key, value in _SAID.findall(text or "")}


def _box(node: Any) -> Any:
    return node.box if isinstance(node, Decision | Knowledge) else None


class _Import:
    """Reads one table, of one node or of one for each version, and collects its faults."""

    def __init__(self, model: Model, nodes: Sequence[Node]) -> None:
        self.model, self.nodes = model, nodes
        self.faults: list[Fault] = []
        self.names = model.members | {item.name for item in model.nodes.values()}
        for node in nodes:
            if isinstance(node, Knowledge):
                self.names |= {name for name, _ in node.parameters}

    def yaml(self) -> str:
        """Give the table as YAML; raise ComplianceError with every fault."""
        boxes = [self.box(node) for node in self.nodes]
        data = self.table(boxes)
        if self.faults:
            raise ComplianceError(faults=tuple(self.faults))
        return "\n".join(_mapping(data)) + "\n"

    def box(self, node: Node) -> DmnTable:
        """Give the table of a node."""
        box = node.box
        if isinstance(box, LeftOut):
            raise ComplianceError(
                f"`{node.name}` is not read: {box.reason}",
                Place(self.model.file, node.line),
                "mend the table in the modeller",
            )
        assert isinstance(box, DmnTable)  # noqa: S101 - chosen so
        return box

    def fault(self, message: str, line: int, hint: str | None = None) -> None:
        self.faults.append(Fault(message, Place(self.model.file, line), hint))

    def table(self, boxes: Sequence[DmnTable]) -> dict[str, Any]:
        node = self.nodes[0]
        said = _said(node)
        title = node.label if isinstance(node, Decision) else None
        file = Path(self.model.file).name
        data: dict[str, Any] = {"table": _word(said.get("version of", node.name), "table")}
        data["title"] = title or node.name
        first, *more = map(self.columns, self.nodes, boxes)
        for other, columns in zip(self.nodes[1:], more, strict=True):
            if columns != first:
                message = f"`{other.name}` has other columns, or another hit policy, than the first"
                self.fault(message, other.line, "let all versions of a table have the same ones")
        data |= first
        data["source"] = said.get("source", f"imported from {file}, decision {node.name}")
        standing = said.get("standing", "illustrative")
        data["standing"] = standing if standing in _STANDINGS else "illustrative"
        if said.get("complete") == "false":
            data["complete"] = "false"
        return data | self.versions(boxes)

    def columns(self, node: Node, box: DmnTable) -> dict[str, Any]:
        """Give what all versions of a table have in common."""
        said = _said(node)
        inputs = _numbered([_word(c.label or c.expression.text, "input") for c in box.inputs])
        outputs = _numbered([_word(c.name or node.name, "output") for c in box.outputs])
        single = node.type_ref if len(box.outputs) == 1 else None
        return {
            "hit": self.policy(box),
            **({"on": said["on"]} if "on" in said else {}),
            "inputs": [
                {"name": name}
                | {"expression": self.expression(column.expression.text, column.expression.line)}
                | self.column(
                    column.expression.type_ref, column.values, column.line, column.expression.text
                )
                for name, column in zip(inputs, box.inputs, strict=True)
            ],
            "outputs": [
                {"name": name}
                | self.column(column.type_ref or box.type_ref or single, column.values, column.line)
                for name, column in zip(outputs, box.outputs, strict=True)
            ],
        }

    def versions(self, boxes: Sequence[DmnTable]) -> dict[str, Any]:
        """Give the rows; by their days, where an export of ours said some."""
        made = [
            {**self.days(node), "rules": list(self.rules(box))}
            for node, box in zip(self.nodes, boxes, strict=True)
        ]
        return made[0] if len(made) == 1 == len(made[0]) else {"versions": made}

    def days(self, node: Node) -> dict[str, str]:
        """Give the days between which a version holds."""
        said = _said(node)
        found = {w: said[f"in force {w}"] for w in ("from", "until") if f"in force {w}" in said}
        for word, day in found.items():
            if not _is_day(day):
                message = f"`in force {word}: {day}` names no day"
                self.fault(message, node.line, "write it as 2026-01-31, in the description")
        return found

    def policy(self, box: DmnTable) -> str:
        policy = box.policy.lower()
        return f"{policy} {box.aggregation.lower()}" if box.aggregation else policy

    def rules(self, box: DmnTable) -> Iterator[dict[str, Any]]:
        for row in box.rows:
            rule: dict[str, Any] = {
                "when": [self.expression(c.text, c.line, cell=True) for c in row.tests],
                "then": [self.expression(c.text, c.line) for c in row.outputs],
            }
            yield rule | ({"note": " ".join(row.note.split())} if row.note else {})
        yield from self.default(box)

    def default(self, box: DmnTable) -> Iterator[dict[str, Any]]:
        """Say a default output as a last row, which only the policy `first` reads so."""
        stated = [column for column in box.outputs if column.default is not None]
        if stated and box.policy == "FIRST":
            then = [self.expression(c.default or "null", c.line) for c in box.outputs]
            yield {"when": ["-"] * len(box.inputs), "then": then, "note": "in all other cases"}
        elif stated:
            message = f"a default output means nothing under the hit policy {box.policy}"
            self.fault(message, stated[0].line, "write a row for the rest, or use FIRST")

    def expression(self, text: str, line: int, *, cell: bool = False) -> str:
        """Give a text in our spelling; a fault where the rule language has no such form."""
        if len(text) > MAX_LENGTH:
            self.fault(
                f"a text of {len(text):,} characters", line, f"at most {MAX_LENGTH:,} are read"
            )
            return "null"
        ours = respelled(text, self.names, lambda name: _word(name, "name"))
        try:
            parse_unary(ours) if cell else parse(ours)
        except ExpressionError as error:
            self.fault(f"`{ours}` is not of the rule language: {error.message}", line, error.hint)
        return ours

    def column(
        self, type_ref: str | None, values: str | None, line: int, expression: str = ""
    ) -> dict[str, Any]:
        """Give a column's type, and its values where they are listed there or with its type."""
        nodes = (node for node in self.model.nodes.values() if isinstance(node, InputData))
        types = {node.name: node.type_ref for node in nodes}
        stated = type_ref or types.get(expression) or ""
        base = stated
        while base in self.model.types and base not in _TYPES:
            item = self.model.types[base]
            values = values or item.allowed
            base = "" if item.is_collection or item.components else item.type_ref or ""
        if base not in _TYPES:
            what = f"the type `{stated}` of this column is none of a table" if stated else ""
            hint = f"give it one of: {', '.join(_TYPES)}"
            self.fault(what or "this column has no type", line, hint)
        listed = self.values(values, line)
        found: dict[str, Any] = {"type": _TYPES.get(base, "text")}
        return found | ({"values": listed} if listed else {})

    def values(self, text: str | None, line: int) -> list[str]:
        if not text or text == "-":
            return []
        try:
            tests: Sequence[Syntax] = read_tests(text, ()).args
        except OutsideError:
            tests = ()
        literals = [test.args[0] for test in tests if test.op == "test_equal"]
        if not tests or len(literals) < len(tests) or any(_value(v) is None for v in literals):
            message = f"`{text}` is no list of values"
            self.fault(message, line, "list each value, or say the limits in the rows")
            return []
        return [_value(value) or "" for value in literals]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _value(node: Syntax) -> str | None:
    if node.op == "string":
        return unescape(node.args[0])
    return (
        node.args[0] if node.op == "number" else node.op if node.op in {"true", "false"} else None
    )


def _word(name: str, otherwise: str) -> str:
    """Give a name of ours for one of DMN: small letters, digits and underscores."""
    word = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    return word if word[:1].isalpha() else f"{otherwise}_{word}".rstrip("_")


def _numbered(names: Collection[str]) -> list[str]:
    """Tell columns of one name apart by a number."""
    made: list[str] = []
    for name in names:
        count = sum(
            other == name or re.fullmatch(rf"{name}_\d+", other) is not None for other in made
        )
        made.append(f"{name}_{count + 1}" if count else name)
    return made


# writing YAML -----------------------------------------------------------------------------------


def _mapping(data: dict[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        if key == "versions":
            yield f"{key}:"
            for version in value:
                first, *rest = _mapping(version)
                yield from (f"- {first}", *(f"  {line}" for line in rest))
        elif isinstance(value, list):
            yield f"{key}:"
            yield from (f"- {_flow(item)}" for item in value)
        else:
            yield f"{key}: {_scalar(value)}"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _scalar(value)


def _scalar(text: str) -> str:
    """Write a text as YAML reads it again: plain where it can stand, else in quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _RESERVED:
        return text
    if "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False)

"""DMN XML (1.1 to 1.5) → Model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from compliance.errors import ComplianceError, Place
from compliance.lang.dmn.model import (
    Box,
    Conditional,
    Context,
    Decision,
    Input,
    InputData,
    Invocation,
    ItemDefinition,
    Knowledge,
    LeftOut,
    ListBox,
    Literal,
    Model,
    Node,
    Output,
    Relation,
    Row,
    Service,
    Table,
)
from compliance.lang.dmn.syntax import plain_name
from compliance.lang.dmn.xml import Element, read_xml

_VERSIONS: Final = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}
_LEFT_OUT: Final = {
    "functionDefinition": "functions defined in a box",
    "for": "loops (`for`)",
    "every": "quantifiers (`some`, `every`)",
    "some": "quantifiers (`some`, `every`)",
    "filter": "filters and indexes (`list[…]`)",
}


def read_model(path: Path, name: str | None = None) -> Model:
    """Read a DMN file; `name` is how messages call it (default: the path as given)."""
    return model_of(read_xml(path, name), name or str(path))


def model_of(root: Element, file: str) -> Model:
    """Give the model of parsed XML; raise ComplianceError where it is no DMN."""
    if root.name != "definitions" or root.namespace not in _VERSIONS:
        raise ComplianceError(
            f"this is no DMN model: its root is `{root.name}` of `{root.namespace}`",
            Place(file, root.line),
            f"DMN {', '.join(_VERSIONS.values())} is read; export the model as one of these",
        )
    nodes: dict[str, Node] = {}
    for child in root.children:
        if (node := _node(child)) is not None:
            nodes[child.get("id") or node.name] = node
    types = {item.name: item for item in map(_item, root.all("itemDefinition"))}
    return Model(
        plain_name(root.get("name")),
        file,
        types,
        nodes,
        frozenset(_members(root)),
        root.first("import") is not None,
    )


def _members(root: Element) -> Iterator[str]:
    """Give the names by which parts of values are read: components, columns, entries, outputs."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        waiting.extend(element.children)
        if element.name in {"itemComponent", "column", "output"} and element.get("name"):
            yield plain_name(element.get("name"))
        elif element.name == "contextEntry" and (variable := element.first("variable")):
            yield plain_name(variable.get("name"))


def _node(element: Element) -> Node | None:
    name = plain_name(element.get("name"))
    if element.name == "inputData":
        return InputData(name, _variable_type(element))
    if element.name == "decision":
        box = next(element.all(*_BOXES), None)
        read = None if box is None else read_box(box)
        label, said = element.get("label") or None, element.text_of("description")
        needs = tuple(_needs(element))
        return Decision(name, _variable_type(element), read, needs, label, said, element.line)
    if element.name == "businessKnowledgeModel":
        return _knowledge(element, name)
    return Service(name) if element.name == "decisionService" else None


def _knowledge(element: Element, name: str) -> Knowledge:
    logic = element.first("encapsulatedLogic")
    parameters: tuple[tuple[str, str | None], ...] = ()
    box: Box | None = None
    if logic is not None:
        formal = logic.all("formalParameter")
        parameters = tuple((plain_name(p.get("name")), _type_ref(p)) for p in formal)
        found = next(logic.all(*_BOXES), None)
        box = None if found is None else read_box(found)
        if logic.get("kind", "FEEL").upper() not in {"F", "FEEL"}:
            box = LeftOut("external functions")
    needs = tuple(_needs(element))
    return Knowledge(name, _variable_type(element), parameters, box, needs, element.line)


def _needs(element: Element) -> Iterator[str]:
    for requirement in element.all("informationRequirement", "knowledgeRequirement"):
        for required in requirement.all("requiredInput", "requiredDecision", "requiredKnowledge"):
            yield required.get("href").rpartition("#")[2]


def _variable_type(element: Element) -> str | None:
    variable = element.first("variable")
    return None if variable is None else _type_ref(variable)


def _type_ref(element: Element) -> str | None:
    """Give the type that an element names, by attribute or by a child."""
    return _unprefixed(element.get("typeRef") or element.text_of("typeRef") or "")


def _unprefixed(type_ref: str) -> str | None:
    return plain_name(type_ref.rpartition(":")[2]) or None


def _item(element: Element) -> ItemDefinition:
    function = element.first("functionItem")
    output = None if function is None else _unprefixed(function.get("outputTypeRef"))
    return ItemDefinition(
        plain_name(element.get("name")),
        _type_ref(element) if function is None else output,
        element.get("isCollection") == "true",
        tuple(_item(component) for component in element.all("itemComponent")),
        _texts(element.first("allowedValues")),
        _texts(element.first("typeConstraint")),
        function is not None,
    )


def _texts(element: Element | None) -> str | None:
    return None if element is None else element.text_of("text")


def read_box(element: Element) -> Box:
    """Read a boxed expression."""
    if element.name in _LEFT_OUT:
        return LeftOut(_LEFT_OUT[element.name])
    return _READERS[element.name](element)


def _context(element: Element) -> Box:
    entries = tuple(_entry(entry) for entry in element.all("contextEntry"))
    return Context(entries, _type_ref(element))


def _list(element: Element) -> Box:
    return ListBox(tuple(read_box(item) for item in element.all(*_BOXES)), _type_ref(element))


def _relation(element: Element) -> Box:
    columns = tuple((plain_name(c.get("name")), _type_ref(c)) for c in element.all("column"))
    rows = tuple(tuple(read_box(b) for b in row.all(*_BOXES)) for row in element.all("row"))
    if any(len(row) != len(columns) for row in rows):
        return LeftOut("a relation in which a row has not one entry for each column")
    return Relation(columns, rows, _type_ref(element))


def _conditional(element: Element) -> Box:
    condition, then, otherwise = (_inner(element.first(p)) for p in ("if", "then", "else"))
    return Conditional(condition, then, otherwise, _type_ref(element))


def _invocation(element: Element) -> Box:
    bindings = tuple(_binding(binding) for binding in element.all("binding"))
    return Invocation(_inner(element), bindings, _type_ref(element))


def _inner(element: Element | None) -> Box:
    found = None if element is None else next(element.all(*_BOXES), None)
    return Literal("null", None, 0) if found is None else read_box(found)


def _binding(element: Element) -> tuple[str, str | None, Box]:
    parameter = element.first("parameter")
    if parameter is None:
        return "", None, _inner(element)
    return plain_name(parameter.get("name")), _type_ref(parameter), _inner(element)


def _entry(element: Element) -> tuple[str | None, str | None, Box]:
    variable = element.first("variable")
    if variable is None:
        return None, None, _inner(element)
    return plain_name(variable.get("name")), _type_ref(variable), _inner(element)


def _literal(element: Element) -> Box:
    language = element.get("expressionLanguage")
    if language and "FEEL" not in language.upper():
        return LeftOut(f"the expression language `{language}`")
    text = element.first("text")
    if text is None:
        return Literal("null", _type_ref(element), element.line)
    return Literal(text.text.strip(), _type_ref(element), text.line)


def _table(element: Element) -> Box:
    inputs, outputs = (tuple(element.all(name)) for name in ("input", "output"))
    rows = tuple(_row(rule) for rule in element.all("rule"))
    if any((len(r.tests), len(r.outputs)) != (len(inputs), len(outputs)) for r in rows):
        return LeftOut("a table in which a row has not one entry for each column")
    expressions = [box for column in inputs if isinstance(box := _expression(column), Literal)]
    if len(expressions) != len(inputs):
        return LeftOut("an input that is no expression of FEEL")
    return Table(
        element.get("hitPolicy", "UNIQUE"),
        element.get("aggregation") or None,
        tuple(
            Input(
                box, _texts(column.first("inputValues")), column.get("label") or None, column.line
            )
            for box, column in zip(expressions, inputs, strict=True)
        ),
        tuple(_output(column) for column in outputs),
        rows,
        _type_ref(element),
        element.line,
    )


def _expression(column: Element) -> Box:
    expression = column.first("inputExpression")
    return Literal("null", None, column.line) if expression is None else _literal(expression)


def _output(element: Element) -> Output:
    return Output(
        plain_name(element.get("name")) or None,
        _type_ref(element),
        _texts(element.first("outputValues")),
        _texts(element.first("defaultOutputEntry")),
        element.line,
    )


def _row(element: Element) -> Row:
    notes = (note.text_of("text") for note in element.all("annotationEntry"))
    note = "; ".join(text for text in notes if text) or element.text_of("description")
    tests = (_cell(entry, "-") for entry in element.all("inputEntry"))
    outputs = (_cell(entry, "null") for entry in element.all("outputEntry"))
    return Row(tuple(tests), tuple(outputs), note or None)


def _cell(entry: Element, empty: str) -> Literal:
    return Literal(entry.text_of("text") or empty, _type_ref(entry), entry.line)


_READERS: Final[Mapping[str, Callable[[Element], Box]]] = {
    "literalExpression": _literal,
    "decisionTable": _table,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "conditional": _conditional,
    "invocation": _invocation,
}
_BOXES: Final = frozenset(_READERS) | frozenset(_LEFT_OUT)

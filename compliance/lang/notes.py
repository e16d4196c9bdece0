"""Typing of the expressions of one file, with every fault noted at its place."""

from __future__ import annotations

from collections.abc import Sequence

from compliance.errors import Fault, Place
from compliance.lang import types as t
from compliance.lang.check import Scope, check
from compliance.lang.syntax import ExpressionError
from compliance.lang.tree import Node, ParameterRef
from compliance.model.catalogue import Kind
from compliance.model.yaml_file import Document, did_you_mean

Path = Sequence[str | int]


class Notes:
    """Collects the faults of one rule or table, so that none hides another."""

    def __init__(self) -> None:
        """Begin without faults."""
        self.faults: list[Fault] = []
        self.unknown: set[str] = set()  # names that a fault elsewhere has left without meaning

    def add(self, message: str, place: Place, hint: str | None = None) -> None:
        """Note one fault."""
        self.faults.append(Fault(message, place, hint))

    def expression(
        self,
        text: str | None,
        scope: Scope,
        document: Document,
        path: Path,
        expected: t.Type | None = None,
        *,
        last_division: bool = False,
    ) -> Node | None:
        """Type one expression; a fault is noted at its place in the file."""
        if text is None:
            return None
        try:
            node = check(text, scope, expected, last_division=last_division)
            refuse_bands(node, scope)
        except ExpressionError as error:
            self.error(error, document, path, text)
            return None
        return node

    def error(self, error: ExpressionError, document: Document, path: Path, text: str) -> None:
        """Note a fault of an expression at its place, unless it follows from one noted before."""
        if any(error.message.startswith(f"`{name}` is neither") for name in self.unknown):
            return
        place = expression_place(document, path, text, error.span[0])
        self.add(error.message, place, error.hint)


def refuse_bands(node: Node, scope: Scope) -> None:
    """Refuse a parameter by band where the record has no amount that could lie in one."""
    for part in node.walk() if scope.kind.money is None else ():
        if isinstance(part, ParameterRef) and scope.parameters[part.id].by == "band":
            raise ExpressionError(
                f"`{part.id}` holds by bands of the record's money, and {scope.kind.kind} has none",
                part.span,
            )


def need_date(notes: Notes, name: str, kind: Kind, place: Place) -> bool:
    """Note a name that is no date field of a kind; say whether it is one."""
    known = kind.fields.get(name)
    if known is not None and known.type == "date":
        return True
    dates = [n for n, f in kind.fields.items() if f.type == "date"]
    notes.add(f"`{name}` is not a date field of {kind.kind}", place, did_you_mean(name, dates))
    return False


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

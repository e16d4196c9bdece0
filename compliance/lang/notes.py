"""Typing of the expressions of one file, with every fault noted at its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compliance.errors import Fault, Place
from compliance.lang import types as t
from compliance.lang.check import Scope, check
from compliance.lang.syntax import ExpressionError
from compliance.lang.tree import Node, ParameterRef
from compliance.model.catalogue import Kind
from compliance.model.yaml_file import Document, did_you_mean
from compliance.model.yaml_mends import comment_fault

Path = Sequence[str | int]


class Notes:
    """Collects the faults of one rule or table, so that none hides another."""

    def __init__(self, unknown: Iterable[str] = ()) -> None:
        """Begin without faults; `unknown` are names that other faults leave without meaning."""
        self.faults: list[Fault] = []
        self.unknown: set[str] = set(unknown)

    def add(
        self, message: str, place: Place, hint: str | None = None, sought: str | None = None
    ) -> None:
        """Note one fault, unless it seeks a name that a fault noted before has left unknown."""
        if sought is None or sought not in self.unknown:
            self.faults.append(Fault(message, place, hint, sought))

    def expression(
        self,
        text: str | None,
        scope: Scope,
        document: Document,
        path: Path,
        expected: t.Type | None = None,
        *,
        last_division: bool = False,
        within: tuple[str, int] | None = None,
    ) -> Node | None:
        """Type one expression; a fault is noted at its place in the file.

        `within` is the text of which the expression is a part, and where in it the part begins.
        """
        if text is None or self.is_misread(document, path):
            return None
        try:
            node = check(text, scope, expected, last_division=last_division)
            refuse_bands(node, scope)
        except ExpressionError as error:
            self.error(error, document, path, *(within or (text, 0)))
            return None
        return node

    def error(
        self, error: ExpressionError, document: Document, path: Path, text: str, start: int = 0
    ) -> None:
        """Note the faults of an expression at their places; it stands in `text` from `start` on."""
        for fault in sorted((error, *error.others), key=lambda fault: fault.span):
            place = expression_place(document, path, text, start + fault.span[0])
            bare = fault.sought == text and tuple(path) in document.quoted
            hint = _bare_hint(text, fault.hint or "") if bare else fault.hint
            self.add(fault.message, place, hint, fault.sought)

    def is_misread(self, document: Document, path: Path) -> bool:
        """Say whether YAML took a part of a text for a comment; it is noted as a fault."""
        keys = tuple(path)
        if keys not in document.comments:
            return any(keys[:length] in document.spoiled for length in range(1, len(keys) + 1))
        fault = comment_fault(document.spot(*document.comments[keys]), keys[-1])
        if fault not in self.faults:
            self.faults.append(fault)
        return True


def _bare_hint(word: str, hint: str) -> str:
    """Say how a text is written in a value in quotes, which YAML takes off."""
    kept = f"a text is written '\"{word}\"', since YAML takes the outer quotes off"
    if hint.startswith("write"):
        return hint
    return f"{hint} Or {kept}" if hint.startswith("did you mean") else kept


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
    hint = did_you_mean(name, dates)
    notes.add(f"`{name}` is not a date field of {kind.kind}", place, hint, name)
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
    first = rows[line - 1][column : column + 1] if line <= len(rows) else ""
    quote = first if first in {'"', "'"} else ""
    if first in {"|", ">"}:
        line, column = line + 1, 0
    column += len(quote)
    for sign in text[:offset]:
        line, column = _next(rows, line, column, quote)
        if line > len(rows):
            return start
        row = rows[line - 1]
        if sign in " \n" and not _is_escape(row, column, quote):
            column += row[column : column + 1] == " " and sign == " "
            continue
        while column < len(row) and row[column] != sign and not _is_escape(row, column, quote):
            column += 1
        column += _width(row, column, quote)
    line, column = _next(rows, line, column, quote)
    if line > len(rows):
        return start
    row = rows[line - 1]
    column += _blanks(row[column:])
    return Place(document.file, line, column + 1, text=row)


def _next(rows: Sequence[str], line: int, column: int, quote: str) -> tuple[int, int]:
    """Give where a text goes on: in a later row where nothing is left, or a backslash joins two."""
    while line <= len(rows):
        rest = rows[line - 1][column:].strip()
        if rest and not (quote == '"' and rest == "\\"):
            break
        line, column = line + 1, 0
        if quote and line <= len(rows):  # a text in quotes has no blanks where a row begins
            column = _blanks(rows[line - 1])
    return line, column


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


def _is_escape(row: str, column: int, quote: str) -> bool:
    return quote == '"' and row[column : column + 1] == "\\"


def _width(row: str, column: int, quote: str) -> int:
    """Give how many signs of a row stand for one of the text: more in an escape in quotes."""
    pair = row[column : column + 2]
    if _is_escape(row, column, quote):
        return {"x": 4, "u": 6, "U": 10}.get(pair[1:], 2)
    return 2 if quote == "'" and pair == "''" else 1

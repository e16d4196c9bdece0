"""The changes that make a mutant, and where none is made.

Most operators are those of cosmic-ray, of which one change is kept where it offers many of one
place. What the compiler writes is text, so an operator of our own changes the operators in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import parso
from cosmic_ray.operators.operator import Example, Operator
from cosmic_ray.operators.provider import OperatorProvider

if TYPE_CHECKING:
    from parso.tree import NodeOrLeaf

_COMPARISONS: Final = (
    "Eq_NotEq NotEq_Eq Lt_LtE Lt_GtE LtE_Lt LtE_Gt Gt_GtE Gt_LtE GtE_Gt GtE_Lt Is_IsNot IsNot_Is"
)
_ARITHMETIC: Final = "Add_Sub Sub_Add Mul_FloorDiv FloorDiv_Mul Div_Mul Mod_FloorDiv Pow_Mul"
_CORE: Final = (
    *(f"ReplaceComparisonOperator_{name}" for name in _COMPARISONS.split()),
    *(f"ReplaceBinaryOperator_{name}" for name in _ARITHMETIC.split()),
    "ReplaceBinaryOperator_BitOr_BitAnd",
    "ReplaceBinaryOperator_BitAnd_BitOr",
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_USub_UAdd",
    "ReplaceTrueWithFalse",
    "ReplaceFalseWithTrue",
    "ReplaceAndWithOr",
    "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak",
    "NumberReplacer",
)
# A text that is nothing but an operator or a function that has a counterpart.
_WORDS: Final = {
    "=": "!=", "!=": "=", "<>": "=", "<": "<=", "<=": "<", ">": ">=", ">=": ">",
    "+": "-", "-": "+", "*": "+", "/": "*", "and": "or", "or": "and",
    "min": "max", "max": "min", "first": "last", "last": "first",
}  # fmt: skip
# What stands for an operator within SQL, with what it becomes.
_SQL: Final = (
    (r"\bIS NOT NULL\b", "IS NULL"),
    (r"\bIS NULL\b", "IS NOT NULL"),
    (r"\bNOT (?=[{(\[]|$)", ""),
    (r"\bNOT IN\b", "IN"),
    (r"(?<!PRECEDING )(?<!FOLLOWING )\bAND\b", "OR"),  # but not that of BETWEEN
    (r"\bOR\b", "AND"),
    (r"\bTRUE\b", "FALSE"),
    (r"\bFALSE\b", "TRUE"),
    (r"\bleast\b", "greatest"),
    (r"\bgreatest\b", "least"),
    (r"\bmin(?=_by\b|\b)", "max"),
    (r"\bmax(?=_by\b|\b)", "min"),
    (r"\barg_min\b", "arg_max"),
    (r"\barg_max\b", "arg_min"),
    (r"\bLEFT JOIN\b", "JOIN"),
    (r"(?<![^\s({])<=(?![^\s){])", "<"),
    (r"(?<![^\s({])>=(?![^\s){])", ">"),
    (r"(?<![^\s({])<>(?![^\s){])", "="),
    (r"(?<![^\s({])<(?![^\s){])", "<="),
    (r"(?<![^\s({])>(?![^\s){])", ">="),
    (r"(?<![^\s({])=(?![^\s){])", "<>"),
    (r"(?<![^\s({])\+(?![^\s){])", "-"),
    (r"(?<![^\s({])-(?![^\s){])", "+"),
    (r"(?<=\s)(?<!SELECT )\*(?![^\s){])", "+"),
    (r"(?<=[-+*<>=] )0\b", "1"),
    (r"(?<=[-+*<>=] )1\b", "2"),
)
_SQL_OPERATOR: Final = re.compile("|".join(f"({pattern})" for pattern, _ in _SQL))
_QUOTED: Final = re.compile(
    r"""(?P<before>[a-zA-Z]*(?P<quote>\"{3}|'{3}|["']))(?P<text>.*)(?P=quote)""", re.DOTALL
)
_ASSIGNED: Final = {"+=": "-=", "-=": "+="}
_COUNTED: Final = frozenset({"number", "comparison", "and_test", "arith_expr", "term"})
_BINARY: Final = frozenset({"arith_expr", "term", "power", "expr", "and_expr", "xor_expr"})
_TYPE: Final = re.compile(r"None|str|int|bool|(\w+\.)?[A-Z]\w*[a-z]\w*(\[.*\])?")

Position = tuple[tuple[int, int], tuple[int, int]]


class Negate(Operator):
    """Turns a condition round, where no other operator does: neither a comparison nor a `not`."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[Position]:
        """Give the places of the conditions of a statement or an expression."""
        for place in _conditions(node):
            condition = node.children[place]
            yield condition.start_pos, condition.end_pos

    def mutate(self, node: Any, index: int) -> NodeOrLeaf:
        """Turn one condition round."""
        place = list(_conditions(node))[index]
        condition = node.children[place]
        code = condition.get_code(include_prefix=False)
        node.children[place] = parso.parse(f" not ({code})")
        return node

    @classmethod
    def examples(cls) -> Sequence[Example]:
        """Show each form."""
        return (
            Example("if a and b: pass", "if not (a and b): pass"),
            Example("if a == b: pass\nelif a: pass", "if a == b: pass\nelif not (a): pass"),
            Example("x = [a for a in b if a]", "x = [a for a in b if not (a)]"),
            Example("x = a if f(b) else c", "x = a if not (f(b)) else c"),
        )


def _conditions(node: Any) -> Iterator[int]:
    places: Sequence[int] = ()
    if node.type in {"if_stmt", "while_stmt"}:
        words = (getattr(child, "value", "") for child in node.children)
        places = [n + 1 for n, word in enumerate(words) if word in {"if", "elif", "while"}]
    elif node.type in {"test", "ternary"}:
        places = [2]
    elif node.type == "comp_if":
        places = [1]
    for place in places:
        if node.children[place].type not in {"comparison", "not_test"}:
            yield place


class SwapIn(Operator):
    """Turns `in` and `not in` round."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[Position]:
        """Give the places of the tests."""
        for place in _memberships(node):
            word = node.children[place]
            yield word.start_pos, word.end_pos

    def mutate(self, node: Any, index: int) -> NodeOrLeaf:
        """Turn one test round."""
        place = list(_memberships(node))[index]
        word = node.children[place]
        other = " not in" if word.get_code().split() == ["in"] else " in"
        node.children[place] = parso.parse(other)
        return node

    @classmethod
    def examples(cls) -> Sequence[Example]:
        """Show both directions."""
        return (Example("a in b", "a not in b"), Example("a not in b", "a in b"))


def _memberships(node: Any) -> Iterator[int]:
    if node.type == "comparison":
        for place, word in enumerate(node.children):
            if place % 2 and word.get_code().split()[-1] == "in":
                yield place


class SwapAssigned(Operator):
    """Counts down instead of up, and the other way round; a list cannot be taken from."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[Position]:
        """Give the place of such a change."""
        if node.type == "operator" and node.value in _ASSIGNED:
            added = node.get_next_sibling()
            if added.type in _COUNTED or added.get_code().strip().startswith("len("):
                yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> NodeOrLeaf:  # noqa: ARG002 - there is one
        """Turn one round."""
        node.value = _ASSIGNED[node.value]
        return node

    @classmethod
    def examples(cls) -> Sequence[Example]:
        """Show both directions."""
        return (Example("a += 1", "a -= 1"), Example("a -= 1", "a += 1"))


class SwapWord(Operator):
    """Changes a text that is nothing but an operator."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[Position]:
        """Give the place of such a text."""
        if node.type == "string" and _text(node)[1] in _WORDS:
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> NodeOrLeaf:  # noqa: ARG002 - there is one
        """Change the text."""
        before, text, after = _text(node)
        node.value = before + _WORDS[text] + after
        return node

    @classmethod
    def examples(cls) -> Sequence[Example]:
        """Show one."""
        return (Example('op == "<"', 'op == "<="'), Example("'max'", "'min'"))


class SwapSql(Operator):
    """Changes one operator of the SQL in a text."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[Position]:
        """Give the places of the operators."""
        if node.type in {"string", "fstring_string"}:
            before, text, _ = _text(node)
            if text not in _WORDS:
                for found in _SQL_OPERATOR.finditer(text):
                    yield _moved(node, before + text, len(before) + found.start())

    def mutate(self, node: Any, index: int) -> NodeOrLeaf:
        """Change one operator."""
        before, text, after = _text(node)
        found = list(_SQL_OPERATOR.finditer(text))[index]
        other = _SQL[(found.lastindex or 0) - 1][1]
        node.value = before + text[: found.start()] + other + text[found.end() :] + after
        return node

    @classmethod
    def examples(cls) -> Sequence[Example]:
        """Show some forms."""
        return (
            Example('f"({a} >= {b})"', 'f"({a} > {b})"'),
            Example('f"({a} IS NOT NULL AND {b} = 1)"', 'f"({a} IS NULL AND {b} = 1)"'),
            Example('f"({a} AND {b} = 1)"', 'f"({a} OR {b} = 1)"'),
            Example('f"({a} AND {b} = 1)"', 'f"({a} AND {b} <> 1)"', occurrence=1),
            Example('f"({a} AND {b} = 1)"', 'f"({a} AND {b} = 2)"', occurrence=2),
            Example('f"(NOT {a})"', 'f"({a})"'),
            Example('" AND ".join(a)', '" OR ".join(a)'),
        )


def _text(node: Any) -> tuple[str, str, str]:
    """Give the quotes before a text, the text, and the quotes after it."""
    if node.type == "fstring_string":
        return "", node.value, ""
    parts = _QUOTED.fullmatch(node.value)
    assert parts is not None, node.value
    return parts["before"], parts["text"], parts["quote"]


def _moved(node: Any, text: str, by: int) -> Position:
    """Give the place of a character of a text that may run over several lines."""
    line, column = node.start_pos
    above = text[:by].count("\n")
    column = column + by if above == 0 else by - text.rfind("\n", 0, by) - 1
    return (line + above, column), (line + above, column + 1)


def operators(*, sql: bool) -> dict[str, Operator]:
    """Give the operators by name; those that change SQL only where the code writes it."""
    core = OperatorProvider()
    own: list[type[Operator]] = [Negate, SwapIn, SwapAssigned, SwapWord]
    own += [SwapSql] if sql else []
    return {name: core[name]() for name in _CORE} | {kind.__name__: kind() for kind in own}


def left_out(leaf: Any, operator: str) -> bool:
    """Say whether a change there would say nothing about the tests.

    Documentation, annotations, imports and decorators do nothing when the program runs. A union of
    types cannot be an intersection, nor can one text be taken from another: such a mutant fails
    wherever it is run, and would count as noticed.
    """
    inner, node = leaf, leaf.parent
    while node is not None:
        if _says_nothing(node, inner):
            return True
        inner, node = node, node.parent
    if not operator.startswith("ReplaceBinaryOperator"):
        return False
    if leaf.parent.type not in _BINARY:  # an unpacking
        return True
    if operator.endswith("BitOr_BitAnd"):
        return any(map(_is_type, _operands(leaf)))
    return any(map(_is_display, _operands(leaf)))


def _says_nothing(node: Any, inner: Any) -> bool:
    if node.type in {"import_name", "import_from", "decorator", "tfpdef"}:
        return True
    if node.type == "annassign":  # `: int` or `: int = 3`
        return inner is node.children[1]
    if node.type == "funcdef":
        return inner is node.annotation
    if node.type == "simple_stmt":
        return inner.type in {"string", "strings"}
    return node.type == "if_stmt" and node.children[1].get_code().strip() == "TYPE_CHECKING"


def _operands(leaf: Any) -> Sequence[Any]:
    beside = leaf.parent.children
    place = beside.index(leaf)
    return beside[place - 1], beside[place + 1]


def _is_type(node: Any) -> bool:
    return _TYPE.fullmatch(node.get_code().strip()) is not None


def _is_display(node: Any) -> bool:
    """Say whether an operand is a text, a list or a tuple as it stands."""
    code = node.get_code().strip()
    return node.type in {"string", "strings", "fstring"} or code[0] + code[-1] in {"[]", "()"}

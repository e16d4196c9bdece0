"""Typed tree → SQL over the columns of one select. Exact: integers and decimals only, no float."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast

from compliance.compiler import sql
from compliance.compiler.calls import call
from compliance.compiler.decide import Decision
from compliance.compiler.leaf import Leaf, Reader, side
from compliance.compiler.sql import Dialect, Shared, holds, known, when
from compliance.compiler.value import (
    SetValue,
    choose,
    combine,
    compare,
    constant,
    extreme,
    product,
    rescale,
)
from compliance.compiler.whole import quotient
from compliance.lang.parameters import Parameter, ParameterValue
from compliance.lang.tree import (
    And,
    Arith,
    AsOf,
    Call,
    Compare,
    DateTest,
    Decide,
    Divide,
    IfElse,
    LetRef,
    ListOf,
    Literal,
    Negate,
    Node,
    Not,
    NullTest,
    Or,
    ParameterRef,
    TableRef,
)


@dataclass
class SetCompiler:
    """Compiles expressions of one context over the columns of one select.

    `column` gives a leaf's columns; `shared` collects the parts that a select computes once;
    `this` compiles the subject's side in a `where`.
    """

    reader: Reader
    column: Callable[[Leaf], SetValue]
    parameters: Mapping[str, Parameter]
    as_of: date
    dialect: Dialect
    shared: Shared
    this: SetCompiler | None = None
    _known: dict[int, SetValue] = field(default_factory=dict)  # by node identity

    def compile(self, node: Node) -> SetValue:
        """Give the value of an expression for every row."""
        found = self._known.get(id(node))
        if found is None:
            found = self._known[id(node)] = self._compiled(node)
        return found

    def _compiled(self, node: Node) -> SetValue:
        if self.this is not None and side(node) == "this":
            return self.this.column_of(node)
        leaf = self.reader.leaf(node)
        if leaf is not None:
            return self.column(leaf)
        method: Callable[[Node], SetValue] = getattr(self, "_" + type(node).__name__.lower())
        return self.share(method(node))

    def share(self, value: SetValue) -> SetValue:
        """Let the long parts of a value be computed once."""
        part = self.shared.part
        currency = None if value.currency is None else part(value.currency)
        base = None if value.base is None else part(value.base)
        return replace(value, value=part(value.value), currency=currency, base=base)

    def column_of(self, node: Node) -> SetValue:
        """Give the column of a leaf node, read on this side whatever side it was written on."""
        return self.column(cast("Leaf", self.reader.leaf(node)))

    def boolean(self, node: Node | None) -> str:
        """Give a condition; an absent one is true."""
        return sql.TRUE if node is None else self.compile(node).value

    # leaves and literals --------------------------------------------------------------------

    def _literal(self, node: Literal) -> SetValue:
        return constant(node.type, node.value, self.dialect)

    def _asof(self, node: AsOf) -> SetValue:
        return SetValue(node.type, sql.day(self.as_of))

    def _letref(self, node: LetRef) -> SetValue:
        return self.compile(node.value)

    def _tableref(self, node: TableRef) -> SetValue:
        return self.compile(node.value)

    def _listof(self, node: ListOf) -> SetValue:
        items = [self.compile(item).value for item in node.items]
        whole = sql.all_of(map(known, items))
        listed = self.dialect.array(items)
        return SetValue(node.type, listed if whole == sql.TRUE else when([(whole, listed)]))

    def _parameterref(self, node: ParameterRef) -> SetValue:
        parameter = self.parameters[node.id]
        own = self.day() if node.on is None and node.dated else None
        day = own if node.on is None else self.compile(node.on).value
        return self.parameter(parameter, day)

    def day(self) -> str | None:
        """Give the date of each row, None where the context has no date."""
        leaf = self.reader.date()
        return None if leaf is None else self.column(leaf).value

    def parameter(self, parameter: Parameter, day: str | None) -> SetValue:
        """Give a parameter's value on a date of each row, for each row's key."""
        leaf = self.reader.key_leaf(parameter.by)
        key = None if leaf is None else self.column(leaf)
        kind = parameter.type
        listed = sorted({value.key for value in parameter.values if value.key is not None})
        cases = [
            (test, constant(kind, value.value, self.dialect))
            for value in parameter.values
            if (test := self._holds(parameter, value, listed, day, key)) != sql.FALSE
        ]
        if len(cases) == 1 and cases[0][0] == sql.TRUE:
            return cases[0][1]
        return choose(cases, kind, self.dialect)

    def _holds(
        self, parameter: Parameter, value: ParameterValue, listed: Sequence[str],
        day: str | None, key: SetValue | None,
    ) -> str:  # fmt: skip
        """Give the condition under which a value holds."""
        tests: list[str] = []
        if parameter.by is not None:
            if key is None:
                return sql.FALSE
            tests.append(self._keyed(value, listed, key))
        if value.start is not None or value.end is not None:
            if day is None:
                return sql.FALSE
            tests += _inside(day, value.start, value.end)
        return sql.all_of(tests)

    def _keyed(self, value: ParameterValue, listed: Sequence[str], key: SetValue) -> str:
        if key.type.name == "money":
            return sql.all_of([known(key.value), *self._banded(value, key)])
        if value.key is not None:
            return f"({key.value} = {self.dialect.text(value.key)})"
        if not listed:
            return known(key.value)
        return f"({key.value} NOT IN ({', '.join(map(self.dialect.text, listed))}))"

    def _banded(self, value: ParameterValue, key: SetValue) -> list[str]:
        """Give the tests that an amount lies in a value's band: above one limit, up to another."""
        limits = ((">", value.above), ("<=", value.up_to))
        return [
            compare(op, key, constant(key.type, limit, self.dialect), self.dialect)
            for op, limit in limits
            if limit is not None
        ]

    # logic ----------------------------------------------------------------------------------

    def _and(self, node: And) -> SetValue:
        return SetValue(node.type, sql.all_of(self.compile(part).value for part in node.parts))

    def _or(self, node: Or) -> SetValue:
        return SetValue(node.type, sql.any_of(self.compile(part).value for part in node.parts))

    def _not(self, node: Not) -> SetValue:
        return SetValue(node.type, f"(NOT {self.compile(node.value).value})")

    def _nulltest(self, node: NullTest) -> SetValue:
        word = "IS NOT NULL" if node.present else "IS NULL"
        return SetValue(node.type, f"({self.compile(node.value).value} {word})")

    def _ifelse(self, node: IfElse) -> SetValue:
        condition = self.compile(node.condition).value
        then = rescale(self.compile(node.then), node.type, self.dialect)
        other = rescale(self.compile(node.otherwise), node.type, self.dialect)
        return choose([(condition, then), (f"(NOT {condition})", other)], node.type, self.dialect)

    def _compare(self, node: Compare) -> SetValue:
        left, right = self.compile(node.left), self.compile(node.right)
        return SetValue(node.type, compare(node.op, left, right, self.dialect))

    def _datetest(self, node: DateTest) -> SetValue:
        day = self.day() if node.on is None else self.compile(node.on).value
        if day is None:
            return constant(node.type, None, self.dialect)
        unbound = node.start is None and node.end is None
        tests = [known(day)] if unbound else _inside(day, node.start, node.end)
        return SetValue(node.type, sql.all_of(tests))

    # arithmetic -----------------------------------------------------------------------------

    def _arith(self, node: Arith) -> SetValue:
        left, right = self.compile(node.left), self.compile(node.right)
        if left.type.name == "date":
            return _date_arith(node, left, right)
        if node.op == "*":
            return product(node.type, left, right)
        left, right = (rescale(v, node.type, self.dialect) for v in (left, right))
        return combine(node.type, node.op, left, right)

    def _divide(self, node: Divide) -> SetValue:
        return quotient(node.type, self.compile(node.left), self.compile(node.right))

    def _negate(self, node: Negate) -> SetValue:
        value = self.compile(node.value)
        base = None if value.base is None else f"(- {value.base})"
        return replace(value, value=f"(- {value.value})", base=base)

    # functions and tables -------------------------------------------------------------------

    def _call(self, node: Call) -> SetValue:
        args = [self.compile(arg) for arg in node.args]
        if node.function in {"min", "max"}:
            return extreme(node.function, args, node.type, self.dialect, self.shared)
        return call(node, args, self.dialect)

    def _decide(self, node: Decide) -> SetValue:
        tests = [self.shared.part(holds(self.compile(row.condition).value)) for row in node.rows]
        outputs = [self.compile(row.output) for row in node.rows]
        return Decision(node, tests, outputs, self.dialect).value()


def _inside(day: str, start: date | None, end: date | None) -> list[str]:
    tests = [] if start is None else [f"({day} >= {sql.day(start)})"]
    return tests if end is None else [*tests, f"({day} <= {sql.day(end)})"]


def _date_arith(node: Arith, left: SetValue, right: SetValue) -> SetValue:
    if right.type.name == "date":
        return SetValue(node.type, f"c_days_between({right.value}, {left.value})")
    count = f"CAST({right.value} AS BIGINT)"
    add = "c_add_days" if right.type.name == "days" else "c_add_months"
    return SetValue(node.type, f"{add}({left.value}, {count if node.op == '+' else f'- {count}'})")

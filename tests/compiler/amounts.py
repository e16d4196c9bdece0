"""Numbers, amounts and dates written at random; `texts` adds words and conditions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .names import MOST_DIGITS, PARAMETERS, Name, Term
from .records import DAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random


@dataclass
class Amounts:
    """Writes values over names; `names` may hold derivations and lets beside fields."""

    random: Random
    names: Sequence[Name]
    parameters: Mapping[str, Sequence[str]] = field(default_factory=lambda: PARAMETERS)
    null_tests: bool = True

    # choice ---------------------------------------------------------------------------------

    def write(self, kind: str, depth: int) -> str:
        """Give an expression of a type."""
        if kind in {"number", "money"}:
            return self.amount(kind, depth).text
        method: Callable[[int], str] = getattr(self, f"_{kind}")
        return method(depth)

    def _pick(self, *options: str) -> str:
        return self.random.choice(options)

    def _known(self, *kinds: str) -> list[Name]:
        """Give the names of some types, own fields four times as often as paths."""
        found = [name for name in self.names if name.type.name in kinds]
        near = [name for name in found if "." not in name.text.removeprefix("this.")]
        return near if near and self.random.random() < 0.8 else found

    def _parameter(self, kind: str) -> str:
        text = self.random.choice(self.parameters[kind])
        return f"({text.format(date=self._day_literal())})" if " on " in text else text

    def _name(self, *kinds: str) -> Name | None:
        found = self._known(*kinds)
        return self.random.choice(found) if found else None

    # numbers and money ----------------------------------------------------------------------

    def amount(self, kind: str, depth: int) -> Term:
        """Give a number or an amount of money."""
        if depth <= 0 or self.random.random() < 0.3:
            return self._leaf_amount(kind)
        options = [self._sum, self._sum, self._product, self._signed, self._either, self._extreme]
        options += [self._counted, self._rounded] if kind == "number" else [self._euro]
        options += [self._mean, self._added]
        term = self.random.choice(options)(kind, depth - 1)
        fits = term.scale + term.digits <= MOST_DIGITS and term.scale <= 18
        return term if fits else self._leaf_amount(kind)

    def _leaf_amount(self, kind: str) -> Term:
        roll, name = self.random.random(), self._name(kind)
        if roll < 0.65 and name is not None:
            return Term(name.text, name.type.scale, name.digits)
        if roll < 0.8 and kind in self.parameters and self.parameters[kind]:
            return Term(self._parameter(kind), 3 if kind == "number" else 0, 6)
        if kind == "money":
            return Term(self._pick('money("0")', 'money("1 EUR")', 'money("EUR 100.00")'), 0, 6)
        text = self._pick("0", "1", "2", "3", "10", "0.5", "2.25", "12.5%", "100", "1000000")
        return Term(text, 3 if "." in text else 0, 7)

    def _sum(self, kind: str, depth: int) -> Term:
        one, two = self.amount(kind, depth), self.amount(kind, depth)
        text = f"({one.text} {self._pick('+', '-')} {two.text})"
        return Term(text, max(one.scale, two.scale), max(one.digits, two.digits) + 1)

    def _product(self, kind: str, depth: int) -> Term:
        one, two = self.amount(kind, depth), self.amount("number", depth)
        if kind == "number" and self.random.random() < 0.2:
            power = self.random.randrange(4)
            return Term(f"{self._atom(one)} ** {power}", one.scale * power, one.digits * power + 1)
        pair = [one.text, two.text]
        self.random.shuffle(pair)
        return Term(f"({pair[0]} * {pair[1]})", one.scale + two.scale, one.digits + two.digits)

    def _atom(self, term: Term) -> str:
        return f"({term.text})"

    def _signed(self, kind: str, depth: int) -> Term:
        term = self.amount(kind, depth)
        text = f"-{self._atom(term)}" if self.random.random() < 0.5 else f"abs({term.text})"
        return Term(f"({text})", term.scale, term.digits)

    def _either(self, kind: str, depth: int) -> Term:
        one, two = self.amount(kind, depth), self.amount(kind, depth)
        other = "null" if self.null_tests and self.random.random() < 0.1 else two.text
        text = f"(if {self._boolean(depth)} then {one.text} else {other})"
        return Term(text, max(one.scale, two.scale), max(one.digits, two.digits))

    def _extreme(self, kind: str, depth: int) -> Term:
        # Each argument of money stands many times in the query, so these are plain and few.
        few, deep = (3, 0) if kind == "money" else (4, depth)
        terms = [self.amount(kind, deep) for _ in range(self.random.randrange(1, few))]
        text = f"{self._pick('min', 'max')}({', '.join(term.text for term in terms)})"
        return Term(text, max(t.scale for t in terms), max(t.digits for t in terms))

    def divided(self) -> str:
        """Give a division: the last step of a measure."""
        top, bottom = self._pick("money", "number"), self._pick("money", "number")
        bottom = "number" if top == "number" else bottom
        return f"{self._leaf_amount(top).text} / {self._leaf_amount(bottom).text}"

    def _mean(self, kind: str, depth: int) -> Term:
        terms = [self.amount(kind, depth) for _ in range(self.random.randrange(1, 4))]
        listed = ", ".join(term.text for term in terms)
        text = f"mean([{listed}])" if self.random.random() < 0.5 else f"mean({listed})"
        digits = max(t.digits for t in terms) + 1
        if max(t.scale for t in terms) + digits > MOST_DIGITS - 8:
            return self._leaf_amount(kind)
        return Term(text, 6, digits)

    def _added(self, kind: str, depth: int) -> Term:
        terms = [self.amount(kind, depth) for _ in range(self.random.randrange(1, 4))]
        text = f"sum({', '.join(term.text for term in terms)})"
        return Term(text, max(t.scale for t in terms), max(t.digits for t in terms) + 2)

    def _euro(self, _kind: str, depth: int) -> Term:
        term = self.amount("money", depth)
        return Term(f"in euro({term.text})", term.scale, term.digits)

    def _rounded(self, _kind: str, depth: int) -> Term:
        term = self.amount("number", depth)
        if self.random.random() < 0.3:
            return Term(f"{self._pick('floor', 'ceiling')}({term.text})", 0, term.digits)
        if self.random.random() < 0.5:
            places = self.random.randrange(5)
            how = self._pick("decimal", "round half even", "round half up", "round half down")
            return Term(f"{how}({term.text}, {places})", places, term.digits + 1)
        other = self.amount("number", depth)
        scale = max(term.scale, other.scale)
        return Term(f"modulo({term.text}, {other.text})", scale, max(term.digits, other.digits) + 1)

    def _counted(self, _kind: str, depth: int) -> Term:
        day, other = self._date(depth), self._date(depth)
        text = self._pick(
            f"year({day})", f"month({day})", f"day({day})", f"days between({day}, {other})",
            f"workdays between({day}, {other})", f"string length({self._text(depth)})",
            f"count({self._list(depth)})",
        )  # fmt: skip
        return Term(text, 0, 7)

    # dates ----------------------------------------------------------------------------------

    def _day_literal(self) -> str:
        return f'date("{self.random.choice(DAYS).isoformat()}")'

    def _date(self, depth: int) -> str:
        name = self._name("date")
        if depth <= 0 or self.random.random() < 0.4:
            field_or_not = name.text if name else "as_of"
            return self._pick(
                field_or_not, field_or_not, field_or_not, "as_of", self._day_literal()
            )
        day = self._date(depth - 1)
        sign = self._pick("+", "-")
        return self._pick(
            f"({day} {sign} {self._days(depth - 1)})",
            f'({day} {sign} duration("{self._pick("P1M", "P11M", "P1Y", "P25M")}"))',
            f"({day} {sign} p.months)",
            f"(if {self._boolean(depth - 1)} then {day} else {self._date(depth - 1)})",
            f"{self._pick('min', 'max')}({day}, {self._date(depth - 1)})",
        )

    def _days(self, depth: int) -> str:
        if depth <= 0 or self.random.random() < 0.5:
            name = self._name("days")
            plain = f'duration("{self._pick("P0D", "P1D", "P30D", "P52W")}")'
            return self._pick(plain, name.text if name else plain, self._parameter("days"))
        one = self._days(depth - 1)
        return self._pick(
            f"({self._date(depth - 1)} - {self._date(depth - 1)})",
            f"({one} {self._pick('+', '-')} {self._days(depth - 1)})",
            f"(-{one})", f"abs({one})", f"max({one}, {self._days(depth - 1)})",
        )  # fmt: skip

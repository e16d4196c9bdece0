"""The functions of the language: what they take and what they give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from compliance.lang.types import BOOLEAN, DATE, DAYS, MONEY, MONTHS, NUMBER, TEXT, Type, list_of


@dataclass(frozen=True)
class Function:
    """One function: parameter types by word, result type, and a sentence for the reference.

    Parameter words: text, number, date, time, money, boolean, list, any, literal (a text literal),
    places (a literal whole number from 0 to 9), amount (a number or money), signed (a number, an
    amount or a duration), ordered (those or a date). "..." repeats the word before it.
    `result` None: the type of the argument.
    """

    takes: tuple[str, ...]
    result: Type | None
    meaning: str


FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType(
    {
        "not": Function(("boolean",), BOOLEAN, "true for false, false for true, null for null"),
        "date": Function(("literal",), DATE, 'a date: date("2026-01-31")'),
        "duration": Function(("literal",), DAYS, 'a duration: duration("P30D"), duration("P2M")'),
        "money": Function(("literal",), MONEY, 'an amount: money("500 EUR"), money("0")'),
        "is defined": Function(("any",), BOOLEAN, "true where the value is known"),
        "list contains": Function(("list", "text"), BOOLEAN, "true where the list holds the value"),
        "count": Function(("list",), NUMBER, "the number of elements of a list, or of the values"),
        "split": Function(("text", "literal"), list_of(TEXT), "the parts between the delimiters"),
        "abs": Function(("signed",), None, "the amount or number without its sign"),
        "floor": Function(("number",), NUMBER, "the whole number at or below"),
        "ceiling": Function(("number",), NUMBER, "the whole number at or above"),
        "modulo": Function(
            ("amount", "number"),
            None,
            "the remainder, with the divisor's sign; of money by whole units",
        ),
        "min": Function(("ordered", "..."), None, "the smallest of the values"),
        "max": Function(("ordered", "..."), None, "the largest of the values"),
        "sum": Function(("signed", "..."), None, "the values added up"),
        "mean": Function(("amount", "..."), None, "the sum by the count, half-even at 6 places"),
        "decimal": Function(("number", "places"), NUMBER, "rounded to places, half to even"),
        "round half even": Function(("number", "places"), NUMBER, "rounded, half to even"),
        "round half up": Function(("number", "places"), NUMBER, "rounded, half away from zero"),
        "round half down": Function(("number", "places"), NUMBER, "rounded, half towards zero"),
        "string length": Function(("text",), NUMBER, "the number of characters"),
        "upper case": Function(("text",), TEXT, "the text in capitals"),
        "lower case": Function(("text",), TEXT, "the text in small letters"),
        "trim": Function(("text",), TEXT, "the text without space at its ends"),
        "normal key": Function(
            ("text",), TEXT, "letters and digits only, case and width folded, to compare spellings"
        ),
        "number key": Function(
            ("text",), TEXT, "the normal key, without the zeros before the digits of each number"
        ),
        "check key": Function(
            ("text",), TEXT, 'the remainder of ISO 7064 MOD 97-10: "1" where check digits are right'
        ),
        "contains": Function(("text", "text"), BOOLEAN, "true where the text holds the other"),
        "starts with": Function(("text", "text"), BOOLEAN, "true where the text begins with it"),
        "ends with": Function(("text", "text"), BOOLEAN, "true where the text ends with it"),
        "matches": Function(("text", "literal"), BOOLEAN, "true where the pattern is found"),
        "substring": Function(
            ("text", "number", "number?"), TEXT, "the part from a position (1 is the first)"
        ),
        "replace": Function(("text", "literal", "literal"), TEXT, "every occurrence replaced"),
        "year": Function(("date",), NUMBER, "the year of a date"),
        "month": Function(("date",), NUMBER, "the month of a date, 1 to 12"),
        "day": Function(("date",), NUMBER, "the day of the month"),
        "day of week": Function(("date",), TEXT, 'the weekday: "Monday" … "Sunday"'),
        "days between": Function(("date", "date"), NUMBER, "days from the first to the second"),
        "whole days between": Function(
            ("time", "time"), NUMBER, "whole days of 24 hours from the first time to the second"
        ),
        "workdays between": Function(
            ("date", "date"), NUMBER, "Mondays to Fridays after the first date up to the second"
        ),
        "years and months duration": Function(
            ("date", "date"), MONTHS, "whole months from the first date to the second"
        ),
        "in euro": Function(("money",), MONEY, "the amount in euro; null where no rate is known"),
    }
)

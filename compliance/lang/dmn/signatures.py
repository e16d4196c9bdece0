"""What a built-in function takes, and how the arguments of a call are fitted to it.

A call that does not fit (a wrong count, name or kind of argument) gives null in FEEL. A list of
one stands for its element, and an element for the list of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from compliance.lang.dmn.values import kind

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("string",),
    "number": ("number",),
    "boolean": ("boolean",),
    "date": ("date", "date and time"),
    "time": ("time", "date and time", "date"),
    "clock": ("time",),
    "duration": ("days and time duration", "years and months duration"),
    "span": ("days and time duration",),
    "signed": ("number", "days and time duration", "years and months duration"),
    "list": ("list",),
    "range": ("range",),
}


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name, the word for what it takes, and whether it may be left out."""

    name: str
    takes: str
    optional: bool = False


@dataclass(frozen=True)
class Builtin:
    """One form of a built-in function; `many` lets the only parameter stand any number of times."""

    parameters: tuple[Parameter, ...]
    call: Callable[..., Any]
    many: bool = False


MISSING: Final = object()


def form(call: Callable[..., Any], *parameters: str, many: bool = False) -> Builtin:
    """Write a form: each parameter as `name: word`, with `?` where it may be left out.

    The words: text, number, boolean, date, time, clock, duration, span, signed, list, range,
    any, and the same with `or null` where null is a value like others.
    """
    return Builtin(tuple(_parameter(text) for text in parameters), call, many)


def _parameter(text: str) -> Parameter:
    name, _, takes = text.partition(": ")
    return Parameter(name.removesuffix("?"), takes, name.endswith("?"))


def call(forms: Sequence[Builtin], args: Sequence[Any]) -> Any:
    """Call the first form that the arguments fit; null where none does."""
    for builtin in forms:
        if builtin.many:
            fitted = _fit_many(builtin.parameters[0], args)
        else:
            fitted = _fit(builtin.parameters, args)
        if fitted is not None:
            return builtin.call(*fitted)
    return None


def call_named(forms: Sequence[Builtin], args: Mapping[str, Any]) -> Any:
    """Call the first form that has all these names and asks for no other."""
    for builtin in forms:
        names = {parameter.name for parameter in builtin.parameters}
        if not builtin.many and args.keys() <= names:
            fitted = _fit(
                builtin.parameters, [args.get(p.name, MISSING) for p in builtin.parameters]
            )
            if fitted is not None:
                return builtin.call(*fitted)
    return None


def _fit(parameters: Sequence[Parameter], args: Sequence[Any]) -> list[Any] | None:
    if len(args) > len(parameters):
        return None
    given = [*args, *[MISSING] * (len(parameters) - len(args))]
    fitted: list[Any] = []
    for parameter, value in zip(parameters, given, strict=True):
        if value is MISSING:
            if not parameter.optional:
                return None
            fitted.append(None)
            continue
        taken = _take(parameter.takes, value)
        if taken is MISSING:
            return None
        fitted.append(taken)
    return fitted


def _fit_many(parameter: Parameter, args: Sequence[Any]) -> list[Any] | None:
    taken = [_take(parameter.takes, value) for value in args]
    return None if MISSING in taken or not taken else [tuple(taken)]


def _take(word: str, value: Any) -> Any:
    """Give the value as a parameter takes it, or MISSING where it cannot."""
    plain = word.removesuffix(" or null")
    if value is None:
        return None if plain != word else MISSING
    if plain == "any":
        return value
    kinds = _WORDS[plain]
    if kind(value) in kinds:
        return value
    if plain == "list":
        return (value,)
    if isinstance(value, tuple) and len(value) == 1 and kind(value[0]) in kinds:
        return value[0]
    return MISSING

"""The types of a model: whether a value conforms to one, and what a mismatch becomes."""

from __future__ import annotations

from typing import Any

from compliance.lang.dmn.calendar import Clock, Day, Moment
from compliance.lang.dmn.evaluate import INPUT, matches, read_tests
from compliance.lang.dmn.model import BUILT_IN_TYPES, ItemDefinition, Model
from compliance.lang.dmn.values import kind


def coerce(value: Any, type_ref: str | None, model: Model) -> Any:
    """Fit a value to a type: as it is, out of or into a list of one, a date to its midnight.

    Anything else becomes null, as DMN has it for every typed variable.
    """
    if value is None or type_ref is None or conforms(value, type_ref, model):
        return value
    if isinstance(value, tuple) and len(value) == 1 and conforms(value[0], type_ref, model):
        return value[0]
    if conforms((value,), type_ref, model):
        return (value,)
    if isinstance(value, Day) and BUILT_IN_TYPES.get(type_ref) == "date and time":
        return Moment(value, Clock(0, 0))
    return None


def conforms(value: Any, type_ref: str | None, model: Model) -> bool:
    """Say whether a value is of a type; null is of every type, and any value of an unknown one."""
    if value is None or type_ref is None:
        return True
    if type_ref in model.types:
        return _is_item(value, model.types[type_ref], model)
    return BUILT_IN_TYPES.get(type_ref, kind(value)) == kind(value)


def _is_item(value: Any, item: ItemDefinition, model: Model) -> bool:
    if item.is_collection:
        fits = isinstance(value, tuple) and all(_is_element(one, item, model) for one in value)
    else:
        fits = _is_element(value, item, model)
    return fits and (item.constraint is None or meets(value, item.constraint))


def _is_element(value: Any, item: ItemDefinition, model: Model) -> bool:
    if value is None:
        return True
    if item.function:
        return kind(value) == "function"
    if item.components:
        return isinstance(value, dict) and all(
            part.name in value and (value[part.name] is None or _is_item(value[part.name], part, model))
            for part in item.components
        )
    if not conforms(value, item.type_ref, model):
        return False
    return item.allowed is None or meets(value, item.allowed)


def meets(value: Any, tests: str) -> bool:
    """Say whether a value is one of the allowed ones, given as unary tests."""
    return matches(read_tests(tests, ()), {INPUT: value})

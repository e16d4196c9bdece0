"""The types of a model: whether a value conforms to one, and what a mismatch becomes."""

from __future__ import annotations

from typing import Any

from compliance.lang.dmn.calendar import Day, at_midnight
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
        return at_midnight(value)
    return None


def conforms(value: Any, type_ref: str | None, model: Model, *, limited: bool = True) -> bool:
    """Say whether a value is of a type; null is of every type, and any value of an unknown one.

    `limited` False leaves out the allowed values, which a type built on this one replaces.
    """
    if value is None or type_ref is None:
        return True
    item = None if type_ref in BUILT_IN_TYPES else model.types.get(type_ref)
    if item is None:
        return BUILT_IN_TYPES.get(type_ref, kind(value)) == kind(value)
    elements = value if item.is_collection else (value,)
    if not isinstance(elements, tuple):
        return False
    fits = all(_is_element(element, item, model, limited=limited) for element in elements)
    return fits and not (limited and item.constraint and not meets(value, item.constraint))


def _is_element(value: Any, item: ItemDefinition, model: Model, *, limited: bool) -> bool:
    if value is None:
        return True
    if item.function:
        return kind(value) == "function"
    if item.components:
        return isinstance(value, dict) and all(
            part.name in value and _is_part(value[part.name], part, model)
            for part in item.components
        )
    own = bool(limited and item.allowed)
    if not conforms(value, item.type_ref, model, limited=limited and not own):
        return False
    return not own or meets(value, item.allowed or "-")


def _is_part(value: Any, part: ItemDefinition, model: Model) -> bool:
    """Say whether the component of a structure holds a value of its type."""
    elements = value if part.is_collection else (value,)
    if value is None or not isinstance(elements, tuple):
        return value is None
    return all(_is_element(element, part, model, limited=True) for element in elements)


def meets(value: Any, tests: str) -> bool:
    """Say whether a value is one of the allowed ones, given as unary tests."""
    return matches(read_tests(tests, ()), {INPUT: value})

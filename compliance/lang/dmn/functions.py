"""The built-in functions of the DMN profile: name → forms."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from compliance.lang.dmn.numbers import FUNCTIONS as NUMBERS
from compliance.lang.dmn.ranges import FUNCTIONS as RANGES
from compliance.lang.dmn.signatures import Builtin
from compliance.lang.dmn.texts import FUNCTIONS as TEXTS
from compliance.lang.dmn.times import FUNCTIONS as TIMES

BUILTINS: Final[Mapping[str, tuple[Builtin, ...]]] = MappingProxyType(
    {**NUMBERS, **TEXTS, **TIMES, **RANGES}
)
NAMES: Final = frozenset(BUILTINS) | {
    parameter.name
    for forms in BUILTINS.values()
    for builtin in forms
    for parameter in builtin.parameters
}

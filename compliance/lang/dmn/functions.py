"""The built-in functions of the DMN profile: name → forms."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from compliance.lang.dmn import numbers, ranges, texts, times
from compliance.lang.dmn.signatures import Builtin

BUILTINS: Final[Mapping[str, tuple[Builtin, ...]]] = MappingProxyType(
    {**numbers.FUNCTIONS, **texts.FUNCTIONS, **times.FUNCTIONS, **ranges.FUNCTIONS}
)
NAMES: Final = frozenset(BUILTINS) | {
    parameter.name
    for forms in BUILTINS.values()
    for builtin in forms
    for parameter in builtin.parameters
}

"""Functions that say how points and ranges lie to one another (Allen's relations)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from compliance.lang.dmn.signatures import Builtin, form
from compliance.lang.dmn.values import Range, both, compare, either, equal, within


def _span(value: Any) -> Range:
    """Take a point as the range that holds it alone."""
    return value if isinstance(value, Range) else Range(value, value)


def _before(left: Any, right: Any) -> bool | None:
    one, other = _span(left), _span(right)
    apart = compare("<", one.high, other.low)
    touching = both(equal(one.high, other.low), not (one.high_closed and other.low_closed))
    return either(apart, touching)


def _meets(one: Range, other: Range) -> bool | None:
    return both(one.high_closed, other.low_closed, equal(one.high, other.low))


def _overlaps(one: Range, other: Range) -> bool | None:
    apart = either(_before(one, other), _before(other, one))
    return None if apart is None else not apart


def _starts_earlier(one: Range, other: Range) -> bool | None:
    closer = both(equal(one.low, other.low), one.low_closed, not other.low_closed)
    return either(compare("<", one.low, other.low), closer)


def _ends_earlier(one: Range, other: Range) -> bool | None:
    closer = both(equal(one.high, other.high), not one.high_closed, other.high_closed)
    return either(compare("<", one.high, other.high), closer)


def _overlaps_before(one: Range, other: Range) -> bool | None:
    late = _ends_earlier(other, one)
    return both(
        _overlaps(one, other), _starts_earlier(one, other), None if late is None else not late
    )


def _includes(outer: Range, inner: Any) -> bool | None:
    if not isinstance(inner, Range):
        return within(inner, outer)
    late, early = _starts_earlier(inner, outer), _ends_earlier(outer, inner)
    return both(*(None if part is None else not part for part in (late, early)))


def _same_end(one: Range, other: Range) -> bool | None:
    return both(equal(one.high, other.high), one.high_closed == other.high_closed)


def _same_start(one: Range, other: Range) -> bool | None:
    return both(equal(one.low, other.low), one.low_closed == other.low_closed)


def _finishes(part: Any, whole: Range) -> bool | None:
    if not isinstance(part, Range):
        return both(whole.high_closed, equal(part, whole.high))
    return both(_same_end(part, whole), _includes(whole, part))


def _starts(part: Any, whole: Range) -> bool | None:
    if not isinstance(part, Range):
        return both(whole.low_closed, equal(part, whole.low))
    return both(_same_start(part, whole), _includes(whole, part))


def _coincides(left: Any, right: Any) -> bool | None:
    if isinstance(left, Range) != isinstance(right, Range):
        return None
    one, other = _span(left), _span(right)
    return both(_same_start(one, other), _same_end(one, other))


def _turned(call: Callable[[Any, Any], bool | None]) -> Callable[[Any, Any], bool | None]:
    return lambda left, right: call(right, left)


def _ranges(call: Callable[[Any, Any], bool | None]) -> tuple[Builtin, ...]:
    return (form(call, "range1: range", "range2: range"),)


def _whole_last(call: Callable[[Any, Any], bool | None]) -> tuple[Builtin, ...]:
    ranges = form(call, "range1: range", "range2: range")
    return ranges, form(call, "point: any", "range: range")


def _whole_first(call: Callable[[Any, Any], bool | None]) -> tuple[Builtin, ...]:
    ranges = form(call, "range1: range", "range2: range")
    return ranges, form(call, "range: range", "point: any")


def _any_two(call: Callable[[Any, Any], bool | None]) -> tuple[Builtin, ...]:
    return (
        form(call, "range1: range", "range2: range"),
        form(call, "point: any", "range: range"),
        form(call, "range: range", "point: any"),
        form(call, "point1: any", "point2: any"),
    )


FUNCTIONS: Final[Mapping[str, tuple[Builtin, ...]]] = {
    "before": _any_two(_before),
    "after": _any_two(_turned(_before)),
    "meets": _ranges(_meets),
    "met by": _ranges(_turned(_meets)),
    "overlaps": _ranges(_overlaps),
    "overlaps before": _ranges(_overlaps_before),
    "overlaps after": _ranges(_turned(_overlaps_before)),
    "finishes": _whole_last(_finishes),
    "finished by": _whole_first(_turned(_finishes)),
    "includes": _whole_first(_includes),
    "during": _whole_last(_turned(_includes)),
    "starts": _whole_last(_starts),
    "started by": _whole_first(_turned(_starts)),
    "coincides": _any_two(_coincides),
}

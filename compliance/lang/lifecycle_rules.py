"""One check of a lifecycle → the rule that it stands for, in the rule language.

Days decide, not the order of records: two steps of one day may stand in either order. Whatever is
judged, the finding shows the whole trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from compliance.lang.check import parse_duration
from compliance.lang.parameters import Parameter

if TYPE_CHECKING:
    from compliance.lang.lifecycle import CheckFile, LifecycleFile

START: Final = "start"  # in `follows`: a step may be the first of its trace
Parts = dict[str, Any]


def rule_of(
    file: LifecycleFile, item: CheckFile, key: Sequence[str], parameters: Mapping[str, Parameter]
) -> dict[str, Any]:
    """Give the rule as its own file would state it; `key` tells one record from another."""
    parts = _follows(file, item, key) if item.follows else _FORMS[item.form](file, item)
    authority = item.authority or file.authority
    parts["derive"]["trace"] = {"trace": file.step, **_match(file), "by": file.day}
    parts["message"] = f"{{{file.trace}}}: {parts['message']}; the steps: {{trace}}"
    limit = item.at_least or item.at_most
    if limit is not None:
        duration = parse_duration(limit)
        said = f"{{{limit}}}" if limit in parameters or duration is None else str(duration[1])
        parts["message"] = parts["message"].replace("{limit}", f"{said} days")
    return {
        "id": item.id,
        "title": item.title,
        "asks": item.asks,
        **_status(item.status or file.status, file.profiles),
        "kind": item.kind,
        "severity": item.severity,
        "severity_reason": item.severity_reason,
        "authority": authority.model_dump(),
        "on": file.of,
        "dated_by": (file.day,),
        **parts,
        "remedy": item.remedy,
        "waivable": item.waivable if isinstance(item.waivable, str) else item.waivable.model_dump(),
        "history": [entry.model_dump() for entry in file.history],
    }


def _status(status: str, profiles: Sequence[str]) -> Parts:
    """Give the status of a rule that runs in batches of some profiles only."""
    if not profiles or status == "retired":
        return {"status": status}
    return {"status": "retired", "status_in": dict.fromkeys(profiles, status)}


def _follows(file: LifecycleFile, item: CheckFile, key: Sequence[str]) -> Parts:
    """A step comes after one of those that it may follow, of its own day or the day before it."""
    day, step = file.day, file.step
    after = {one: [b for b in before if b != START] for one, before in item.follows.items()}
    allowed = " or ".join(
        f"(this.{step} = {_text(one)} and {_among(step, before)})"
        for one, before in after.items()
        if before
    )
    near = f"{day} = this.{day} or (this.day_before != null and {day} = this.day_before)"
    other = "not(" + " and ".join(f"{name} = this.{name}" for name in key) + ")"
    first = [one for one, before in item.follows.items() if START in before]
    begins = f" or (day_before = null and {_among(step, first)})" if first else ""
    return {
        "derive": {
            "day_before": {
                "max": day,
                **_match(file),
                "where": f"{_among(step, file.steps)} and {day} < this.{day}",
            },
            "before": {
                "count": "rows",
                **_match(file),
                "where": f"({near}) and {other} and ({allowed or 'false'})",
            },
        },
        "when": _among(step, item.follows),
        "require": f"before > 0{begins}",
        "message": f"the step {{{step}}} of {{{day}}} follows none of those that it may follow",
    }


def _needs(file: LifecycleFile, item: CheckFile) -> Parts:
    """A step that is there, but on a day that nobody knows, may have come in time."""
    derive: Parts = {}
    for one in item.needs:
        where = f"{file.step} = {_text(one)}"
        derive[f"any_{one}"] = {"count": "rows", **_match(file), "where": where}
        derive[f"first_{one}"] = {"min": file.day, **_match(file), "where": where}
    told = ", ".join(f"{one} first on {{first_{one}}}" for one in item.needs)
    return {
        "derive": derive,
        "when": f"{file.step} = {_text(item.step or '')}",
        "require": " and ".join(
            f"any_{one} > 0 and first_{one} <= {file.day}" for one in item.needs
        ),
        "message": f"{{{file.step}}} on {{{file.day}}} needs before it: {told}",
    }


def _apart(file: LifecycleFile, item: CheckFile) -> Parts:
    inside = _among(file.step, item.apart)
    match = _match(file)["match"] | {file.person: file.person}
    return {
        "derive": {
            "own_steps": {
                "distinct": file.step, "match": match, "where": inside, "through": file.day,
            }
        },
        "when": inside,
        "require": "own_steps = 1",
        "message": f"the person who took the step {{{file.step}}} on {{{file.day}}} took another "
        f"of {', '.join(item.apart)} before",
    }  # fmt: skip


def _at_least(file: LifecycleFile, item: CheckFile) -> Parts:
    """Time runs from the last beginning before the step; where there is none, none runs."""
    day, step = file.day, file.step
    begins = f"{step} = {_text(item.start or '')}"
    before = f"{begins} and {day} <= this.{day}"
    return {
        "derive": {
            "beginnings": {"count": "rows", **_match(file), "where": begins},
            "began": {"max": day, **_match(file), "where": before},
        },
        "when": f"{step} = {_text(item.end or '')} and beginnings > 0",
        "require": f"began = null or began + {_days(item.at_least)} <= {day}",
        "message": f"{{{step}}} on {{{day}}}, {item.start} on {{began}}; at least {{limit}} "
        "lie between them",
    }


def _at_most(file: LifecycleFile, item: CheckFile) -> Parts:
    """A step that has not come is late once its last day is over, unless the trace has ended."""
    day, step = file.day, file.step
    where = f"{step} = {_text(item.end or '')} and {day} >= this.{day}"
    derive: Parts = {"ended": {"min": day, **_match(file), "where": where}}
    last = f"{day} + {_days(item.at_most)}"
    open_ = f"as_of <= {last}"
    if file.ends:
        derive["over"] = {"count": "rows", **_match(file), "where": _among(step, file.ends)}
        open_ += " or over > 0"
    return {
        "derive": derive,
        "when": f"{step} = {_text(item.start or '')}",
        "require": f"if ended = null then {open_} else ended <= {last}",
        "message": f"{{{step}}} on {{{day}}}, {item.end} on {{ended}}; at most {{limit}} "
        "lie between them",
    }


_FORMS: Final[Mapping[str, Callable[[LifecycleFile, CheckFile], Parts]]] = {
    "needs": _needs,
    "apart": _apart,
    "at_least": _at_least,
    "at_most": _at_most,
}


def _match(file: LifecycleFile) -> Parts:
    return {"match": {file.trace: file.trace}}


def _among(step: str, words: Iterable[str]) -> str:
    return f"{step} in [{', '.join(map(_text, words))}]"


def _text(word: str) -> str:
    return f'"{word}"'


def _days(limit: str | None) -> str:
    """Give a time as an expression: a duration, or the parameter that states it."""
    return f'duration("{limit}")' if limit and parse_duration(limit) else str(limit)

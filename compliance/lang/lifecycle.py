"""Lifecycles: the order of steps as an office declares it; a file → the rules that it stands for.

One file says which steps there are, which may follow which, which needs which before it, which two
nobody may take, and how long may lie between them. Each check has an id, and becomes a rule on the
records that tell the steps: so it is typed, compiled, specified and reported as every rule is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field as Setting
from pydantic import model_validator

from compliance.errors import Fault, Place
from compliance.lang.check import parse_duration
from compliance.lang.files import Authority, HistoryEntry, RuleFile, Severity, Waivable
from compliance.lang.lifecycle_rules import START, rule_of
from compliance.lang.notes import Notes, need_date
from compliance.lang.parameters import Parameter
from compliance.model.catalogue import Catalogue, Kind
from compliance.model.reading import read_file
from compliance.model.yaml_file import Document, Frozen, did_you_mean
from compliance.model.yaml_mends import comment_fault

_STAND_IN: Final[Mapping[str, Any]] = {
    "title": "", "set": "", "history": (), "checks": (), "steps": (),
    "authority": {"document": "", "standing": "illustrative"},
}  # fmt: skip
FORMS: Final = ("follows", "needs", "apart", "at_least", "at_most")
_TIMES: Final = ("at_least", "at_most")
OWN_KEYS: Final = {"step": ("needs",), "from": _TIMES, "to": _TIMES}  # key → the forms it serves


class CheckFile(Frozen):
    """One check of the order: exactly one of follows, needs, apart, at_least, at_most."""

    id: str = Setting(pattern=r"^[A-Z]{2,5}-[0-9]{3}$")
    """The id of the rule that the check stands for; never used again."""
    title: str
    """What the record shows, never a motive or a person."""
    asks: str
    """The question that a person will answer."""
    status: Literal["trial", "live", "retired"] | None = None
    """As of a rule; without it, that of the file."""
    kind: Literal["breach", "indicator", "quality"] = "breach"
    """As of a rule."""
    severity: Severity
    """How much it matters, from info to critical."""
    severity_reason: str | None = None
    """Why it matters that much."""
    authority: Authority | None = None
    """Where the check comes from; without it, that of the file."""
    follows: dict[str, tuple[str, ...]] = {}
    """For each step those after which it may come; `start` is the beginning. Steps that are not
    named may come anywhere.
    """
    step: str | None = None
    """needs: the step that needs others before it."""
    needs: tuple[str, ...] = ()
    """The steps that have come before it, or on the same day."""
    apart: tuple[str, ...] = ()
    """The steps of which one person takes only one."""
    start: str | None = Setting(default=None, alias="from")
    """at_least, at_most: the step from which time is counted."""
    end: str | None = Setting(default=None, alias="to")
    """at_least, at_most: the step up to which it is counted."""
    at_least: str | None = None
    """The least time between the two: days such as P15D, or a parameter of days."""
    at_most: str | None = None
    """The longest time between the two."""
    remedy: str
    """What would mend it."""
    waivable: Waivable | Literal["no"] = "no"
    """Who may waive a finding; without it, nobody."""

    @property
    def form(self) -> str:
        """Name what is checked."""
        return next(name for name in FORMS if getattr(self, name))

    @property
    def own(self) -> Mapping[str, str | None]:
        """Give the steps that stand beside a form, by their keys."""
        return {"step": self.step, "from": self.start, "to": self.end}

    @model_validator(mode="after")
    def _one_form(self) -> CheckFile:
        given = [name for name in FORMS if getattr(self, name)]
        if len(given) != 1:
            raise ValueError(f"a check has exactly one of {', '.join(FORMS)}")
        for key, value in self.own.items():
            served = given[0] in OWN_KEYS[key]
            if served and value is None:
                raise ValueError(f"`{given[0]}` needs `{key}: …`")
            if not served and value is not None:
                raise ValueError(f"`{key}` does not belong to `{given[0]}`")
        if given == ["apart"] and not 1 < len(self.apart) == len(set(self.apart)):
            raise ValueError("`apart` names two steps or more, each once")
        return self

    def steps(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Give every step that the check names, with its path in the check."""
        for step, before in self.follows.items():
            yield ("follows", step), step
            yield from ((("follows", step, n), one) for n, one in enumerate(before))
        yield from ((("needs", n), one) for n, one in enumerate(self.needs))
        yield from ((("apart", n), one) for n, one in enumerate(self.apart))
        yield from (((key,), one) for key, one in self.own.items() if one is not None)


class LifecycleFile(Frozen):
    """The order of steps of one sort of case, as `rules/lifecycles/NAME.yaml` declares it."""

    lifecycle: str
    """The name of the lifecycle, which is also the name of the file."""
    title: str
    """What it is the order of."""
    set: str
    """The set to which its checks belong as rules."""
    authority: Authority
    """Where the order comes from and how far that has been confirmed."""
    of: str
    """The kind of record of which each tells one step."""
    trace: str
    """The field whose value the steps of one trace share."""
    step: str
    """The field that names the step, by a code."""
    day: str
    """The date field that says when it was taken."""
    person: str | None = None
    """The field that says who took it; `apart` needs it."""
    steps: tuple[str, ...] = Setting(min_length=1)
    """The steps of which the checks speak, in their usual order."""
    ends: tuple[str, ...] = ()
    """Steps after which no other is awaited."""
    status: Literal["trial", "live", "retired"]
    """As of a rule: the status of its checks."""
    profiles: tuple[str, ...] = ()
    """The profiles in whose batches the order is checked: such as record every step. Without it, in
    all.
    """
    checks: tuple[CheckFile, ...] = Setting(min_length=1)
    """What is checked, each by an id."""
    history: tuple[HistoryEntry, ...] = Setting(min_length=1)
    """The versions of the file, the newest last."""


@dataclass(frozen=True)
class MadeRule:
    """A rule that a check stands for: its faults are placed in the file of the lifecycle."""

    document: Document
    file: RuleFile
    set: str
    place: Place  # where the file names its set


def read_lifecycles(
    folder: Path, catalogue: Catalogue, parameters: Mapping[str, Parameter]
) -> tuple[dict[str, LifecycleFile], list[MadeRule], list[Fault]]:
    """Read every lifecycle of `folder`: the files by name, the rules that they stand for, faults.

    A file with faults gives no rules.
    """
    files: dict[str, LifecycleFile] = {}
    made: list[MadeRule] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        reading = read_file(path, LifecycleFile, {"lifecycle": path.stem, **_STAND_IN})
        faults += reading.faults
        if reading.value is None or reading.faults:
            continue
        wrong = list(_faults(reading.value, reading.document, catalogue, parameters))
        faults += wrong
        if not wrong:
            files[path.stem] = reading.value
            key = catalogue.kinds[reading.value.of].key
            made += _made(reading.value, reading.document, key, parameters)
    return files, made, faults


def _made(
    file: LifecycleFile, document: Document, key: Sequence[str],
    parameters: Mapping[str, Parameter],
) -> Iterator[MadeRule]:  # fmt: skip
    for number, item in enumerate(file.checks):
        written = rule_of(file, item, key, parameters)
        yield MadeRule(
            replace(document, data=written, marks=_marks(document, number), key_marks={},
                    comments={}, quoted=frozenset()),
            RuleFile.model_validate(written),
            file.set,
            document.place(["set"]),
        )  # fmt: skip


def _marks(document: Document, number: int) -> dict[Any, Any]:
    """Place the parts of a rule where its check, or else its file, says them."""
    inner = {
        path[2:]: spot for path, spot in document.marks.items() if path[:2] == ("checks", number)
    }
    shared = {
        path: spot
        for path, spot in document.marks.items()
        if path and path[0] in {"history", "authority"}
    }
    for place, name in enumerate(document.data.get("profiles", ())):
        shared["status_in", name] = document.marks["profiles", place]
    return {**shared, **inner}


# faults -----------------------------------------------------------------------------------------


def _faults(
    file: LifecycleFile, document: Document, catalogue: Catalogue,
    parameters: Mapping[str, Parameter],
) -> Iterator[Fault]:  # fmt: skip
    if Path(document.file).stem != file.lifecycle:
        message = f"the lifecycle {file.lifecycle} does not match the file name"
        yield Fault(message, document.place(["lifecycle"]), f"name the file {file.lifecycle}.yaml")
    kind = catalogue.kinds.get(file.of)
    if kind is None:
        hint = did_you_mean(file.of, catalogue.kinds)
        yield Fault(f"`{file.of}` is not a kind of record", document.place(["of"]), hint)
        return
    yield from _field_faults(file, document, kind)
    yield from _step_faults(file, document)
    for number, item in enumerate(file.checks):
        place = ("checks", number)
        if (*place, "remedy") in document.comments:
            yield comment_fault(document.spot(*document.comments[*place, "remedy"]), "remedy")
        if item.apart and file.person is None:
            message = "`apart` asks who took a step, and the file does not say by which field"
            yield Fault(message, document.place([*place, "apart"]), "add `person: …`")
        for word in _TIMES:
            if (limit := getattr(item, word)) is not None:
                yield from _limit_faults(limit, document, (*place, word), parameters)
        yield from _never_reached(item, document, (*place, "follows"))
    yield from _needing_one_another(file, document)


def _field_faults(file: LifecycleFile, document: Document, kind: Kind) -> Iterator[Fault]:
    for word in ("trace", "step", "person"):
        name = getattr(file, word)
        if name is not None and name not in kind.fields:
            hint = did_you_mean(name, kind.fields)
            yield Fault(f"`{name}` is not a field of {kind.kind}", document.place([word]), hint)
    notes = Notes()
    need_date(notes, file.day, kind, document.place(["day"]))
    yield from notes.faults
    codes = kind.fields[file.step].values if file.step in kind.fields else None
    if file.step in kind.fields and not codes:
        message = f"`{file.step}` has no list of codes, so it names no steps"
        yield Fault(message, document.place(["step"]), "name a field of the type code")
    for number, step in enumerate(file.steps if codes else ()):
        if step not in (codes or ()):
            place = document.place(["steps", number])
            message = f"`{step}` is not a code of {kind.kind}.{file.step}"
            yield Fault(message, place, did_you_mean(step, codes or ()))


def _step_faults(file: LifecycleFile, document: Document) -> Iterator[Fault]:
    """Check that only steps of the file are named, and that none of its own is called start."""
    if START in file.steps:
        place = document.place(["steps", file.steps.index(START)])
        yield Fault(f"`{START}` is the beginning of a trace, and no step", place)
    for number, step in enumerate(file.ends):
        if step not in file.steps:
            yield _stranger(step, file, document, ("ends", number))
    for number, item in enumerate(file.checks):
        for path, step in item.steps():
            begins = step == START and path[0] == "follows" and len(path) == 3
            if step not in file.steps and not begins:
                yield _stranger(step, file, document, ("checks", number, *path))


def _stranger(
    step: str, file: LifecycleFile, document: Document, path: tuple[str | int, ...]
) -> Fault:
    place = document.place(path, key=len(path) == 4)
    return Fault(f"`{step}` is none of the steps", place, did_you_mean(step, file.steps))


def _limit_faults(
    limit: str, document: Document, path: tuple[str | int, ...],
    parameters: Mapping[str, Parameter],
) -> Iterator[Fault]:  # fmt: skip
    known = parameters.get(limit)
    duration = parse_duration(limit)
    if known is not None and known.unit == "days":
        return
    if known is None and duration is not None and duration[0] == "days":
        return
    message = f"a time is a number of days, not {limit!r}"
    days = [name for name, item in parameters.items() if item.unit == "days"]
    hint = "write P30D, or a parameter whose unit is days"
    if known is None and duration is None:
        hint = did_you_mean(limit, days) or hint
    yield Fault(message, document.place(path), hint)


def _never_reached(
    item: CheckFile, document: Document, path: tuple[str | int, ...]
) -> Iterator[Fault]:
    """Find the steps that can never come: no way leads to them from the start."""
    reached: set[str] = set()
    while fresh := {
        step
        for step, before in item.follows.items()
        if step not in reached
        and any(b == START or b in reached or b not in item.follows for b in before)
    }:
        reached |= fresh
    for step in item.follows:
        if step not in reached:
            message = f"no way leads from the start to `{step}`"
            hint = f"let it follow a step that can come, or write `{START}` where it may come first"
            yield Fault(message, document.place([*path, step], key=True), hint)


def _needing_one_another(file: LifecycleFile, document: Document) -> Iterator[Fault]:
    """Find the steps that need one another before them: none of them could ever come first."""
    needed: dict[str, set[str]] = {}
    for number, item in enumerate(file.checks):
        if item.step is None:
            continue
        needed.setdefault(item.step, set()).update(item.needs)
        path = _way(item.step, needed)
        if path:
            message = f"these steps need one another: {' → '.join(path)}"
            place = document.place(["checks", number, "needs"])
            yield Fault(message, place, "take one of the needs out")


def _way(step: str, needed: Mapping[str, set[str]]) -> list[str]:
    """Give a way along the needs from a step back to itself; [] where there is none."""
    paths = [[step, one] for one in sorted(needed.get(step, ()))]
    seen: set[str] = set()
    while paths:
        path = paths.pop()
        if path[-1] == step:
            return path
        if path[-1] not in seen:
            seen.add(path[-1])
            paths += [[*path, one] for one in sorted(needed.get(path[-1], ()))]
    return []

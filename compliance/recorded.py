"""Checks beside a register: what it holds is read, and batch and run are recorded in it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from compliance import run
from compliance.beside import Read, judge, opened, read_register
from compliance.earlier import compared
from compliance.errors import ComplianceError
from compliance.kept import kept_rulebook
from compliance.lang.rulebook import Rulebook
from compliance.model.history import Followed, earlier_of
from compliance.model.result import Stamp, waived_in
from compliance.model.wanted import ENGLISH, PLAIN, Wanted

if TYPE_CHECKING:
    from compliance.model.batch import Batch
    from compliance.model.result import Result
    from compliance.register import Basis, Register

HISTORY: Final = "history.json"
NAMES: Final = "names.csv"
_MACHINE: Final = frozenset({"findings.jsonl", HISTORY})  # kept with every run; written where asked
_FILES: Final = {"csv": "findings.csv", "xlsx": "findings.xlsx"}
_PRINTED: Final = ("pdf", "html")


@dataclass(frozen=True)
class Recorded:
    """A run in the register: its number, what came of it, and whether batch and run are new."""

    run_id: int
    basis: Basis
    root: str
    code: int  # what `check` answers
    summary: Mapping[str, Any]
    written: tuple[Path, ...]
    result: Result | None  # None where an earlier run is given
    new_batch: bool


@dataclass(frozen=True)
class Asked:
    """What a check is asked: the batch and how it is read, and what is to be written where."""

    paths: Sequence[Path]  # none: all that stands in the register
    out: Path
    rules: Path | None = None
    mapping: str | None = None
    as_of: date | None = None
    marking: str | None = None
    supersedes: int | None = None
    formats: Collection[str] = run.FORMATS
    fail_on: str = "critical"
    retain_until: date | None = None
    wanted: Wanted = PLAIN


def check(asked: Asked, url: str, actor: str, progress: run.Progress | None = None) -> Recorded:
    """Check a batch beside what a register holds, and record batch and run there.

    A batch that was imported before is not imported again; where nothing that a check reads has
    changed since, its run is given again, its report with what people did since. Without paths,
    all that stands in the register is checked.
    """
    from compliance import register

    rulebook = kept_rulebook(asked.rules or run.home("rules"))
    with opened(url) as store:
        imported, batch, day, people = None, None, asked.as_of, None
        if asked.paths:
            batch, day = run.read(asked.paths, rulebook, asked.mapping, asked.as_of, asked.marking)
            people = batch.tables.get("person")
            batch = _kept_until(register.without_names(batch, rulebook.catalogue), asked)
            imported = register.import_batch(store, actor, batch, supersedes=asked.supersedes)
        while True:
            read = read_register(store, rulebook, imported, batch, day)
            order = _Order(asked, actor, rulebook, read, people, progress)
            try:
                return _again(store, order) or _judged(store, order)
            except register.OvertakenError:  # another check used the same waiver meanwhile
                continue


@dataclass(frozen=True)
class _Order:
    """One check in the making: what was asked, by whom, and what was read for it."""

    asked: Asked
    actor: str
    rulebook: Rulebook
    read: Read
    people: Any  # the table of persons, which no register keeps
    progress: run.Progress | None


def _judged(store: Register, order: _Order) -> Recorded:
    """Judge what was read, record the run, and write what was asked for."""
    from compliance import register, report

    asked, read = order.asked, order.read
    language = asked.wanted.language
    result = judge(order.rulebook, read, progress=order.progress, language=language)
    root = register.run_root(read.basis, read.batch, result.findings)
    result = replace(
        result,
        stamp=Stamp(read.basis.batch_id, read.basis.known_at, root),
        followed=_followed(store, order, result),
    )
    made = _outputs(result, order)
    number = register.store_run(
        store, order.actor, read.basis, root, result.findings, kept_names(made, language),
        Path(order.rulebook.folder), result.summary["engine"]["versions"],
    )  # fmt: skip
    left_out = frozenset() if "json" in asked.formats else _MACHINE
    wanted = {name: data for name, data in made.items() if name not in left_out}
    return Recorded(
        number, read.basis, root, run.exit_code(result, asked.fail_on), result.summary,
        report.publish(wanted, asked.out), result, read.new,
    )  # fmt: skip


def _followed(store: Register, order: _Order, result: Result) -> Followed:
    """Give what the register tells beside a result: the earlier check, and what people did."""
    from compliance import register
    from compliance.register.acts import About, acted

    read, findings = order.read, {item.finding for item in result.findings}
    with store.reading() as session:
        found = register.find_run(session, read.basis)
        about = About.of(found, read.basis.batch_id, findings, result.summary)
        followed = acted(session, about, order.actor)
    number = None if found is None else found.run_id
    return replace(followed, earlier=compared(store, order.rulebook, read, result, number))


def kept_names(files: Mapping[str, bytes], language: str) -> dict[str, bytes]:
    """Give the files of a run by the names by which a register keeps them; never names of people.

    A report in another language than English stands below the code of the language.
    """
    return {
        name if language == ENGLISH or not _is_report(name) else f"{language}/{name}": data
        for name, data in files.items()
        if name != NAMES
    }


def _is_report(name: str) -> bool:
    return name.partition(".")[0] in {"report", "brief"}


def _kept_until(batch: Batch, asked: Asked) -> Batch:
    """Give the batch with the day until which it is kept, where the check states one."""
    if asked.retain_until is None:
        return batch
    return replace(batch, context=replace(batch.context, retain_until=asked.retain_until))


def _again(store: Register, order: _Order) -> Recorded | None:
    """Give the run of the same basis, its files written again.

    None where there is none, where a file is wanted that it was not asked for, or where people
    did something since of which its report would not tell.
    """
    from compliance import register, report
    from compliance.register.acts import about_run, acted

    asked, read = order.asked, order.read
    with store.reading() as session:
        found = register.find_run(session, read.basis)
        if found is None:
            return None
        kept = register.outputs_of(session, found.run_id)
        if HISTORY not in kept:  # recorded by a version of the program that kept none
            return None
        now = acted(session, about_run(session, found.run_id))
        now = replace(now, earlier=earlier_of(json.loads(kept[HISTORY])))
        files = _wanted_of(kept, asked)
        if files is None or report.history_text(now) != kept[HISTORY]:
            return None
        summary = register.summary_of(session, found.run_id)
        waived = waived_in(summary)
        still = [f for f in register.findings_of(session, found.run_id) if f.finding not in waived]
        code = run.reached(still, summary["rules"], asked.fail_on)
        number, root = found.run_id, found.root
    if asked.wanted.names:
        files[NAMES] = report.names_table(order.people)
    written = report.publish(files, asked.out)
    return Recorded(number, read.basis, root, code, summary, written, None, read.new)


def _wanted_of(kept: Mapping[str, bytes], asked: Asked) -> dict[str, bytes] | None:
    """Give the kept files of a run that are wanted, by their own names; None where one is not kept.

    What is neither a report nor in another form comes along.
    """
    reports = ["report", *(["brief"] if asked.wanted.brief else [])]
    wanted = {f"{name}.{form}" for form in asked.formats if form in _PRINTED for name in reports}
    wanted |= {_FILES[form] for form in asked.formats if form in _FILES}
    prefix = "" if asked.wanted.language == ENGLISH else f"{asked.wanted.language}/"
    own = {
        name.removeprefix(prefix) if _is_report(name.removeprefix(prefix)) else name: data
        for name, data in kept.items()
        if name.startswith(prefix) or "/" not in name or not _is_report(name.partition("/")[2])
    }
    if not wanted <= set(own):
        return None
    left_out = frozenset() if "json" in asked.formats else _MACHINE
    return {
        name: data
        for name, data in own.items()
        if name in wanted or not (_is_report(name) or name in _FILES.values() or name in left_out)
    }


def _outputs(result: Result, order: _Order) -> dict[str, bytes]:
    """Make every file of a run where nobody reads it yet, and give the bytes by name."""
    from compliance import report

    asked, batch = order.asked, order.read.batch
    originals = run.originals(asked.paths, batch) if asked.paths else {}
    if asked.wanted.names and order.people is not None:
        batch = replace(batch, tables={**batch.tables, "person": order.people})
    out = asked.out
    parent = out.absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=parent) as name:
            made = Path(name) / "made"
            written = report.write(
                result, batch, made, {*asked.formats, "json"}, originals=originals,
                progress=order.progress, wanted=asked.wanted,
            )  # fmt: skip
            return {path.relative_to(made).as_posix(): path.read_bytes() for path in written}
    except OSError as error:
        raise ComplianceError(
            f"cannot write the results: {error.strerror or error}",
            None,
            "choose another folder with --out; the batch is imported, the run is not recorded",
        ) from None

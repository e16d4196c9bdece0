"""Checks beside a register: what it holds is read, and batch and run are recorded in it."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from compliance import run
from compliance.errors import ComplianceError
from compliance.kept import kept_rulebook
from compliance.lang.rulebook import Rulebook, load_rulebook
from compliance.model.result import Stamp, waived_in
from compliance.model.wanted import PLAIN, Wanted

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from compliance.model.batch import Batch, Earlier
    from compliance.model.result import Result
    from compliance.register import Basis, Comparison, Imported, Register, Verdict

# What is kept with a run beside summary and findings, where it is asked for.
_FILES: Final = {"pdf": "report.pdf", "csv": "findings.csv", "xlsx": "findings.xlsx"}


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


@dataclass(frozen=True)
class _Read:
    """What one check reads: the batch, what stood before it, and the basis of the run."""

    batch: Batch
    earlier: Earlier | None
    basis: Basis
    day: date
    new: bool
    stood: Mapping[str, int]  # on how many earlier days a finding stood


@contextmanager
def opened(url: str, *, create: bool = False) -> Iterator[Register]:
    """Open a register for the length of one command."""
    from compliance import register

    store = register.open_register(url, create=create)
    try:
        yield store
    finally:
        store.close()


def check(asked: Asked, url: str, actor: str, progress: run.Progress | None = None) -> Recorded:
    """Check a batch beside what a register holds, and record batch and run there.

    A batch that was imported before is not imported again; where nothing that a check reads has
    changed since, its run is given again. Without paths, all that stands in the register is
    checked.
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
            read = _read(store, rulebook, imported, batch, day)
            done = _again(store, read, asked)
            try:
                done = done or _judged(store, actor, rulebook, asked, read, progress)
            except register.OvertakenError:  # another check used the same waiver meanwhile
                continue
            if asked.wanted == PLAIN:
                return done
            return _in_other_forms(done, rulebook, read, people, asked)


def _judged(
    store: Register,
    actor: str,
    rulebook: Rulebook,
    asked: Asked,
    read: _Read,
    progress: run.Progress | None,
) -> Recorded:
    """Judge what was read, record the run, and write what was asked for."""
    from compliance import register, report

    result = run.evaluate(
        rulebook, read.batch, read.day, progress=progress, earlier=read.earlier,
        known_at=read.basis.known_at, waivers=read.basis.granted, stood=read.stood,
    )  # fmt: skip
    root = register.run_root(read.basis, read.batch, result.findings)
    result = replace(result, stamp=Stamp(read.basis.batch_id, read.basis.known_at, root))
    originals = run.originals(asked.paths, read.batch) if asked.paths else {}
    outputs = _outputs(result, read.batch, asked.out, asked.formats, originals)
    number = register.store_run(
        store, actor, read.basis, root, result.findings, outputs, Path(rulebook.folder),
        result.summary["engine"]["versions"],
    )  # fmt: skip
    wanted = {
        name: data
        for name, data in outputs.items()
        if name != "findings.jsonl" or "json" in asked.formats
    }
    return Recorded(
        number, read.basis, root, run.exit_code(result, asked.fail_on), result.summary,
        report.publish(wanted, asked.out), result, read.new,
    )  # fmt: skip


def _in_other_forms(
    done: Recorded, rulebook: Rulebook, read: _Read, people: Any, asked: Asked
) -> Recorded:
    """Write the report in the form that was asked for, over the one that the register keeps.

    The register keeps the plain one, in English; the key to people is never kept.
    """
    from compliance import report

    result = run.evaluate(
        rulebook, read.batch, read.day, earlier=read.earlier, known_at=read.basis.known_at,
        waivers=read.basis.granted, stood=read.stood, language=asked.wanted.language,
    )  # fmt: skip
    stamp = Stamp(read.basis.batch_id, read.basis.known_at, done.root)
    batch = read.batch
    if people is not None and asked.wanted.names:
        batch = replace(batch, tables={**batch.tables, "person": people})
    forms = {"pdf", "html"} & set(asked.formats)
    more = report.write(replace(result, stamp=stamp), batch, asked.out, forms, wanted=asked.wanted)
    return replace(done, written=tuple(dict.fromkeys((*done.written, *more))))


def _kept_until(batch: Batch, asked: Asked) -> Batch:
    """Give the batch with the day until which it is kept, where the check states one."""
    if asked.retain_until is None:
        return batch
    return replace(batch, context=replace(batch.context, retain_until=asked.retain_until))


def _read(
    store: Register,
    rulebook: Rulebook,
    imported: Imported | None,
    batch: Batch | None,
    day: date | None,
) -> _Read:
    """Read the register at one state: that of a new import, else the latest."""
    from compliance import register

    with store.reading() as session:
        at, head = register.known_at(
            session, imported.entry if imported is not None and imported.new else None
        )
        day = day or datetime.now(UTC).date()
        number = None if imported is None else imported.batch_id
        waivers = register.granted(session, number)
        basis = register.Basis(number, rulebook.digest, day.isoformat(), at, head, waivers)
        judged, earlier = _beside(session, rulebook, number, at, batch)
        new = imported is not None and imported.new
        stood = register.days_stood(session, basis.as_of)
        return _Read(judged, earlier, basis, day, new, stood)


def _beside(
    session: Session, rulebook: Rulebook, number: int | None, at: int, batch: Batch | None = None
) -> tuple[Batch, Earlier | None]:
    """Give a batch, or all batches, with what the register knows at an entry, and what was before.

    `batch` is the batch of that number where it was read from its files just now.
    """
    from compliance import engine, register

    known = register.known_records(session, at)
    if number is None:
        whole = register.everything(session, at, rulebook.catalogue)
        return engine.with_known(whole, known), None
    batch = batch or register.read_batch(session, number)
    earlier = register.earlier_records(
        session, at, number, batch, rulebook.catalogue, set(known.tables)
    )
    return engine.with_known(batch, known), earlier


def _again(store: Register, read: _Read, asked: Asked) -> Recorded | None:
    """Give the run of the same basis, its files written again.

    None where there is none, or where it was not asked for a file that is wanted now.
    """
    from compliance import register, report

    with store.reading() as session:
        found = register.find_run(session, read.basis)
        if found is None:
            return None
        files = register.outputs_of(session, found.run_id)
        if any(_FILES[name] not in files for name in asked.formats if name in _FILES):
            return None
        summary = register.summary_of(session, found.run_id)
        waived = waived_in(summary)
        still = [f for f in register.findings_of(session, found.run_id) if f.finding not in waived]
        code = run.reached(still, summary["rules"], asked.fail_on)
        number, root = found.run_id, found.root
    written = report.publish(files, asked.out)
    return Recorded(number, read.basis, root, code, summary, written, None, read.new)


def _outputs(
    result: Result,
    batch: Batch,
    out: Path,
    formats: Collection[str],
    originals: Mapping[str, Path],
) -> dict[str, bytes]:
    """Make every file of a run where nobody reads it yet, and give the bytes by name."""
    from compliance import report

    parent = out.absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=parent) as name:
            made = Path(name) / "made"
            written = report.write(result, batch, made, {*formats, "json"}, originals=originals)
            return {path.relative_to(made).as_posix(): path.read_bytes() for path in written}
    except OSError as error:
        raise ComplianceError(
            f"cannot write the results: {error.strerror or error}",
            None,
            "choose another folder with --out; the batch is imported, the run is not recorded",
        ) from None


def reproduce(url: str, number: int) -> list[str]:
    """Run again what a run read, by the rulebook that it kept; give what differs, by name.

    With other versions of the libraries these come first: they may explain the rest.
    """
    from compliance import register, report

    with opened(url) as store, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with store.reading() as session:
            stored = register.get_run(session, number)
            rules = folder / "rules"
            for path, data in register.rulebook_files(session, stored.rulebook).items():
                (rules / path).parent.mkdir(parents=True, exist_ok=True)
                (rules / path).write_bytes(data)
            rulebook = load_rulebook(rules)
            batch, earlier = _beside(session, rulebook, stored.batch_id, stored.known_at)
            kept = register.outputs_of(session, number)
            day, at, root = date.fromisoformat(stored.as_of), stored.known_at, stored.root
            waivers = register.waivers_of(session, stored.waivers)
            before: Mapping[str, str] = json.loads(stored.versions)
            basis = register.Basis(
                stored.batch_id, stored.rulebook, stored.as_of, at, stored.head, waivers
            )
            stood = register.days_stood(session, stored.as_of, number)
        result = run.evaluate(
            rulebook, batch, day, earlier=earlier, known_at=at, waivers=waivers, stood=stood
        )
        now = result.summary["engine"]["versions"]
        differs = [
            f"{name} {before.get(name, 'none')} then, {now.get(name, 'none')} now"
            for name in sorted({*before, *now})
            if before.get(name) != now.get(name)
        ]
        differs += [] if register.run_root(basis, batch, result.findings) == root else ["root"]
        made = folder / "made"
        for written in report.write(result, batch, made, {"json"}):
            inner = written.relative_to(made).as_posix()
            if kept.get(inner) != written.read_bytes():
                differs.append(inner)
        return differs


def compare(url: str, earlier: int, later: int) -> Comparison:
    """Compare the findings of two runs."""
    from compliance import register

    with opened(url) as store, store.reading() as session:
        return register.compare(session, earlier, later)


def correction(url: str, number: int) -> list[str]:
    """Give what a batch changed of the one that it corrects: counts, then a line for each record.

    Records that are the same are counted only.
    """
    from compliance.register import corrections

    with opened(url) as store, store.reading() as session:
        before, found = corrections.traced(session, number)
    counts = Counter(item.what for item in found)
    words = ", ".join(f"{counts[what]} {what}" for what in ("same", "changed", "new", "gone"))
    return [
        f"batch {number} corrects batch {before}: {words}",
        *(
            f"  {item.what:<7}  {item.kind} {item.key}  "
            f"{' '.join(one[:16] for one in item.before) or '-'} → "
            f"{' '.join(one[:16] for one in item.after) or '-'}"
            for item in found
            if item.what != "same"
        ),
    ]


def verify(url: str, anchor: str | None) -> Verdict:
    """Check the whole register against its own trail."""
    from compliance import register

    with opened(url) as store:
        return register.verify(store, anchor)


def export(url: str, path: Path) -> int:
    """Write the audit trail into a file, all or nothing; give the number of its lines."""
    from compliance.register import export as trail

    try:
        with (
            opened(url) as store,
            store.reading() as session,
            tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", newline="\n", dir=path.absolute().parent,
                prefix=f".{path.name}-", delete=False,
            ) as file,
        ):  # fmt: skip
            made = Path(file.name)
            try:
                count = 0
                for line in trail.lines(session):
                    file.write(line + "\n")
                    count += 1
                file.flush()
                made.replace(path)
            finally:
                made.unlink(missing_ok=True)
            return count
    except OSError as error:
        raise ComplianceError(
            f"cannot write {path}: {error.strerror or error}",
            None,
            "choose another file with --out",
        ) from None


def run_lines(url: str) -> list[str]:
    """Give one line for each run: number, batch, day, what was known, findings, who and when."""
    from compliance import register

    with opened(url) as store, store.reading() as session:
        return [
            f"run {row.run_id}  {_of(row.batch_id, batch)}  as of {row.as_of}  "
            f"known at {row.known_at}  {count} findings  by {entry.actor} at {entry.at[:19]}"
            for row, entry, batch, count in register.runs(session)
        ]


def run_page(url: str, number: int) -> list[str]:
    """Give what a run read and found, one line each."""
    from compliance import register

    with opened(url) as store, store.reading() as session:
        row = register.get_run(session, number)
        summary = register.summary_of(session, number)
        by_rule: dict[str, int] = {}
        for item in register.findings_of(session, number):
            by_rule[item.rule] = by_rule.get(item.rule, 0) + 1
        head = {
            "run": number, "batch": row.batch_id or "all", "as of": row.as_of,
            "known at": row.known_at, "rulebook": row.rulebook, "root": row.root,
            "content hash": summary["content_hash"], "findings": sum(by_rule.values()),
        }  # fmt: skip
        return [
            *(f"{name:13} {value}" for name, value in head.items()),
            *(f"  {count:6}  {rule}" for rule, count in sorted(by_rule.items())),
        ]


def _of(number: int | None, batch: Any) -> str:
    return "all batches" if number is None or batch is None else f"batch {number} ({batch.name})"

"""What a register holds of runs: shown, compared, repeated, reported anew; the trail checked."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compliance import run
from compliance.beside import judge, opened, read_again
from compliance.earlier import compared
from compliance.errors import ComplianceError
from compliance.lang.rulebook import Rulebook, load_rulebook
from compliance.model.history import earlier_of
from compliance.model.result import Stamp
from compliance.model.wanted import PLAIN, Wanted

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from compliance.register import Comparison, Verdict


def reproduce(url: str, number: int) -> list[str]:
    """Run again what a run read, by the rulebook that it kept; give what differs, by name.

    With other versions of the libraries these come first: they may explain the rest.
    """
    from compliance import register, report

    with opened(url) as store, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with store.reading() as session:
            rulebook = rulebook_of(session, number, folder / "rules")
            read = read_again(session, rulebook, number)
            stored = register.get_run(session, number)
            kept, root = register.outputs_of(session, number), stored.root
            before: Mapping[str, str] = json.loads(stored.versions)
        result = judge(rulebook, read)
        now = result.summary["engine"]["versions"]
        differs = [
            f"{name} {before.get(name, 'none')} then, {now.get(name, 'none')} now"
            for name in sorted({*before, *now})
            if before.get(name) != now.get(name)
        ]
        again = register.run_root(read.basis, read.batch, result.findings)
        differs += [] if again == root else ["root"]
        made = folder / "made"
        for written in report.write(result, read.batch, made, {"json"}):
            inner = written.relative_to(made).as_posix()
            if kept.get(inner) != written.read_bytes():
                differs.append(inner)
        return differs


@dataclass(frozen=True)
class Built:
    """A report that was rendered anew: the status it has, and the files written."""

    status: str
    written: tuple[Path, ...]


def build(
    url: str,
    number: int,
    out: Path,
    formats: Collection[str],
    wanted: Wanted = PLAIN,
    progress: run.Progress | None = None,
) -> Built:
    """Render the report of a run anew, with what people have answered, decided and signed since.

    The run is judged again from what was kept and has to give the findings that it gave; the
    earlier findings are told as they were then.
    """
    from compliance import register, report
    from compliance.register.acts import about_run, acted
    from compliance.report.parts import status_of

    with opened(url) as store, tempfile.TemporaryDirectory() as name:
        with store.reading() as session:
            rulebook = rulebook_of(session, number, Path(name))
            read = read_again(session, rulebook, number)
            root = register.get_run(session, number).root
            followed = acted(session, about_run(session, number))
            kept = register.outputs_of(session, number).get("history.json")
        result = judge(rulebook, read, progress=progress, language=wanted.language)
        if register.run_root(read.basis, read.batch, result.findings) != root:
            raise ComplianceError(
                f"run {number} does not give the same findings again",
                None,
                f"`compliance runs reproduce {number}` says what differs; take the versions of "
                "the libraries that the run had",
            )
        earlier = (
            compared(store, rulebook, read, result, number)
            if kept is None  # recorded by a version of the program that kept none
            else earlier_of(json.loads(kept))
        )
    result = replace(
        result,
        stamp=Stamp(read.basis.batch_id, read.basis.known_at, root),
        followed=replace(followed, earlier=earlier),
    )
    written = report.write(result, read.batch, out, formats, progress=progress, wanted=wanted)
    return Built(status_of(result), written)


def rulebook_of(session: Session, number: int, folder: Path) -> Rulebook:
    """Write the rulebook that a run used into a folder, and load it."""
    from compliance import register

    stored = register.get_run(session, number)
    for path, data in register.rulebook_files(session, stored.rulebook).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return load_rulebook(folder)


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

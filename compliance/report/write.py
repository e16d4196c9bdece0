"""Writing the output folder: all or nothing, `summary.json` last."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from compliance.errors import ComplianceError, Place
from compliance.model.meter import spending
from compliance.model.stopping import undisturbed
from compliance.model.wanted import PLAIN, Wanted
from compliance.report.records import (
    findings_lines,
    findings_table,
    history_text,
    in_order,
    names_table,
    rejects_table,
    summary_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from compliance.model.batch import Batch
    from compliance.model.finding import Finding
    from compliance.model.result import Result

FORMATS: Final = ("pdf", "json", "csv", "xlsx", "html")
LAST: Final = "summary.json"
PARTS: Final = ".parquet"
PDF_SECONDS: Final = 600


def write(
    result: Result,
    batch: Batch,
    out: Path,
    formats: Collection[str] = ("pdf", "json", "csv"),
    *,
    originals: Mapping[str, Path] | None = None,
    pdf_seconds: int = PDF_SECONDS,
    progress: Callable[[str, int, int], None] | None = None,
    wanted: Wanted = PLAIN,
) -> tuple[Path, ...]:
    """Write the chosen formats into `out`, all or nothing; give the paths written, in order.

    `originals` maps a file's name as findings cite it to where it lies; each workbook among them
    comes back as `annotated/<name>` with its faulty cells marked. `summary.json` is always
    written, and last: while it is missing, the folder is not complete. `wanted` says in which
    language the report speaks, and what comes along with it.
    """
    _check_formats(formats)
    parent = out.absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=parent))
    except OSError as error:
        raise _unwritable(out, error) from None
    try:
        with spending("write") as count:
            new = work / "new"
            _build(result, new, frozenset(formats), originals or {})
            if wanted.names:
                _save(new / "names.csv", names_table(batch.tables.get("person")))
            _reports(result, batch, new, frozenset(formats), wanted, pdf_seconds, progress)
            count.rows = len(result.findings)
            return _move(new, out, work / "old")
    except OSError as error:
        raise _unwritable(out, error) from None
    finally:
        with undisturbed():
            shutil.rmtree(work, ignore_errors=True)


def publish(files: Mapping[str, bytes], out: Path) -> tuple[Path, ...]:
    """Write files that stand already, by name, into `out`, all or nothing; `summary.json` last."""
    parent = out.absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=parent) as name:
            new = Path(name) / "new"
            for inner, content in files.items():
                (new / inner).parent.mkdir(parents=True, exist_ok=True)
                _save(new / inner, content)
            return _move(new, out, Path(name) / "old")
    except OSError as error:
        raise _unwritable(out, error) from None


def publish_made(new: Path, out: Path) -> tuple[Path, ...]:
    """Move the files of a folder into `out`, all or nothing; a table in parts is moved whole."""
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=new.parent) as old:
        return _move(new, out, Path(old))


def _check_formats(formats: Collection[str]) -> None:
    unknown = sorted(set(formats) - set(FORMATS))
    if unknown:
        raise ComplianceError(
            f"`{unknown[0]}` is no output format", hint="one of: " + ", ".join(FORMATS)
        )


def _unwritable(out: Path, error: OSError) -> ComplianceError:
    return ComplianceError(
        f"cannot write the results: {error.strerror or error}",
        Place(str(out)),
        "choose another folder with --out",
    )


def _build(
    result: Result,
    folder: Path,
    formats: frozenset[str],
    originals: Mapping[str, Path],
) -> None:
    """Write every file into `folder`, which nobody reads yet."""
    folder.mkdir()
    findings = in_order(result.findings)
    _save(folder / LAST, summary_text(result.summary))
    if "json" in formats:
        _save(folder / "findings.jsonl", findings_lines(findings))
        if result.followed.known:
            _save(folder / "history.json", history_text(result.followed))
    if "csv" in formats:
        _save(folder / "findings.csv", findings_table(findings))
        _save(folder / "rejects.csv", rejects_table(result.rejects))
    if "xlsx" in formats:
        from compliance.report.sheets import findings_workbook

        _save(folder / "findings.xlsx", findings_workbook(result, findings))
    if formats - {"json"}:
        _annotate(result, findings, folder / "annotated", originals)


def _reports(
    result: Result,
    batch: Batch,
    folder: Path,
    formats: frozenset[str],
    wanted: Wanted,
    pdf_seconds: int,
    progress: Callable[[str, int, int], None] | None,
) -> None:
    """Write the report, and the page for leadership, as PDF and as HTML."""
    if not formats & {"pdf", "html"}:
        return
    from compliance.report.html import html_page
    from compliance.report.page import Form
    from compliance.report.pdf import embedded, write_pdf

    findings = in_order(result.findings)
    forms = {"report": Form(wanted.language)}
    if wanted.brief:
        forms["brief"] = Form(wanted.language, brief=True)
    for name, form in forms.items():
        if "pdf" in formats:
            write_pdf(
                result, batch, findings, folder / f"{name}.pdf",
                seconds=pdf_seconds, progress=progress, form=form,
            )  # fmt: skip
        if "html" in formats:
            page = html_page(result, batch, findings, embedded(result, findings), form)
            _save(folder / f"{name}.html", page)


def _annotate(
    result: Result, findings: Sequence[Finding], folder: Path, originals: Mapping[str, Path]
) -> None:
    for name, path in sorted(originals.items()):
        if path.suffix.lower() == ".xlsx":
            from compliance.report.workbook import annotated_workbook

            inside = [part for part in PurePosixPath(name).parts if part not in {"/", "..", "."}]
            target = folder.joinpath(*inside)
            target.parent.mkdir(parents=True, exist_ok=True)
            _save(target, annotated_workbook(path, name, result, findings))


def _save(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _move(new: Path, out: Path, old: Path) -> tuple[Path, ...]:
    """Move the files into place, undisturbed; on any failure put back what stood there before."""
    with undisturbed():
        return _moved(new, out, old)


def _moved(new: Path, out: Path, old: Path) -> tuple[Path, ...]:
    if out.exists() and not out.is_dir():
        raise ComplianceError(
            "a file stands where the output folder should be", Place(str(out)), "choose another"
        )
    names = sorted(_files(new), key=lambda name: (name == Path(LAST), len(name.parts), str(name)))
    done: list[Path] = []
    made = {name.parts[0] for name in names if name.parts[0].endswith(PARTS)}
    stale = [Path(part) / inner.name for part in made for inner in _inside(out / part)]
    try:
        for name in dict.fromkeys([Path(LAST), *names, *stale]):
            if (out / name).exists():
                _place(out / name, old / name)
        for name in names:
            _place(new / name, out / name)
            done.append(name)
    except OSError:
        for name in done:
            (out / name).unlink(missing_ok=True)
        for name in _files(old):
            _place(old / name, out / name)
        raise
    return tuple(out / name for name in names)


def _files(folder: Path) -> Iterator[Path]:
    return (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())


def _inside(folder: Path) -> list[Path]:
    """Give the files of a table in several parts, which are replaced together."""
    return sorted(folder.glob(f"*{PARTS}")) if folder.is_dir() else []


def _place(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)

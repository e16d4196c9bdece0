"""The PDF: the report's HTML is rendered in a child process that can be killed.

The child sees no system font, fetches no address and gets no clock but the run's own date, so
the same result gives the same bytes. Layout keeps its memory until the process ends; that is the
other reason for a child.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from compliance.report.children import BODY, Job, run_all
from compliance.report.figures import Figure, Hash
from compliance.report.glyphs import FONTS
from compliance.report.page import (
    LINES,
    TEMPLATES,
    Form,
    html_of,
    printed_findings,
    register_parts,
)
from compliance.report.records import (
    findings_lines,
    history_text,
    lines_table,
    rejects_table,
    rulebook_text,
    summary_text,
    withheld_lines,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from compliance.model.batch import Batch
    from compliance.model.finding import Finding
    from compliance.model.result import Result
    from compliance.report.annex import Part
    from compliance.report.page import Limits

    Progress = Callable[[str, int, int], None]

ATTACHED: Final = {
    "findings.jsonl": "every printed finding, one JSON object a line",
    "withheld.jsonl": "what is told of findings for a restricted audience: class and hash",
    "summary.json": "the figures of this report",
    "rulebook.json": "the rules that ran and the parameters they read",
    "rejects.csv": "rows that were not accepted",
    "history.json": "the earlier check, and what people answered, decided and signed",
    LINES: "the position of every funding line, in minor units of its currency",
}
SEAL_FIELD: Final = "OfficeSeal"
SIGN_OFF: Final = "s-response"  # the section of the report that the seal belongs to


def write_pdf(
    result: Result,
    batch: Batch,
    findings: Sequence[Finding],
    target: Path,
    *,
    seconds: int,
    limits: Limits | None = None,
    progress: Progress | None = None,
    form: Form | None = None,
) -> None:
    """Render the report to `target`; give up after `seconds`.

    A register of all findings is rendered in parts beside the report, and joined with it.
    """
    until = time.monotonic() + seconds
    brief = form is not None and form.brief
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".pdf-") as name:
        folder = Path(name)
        body = folder / BODY
        _lay_out(body, result, batch, findings, limits, form)
        parts = [
            _lay_out_part(folder / f"part-{number:04d}", html, part, str(result.summary["as_of"]))
            for number, (html, part) in enumerate(
                () if brief else register_parts(result, findings, limits, form)
            )
        ]
        tell = _counted(progress, len(parts) + 1 + bool(parts))
        run_all([Job("render", place) for place in (body, *parts)], until, tell)
        if parts:
            _settle(folder)
            run_all([Job("merge", folder)], until, tell)
        ((folder if parts else body) / "report.pdf").replace(target)


def _counted(progress: Progress | None, total: int) -> Callable[[Job], None]:
    """Give a function that tells of each job that is done."""
    done = iter(range(1, total + 1))

    def tell(_job: Job) -> None:
        if progress is not None:
            progress("report", next(done), total)

    if progress is not None:
        progress("report", 0, total)
    return tell


def _attached(result: Result, findings: Sequence[Finding]) -> dict[str, bytes]:
    """Give the files to embed: all that a reader needs to compute the figures anew."""
    printed = printed_findings(findings)
    attached = {
        "findings.jsonl": findings_lines(printed),
        "summary.json": summary_text(result.summary),
        "rulebook.json": rulebook_text(result),
        "rejects.csv": rejects_table(result.rejects),
    }
    shown = {finding.finding for finding in printed}
    if withheld := [finding for finding in findings if finding.finding not in shown]:
        attached["withheld.jsonl"] = withheld_lines(withheld, result.waived)
    if result.followed.known:
        attached["history.json"] = history_text(result.followed, shown)
    if result.lines:
        attached[LINES] = lines_table(result.lines)
    return attached


def embedded(result: Result, findings: Sequence[Finding]) -> dict[str, tuple[str, bytes]]:
    """Give the files that a report embeds: by name, what each is and its bytes."""
    return {name: (ATTACHED[name], data) for name, data in _attached(result, findings).items()}


def _lay_out(
    folder: Path,
    result: Result,
    batch: Batch,
    findings: Sequence[Finding],
    limits: Limits | None,
    form: Form | None,
) -> None:
    """Put into `folder` all that the child reads."""
    attached = _attached(result, findings)
    listed = [
        (
            name,
            ATTACHED[name],
            Figure(len(content), f"/embedded/{name}/bytes"),
            Hash(hashlib.sha256(content).hexdigest(), f"/embedded/{name}/sha256"),
        )
        for name, content in attached.items()
    ]
    job: dict[str, Any] = {
        "as_of": str(result.summary["as_of"]),
        "identifier": result.summary["content_hash"],
        "attachments": {name: ATTACHED[name] for name in attached},
    }
    if form is None or not form.brief:
        job["seal"] = SIGN_OFF
    _fill(folder, html_of(result, batch, findings, listed, limits, form), "report.css", job)
    for name, content in attached.items():
        (folder / name).write_bytes(content)


def _lay_out_part(folder: Path, html: str, part: Part, as_of: str) -> Path:
    """Put into `folder` what the child reads that renders a part of the register."""
    job = {
        "as_of": as_of,
        "identifier": hashlib.sha256(html.encode("utf-8", "backslashreplace")).hexdigest(),
        "attachments": {},
        "bookmarks": part.bookmarks,
    }
    _fill(folder, html, "register.css", job)
    return folder


def _fill(folder: Path, html: str, css: str, job: Mapping[str, Any]) -> None:
    folder.mkdir()
    (folder / "report.html").write_bytes(html.encode("utf-8", "backslashreplace"))
    (folder / "report.css").write_bytes((TEMPLATES / css).read_bytes())
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    _settle(folder)


def _settle(folder: Path) -> None:
    """Give a child its fonts and no others."""
    (folder / "fonts.conf").write_text(_fonts_conf(folder), encoding="utf-8")


def _fonts_conf(folder: Path) -> str:
    """Give a font configuration that knows the packaged fonts and no others."""
    from xml.sax.saxutils import escape

    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(FONTS))}</dir><cachedir>{escape(str(folder / 'cache'))}</cachedir>"
        "</fontconfig>"
    )

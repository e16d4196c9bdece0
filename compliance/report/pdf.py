"""The PDF: the report's HTML is rendered in a child process that can be killed.

The child sees no system font, fetches no address and gets no clock but the run's own date, so
the same result gives the same bytes. Layout keeps its memory until the process ends; that is the
other reason for a child.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import compliance
from compliance.errors import ComplianceError
from compliance.report.figures import Figure, Hash
from compliance.report.glyphs import FONTS
from compliance.report.page import LINES, TEMPLATES, html_of, printed_findings
from compliance.report.records import (
    findings_lines,
    lines_table,
    rejects_table,
    rulebook_text,
    summary_text,
    withheld_lines,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compliance.model.batch import Batch
    from compliance.model.finding import Finding
    from compliance.model.result import Result

ATTACHED: Final = {
    "findings.jsonl": "every printed finding, one JSON object a line",
    "withheld.jsonl": "what is told of findings for a restricted audience: class and hash",
    "summary.json": "the figures of this report",
    "rulebook.json": "the rules that ran and the parameters they read",
    "rejects.csv": "rows that were not accepted",
    LINES: "the position of every funding line, in minor units of its currency",
}
SEAL_FIELD: Final = "OfficeSeal"
SIGN_OFF: Final = "s-response"  # the section of the report that the seal belongs to
CANNOT_RENDER: Final = 4  # exit code of the child when a library is missing


def write_pdf(
    result: Result, batch: Batch, findings: Sequence[Finding], target: Path, *, seconds: int
) -> None:
    """Render the report to `target`; give up after `seconds`."""
    attached = _attached(result, findings)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".pdf-") as name:
        folder = Path(name)
        _lay_out(folder, result, batch, findings, attached)
        _run(folder, seconds)
        (folder / "report.pdf").replace(target)


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
    if result.lines:
        attached[LINES] = lines_table(result.lines)
    return attached


def _lay_out(
    folder: Path,
    result: Result,
    batch: Batch,
    findings: Sequence[Finding],
    attached: Mapping[str, bytes],
) -> None:
    """Put into `folder` all that the child reads."""
    listed = [
        (
            name,
            ATTACHED[name],
            Figure(len(content), f"/embedded/{name}/bytes"),
            Hash(hashlib.sha256(content).hexdigest(), f"/embedded/{name}/sha256"),
        )
        for name, content in attached.items()
    ]
    html = html_of(result, batch, findings, listed)
    (folder / "report.html").write_bytes(html.encode("utf-8", "backslashreplace"))
    (folder / "report.css").write_bytes((TEMPLATES / "report.css").read_bytes())
    job = {
        "as_of": str(result.summary["as_of"]),
        "identifier": result.summary["content_hash"],
        "attachments": {name: ATTACHED[name] for name in attached},
    }
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    (folder / "fonts.conf").write_text(_fonts_conf(folder), encoding="utf-8")
    for name, content in attached.items():
        (folder / name).write_bytes(content)


def _fonts_conf(folder: Path) -> str:
    """Give a font configuration that knows the packaged fonts and no others."""
    from xml.sax.saxutils import escape

    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(FONTS))}</dir><cachedir>{escape(str(folder / 'cache'))}</cachedir>"
        "</fontconfig>"
    )


def _run(folder: Path, seconds: int) -> None:
    command = [sys.executable, "-m", "compliance.report.render", str(folder)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter, no text of a batch
            command,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ComplianceError(
            f"the PDF was not ready after {seconds:,} s and was given up",
            hint="leave pdf out of --format; the other files hold every finding",
        ) from None
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode == CANNOT_RENDER:
        raise ComplianceError(
            f"the PDF cannot be made on this machine: {said.splitlines()[-1]}",
            hint="`compliance doctor` names what is missing; or leave pdf out of --format",
        )
    if done.returncode:
        raise RuntimeError(f"the PDF renderer ended with {done.returncode}: {said[-2000:]}")


def _environment(folder: Path) -> dict[str, str]:
    """Give the child only what it needs, so that nothing of this machine enters the bytes."""
    source = str(Path(compliance.__file__).parent.parent)
    kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
    return kept | {
        "PYTHONPATH": os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH")))),
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder),
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
    }

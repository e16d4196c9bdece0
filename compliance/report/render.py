"""The child process: `python -m compliance.report.render FOLDER` turns HTML into the PDF.

It reads `report.html`, `report.css`, `job.json` and the files to embed from FOLDER and writes
`report.pdf` there. It opens no other file but the packaged fonts, and no address at all.
"""

from __future__ import annotations

import json
import mimetypes
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from compliance.report.children import CANNOT_RENDER
from compliance.report.pdf import SEAL_FIELD


def main(folder: Path) -> int:
    """Render the job in `folder`; give the exit code."""
    mimetypes.init(files=[])  # not the table of this machine
    mimetypes.add_type("application/jsonl", ".jsonl")
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return CANNOT_RENDER
    (folder / "report.pdf").write_bytes(_rendered(weasyprint, folder))
    return 0


def _rendered(weasyprint: Any, folder: Path) -> bytes:
    from compliance.report import conform

    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    html = weasyprint.HTML(
        string=(folder / "report.html").read_text(encoding="utf-8"), url_fetcher=_refusing()
    )
    css = weasyprint.CSS(
        string=(folder / "report.css").read_text(encoding="utf-8"), url_fetcher=_refusing()
    )
    with conform.patched() as artifacts:
        document = html.render(stylesheets=[css])
        conform.declare_accessible(document.metadata)
        pdf: bytes = document.write_pdf(
            finisher=lambda _document, pdf: _finish(pdf, artifacts, job),
            attachments=_attachments(weasyprint, folder, job),
            pdf_variant="pdf/a-3a",
            pdf_identifier=bytes.fromhex(job["identifier"]),
        )
    return pdf


def _finish(pdf: Any, artifacts: Any, job: dict[str, Any]) -> None:
    """Close the gaps; a report gets its field for the seal, a part of the register lighter tags."""
    from compliance.report import conform

    conform.finish(pdf, artifacts)
    if "seal" in job:
        conform.add_seal_field(pdf, SEAL_FIELD, job["seal"])
    else:
        conform.lighten(pdf)


def _attachments(weasyprint: Any, folder: Path, job: dict[str, Any]) -> list[Any]:
    """Give the files to embed, dated with the run's own date."""
    dated = datetime.fromisoformat(job["as_of"]).replace(tzinfo=UTC)
    return [
        weasyprint.Attachment(
            file_obj=(folder / name).open("rb"),
            name=name,
            description=description,
            created=dated,
            modified=dated,
            relationship="Data",
        )
        for name, description in job["attachments"].items()
    ]


def _refusing() -> Any:
    """Give a fetcher that fetches nothing: text of a batch can never make the report call out."""
    from weasyprint.urls import URLFetcher

    class Refusing(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002
            raise ValueError(f"the report fetches nothing, not even {url[:80]}")

    return Refusing()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

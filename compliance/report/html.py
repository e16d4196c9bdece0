"""The report as one HTML file: it stands alone, fetches nothing, and prints as the PDF does."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from compliance.report.figures import Figure, Hash
from compliance.report.language import language
from compliance.report.page import TEMPLATES, Form, html_of, marking_of, reference_of

if TYPE_CHECKING:
    from compliance.model.batch import Batch
    from compliance.model.finding import Finding
    from compliance.model.result import Result

_SCREEN: Final = """
@media screen {
  body { max-width: 190mm; margin: 0 auto; padding: 6mm; }
  .screen.marking { position: sticky; top: 0; z-index: 1; }
  .screen.marking:last-child { top: auto; bottom: 0; }
}
@media print { .screen { display: none; } }
.screen.marking { margin: 0; padding: 1.5mm; background: #fff; text-align: center;
  font: 700 8pt 'IBM Plex Sans', sans-serif; letter-spacing: 0.8pt; overflow-wrap: anywhere; }
"""
_UNSAFE: Final = re.compile(r"[^0-9A-Za-z ,.:;()/_-]")


def html_page(
    result: Result,
    batch: Batch,
    findings: Sequence[Finding],
    beside: Mapping[str, tuple[str, bytes]],
    form: Form,
) -> bytes:
    """Give the page; `beside` are the files that hold its figures: what each is, and its bytes."""
    listed = [
        (
            name,
            what,
            Figure(len(content), f"/embedded/{name}/bytes"),
            Hash(hashlib.sha256(content).hexdigest(), f"/embedded/{name}/sha256"),
        )
        for name, (what, content) in beside.items()
    ]
    style = _style(result, form)
    own = Form(form.language, form.brief, style)
    return html_of(result, batch, findings, listed, form=own).encode("utf-8", "backslashreplace")


def _style(result: Result, form: Form) -> str:
    """Give the style sheet of the PDF with its running heads in words, for browsers know no other.

    Of a chapter's name in the head and of page numbers in the contents a browser knows nothing.
    """
    say = language(form.language)
    words = {
        "marking": marking_of(result)[:160],
        "reference": reference_of(result),
        "batch": str(result.summary["batch"]["name"])[:60],
        "page-word": say.plain("Page"),
        "of-word": say.plain("of"),
        "chapter": "",
    }
    style = (TEMPLATES / "report.css").read_text("utf-8")
    for name, text in words.items():
        style = style.replace(f"content: string({name})", f"content: {_quoted(text)}")
        style = style.replace(f" string({name})", f" {_quoted(text)}")
    return style.replace("'Droid Sans Fallback'", "'Droid Sans Fallback', sans-serif") + _SCREEN


def _quoted(text: str) -> str:
    """Give a text as a string of CSS that ends neither itself nor the style sheet."""
    return '"' + _UNSAFE.sub(lambda match: f"\\{ord(match[0]):x} ", text) + '"'

"""Verify a report by itself: its structure, its embedded files, and every marked figure."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import pikepdf

from compliance.errors import ComplianceError, Place
from compliance.model.money import exponent
from compliance.report.printed import Printed, printed_figures
from compliance.report.recompute import Evidence, derived, differences
from compliance.report.records import restore
from compliance.report.structure import structure_faults

_NEEDED: Final = ("summary.json", "findings.jsonl", "rejects.csv")
_SPACES: Final = re.compile(r"[\s\u00a0\u202f\u2009]")
_SIGNS: Final = str.maketrans("\u2212\u2019", "-'")
_LINES: Final = "funding_lines.csv"


@dataclass(frozen=True)
class Verdict:
    """What was found of one report; each list holds sentences, and is empty where all holds."""

    pages: int
    files: tuple[str, ...]
    figures: int
    figure_pages: int
    structure: tuple[str, ...]
    evidence: tuple[str, ...]
    printed: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Tell whether nothing disagrees."""
        return not (self.structure or self.evidence or self.printed)


def verify(path: Path) -> Verdict:
    """Take a report apart and compute its figures anew."""
    with _opened(path) as pdf:
        embedded = {name: item.get_file().read_bytes() for name, item in pdf.attachments.items()}
        evidence = _evidence(embedded, path)
        figures = printed_figures(pdf) if "/StructTreeRoot" in pdf.Root else []
        return Verdict(
            pages=len(pdf.pages),
            files=tuple(embedded),
            figures=len(figures),
            figure_pages=len({figure.page for figure in figures}),
            structure=tuple(structure_faults(pdf)),
            evidence=tuple(differences(evidence)),
            printed=tuple(_misprints(figures, _document(evidence, embedded))),
        )


def _opened(path: Path) -> pikepdf.Pdf:
    try:
        return pikepdf.open(path)
    except OSError as error:
        message = f"cannot read the report: {error.strerror or error}"
        raise ComplianceError(message, Place(str(path))) from None
    except pikepdf.PdfError:
        raise ComplianceError("this is no PDF that can be read", Place(str(path))) from None


def _evidence(embedded: Mapping[str, bytes], path: Path) -> Evidence:
    missing = [name for name in _NEEDED if name not in embedded]
    if missing:
        raise ComplianceError(
            f"this is no report of ours: {', '.join(missing)} is not embedded in it",
            Place(str(path)),
        )
    try:
        lines = embedded["findings.jsonl"].splitlines()
        return Evidence(
            summary=json.loads(embedded["summary.json"]),
            findings=[json.loads(line) for line in lines],
            lines=lines,
            withheld=[json.loads(x) for x in embedded.get("withheld.jsonl", b"").splitlines()],
            rejects=_table(embedded["rejects.csv"]),
            positions=_table(embedded.get(_LINES, b"")),
        )
    except ValueError as error:
        raise ComplianceError(
            f"an embedded file cannot be read: {error}", Place(str(path))
        ) from None


def _table(content: bytes) -> list[dict[str, str]]:
    text = io.StringIO(content.decode("utf-8"), newline="")
    return [{k: restore(v) or "" for k, v in row.items()} for row in csv.DictReader(text)]


def _document(evidence: Evidence, embedded: Mapping[str, bytes]) -> dict[str, Any]:
    """Give one object into which the pointers of all printed figures point."""
    files = {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in embedded.items()
    }
    return {
        **evidence.summary,
        "derived": derived(evidence),
        "lines": evidence.positions,
        "embedded": files,
    }


def _misprints(figures: list[Printed], document: Mapping[str, Any]) -> Iterator[str]:
    for figure in figures:
        expected = _at(document, figure.pointer)
        if not agrees(figure.text, figure.unit, expected):
            stands = "nothing" if expected is None else expected
            yield (
                f"page {figure.page}: printed is {figure.text!r}, but {figure.pointer} "
                f"is {stands} in the embedded files"
            )


def _at(document: Any, pointer: str) -> Any:
    """Give what a pointer points to, None where there is nothing."""
    for part in pointer.split("/")[1:]:
        key = unquote(part, errors="surrogatepass").replace("~1", "/").replace("~0", "~")
        if isinstance(document, list):
            document = document[int(key)] if key.isdecimal() and int(key) < len(document) else None
        else:
            document = document.get(key) if isinstance(document, Mapping) else None
    return document


def agrees(text: str, unit: str, expected: Any) -> bool:
    """Tell whether a printed text is the expected figure, whatever the language it is written in.

    Digits stand in groups of three behind one sign, an amount has the decimals of its currency.
    """
    bare = _SPACES.sub(" ", text.translate(_SIGNS)).strip()
    if isinstance(expected, str) and not re.fullmatch("-?[0-9]+", expected):
        return bare.replace(" ", "") == expected
    if expected is None:
        return False
    if unit:
        bare = bare.removeprefix(unit).removesuffix(unit).strip("$£¥€ ")
    places = exponent(unit) if unit else 0
    match = _shape(places).fullmatch(bare)
    if match is None or (match["group"] is not None and match["group"] == match["point"]):
        return False
    digits = re.sub("[^0-9]", "", match["digits"])
    return int(f"{match['minus']}{digits}") == int(expected)


@cache
def _shape(places: int) -> re.Pattern[str]:
    """Give the form of a figure with so many decimals."""
    point = rf"(?P<point>[.,])[0-9]{{{places}}}" if places else "(?P<point>(?!))?"
    whole = r"(?:[0-9]{1,3}(?:(?P<group>[ ,.'])[0-9]{3}(?:(?P=group)[0-9]{3})*)|[0-9]+)"
    return re.compile(rf"(?P<minus>-?)(?P<digits>{whole}{point})")

"""What a PDF shows: the marked figures, each with its page, read from tags and content.

The text is what a reader sees: the glyphs that are drawn, by the Unicode map of their font.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pikepdf

_OPERATORS: Final = "BDC BMC EMC Tf Tj TJ q Q"
_PAIR: Final = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")


@dataclass(frozen=True)
class Printed:
    """One figure as it is printed; pages count from 1."""

    page: int
    pointer: str
    unit: str
    text: str


@dataclass(frozen=True)
class _Marked:
    """One part of a figure as its tag describes it: the content is `mcids` of a page."""

    pointer: str
    unit: str
    part: str
    page: tuple[int, int]
    mcids: tuple[int, ...]


def printed_figures(pdf: pikepdf.Pdf) -> list[Printed]:
    """Give every marked figure in the order of the pages."""
    numbers = {page.obj.objgen: n for n, page in enumerate(pdf.pages)}
    by_page: dict[int, list[_Marked]] = defaultdict(list)
    for item in _tagged(pdf):
        by_page[numbers[item.page]].append(item)
    fonts: dict[Any, Mapping[bytes, str]] = {}
    found = []
    for number, items in sorted(by_page.items()):
        texts = _texts(pdf.pages[number], fonts)
        parts: dict[tuple[str, str, str], str] = defaultdict(str)
        for item in items:
            shown = "".join(texts.get(mcid, "") for mcid in item.mcids)
            parts[item.part, item.pointer, item.unit] += shown
        found += [
            Printed(number + 1, pointer, unit, text) for (_, pointer, unit), text in parts.items()
        ]
    return found


def _tagged(pdf: pikepdf.Pdf) -> Iterator[_Marked]:
    """Give the tags that are figures, in reading order."""
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += reversed(list(node))
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            said = _properties(node) if "/A" in node else {}
            if "figure" in said:
                mcids = tuple(_mcids(node))
                yield _Marked(said["figure"], said["unit"], said["part"], node.Pg.objgen, mcids)
            elif "/K" in node:
                waiting.append(node.K)


def _properties(node: pikepdf.Dictionary) -> dict[str, str]:
    owned = node.A
    if not isinstance(owned, pikepdf.Dictionary) or owned.get("/O") != "/UserProperties":
        return {}
    return {str(item.N): str(item.V) for item in owned.P}


def _mcids(node: Any) -> Iterator[int]:
    kids = node.K if isinstance(node, pikepdf.Dictionary) else node
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            yield kid
        else:
            yield from _mcids(kid)


def _texts(page: pikepdf.Page, fonts: dict[Any, Mapping[bytes, str]]) -> dict[int, str]:
    """Give the text of each piece of marked content of a page."""
    resources: Any = page.Resources.Font
    texts: dict[int, str] = defaultdict(str)
    marks: list[int | None] = []
    states: list[Mapping[bytes, str]] = []
    font: Mapping[bytes, str] = {}
    for instruction in pikepdf.parse_content_stream(page, _OPERATORS):
        operands: Any = instruction.operands
        name = str(instruction.operator)
        if name == "Tf":
            key = (page.Resources.objgen, str(operands[0]))
            if key not in fonts:
                fonts[key] = _unicode_map(resources[operands[0]])
            font = fonts[key]
        elif name in {"BDC", "BMC"}:
            mark = operands[1].get("/MCID") if name == "BDC" else None
            marks.append(None if mark is None else int(mark))
        elif name == "EMC":
            marks.pop()
        elif name == "q":
            states.append(font)
        elif name == "Q":
            font = states.pop() if states else font
        elif marks and marks[-1] is not None:
            texts[marks[-1]] += _shown(operands[0], font)
    return texts


def _shown(operand: Any, font: Mapping[bytes, str]) -> str:
    """Give the text of the glyphs that one operator draws; codes are two bytes each."""
    pieces = operand if isinstance(operand, pikepdf.Array) else [operand]
    codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
    return "".join(font.get(codes[n : n + 2], "\ufffd") for n in range(0, len(codes), 2))


def _unicode_map(font: pikepdf.Dictionary) -> dict[bytes, str]:
    """Give the text of each glyph of a font, by its ToUnicode map."""
    source = font.ToUnicode.read_bytes()
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", source, re.DOTALL)
        for code, text in _PAIR.findall(block)
    }

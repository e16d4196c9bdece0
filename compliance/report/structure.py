"""A structural check of our own, for machines without a validator: what a reader relies on.

It looks for what PDF/A-3a and PDF/UA-1 ask for and a later tool is likely to lose. It is no
validation: that needs a validator, which the tests of this program run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

_CLAIMS: Final = (
    "<pdfaid:part>3<", 'pdfaid:part="3"', "<pdfaid:conformance>A<", 'pdfaid:conformance="A"',
    "<pdfuaid:part>1<", 'pdfuaid:part="1"',
)  # fmt: skip
_ACTIVE: Final = ("/OpenAction", "/AA", "/JavaScript", "/JS", "/Launch")


def structure_faults(pdf: pikepdf.Pdf) -> list[str]:
    """Give what is wrong with the structure of a report, one sentence each."""
    found = (*_catalog(pdf), *_metadata(pdf), *_pages(pdf), *_files(pdf), *_objects(pdf))
    return list(dict.fromkeys(found))


def _catalog(pdf: pikepdf.Pdf) -> Iterator[str]:
    root: Any = pdf.Root
    if pdf.is_encrypted:
        yield "the file is encrypted"
    if not str(root.get("/Lang", "")):
        yield "the document names no language"
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "the document is not marked as tagged"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "readers are not told to show the title"
    if "/StructTreeRoot" not in root or "/ParentTree" not in root.StructTreeRoot:
        yield "the document has no tags"
    if "/Outlines" not in root or "/First" not in root.Outlines:
        yield "the document has no bookmarks"
    if not any("/DestOutputProfile" in item for item in root.get("/OutputIntents", ())):
        yield "the document has no output intent with a profile"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    metadata = pdf.Root.get("/Metadata")
    text = b"" if metadata is None else metadata.read_bytes()
    for one, other in zip(_CLAIMS[::2], _CLAIMS[1::2], strict=True):
        if one.encode() not in text and other.encode() not in text:
            yield f"the metadata does not state {other}"
    if metadata is not None and "/Filter" in metadata:
        yield "the metadata is compressed"
    if b"<dc:title>" not in text:
        yield "the metadata has no title"


def _pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, start=1):
        if page.obj.get("/Tabs") != "/S":
            yield f"page {number}: the order of tabs is not that of the structure"
        if "/StructParents" not in page.obj:
            yield f"page {number}: its content is not tied to tags"
        for note in page.obj.get("/Annots", ()):
            if "/StructParent" not in note:
                yield f"page {number}: an annotation has no tag"
            if note.get("/Subtype") == "/Widget" and not str(note.get("/TU", "")):
                yield f"page {number}: a form field has no description"


def _files(pdf: pikepdf.Pdf) -> Iterator[str]:
    listed = {item.objgen for item in pdf.Root.get("/AF", ())}
    for name, item in pdf.attachments.items():
        if item.obj.objgen not in listed or "/AFRelationship" not in item.obj:
            yield f"{name}: the embedded file has no stated relationship"
        stored: Any = item.obj.EF.F
        checksum = stored.get("/Params", {}).get("/CheckSum")
        own = hashlib.md5(stored.read_bytes(), usedforsecurity=False).digest()
        if checksum is None or bytes(checksum) != own:
            yield f"{name}: the embedded file is not the one that its checksum is of"


def _objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Look at fonts, tags and actions wherever they stand."""
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary):
            continue
        kind = item.get("/S")
        if item.get("/Type") == "/Font":
            yield from _font(item)
        elif kind == "/Figure" and not str(item.get("/Alt", "")):
            yield "a figure has no alternative text"
        elif kind == "/TH" and not _has_scope(item.get("/A")):
            yield "a header cell has no scope"
        for key in _ACTIVE:
            if key in item:
                yield f"the document acts by itself ({key[1:]})"


def _has_scope(owned: Any) -> bool:
    parts = owned if isinstance(owned, pikepdf.Array) else [owned]
    return any(isinstance(part, pikepdf.Dictionary) and "/Scope" in part for part in parts)


def _font(font: pikepdf.Dictionary) -> Iterator[str]:
    described = font.get("/FontDescriptor")
    name = str(font.get("/BaseFont", "a font"))[1:]
    if font.get("/Subtype") == "/Type0":
        if "/ToUnicode" not in font:
            yield f"{name}: the font does not say which text its glyphs are"
    elif described is None or not any(f"/FontFile{n}" in described for n in ("", 2, 3)):
        yield f"{name}: the font is not embedded"

"""Ways to break a report: each takes an open PDF and spoils one thing in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Pdf, String


def tags(pdf: Pdf, kind: str) -> Iterator[Any]:
    """Give the tags of a kind, such as `/TH`."""
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/S") == kind:
            yield item


def no_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


def not_marked(pdf: Pdf) -> None:
    del pdf.Root.MarkInfo


def no_tags(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot


def no_alternative_text(pdf: Pdf) -> None:
    del next(tags(pdf, "/Figure")).Alt


def no_scope(pdf: Pdf) -> None:
    for header in tags(pdf, "/TH"):
        del header.A.Scope
        if "/ID" in header:
            del header.ID


def no_output_intent(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def no_metadata(pdf: Pdf) -> None:
    del pdf.Root.Metadata


def _metadata(pdf: Pdf, old: bytes, new: bytes) -> None:
    text = pdf.Root.Metadata.read_bytes()
    assert old in text
    pdf.Root.Metadata.write(text.replace(old, new))


def no_archive_claim(pdf: Pdf) -> None:
    _metadata(pdf, b'pdfaid:part="3"', b'pdfaid:part="9"')


def no_access_claim(pdf: Pdf) -> None:
    _metadata(pdf, b'pdfuaid:part="1"', b'pdfuaid:part="9"')


def title_hidden(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences.DisplayDocTitle


def no_relationship(pdf: Pdf) -> None:
    del pdf.Root.AF[0].AFRelationship


def font_taken_out(pdf: Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and "/FontFile2" in item:
            del item["/FontFile2"]
            return


def font_without_text(pdf: Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and "/ToUnicode" in item:
            del item.ToUnicode


def script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def untagged_text(pdf: Pdf) -> None:
    page = pdf.pages[2]
    page.contents_add(b"q BT ET 0 0 m 9 9 l S Q", prepend=False)


def other_colours(pdf: Pdf) -> None:
    pdf.pages[2].contents_add(b"/Artifact BMC q 1 0 0 0 k 0 0 9 9 re f Q EMC", prepend=False)


def link_without_tag(pdf: Pdf) -> None:
    for page in pdf.pages:
        for note in page.obj.get("/Annots", ()):
            del note["/StructParent"]
            return


def tabs_by_rows(pdf: Pdf) -> None:
    page: Any = next(page.obj for page in pdf.pages if "/Annots" in page.obj)
    page.Tabs = Name.R


def heading_level_left_out(pdf: Pdf) -> None:
    for heading in tags(pdf, "/H2"):
        heading.S = Name.H6


def cells_outside_rows(pdf: Pdf) -> None:
    row: Any = next(tags(pdf, "/TR"))
    row.S = Name.P


def encrypted(pdf: Pdf) -> pikepdf.Encryption:
    return pikepdf.Encryption(owner="x", user="")


def program_started(pdf: Pdf) -> None:
    page: Any = pdf.pages[0].obj
    page.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("x")))


def unknown_tag(pdf: Pdf) -> None:
    for paragraph in tags(pdf, "/P"):
        paragraph.S = Name.Notice


def file_without_name(pdf: Pdf) -> None:
    item: Any = pdf.Root.AF[0]
    del item.UF


# name, the profile that forbids it, whether our own structural check sees it too
DEFECTS = [
    (no_language, "ua1", True),
    (not_marked, "3a", True),
    (no_tags, "3a", True),
    (no_alternative_text, "ua1", True),
    (no_scope, "ua1", True),
    (no_output_intent, "3a", True),
    (no_metadata, "3a", True),
    (no_archive_claim, "3a", True),
    (no_access_claim, "ua1", True),
    (title_hidden, "ua1", True),
    (no_relationship, "3a", True),
    (font_taken_out, "3a", True),
    (font_without_text, "3a", True),
    (script, "3a", True),
    (program_started, "3a", True),
    (encrypted, "3a", True),
    (link_without_tag, "ua1", True),
    (tabs_by_rows, "ua1", True),
    (untagged_text, "ua1", False),
    (other_colours, "3a", False),
    (heading_level_left_out, "ua1", False),
    (cells_outside_rows, "ua1", False),
    (unknown_tag, "ua1", False),
    (file_without_name, "3a", False),
]

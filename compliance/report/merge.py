"""The child that joins the parts of a report: `python -m compliance.report.merge FOLDER`.

A plain join of pages would lose the tags. Here pages, tags and bookmarks of every part are put
behind the page of the report on which the register begins, and the keys that tie content to tags
are counted on.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, OutlineItem, Pdf, String

from compliance.report.children import BODY

ANCHOR: Final = "s-register"  # the section of the report behind which the parts are put


def main(folder: Path) -> int:
    """Join `body/report.pdf` and every `part-*/report.pdf` of the folder."""
    with Pdf.open(folder / BODY / "report.pdf") as body:
        place = _page_of(body, ANCHOR)
        tags = _Tags(body, place)
        at = place + 1
        bookmarks: list[OutlineItem] = []
        for part in sorted(folder.glob("part-*")):
            source = Pdf.open(part / "report.pdf")
            job = json.loads((part / "job.json").read_bytes())
            bookmarks += [OutlineItem(title, at + page) for title, page in job["bookmarks"]]
            for number, page in enumerate(source.pages):
                body.pages.insert(at + number, page)
            tags.join(source, at)
            at += len(source.pages)
            _forget(source)
        tags.write()
        _join_outlines(body, place, bookmarks)
        _label(body, place, at - place - 1)
        body.save(
            folder / "report.pdf",
            deterministic_id=True,
            object_stream_mode=ObjectStreamMode.generate,
        )
    return 0


class _Tags:
    """The tags of a report while those of parts are put behind the ones of a page."""

    def __init__(self, body: Pdf, place: int) -> None:
        self._body = body
        self._root: Any = body.Root.StructTreeRoot
        self._document = self._root.K[0]
        self._kids = list(self._document.K)
        page = body.pages[place].obj
        self._behind = 1 + max(n for n, kid in enumerate(self._kids) if kid.get("/Pg") == page)
        self._joined: list[Any] = []
        self._nums: list[Any] = list(self._root.ParentTree.Nums)
        self._next = max(map(int, self._nums[::2])) + 1

    def join(self, source: Pdf, first: int) -> None:
        """Take over the tags of a part whose pages stand from `first` on."""
        tree: Any = self._body.copy_foreign(source.Root.StructTreeRoot)
        for kid in tree.K[0].K:
            kid.P = self._document
            self._joined.append(kid)
        own = list(tree.ParentTree.Nums)
        for key, value in zip(own[::2], own[1::2], strict=True):
            self._nums.extend((self._next + int(key), value))
        for number in range(first, first + len(source.pages)):
            self._body.pages[number].obj.StructParents += self._next
        self._next += max(map(int, own[::2])) + 1

    def write(self) -> None:
        """Put everything into the report."""
        kids = self._kids[: self._behind] + self._joined + self._kids[self._behind :]
        self._document.K = Array(kids)
        self._root.ParentTree.Nums = Array(self._nums)


def _forget(source: Pdf) -> None:
    """Empty a part that was copied: only its streams are read again, when the whole is written."""
    for item in source.objects:
        if isinstance(item, Dictionary | Array):
            source._replace_object(item.objgen, Dictionary())  # noqa: SLF001 - no public way


def _page_of(body: Pdf, anchor: str) -> int:
    """Give the number of the page on which an anchor of the HTML stands, from 0."""
    names: Any = body.Root.Names.Dests.Names
    targets = dict(zip(map(str, names[::2]), names[1::2], strict=True))
    return next(n for n, page in enumerate(body.pages) if page.obj == targets[anchor][0])


def _join_outlines(body: Pdf, place: int, bookmarks: list[OutlineItem]) -> None:
    """Put the bookmarks of the parts under that of the register."""
    with body.open_outline() as outline:
        register = next(item for item in outline.root if _leads_to(item, body.pages[place].obj))
        register.children += bookmarks


def _leads_to(item: OutlineItem, page: Any) -> bool:
    target: Any = item.destination
    return target is not None and bool(target[0] == page)


def _label(body: Pdf, place: int, count: int) -> None:
    """Number the pages as they are printed: the register has numbers of its own."""
    plain, own = Dictionary(S=Name.D), Dictionary(S=Name.D, P=String("A-"))
    after = Dictionary(S=Name.D, St=place + 2)
    body.Root.PageLabels = Dictionary(
        Nums=Array([0, plain, place + 1, own, place + 1 + count, after])
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

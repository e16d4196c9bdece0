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

from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from compliance.report.children import BODY

ANCHOR: Final = "s-register"  # the section of the report behind which the parts are put


def main(folder: Path) -> int:
    """Join `body/report.pdf` and every `part-*/report.pdf` of the folder."""
    parts = sorted(folder.glob("part-*"))
    with Pdf.open(folder / BODY / "report.pdf") as body:
        place = _page_of(body, ANCHOR)
        sources = [Pdf.open(part / "report.pdf") for part in parts]
        counts = [len(source.pages) for source in sources]
        for source in reversed(sources):
            for page in reversed(source.pages):
                body.pages.insert(place + 1, page)
        _join_tags(body, sources, place)
        bookmarks = [json.loads((part / "job.json").read_bytes())["bookmarks"] for part in parts]
        _join_outlines(body, place, counts, bookmarks)
        _label(body, place, sum(counts))
        body.save(folder / "report.pdf", deterministic_id=True)
    return 0


def _page_of(body: Pdf, anchor: str) -> int:
    """Give the number of the page on which an anchor of the HTML stands, from 0."""
    names: Any = body.Root.Names.Dests.Names
    targets = dict(zip(map(str, names[::2]), names[1::2], strict=True))
    return next(n for n, page in enumerate(body.pages) if page.obj == targets[anchor][0])


def _join_tags(body: Pdf, sources: list[Pdf], place: int) -> None:
    """Put the tags of the parts behind those of the page at `place`."""
    root: Any = body.Root.StructTreeRoot
    document = root.K[0]
    nums: Any = root.ParentTree.Nums
    keys = list(nums)
    next_key = max(map(int, keys[::2])) + 1
    page = body.pages[place].obj
    kids = list(document.K)
    behind = 1 + max(n for n, kid in enumerate(kids) if kid.get("/Pg") == page)
    joined: list[Any] = []
    first = place + 1
    for source in sources:
        tree: Any = body.copy_foreign(source.Root.StructTreeRoot)
        for kid in tree.K[0].K:
            kid.P = document
            joined.append(kid)
        own = list(tree.ParentTree.Nums)
        for key, value in zip(own[::2], own[1::2], strict=True):
            keys += [next_key + int(key), value]
        for number in range(first, first + len(source.pages)):
            body.pages[number].obj.StructParents += next_key
        first += len(source.pages)
        next_key += max(map(int, own[::2])) + 1
    document.K = Array(kids[:behind] + joined + kids[behind:])
    root.ParentTree.Nums = Array(keys)


def _join_outlines(
    body: Pdf, place: int, counts: list[int], bookmarks: list[list[tuple[str, int]]]
) -> None:
    """Put the bookmarks of the parts under that of the register."""
    with body.open_outline() as outline:
        register = next(item for item in outline.root if _leads_to(item, body.pages[place].obj))
        first = place + 1
        for count, marks in zip(counts, bookmarks, strict=True):
            register.children += [OutlineItem(title, first + page) for title, page in marks]
            first += count


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

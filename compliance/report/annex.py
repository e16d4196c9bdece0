"""Annex A, the register of all findings, in parts that are rendered apart from one another.

A page holds a known number of rows of a known height, so every part knows its page numbers without
having seen the others: `Page A-31 of A-1,000`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from compliance.model.finding import Finding

ROWS: Final = 15  # on one page
PAGES: Final = 50  # in one part


@dataclass(frozen=True)
class Page:
    """One page of the register: its number, and its findings with the place of the first, last."""

    number: int
    first: int
    last: int
    findings: Sequence[Finding]


@dataclass(frozen=True)
class Part:
    """Some pages in a row, and the bookmarks in them: the rule, and the page from 0."""

    pages: Sequence[Page]
    bookmarks: Sequence[tuple[str, int]]


def page_count(findings: int) -> int:
    """Give how many pages a register has."""
    return -(-findings // ROWS)


def parts_of(findings: Sequence[Finding]) -> Iterator[Part]:
    """Split a register into parts; each rule has a bookmark on the page on which it begins."""
    begins: dict[int, list[str]] = {}
    for rule, own in groupby(enumerate(findings), key=lambda item: item[1].rule):
        begins.setdefault(next(own)[0] // ROWS, []).append(rule)
    pages = [_page(findings, number) for number in range(page_count(len(findings)))]
    for first in range(0, len(pages), PAGES):
        own_pages = pages[first : first + PAGES]
        marks = [
            (rule, place)
            for place in range(len(own_pages))
            for rule in begins.get(first + place, ())
        ]
        yield Part(own_pages, marks)


def _page(findings: Sequence[Finding], number: int) -> Page:
    first = number * ROWS
    rows = findings[first : first + ROWS]
    return Page(number + 1, first + 1, first + len(rows), rows)

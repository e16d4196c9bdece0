"""Charts drawn by hand as SVG: exact, small, the same bytes each time, with their figures in words.

Lengths are in CSS pixels. No figure is computed here but shares for drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from markupsafe import Markup

from compliance.report.glyphs import printable
from compliance.report.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from compliance.model.books import Digits
    from compliance.model.result import LinePosition

WIDTH: Final = 656
NAVY, BLUE, PALE, RED, GREY, TEXT = "#17365d", "#9db4d3", "#e6ebf3", "#8e1b2e", "#b9c0cb", "#1c2430"
_LEFT, _RIGHT, _ROW, _TOP = 176, 108, 31, 20
_FONT: Final = "font-family=\"'IBM Plex Sans Condensed', 'DejaVu Sans', 'Droid Sans Fallback'\""


@dataclass(frozen=True)
class Scale:
    """A scale in percent of the credit in force."""

    most: int

    def x(self, part: int, whole: int) -> int:
        """Give the place of `part` of `whole`, in hundredths of a pixel."""
        span = (WIDTH - _LEFT - _RIGHT) * 100
        share = min(max(part, 0) * 10_000 // whole, self.most * 100)
        return _LEFT * 100 + share * span // (self.most * 100)


def bullets(lines: Sequence[LinePosition], say: Language) -> Markup:
    """Draw each funding line against its credit in force (100 %): committed, paid, at issue."""
    rows = [(line, credit) for line in lines if (credit := credit_of(line) or 0) > 0]
    peak = max((line.committed * 100 // credit for line, credit in rows), default=100)
    scale = Scale(min(200, max(125, -(-(peak + 5) // 25) * 25)))
    bottom = _TOP + _ROW * len(rows)
    height = bottom + 26
    body = [
        *_axis(scale, bottom, say),
        *(
            mark
            for n, row in enumerate(rows)
            for mark in _bullet(scale, _TOP + _ROW * n, *row, say)
        ),
        *_legend(bottom + 18, say),
    ]
    return _svg(height, _words(rows, say), body)


def severity_bar(parts: Sequence[tuple[str, int, str]], say: Language) -> Markup:
    """Draw one bar split by severity: (word, number, colour)."""
    total = sum(number for _, number, _ in parts)
    told = ", ".join(f"{say.plain(word)} {say.count(number)}" for word, number, _ in parts)
    words = f"{say.plain('Findings of confirmed standing by severity:')} {told}"
    body: list[str] = []
    start = 0
    for _word, number, colour in parts:
        end = start + number
        left, right = (WIDTH * 100 * edge // max(total, 1) for edge in (start, end))
        if number:
            body.append(_rect(left, 0, right - left, 10, colour))
        start = end
    return _svg(10, words, body)


def digit_columns(digits: Digits, say: Language) -> Markup:
    """Draw how often each digit leads, as columns, beside what Benford's law expects, as lines."""
    total = sum(digits.counts)
    shares = [count * 1_000_000 // total for count in digits.counts]
    peak = max(*shares, *digits.expected)
    step, base, high = WIDTH // 9, 150, 120
    body: list[str] = [
        f'<path d="M0 {base}H{WIDTH}" stroke="{TEXT}" stroke-width="1"/>',
    ]
    told = []
    for n, (share, expected, found) in enumerate(
        zip(shares, digits.expected, digits.counts, strict=True)
    ):
        left, middle = n * step + 14, n * step + step // 2
        top, line = base - high * share // peak, base - high * expected // peak
        body += [
            f'<rect x="{left}" y="{top}" width="{step - 28}" height="{base - top}" fill="{BLUE}"/>',
            f'<path d="M{left - 6} {line}H{left + step - 22}" stroke="{RED}" stroke-width="2"/>',
            _text(middle, base + 13, str(n + 1), weight=600, anchor="middle"),
            _text(middle, base + 25, say.count(found), size=8, colour="#4c5666", anchor="middle"),
        ]
        told.append(
            say.plain(
                "digit {digit}: {found} payments, {share} where {expected} are expected",
                digit=n + 1, found=say.count(found), share=say.part(share // 100),
                expected=say.part(expected // 100),
            )
        )  # fmt: skip
    words = f"{say.plain('Leading digits of payments, beside Benford’s law')}. {'; '.join(told)}."
    return _svg(base + 32, words, body)


def credit_of(line: LinePosition) -> int | None:
    """Give the yardstick of a line: its credit in force, else its ceiling."""
    return line.ceiling if line.appropriation is None else line.appropriation


def _bullet(
    scale: Scale, top: int, line: LinePosition, credit: int, say: Language
) -> Iterator[str]:
    zero, full = scale.x(0, 1), scale.x(credit, credit)
    yield _text(0, top + 12, f"{line.line_id} / {line.budget_year}", weight=600)
    yield _text(0, top + 23, say.cut(line.title, 34), size=8, colour="#4c5666")
    yield _rect(zero, top + 4, full - zero, 20, PALE)
    held = scale.x(min(line.committed, credit), credit)
    yield _rect(zero, top + 7, held - zero, 14, BLUE)
    if line.committed > credit:
        yield _rect(full, top + 7, scale.x(line.committed, credit) - full, 14, RED)
    yield _rect(zero, top + 11, scale.x(line.paid, credit) - zero, 6, NAVY)
    if line.at_issue:
        yield _rect(zero, top + 19, scale.x(line.at_issue, credit) - zero, 3, RED)
    yield f'<path d="M{_px(full)} {top + 2}V{top + 26}" stroke="{TEXT}" stroke-width="1.5"/>'
    over = line.available is not None and line.available < 0
    yield _text(
        WIDTH, top + 17, say.money(line.available, line.currency),
        anchor="end", weight=600 if over else 400, colour=RED if over else TEXT,
    )  # fmt: skip


def _axis(scale: Scale, bottom: int, say: Language) -> Iterator[str]:
    yield _text(0, 12, say.plain("Funding line"), size=8, colour="#4c5666")
    yield _text(WIDTH, 12, say.plain("Available"), size=8, colour="#4c5666", anchor="end")
    for share in range(0, scale.most + 1, 25):
        x = _px(scale.x(share, 100))
        yield f'<path d="M{x} {_TOP}V{bottom}" stroke="{GREY}" stroke-width="0.5"/>'
        yield _text(x, 12, f"{share} %", size=8, colour="#4c5666", anchor="middle")


def _legend(y: int, say: Language) -> Iterator[str]:
    words = (
        (say.plain("Credit in force"), PALE), (say.plain("Committed"), BLUE),
        (say.plain("Paid"), NAVY), (say.plain("Beyond the credit, or at issue (thin bar)"), RED),
    )  # fmt: skip
    x = _LEFT
    for word, colour in words:
        yield _rect(x * 100, y - 7, 1200, 8, colour)
        yield _text(x + 16, y, word, size=8)
        x += 34 + len(word) * 4


def _words(rows: Iterable[tuple[LinePosition, int]], say: Language) -> str:
    parts = [
        say.plain(
            "{line}: credit {credit}, committed {committed}, paid {paid}, available {available}",
            line=f"{line.line_id}/{line.budget_year}", credit=say.money(credit, line.currency),
            committed=say.money(line.committed, line.currency),
            paid=say.money(line.paid, line.currency),
            available=say.money(line.available, line.currency),
        )
        for line, credit in rows
    ]  # fmt: skip
    return f"{say.plain('Funding lines in percent of the credit in force.')} {'; '.join(parts)}."


def _svg(height: int, words: str, body: Iterable[str]) -> Markup:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" {_FONT}>'
    )
    # Every text in it went through `_safe`.
    return Markup(f"{head}<title>{_safe(words)}</title>{''.join(body)}</svg>")  # noqa: S704


def _safe(text: str) -> str:
    return escape(printable(text), {'"': "&quot;"})


def _px(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _rect(x: int, y: int, width: int, height: int, colour: str) -> str:
    size = f'width="{_px(max(width, 0))}" height="{height}"'
    return f'<rect x="{_px(x)}" y="{y}" {size} fill="{colour}"/>'


def _text(
    x: int | str, y: int, text: str, *, size: int = 9, weight: int = 400, colour: str = TEXT,
    anchor: str = "start",
) -> str:  # fmt: skip
    style = f'font-size="{size}" font-weight="{weight}" fill="{colour}" text-anchor="{anchor}"'
    return f'<text x="{x}" y="{y}" {style}>{_safe(text)}</text>'

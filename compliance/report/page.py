"""The report as one HTML page: the figures of the result poured into the templates."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from compliance.model.marking import UNMARKED
from compliance.model.money import BASE
from compliance.model.wanted import ENGLISH
from compliance.report import charts, words
from compliance.report.annex import Part, page_count, parts_of
from compliance.report.case import case_counts, case_rows
from compliance.report.facts import (
    WORST_FIRST,
    Group,
    exceptions_of,
    groups_of,
    may_print,
    missing_numbers,
    number_gaps,
    severity_table,
    tie_outs,
)
from compliance.report.figures import Figure, Hash, mark, marked, traced, traced_fields
from compliance.report.glyphs import POP_ISOLATE, printable
from compliance.report.language import Language, language
from compliance.report.parts import (
    TITLES,
    ages,
    answers_of,
    exceptional_of,
    later_on,
    money_rows,
    section_numbers,
    signatures,
    status_of,
)
from compliance.report.told import Told, case_headline
from compliance.report.widths import fitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from jinja2 import Environment

    from compliance.model.batch import Batch
    from compliance.model.finding import Finding
    from compliance.model.history import Followed
    from compliance.model.result import Result

TEMPLATES: Final = Path(__file__).parent / "templates"
TABLE_ROWS: Final = 250  # a longer table makes the layout slow: rows times pages
CHART_LINES: Final = 24
LINES: Final = "funding_lines.csv"  # embedded in the PDF: the positions of all funding lines
HEADLINES: Final = {
    "payments_at_issue": "Payments at issue",
    "commitments_not_yet_paid": "Commitments not yet paid",
    "recoverable": "Recoverable",
    "undetermined_money": "Could not be determined",
}
SEVERITY_COLOURS: Final = {
    "critical": "#8e1b2e",
    "major": "#b04a12",
    "minor": "#b98a00",
    "info": "#6d87a6",
}


@dataclass(frozen=True)
class Limits:
    """How much is printed; the files always hold everything."""

    rows: int = 25  # findings under one rule
    open_rows: int = 8  # undetermined records under one rule
    register: int = 5000  # findings in the annex
    rejects: int = 100
    exceptions: int = 25  # records by one exception
    oldest: int = 10  # open commitments and advances
    parameters: int = 500
    lines: int = 500
    cases: int = 100
    text: int = 400  # characters of one text
    explanation: int = 220


@dataclass(frozen=True)
class Form:
    """Which form of the report is wanted: its language, whole or on one page, for paper or not."""

    language: str = ENGLISH
    brief: bool = False
    style: str | None = None  # CSS to hold inside, for a page that stands alone


def html_of(
    result: Result,
    batch: Batch,
    findings: Sequence[Finding],
    attachments: Sequence[tuple[str, str, int, str]],
    limits: Limits | None = None,
    form: Form | None = None,
) -> str:
    """Give the whole report as HTML; `attachments` are (name, content, bytes, sha256)."""
    form = form or Form()
    from markupsafe import Markup

    say = language(form.language)
    context = _context(_traced(result), batch, findings, limits or Limits(), say)
    template = _environment(say).get_template("report.html.j2")
    return template.render(
        **context, attachments=attachments, brief=form.brief,
        # Our own style sheet, into which each word of the batch went as a quoted string.
        style=None if form.style is None else Markup(form.style),  # noqa: S704
        screen=form.style is not None,
    )  # fmt: skip


def register_parts(
    result: Result,
    findings: Sequence[Finding],
    limits: Limits | None = None,
    form: Form | None = None,
) -> Iterator[tuple[str, Part]]:
    """Give the register of all findings as HTML, in parts that are rendered apart."""
    limits = limits or Limits()
    say = language((form or Form()).language)
    printed = printed_findings(findings)
    rows = _register(printed, groups_of(result, findings, limits.rows), limits)
    template = _environment(say).get_template("register.html.j2")
    said = result.messages.get(say.code, {})
    for part in parts_of(rows):
        html = template.render(
            pages=part.pages, total=len(rows), page_count=page_count(len(rows)),
            reference=reference_of(result), marking=marking_of(result), language=say,
            batch=result.summary["batch"], said=said, translated=say.code != ENGLISH,
        )  # fmt: skip
        yield html, part


def _traced(result: Result) -> Result:
    """Give the result of which every figure knows where it stands in the embedded files."""
    lines = (traced_fields(line, f"/lines/{n}") for n, line in enumerate(result.lines))
    return replace(result, summary=traced(result.summary), lines=tuple(lines))


def printed_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Give the findings that may stand in the report and in the files inside it."""
    return [finding for finding in findings if may_print(finding)]


def reference_of(result: Result) -> str:
    """Give the reference of the report: it changes when, and only when, the content does."""
    return f"CR-{result.summary['as_of']}-{result.summary['content_hash'][:8].upper()}"


def marking_of(result: Result) -> str:
    """Give the marking of the originator, never one of our own."""
    return result.summary["batch"].get("marking") or UNMARKED


def _environment(say: Language) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def finalize(value: Any) -> Any:
        if isinstance(value, Markup) or callable(value):
            return value
        if isinstance(value, Figure | Hash):
            return mark(value, str(value))
        return printable(words.NOTHING if value is None else str(value))

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        n=marked(say.count), amount=marked(say.amount, BASE), money=marked(say.money, BASE),
        sums=say.sums, day=say.day, period=say.period, cut=say.cut, part=say.part,
        file=words.file, cells=say.cells, chunks=_chunks, moneys=money_rows,
        fitted=_fitted, unmet=words.unmet,
    )  # fmt: skip
    environment.globals.update(_=say.text, _n=say.texts, term=say.text)
    return environment


def _fitted(value: Any, width: int) -> str:
    """Cut what is wider than its cell may be; what is cut off must not leave a text unclosed."""
    from markupsafe import escape

    whole = printable(words.NOTHING if value is None else str(value))
    text = fitted(whole, width)
    return escape(text if text == whole or whole[-1] != POP_ISOLATE else text + POP_ISOLATE)


def _context(
    result: Result, batch: Batch, findings: Sequence[Finding], limits: Limits, say: Language
) -> dict[str, Any]:
    summary = result.summary
    groups = groups_of(result, findings, limits.rows)
    table = severity_table(result, findings)
    printed = printed_findings(findings)
    rules = summary["rules"]
    not_run = sum("not_run" in entry for entry in rules.values())
    decisions = _decisions(groups)
    register = _register(printed, groups, limits)
    numbers = section_numbers(annex=bool(register))
    books = result.books
    told = Told(result, say, limits.text)
    return {
        "summary": summary,
        "stamp": result.stamp,
        "batch": summary["batch"],
        "totals": summary["control_totals"],
        "counts": summary["findings"],
        "waivers": _waivers(summary, findings),
        "rules_run": {k: v for k, v in sorted(rules.items()) if "not_run" not in v},
        "rules_not_run": {k: v for k, v in sorted(rules.items()) if "not_run" in v},
        "files": batch.files,
        "money_files": [n for n, a in summary["control_totals"]["files"].items() if a["money"]],
        "tie_outs": tie_outs(summary["control_totals"]),
        "missing_numbers": missing_numbers(summary["control_totals"]),
        "number_gaps": number_gaps(summary["control_totals"]),
        "result": result,
        "books": books,
        "followed": result.followed,
        "status": status_of(result),
        "signatures": signatures(result),
        "answers_of": partial(answers_of, result.followed),
        "responses": _responses(result.followed, groups),
        "records_of": lambda group: {f.finding: f.record for f in group.findings},
        "decisions_on": partial(later_on, result.followed),
        "exceptions": exceptions_of(result),
        "exceptional": exceptional_of(books),
        "fails": Counter((f.record_kind, f.record) for f in printed if f.outcome == "fail"),
        "commitment_ages": ages(books.commitments),
        "advance_ages": ages(books.advances),
        "credited": [line for line in result.lines[: limits.lines] if line.initial is not None],
        "groups": groups,
        "decisions": decisions,
        "decision_count": Figure(len(decisions), "/derived/decisions"),
        "rule_count": Figure(len(rules), "/derived/rules/all"),
        "ran_count": Figure(len(rules) - not_run, "/derived/rules/ran"),
        "not_run_count": Figure(not_run, "/derived/rules/not_run"),
        "file_count": Figure(len(batch.files), "/derived/files"),
        "severities": table,
        "confirmed": dict(table)["total"]["confirmed"],
        "critical": summary["findings"]["by_severity"]["critical"],
        "headlines": HEADLINES,
        "severity_chart": _severity_chart(table, say),
        "line_chart": charts.bullets(result.lines[:CHART_LINES], say) if result.lines else None,
        "digit_chart": charts.digit_columns(books.digits, say)
        if books.digits and books.digits.meant else None,
        "printed": printed,
        "withheld": len(findings) - len(printed),
        "register": register,
        "register_pages": page_count(len(register)),
        "section_numbers": numbers,
        "section_titles": TITLES,
        "no": numbers.__getitem__,
        "language": say,
        "colon": say.colon,
        "translated": say.code != ENGLISH,
        "in_english": told.in_english,
        "rule_text": told.rule_text,
        "rule_title": told.rule_title,
        "message": told.message,
        "case_headline": partial(case_headline, say),
        "reference": reference_of(result),
        "marking": marking_of(result),
        "limits": limits,
        "chart_lines": CHART_LINES,
        "lines_file": LINES,
        "case_counts": case_counts(summary["proposals"]),
        "case_rows": _case_rows(result, limits.cases),
        "undrawn": sum((charts.credit_of(line) or 0) <= 0 for line in result.lines),
    }  # fmt: skip


def _waivers(summary: Mapping[str, Any], findings: Sequence[Finding]) -> list[Mapping[str, Any]]:
    """Give the waivers that may be printed: none of a rule for a restricted audience."""
    restricted = {finding.rule for finding in findings if not may_print(finding)}
    waivers = summary["findings"].get("waivers", ())
    return [item for item in waivers if item["rule"] not in restricted]


def _case_rows(result: Result, most: int) -> list[tuple[str, Mapping[str, Any]]]:
    """Give the cases that are printed: those on which somebody decided, and the strongest."""
    rows = case_rows(result.summary["proposals"])
    decided = result.followed.decided
    return [(name, entry) for n, (name, _, entry) in enumerate(rows) if n < most or name in decided]


def _responses(followed: Followed, groups: Mapping[str, Sequence[Group]]) -> list[Group]:
    """Give the groups that ask for a response, and the others to which one was given."""
    return [
        group
        for name, own in groups.items()
        for group in own
        if name in {"breach", "quality"} or answers_of(followed, group)
    ]


def _decisions(groups: Mapping[str, Sequence[Group]]) -> list[Group]:
    """Give the groups that somebody must decide upon: critical and major, of confirmed standing."""
    return [
        group
        for name in ("breach", "quality")
        for group in groups[name]
        if group.card.severity in {"critical", "major"}
    ]


def _severity_chart(table: Sequence[tuple[str, Mapping[str, int]]], say: Language) -> Any:
    numbers = {severity: row["confirmed"] for severity, row in table}
    return charts.severity_bar(
        [(severity, numbers[severity], SEVERITY_COLOURS[severity]) for severity in WORST_FIRST],
        say,
    )


def _register(
    printed: Sequence[Finding], groups: Mapping[str, Sequence[Group]], limits: Limits
) -> Sequence[Finding]:
    """Give the rows of the annex: all findings, if some are missing in the body and they fit."""
    shown = limits.open_rows
    complete = not any(
        group.hidden or (name == "undetermined" and len(group.shown) > shown)
        for name, own in groups.items()
        for group in own
    )
    return [] if complete else printed[: limits.register]


def _chunks(items: Iterable[Any], size: int = TABLE_ROWS) -> list[list[Any]]:
    everything = list(items)
    return [everything[n : n + size] for n in range(0, len(everything), size)]

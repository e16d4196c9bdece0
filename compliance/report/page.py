"""The report as one HTML page: the figures of the result poured into the templates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from compliance.model.marking import UNMARKED
from compliance.model.money import BASE
from compliance.report import charts, words
from compliance.report.case import case_counts, case_rows
from compliance.report.facts import (
    WORST_FIRST,
    Group,
    exceptions_of,
    groups_of,
    may_print,
    missing_numbers,
    severity_table,
    tie_outs,
)
from compliance.report.figures import Figure, Hash, counted, mark, marked, traced, traced_fields
from compliance.report.glyphs import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jinja2 import Environment

    from compliance.model.batch import Batch
    from compliance.model.finding import Finding
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
    register: int = 1000  # findings in the annex
    rejects: int = 100
    exceptions: int = 25  # records by one exception
    parameters: int = 500
    lines: int = 500
    cases: int = 100
    text: int = 400  # characters of one text


def html_of(
    result: Result,
    batch: Batch,
    findings: Sequence[Finding],
    attachments: Sequence[tuple[str, str, int, str]],
    limits: Limits | None = None,
) -> str:
    """Give the whole report as HTML; `attachments` are (name, content, bytes, sha256)."""
    context = _context(_traced(result), batch, findings, limits or Limits())
    template = _environment().get_template("report.html.j2")
    return template.render(**context, attachments=attachments)


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


def _environment() -> Environment:
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
        n=marked(words.count), amount=marked(words.amount, BASE), money=marked(words.money, BASE),
        sums=_sums, day=words.day,
        period=words.period, cut=words.cut, file=words.file, cells=words.cells, chunks=_chunks,
    )  # fmt: skip
    environment.globals.update(plural=counted(words.plural, words.count))
    return environment


def _sums(by_currency: Mapping[str, int | None]) -> str:
    """Write sums by currency as `words.sums` does, each marked."""
    from markupsafe import Markup

    write = marked(words.money)
    parts = [write(by_currency[c], c) for c in sorted(by_currency) if c != "base_minor"]
    return Markup("; ").join(parts) or words.NOTHING


def _context(
    result: Result, batch: Batch, findings: Sequence[Finding], limits: Limits
) -> dict[str, Any]:
    summary = result.summary
    groups = groups_of(result, findings, limits.rows)
    table = severity_table(result, findings)
    printed = printed_findings(findings)
    rules = summary["rules"]
    not_run = sum("not_run" in entry for entry in rules.values())
    decisions = _decisions(groups)
    return {
        "summary": summary,
        "stamp": result.stamp,
        "batch": summary["batch"],
        "totals": summary["control_totals"],
        "counts": summary["findings"],
        "rules_run": {k: v for k, v in sorted(summary["rules"].items()) if "not_run" not in v},
        "rules_not_run": {k: v for k, v in sorted(summary["rules"].items()) if "not_run" in v},
        "files": batch.files,
        "money_files": [n for n, a in summary["control_totals"]["files"].items() if a["money"]],
        "tie_outs": tie_outs(summary["control_totals"]),
        "missing_numbers": missing_numbers(summary["control_totals"]),
        "result": result,
        "exceptions": exceptions_of(result),
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
        "severity_chart": _severity_chart(table),
        "line_chart": charts.bullets(result.lines[:CHART_LINES]) if result.lines else None,
        "printed": printed,
        "withheld": len(findings) - len(printed),
        "register": _register(printed, groups, limits),
        "rule_titles": {card.id: card.title for card in result.rules},
        "reference": reference_of(result),
        "marking": marking_of(result),
        "limits": limits,
        "chart_lines": CHART_LINES,
        "lines_file": LINES,
        "case_counts": case_counts(summary["proposals"]),
        "case_rows": case_rows(summary["proposals"]),
        "undrawn": sum((charts.credit_of(line) or 0) <= 0 for line in result.lines),
    }


def _decisions(groups: Mapping[str, Sequence[Group]]) -> list[Group]:
    """Give the groups that somebody must decide upon: critical and major, of confirmed standing."""
    return [
        group
        for name in ("breach", "quality")
        for group in groups[name]
        if group.card.severity in {"critical", "major"}
    ]


def _severity_chart(table: Sequence[tuple[str, Mapping[str, int]]]) -> Any:
    numbers = {severity: row["confirmed"] for severity, row in table}
    return charts.severity_bar(
        [(severity, numbers[severity], SEVERITY_COLOURS[severity]) for severity in WORST_FIRST]
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
    return [] if complete or len(printed) > limits.register else printed


def _chunks(items: Iterable[Any], size: int = TABLE_ROWS) -> list[list[Any]]:
    everything = list(items)
    return [everything[n : n + size] for n in range(0, len(everything), size)]

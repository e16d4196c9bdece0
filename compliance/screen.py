"""What a person sees on the terminal: progress, the result in a few lines, where the files are."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compliance.model.finding import SEVERITIES
from compliance.model.meter import Spent, watched
from compliance.model.money import format_money

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from compliance.model.result import Result
    from compliance.recorded import Recorded

Progress = Callable[[str, int, int], None]
_COLOURS = {"critical": "bold red", "major": "red", "minor": "yellow", "info": "cyan"}


class Screen:
    """Prints to standard output; colours and bars on a terminal, plain text in a pipe."""

    def __init__(self, *, quiet: bool, bars: bool = True) -> None:
        """Print nothing where `quiet`; without `bars` no progress is shown."""
        self.quiet, self.bars = quiet, bars and not quiet

    @contextmanager
    def progress(self) -> Iterator[Progress | None]:
        """Give a function that moves a progress bar; None in a pipe or where quiet."""
        if not self.bars or not sys.stderr.isatty():
            yield None
            return
        from rich import progress as parts
        from rich.console import Console

        columns = (
            parts.TextColumn("{task.description}"), parts.BarColumn(), parts.MofNCompleteColumn(),
            parts.TextColumn("{task.fields[rows]}"), parts.TimeRemainingColumn(),
        )  # fmt: skip
        with parts.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            shown = _OnBar(bar)
            with watched(shown):
                yield shown.moves

    def heading(self, text: str) -> None:
        """Print a heading."""
        self._print(f"\n[bold]{text}[/bold]")

    def result(self, result: Result, written: Sequence[Path]) -> None:
        """Print what a check found, in the order in which a person asks."""
        self.summary(result.summary, written)

    def summary(self, summary: Mapping[str, Any], written: Sequence[Path]) -> None:
        """Print the same from a summary alone."""
        if self.quiet:
            return
        self._rows(summary["control_totals"])
        self._findings(summary)
        self._money(summary["findings"]["headline"])
        self._print(_closing(summary))
        if written:
            folder = Path(os.path.commonpath([path.parent for path in written]))
            names = ", ".join(path.relative_to(folder).as_posix() for path in written)
            self._print(_literal(f"Written to {folder}: {names}"))

    def recorded(self, done: Recorded) -> None:
        """Print what a check beside a register found, and what was recorded."""
        if done.result is not None:
            self.result(done.result, done.written)
            news = "imported" if done.new_batch else "known before, not imported again"
        else:
            self._print(_closing(done.summary))
            news = "known before, and nothing has changed since: the earlier run is given"
        of = (
            "all batches"
            if done.basis.batch_id is None
            else f"batch {done.basis.batch_id} ({news})"
        )
        self._print(_literal(f"Recorded as run {done.run_id} of {of}; root {done.root}"))

    def reports(self, paths: Sequence[Path]) -> None:
        """Print where the reports are."""
        self._print("\n[bold]Reports[/bold]")
        for path in paths:
            self._print(_literal(f"  {path}"))

    def _rows(self, totals: dict[str, Any]) -> None:
        rows = totals["rows"]
        files = len(totals["files"])
        self._print(
            f"Read {rows['read']:,} rows from {files} file{'s' * (files != 1)}: "
            f"{rows['accepted']:,} accepted, {rows['rejected']:,} rejected."
        )
        if totals["differences"]:
            self._print(f"[red]{len(totals['differences'])} declared totals do not tie.[/red]")

    def _findings(self, summary: Mapping[str, Any]) -> None:
        totals = summary["findings"]
        counts = ", ".join(
            f"[{_COLOURS[name]}]{totals['by_severity'][name]:,} {name}[/]"
            for name in reversed(SEVERITIES)
        )
        self._print(f"Confirmed findings: {counts}.")
        self._print(
            f"Beside them: {totals['undetermined']:,} undetermined, {totals['unconfirmed']:,} "
            f"departures from limits not confirmed, {totals['indicators']:,} reasons to look"
            + (f"; {totals['trial']:,} of rules on trial" if totals["trial"] else "")
            + (f"; {totals['waived']:,} waived." if totals["waived"] else ".")
        )
        shown = _gravest_first(summary)
        for rule, rule_id, count in shown[:12]:
            colour = _COLOURS[rule["severity"]]
            self._print(
                f"  {count:>7,}  {rule_id}  [{colour}]{rule['severity']:<8}[/] "
                + _literal(rule["title"])
            )
        if len(shown) > 12:
            self._print(f"           and {len(shown) - 12} more rules with findings")

    def _money(self, headline: dict[str, Any]) -> None:
        names = (
            ("payments_at_issue", "Payments at issue"),
            ("commitments_not_yet_paid", "Commitments at issue, not yet paid"),
            ("recoverable", "Recoverable"),
        )
        for key, title in names:
            amounts = [
                format_money(minor, currency)
                for currency, minor in sorted(headline[key].items())
                if currency != "base_minor" and minor
            ]
            if amounts:
                self._print(f"{title}: {', '.join(amounts)}")

    def _print(self, text: str) -> None:
        if self.quiet:
            return
        from rich.console import Console

        Console(soft_wrap=True, highlight=False, emoji=False).print(text)


class _OnBar:
    """Shows on a progress bar the stage, how far it is, the rows so far, and the time left."""

    def __init__(self, bar: Bar) -> None:
        self.bar = bar
        self.task = bar.add_task("reading", total=None, rows="")

    def moves(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is."""
        self.bar.update(self.task, description=stage, completed=done, total=total)

    def begins(self, stage: str, parts: int | None) -> None:
        """Show a stage that begins."""
        self.bar.reset(self.task, description=stage, total=parts)

    def ends(self, spent: Spent) -> None:
        """Show that a part is done, or how many rows a stage gave."""
        if spent.part is not None:
            self.bar.advance(self.task)
        elif spent.rows is not None:
            self.bar.update(self.task, rows=f"{spent.rows:,} rows")


def _literal(text: str) -> str:
    """Give text in which brackets are brackets, not colours."""
    from rich.markup import escape

    return escape(text)


def _closing(summary: Mapping[str, Any]) -> str:
    """Say how many rules ran; where nothing was found, say that only of those."""
    rules = summary["rules"]
    ran = sum("not_run" not in rule for rule in rules.values())
    if summary["findings"]["total"] == 0:
        return f"No finding in the rules that ran ({ran} of {len(rules)})."
    if ran == len(rules):
        return f"All {ran} rules ran."
    return f"Rules that ran: {ran} of {len(rules)}; why the others did not is in the report."


def _gravest_first(summary: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], str, int]]:
    """Give the rules with findings that are no trial and not waived, each with id and count."""
    rules, counts = summary["rules"], Counter(summary["findings"]["by_rule"])
    for waiver in summary["findings"].get("waivers", ()):
        counts[waiver["rule"]] -= len(waiver["findings"])
    found = [
        (rules[name], name, count)
        for name, count in counts.items()
        if rules[name]["status"] == "live" and count
    ]
    return sorted(
        found, key=lambda item: (-SEVERITIES.index(item[0]["severity"]), -item[2], item[1])
    )

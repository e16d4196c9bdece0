"""The whole program in one place: read, load, check, report. Nothing else wires the stages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from compliance.errors import ComplianceError
from compliance.kept import kept_rulebook
from compliance.lang.rulebook import Rulebook, load_rulebook
from compliance.model.finding import SEVERITIES
from compliance.model.meter import spending
from compliance.model.wanted import ENGLISH, PLAIN, Wanted

if TYPE_CHECKING:
    from compliance.model.batch import Batch, Earlier
    from compliance.model.result import Result
    from compliance.model.waiver import Granted

PACKAGE = Path(__file__).parent
FORMATS = ("pdf", "json", "csv")
Progress = Callable[[str, int, int], None]


class Judged(Protocol):
    """What the exit code reads of a finding."""

    @property
    def rule(self) -> str:
        """The rule."""

    @property
    def kind(self) -> str:
        """Breach, indicator or quality."""

    @property
    def outcome(self) -> str:
        """Fail or undetermined."""

    @property
    def severity(self) -> str:
        """How grave it is."""


@dataclass(frozen=True)
class Checked:
    """One check that was run: its result, the batch, and the files it wrote."""

    result: Result
    batch: Batch
    written: tuple[Path, ...]


def home(name: str) -> Path:
    """Give a folder that comes with the program: beside the package, or packaged in it."""
    beside = PACKAGE.parent / name
    return beside if beside.is_dir() else PACKAGE / "_packaged" / name


def check(  # noqa: PLR0913 - each is an option of the command
    paths: Sequence[Path | str],
    *,
    rules: Path | None = None,
    mapping: str | None = None,
    as_of: date | None = None,
    marking: str | None = None,
    out: Path | None = None,
    formats: Collection[str] = FORMATS,
    wanted: Wanted = PLAIN,
    progress: Progress | None = None,
) -> Checked:
    """Check a batch of files or folders; write the outputs into `out` unless it is None."""
    from compliance import report

    rulebook = kept_rulebook(rules or home("rules"))
    batch, day = read(paths, rulebook, mapping, as_of, marking)
    result = evaluate(rulebook, batch, day, progress=progress, language=wanted.language)
    if out is None:
        return Checked(result, batch, ())
    written = report.write(
        result,
        batch,
        out,
        formats,
        originals=originals(paths, batch),
        progress=progress,
        wanted=wanted,
    )
    return Checked(result, batch, tuple(written))


def evaluate(  # noqa: PLR0913 - all that a result depends on
    rulebook: Rulebook,
    batch: Batch,
    as_of: date,
    *,
    progress: Progress | None = None,
    earlier: Earlier | None = None,
    known_at: int | None = None,
    waivers: Sequence[Granted] = (),
    stood: Mapping[str, int] | None = None,
    language: str = ENGLISH,
) -> Result:
    """Check a batch, and propose what follows for each of its cases.

    `stood` says of findings, by id, on how many earlier days a register saw them.

    In a language other than English the messages of the findings are told in it too, beside them.
    """
    from compliance import engine, proposals
    from compliance.report.language import language as language_of

    told = None
    if language != ENGLISH:
        told = engine.Telling(language, language_of(language).written)
    result = engine.evaluate(
        rulebook, batch, as_of, progress=progress, earlier=earlier, known_at=known_at,
        waivers=waivers,
        telling=told,
    )  # fmt: skip
    own = rulebook.of_profile(batch.context.profile)
    if not own.proposals.rules:
        return result
    durable = proposals.engine_here()
    with spending("proposals") as count:
        facts = proposals.case_facts(
            own, batch, result, as_of, proposals.History(result.waived, stood or {})
        )
        drawn = proposals.decide(own.proposals, own.parameters, as_of, facts, durable)
        count.rows = len(drawn)
    summary: dict[str, Any] = {
        **result.summary,
        "proposals": drawn,
        "engine": {
            **result.summary["engine"],
            "proposals": proposals.REFERENCE if durable is None else proposals.DURABLE,
        },
    }
    summary["content_hash"] = engine.content_hash(summary, result.findings, batch)
    return replace(result, summary=summary)


def read(
    paths: Sequence[Path | str],
    rulebook: Rulebook,
    mapping: str | None,
    as_of: date | None,
    marking: str | None,
) -> tuple[Batch, date]:
    """Read a batch, and say as of which day it is asked."""
    with spending("read") as count:
        batch, day = _read(paths, rulebook, mapping, as_of, marking)
        count.rows = sum(table.num_rows for table in batch.tables.values())
    return batch, day


def _read(
    paths: Sequence[Path | str],
    rulebook: Rulebook,
    mapping: str | None,
    as_of: date | None,
    marking: str | None,
) -> tuple[Batch, date]:
    from compliance import intake
    from compliance.model.marking import Marks

    words = rulebook.parameters.get("quality.placeholders")
    limit = rulebook.parameters.get("report.max_marking")
    most = limit.values if limit else ()
    today = datetime.now(UTC).date()
    if intake.is_prepared(paths):
        batch = intake.read_prepared(Path(paths[0]), mapping, marking).loaded()
        return batch, as_of or batch.context.extracted_on or today
    with intake.on_disk(paths, rulebook.catalogue) as files:
        batch = intake.read_batch(
            files,
            rulebook.catalogue,
            Path(rulebook.folder),
            mapping,
            as_of=as_of,
            today=today,
            marks=Marks(marking, next((v.value for v in most if v.holds(today)), None)),
            **({"placeholders": words.values[0].value} if words else {}),
        )
    return batch, as_of or batch.context.extracted_on or today


def originals(paths: Sequence[Path | str], batch: Batch) -> Mapping[str, Path]:
    """Give the user's own workbooks that were read, by the name that findings call them."""
    from compliance.intake import find_files, is_prepared

    read = {item.file for item in batch.files}
    files = [path for path in paths if isinstance(path, Path)]
    return {
        name: path
        for name, path in (find_files(files).files if files and not is_prepared(files) else ())
        if name in read and path.suffix.lower() == ".xlsx"
    }


def exit_code(result: Result, fail_on: str = "critical") -> int:
    """Give 1 where an unwaived fail of a live breach or quality rule reaches `fail_on`, else 0."""
    still = [finding for finding in result.findings if finding.finding not in result.waived]
    return reached(still, result.summary["rules"], fail_on)


def reached(findings: Iterable[Judged], rules: Mapping[str, Any], fail_on: str) -> int:
    """Give the exit code of findings not waived; `rules` is what the summary says of each rule."""
    floor = SEVERITIES.index(fail_on)
    found = any(
        f.outcome == "fail"
        and f.kind in {"breach", "quality"}
        and rules[f.rule]["status"] == "live"
        and SEVERITIES.index(f.severity) >= floor
        for f in findings
    )
    return int(found)


def try_rule(
    rule_id: str,
    paths: Sequence[Path | str],
    rules: Path | None = None,
    on: date | None = None,
) -> str | None:
    """Check a batch by one rule, to see what that takes; give why it did not run, else None."""
    from compliance import engine

    rulebook = kept_rulebook(rules or home("rules"))
    batch, day = read(paths, rulebook, None, on, None)
    result, _ = engine.examine(rulebook, batch, day, rule_id)
    found: str | None = result.summary["rules"][rule_id].get("not_run")
    return found


def explain(
    rule_id: str,
    rules: Path | None = None,
    on: date | None = None,
    *,
    plan: bool = False,
    sql: str | None = None,
) -> str:
    """Give a rule in plain English, with its parameters, clause and expressions.

    `plan` adds the tables by which a batch is checked, `sql` their queries in that dialect.
    """
    from compliance.lang.words import explain_rule

    rulebook = load_rulebook(rules or home("rules"))
    asked = {one.id: one for one in rulebook.proposals.rules}.get(rule_id)
    if asked is not None:
        if plan or sql:
            raise ComplianceError(
                f"{rule_id} reads cases, and no table", None, "leave out --plan and --sql"
            )
        from compliance.lang.proposal_words import explain_proposal

        return explain_proposal(asked, rulebook.proposals, rulebook.parameters)
    rule = rulebook.rule(rule_id)
    parts = [explain_rule(rule, rulebook, on)]
    if plan or sql:
        from compliance.workbench.queries import plan_of, plan_text, sql_text

        day = on or datetime.now(UTC).date()
        made = plan_of(rulebook, rule, day, sql or "duckdb")
        parts += ([plan_text(made)] if plan else []) + ([sql_text(made)] if sql else [])
    return "\n\n".join(parts)

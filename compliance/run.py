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
from compliance.model.wanted import ENGLISH, PLAIN, Wanted

if TYPE_CHECKING:
    from pydantic import BaseModel

    from compliance.model.batch import Batch, Earlier, FileAccount
    from compliance.model.result import Result
    from compliance.model.waiver import Granted
    from compliance.workbench.case_story import CaseStory
    from compliance.workbench.features import Outcome, Scenario
    from compliance.workbench.scenario import Case, FileFacts, Verdict

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
    facts = proposals.case_facts(
        own, batch, result, as_of, proposals.History(result.waived, stood or {})
    )
    durable = proposals.engine_here()
    summary: dict[str, Any] = {
        **result.summary,
        "proposals": proposals.decide(own.proposals, own.parameters, as_of, facts, durable),
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


def check_rules(rules: Path | None = None, features: Path | None = None) -> Rulebook:
    """Load a rules folder and raise every fault in it; features are sought beside it."""
    from compliance.intake.mapping import load_mappings, read_mappings
    from compliance.model.catalogue import read_kinds
    from compliance.model.reading import own_faults
    from compliance.proposals.analysis import faults_together

    folder = rules or home("rules")
    beside = features or folder.parent / "features"
    if features is not None and not features.is_dir():
        raise ComplianceError(f"there is no features folder {features}")
    try:
        rulebook = load_rulebook(folder, beside if beside.is_dir() else None)
    except ComplianceError as error:
        if not (folder / "catalogue").is_dir():
            raise
        _, wrong = read_mappings(folder, read_kinds(folder / "catalogue")[0])
        raise ComplianceError(faults=own_faults([*error.faults, *wrong])) from None
    load_mappings(folder, rulebook.catalogue)
    today = datetime.now(UTC).date()
    if together := faults_together(rulebook.proposals, rulebook.parameters, today):
        raise ComplianceError(faults=tuple(together))
    return rulebook


@dataclass(frozen=True)
class LocalProgram:
    """The program that scenarios run: intake and engine in this process, as `check` joins them.

    `worlds` is the folder of clean records that scenarios begin with.
    """

    rulebook: Rulebook
    worlds: Path

    def run(self, case: Case) -> Verdict:
        """Check the rows of a case by one rule."""
        from compliance import engine, intake
        from compliance.model.batch import BatchContext, Earlier
        from compliance.workbench.scenario import Verdict

        context = BatchContext(name="scenario", profile=case.profile)
        book = case.rulebook
        batch = intake.from_rows(
            case.rows, book.catalogue, Path(book.folder), context, as_of=case.as_of
        )
        if case.files:
            batch = replace(batch, files=tuple(_account(facts) for facts in case.files))
        if case.known:
            held = intake.from_rows(
                case.known, book.catalogue, Path(book.folder), context, as_of=case.as_of
            )
            batch = engine.with_known(batch, Earlier(held.tables, held.supplied))
        result, outcomes = engine.examine(book, batch, case.as_of, case.rule)
        return Verdict(
            outcomes=outcomes,
            findings={finding.record: finding for finding in result.findings},
            exceptions={used.record: used.exception for used in result.exceptions},
        )

    def propose(self, case: CaseStory, as_of: date) -> Mapping[str, Any]:
        """Draw the proposals for a case by the reference."""
        from compliance import proposals

        book = self.rulebook.with_parameters(case.parameters)
        told = proposals.told_case(
            book.proposals, tuple(book.sets), case.kind, case.findings, case.fields
        )
        drawn = proposals.decide(book.proposals, book.parameters, as_of, [told], None)
        return drawn[told.case]


def _account(facts: FileFacts) -> FileAccount:
    """Give the account of a file of which a scenario states the rows."""
    from compliance.model.batch import FileAccount

    accepted = facts.rows_read - facts.rows_rejected
    return FileAccount(
        file=facts.file,
        sha256="0" * 64,
        bytes=0,
        mapping="native",
        lines=facts.rows_read + 1,
        rows={"read": facts.rows_read, "accepted": accepted, "rejected": facts.rows_rejected},
        structural={"header": 1},
        derived={},
        money={},
        unreadable_amounts=facts.unreadable_amounts,
    )


def try_features(
    features: Path | None = None,
    *,
    rules: Path | None = None,
    worlds: Path | None = None,
    progress: Progress | None = None,
) -> list[Outcome]:
    """Perform every scenario of a folder of features (default: beside the rules)."""
    from compliance.workbench.features import perform_all

    program, scenarios = _specified(features, rules, worlds)
    return perform_all(scenarios, program, progress)


def _specified(
    features: Path | None, rules: Path | None, worlds: Path | None
) -> tuple[LocalProgram, tuple[Scenario, ...]]:
    """Give a rulebook as a program, and the scenarios that specify it."""
    from compliance.workbench.features import read_features

    folder = rules or home("rules")
    beside = folder.parent / "features" if rules else home("features")
    scenarios = read_features(features or beside)
    return LocalProgram(load_rulebook(folder), worlds or home("fixtures") / "clean"), scenarios


def file_shapes() -> Mapping[str, type[BaseModel]]:
    """Give the shape of every kind of file that an office writes, by the name of the kind."""
    from compliance.intake.batch_file import BatchFile
    from compliance.intake.mapping import MappingFile
    from compliance.lang.files import RuleFile, SetFile
    from compliance.lang.lifecycle import LifecycleFile
    from compliance.lang.parameters import ParametersFile
    from compliance.lang.profiles import Profile
    from compliance.lang.proposal import ProposalFile
    from compliance.lang.table import TableFile
    from compliance.model.catalogue import Common, Kind

    return {
        "rule": RuleFile,
        "set": SetFile,
        "parameters": ParametersFile,
        "kind": Kind,
        "common": Common,
        "profile": Profile,
        "table": TableFile,
        "proposal": ProposalFile,
        "lifecycle": LifecycleFile,
        "mapping": MappingFile,
        "batch": BatchFile,
    }


def rulebook_pages(
    *,
    rules: Path | None = None,
    features: Path | None = None,
    worlds: Path | None = None,
    progress: Progress | None = None,
) -> dict[str, str]:
    """Give the pages of a rulebook, with examples from its features, by file name."""
    from compliance.workbench import pages

    program, scenarios = _specified(features, rules, worlds)
    return pages.rulebook_pages(program, scenarios, progress)


def import_table(path: Path, decision: str | None = None) -> str:
    """Give the decision table of a DMN file as YAML, in the layout of a rulebook's tables."""
    from compliance.lang.dmn.importing import import_dmn
    from compliance.lang.table import TableFile
    from compliance.workbench.format import formatted
    from compliance.workbench.schema import modeline

    return formatted(modeline("table") + import_dmn(path, decision), TableFile, str(path))


def export_table(
    name: str, rules: Path | None = None, on: date | None = None, edition: str = "1.3"
) -> str:
    """Give a decision table of a rulebook as DMN XML: its version on a day, or the last."""
    from compliance.lang.dmn.exporting import export_dmn
    from compliance.model.yaml_file import did_you_mean

    tables = load_rulebook(rules or home("rules")).tables
    if name not in tables:
        raise ComplianceError(f"there is no table `{name}`", None, did_you_mean(name, tables))
    return export_dmn(tables[name], on=on, edition="1.5" if edition == "1.5" else "1.3")


def write_schemas(rules: Path | None, out: Path) -> list[Path]:
    """Write the JSON Schemas of a rulebook's files into `out`."""
    from compliance.lang.profiles import read_profiles
    from compliance.lang.table import read_tables
    from compliance.model.catalogue import read_catalogue
    from compliance.workbench.schema import Names, schemas

    folder = rules or home("rules")
    catalogue = read_catalogue(folder / "catalogue")
    profiles, _ = read_profiles(folder / "profiles", catalogue)
    tables, _ = read_tables(folder / "tables")
    names = Names(tuple(catalogue.kinds), tuple(profiles), tuple(tables))
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in schemas(file_shapes(), names).items():
        (out / name).write_text(text, "utf-8")
        written.append(out / name)
    return written


def template(path: Path, *, extended: bool, rules: Path | None = None) -> None:
    """Write an empty workbook with headings, notes and drop-down codes."""
    from compliance.intake.template import write_template
    from compliance.model.catalogue import read_catalogue

    write_template(path, read_catalogue((rules or home("rules")) / "catalogue"), extended=extended)

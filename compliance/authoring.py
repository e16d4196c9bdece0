"""What the owners of a rulebook run: check it, try its features, draw its pages, pass files on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compliance.errors import ComplianceError
from compliance.lang.rulebook import Rulebook, load_rulebook
from compliance.run import Progress, home

if TYPE_CHECKING:
    from pydantic import BaseModel

    from compliance.model.batch import FileAccount
    from compliance.workbench.case_story import CaseStory
    from compliance.workbench.features import Outcome, Scenario
    from compliance.workbench.scenario import Case, FileFacts, Verdict


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

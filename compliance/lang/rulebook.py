"""A folder of rule files → a rulebook: every rule typed, every fault located."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from compliance.errors import ComplianceError, Fault, Place
from compliance.lang.build import build_rule
from compliance.lang.check import Scope
from compliance.lang.files import RuleFile, SetFile
from compliance.lang.notes import Notes
from compliance.lang.parameters import Parameter, read_parameters
from compliance.lang.profiles import Profile, read_profiles
from compliance.lang.rule import Rule
from compliance.lang.table import Table, read_tables
from compliance.lang.table_type import table_ref
from compliance.model.catalogue import Catalogue, read_catalogue
from compliance.model.finding import ACCUSING
from compliance.model.yaml_file import Document, did_you_mean, read_document, validate

NOT_SETS = frozenset(
    {"catalogue", "parameters", "tables", "proposals", "mappings", "profiles", "schemas"}
)


@dataclass(frozen=True)
class _Source:
    """One rule file that read well: its text and shape, before names are resolved."""

    document: Document
    file: RuleFile
    set: SetFile
    set_document: Document


@dataclass(frozen=True)
class Rulebook:
    """All rules, parameters and record kinds of one rules folder, and its digest."""

    folder: str
    catalogue: Catalogue
    parameters: Mapping[str, Parameter]
    profiles: Mapping[str, Profile]
    sets: Mapping[str, SetFile]
    rules: Mapping[str, Rule]
    digest: str
    approved: bool
    changes: tuple[tuple[str, str, date | None], ...]  # parameter values replaced for a trial
    _sources: tuple[_Source, ...]
    tables: Mapping[str, Table] = field(default_factory=dict)

    def rule(self, rule_id: str) -> Rule:
        """Give one rule, or fail with the ids that exist."""
        if rule_id not in self.rules:
            raise ComplianceError(
                f"there is no rule {rule_id}", None, "rules: " + ", ".join(sorted(self.rules))
            )
        return self.rules[rule_id]

    def live(self) -> list[Rule]:
        """Give the rules that run (live and trial), in the order of their ids."""
        return [rule for _, rule in sorted(self.rules.items()) if rule.file.status != "retired"]

    def with_parameter(self, parameter: str, text: str, start: date | None) -> Rulebook:
        """Give the rulebook with one parameter value replaced from `start` on."""
        if parameter not in self.parameters:
            raise ComplianceError(f"there is no parameter {parameter}")
        changed = self.parameters[parameter].with_value(text, start)
        parameters = {**self.parameters, parameter: changed}
        rules, faults = _build(self._sources, self.catalogue, parameters, self.tables)
        if faults:
            raise ComplianceError(faults=tuple(faults))
        changes = (*self.changes, (parameter, text, start))
        return replace(self, parameters=parameters, rules=rules, changes=changes)


def load_rulebook(folder: Path, features: Path | None = None) -> Rulebook:
    """Load and check a rules folder; all faults of all files are raised together.

    `features` is the folder of feature files; where given, a rule without one is a fault.
    """
    if not folder.is_dir():
        raise ComplianceError(
            "there is no rules folder here", Place(str(folder)), "give --rules DIR"
        )
    catalogue = read_catalogue(folder / "catalogue")
    parameters, faults = read_parameters(folder / "parameters")
    profiles, wrong = read_profiles(folder / "profiles", catalogue)
    faults += wrong
    tables, wrong = read_tables(folder / "tables")
    faults += wrong
    sources, sets, wrong = _read_sets(folder, catalogue)
    faults += wrong
    faults += _table_faults(tables, catalogue, parameters)
    rules, wrong = _build(sources, catalogue, parameters, tables)
    faults += wrong
    if features is not None:
        faults += _without_feature(sources, features)
    if faults:
        raise ComplianceError(faults=tuple(dict.fromkeys(faults)))
    approved = all(r.file.history[-1].approved_by for r in rules.values())
    return Rulebook(
        str(folder), catalogue, parameters, profiles, sets, rules, rulebook_digest(folder),
        approved, (), sources, tables,
    )  # fmt: skip


def rulebook_digest(folder: Path) -> str:
    """Give SHA-256 over (path NUL file-hash LF), sorted by path, of every YAML file."""
    digest = hashlib.sha256()
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.yaml")}
    for name in sorted(paths, key=str.encode):
        inner = hashlib.sha256(paths[name].read_bytes()).hexdigest()
        digest.update(f"{name}\0{inner}\n".encode())
    return digest.hexdigest()


def _table_faults(
    tables: Mapping[str, Table], catalogue: Catalogue, parameters: Mapping[str, Parameter]
) -> list[Fault]:
    """Check the tables that say of what kind of record they are asked; others where they are."""
    notes = Notes()
    for table in tables.values():
        if table.file.on is not None:
            try:
                kind = catalogue.kind(table.file.on, table.document.place(["on"]))
            except ComplianceError as error:
                notes.faults += error.faults
            else:
                table_ref(table.name, table, 0, Scope(catalogue, kind, parameters), notes)
    return notes.faults


def _read_sets(
    folder: Path, catalogue: Catalogue
) -> tuple[tuple[_Source, ...], dict[str, SetFile], list[Fault]]:
    sources: list[_Source] = []
    sets: dict[str, SetFile] = {}
    faults: list[Fault] = []
    for inner in sorted(p for p in folder.iterdir() if p.is_dir() and p.name not in NOT_SETS):
        try:
            set_document = read_document(inner / "set.yaml")
            set_file = validate(set_document, SetFile)
        except ComplianceError as error:
            faults.extend(error.faults)
            continue
        sets[inner.name] = set_file
        faults += _unplaced(set_file, set_document, catalogue)
        for path in sorted(inner.glob("*.yaml")):
            if path.name == "set.yaml":
                continue
            try:
                document = read_document(path)
                file = validate(document, RuleFile)
            except ComplianceError as error:
                faults.extend(error.faults)
                continue
            sources.append(_Source(document, file, set_file, set_document))
    return tuple(sources), sets, faults


def _unplaced(file: SetFile, document: Document, catalogue: Catalogue) -> Iterator[Fault]:
    """Note the set's derivations that would serve no rule: of a kind that there is not."""
    for name, item in file.derive.items():
        if item.on not in catalogue.kinds:
            shown = f"`on: {item.on}` is not a kind of record" if item.on else "`on` is missing"
            hint = did_you_mean(item.on or "", catalogue.kinds)
            yield Fault(f"{name}: {shown}", document.place(["derive", name, "on"]), hint)


def _build(
    sources: tuple[_Source, ...],
    catalogue: Catalogue,
    parameters: Mapping[str, Parameter],
    tables: Mapping[str, Table],
) -> tuple[dict[str, Rule], list[Fault]]:
    rules: dict[str, Rule] = {}
    faults: list[Fault] = []
    for source in sources:
        faults += _policy_faults(source)
        if source.file.id in rules:
            faults.append(
                Fault(
                    f"the id {source.file.id} stands twice",
                    source.document.place(["id"]),
                    "an id is never used again, even after its rule is retired",
                )
            )
            continue
        rule, wrong = build_rule(
            source.document, source.file, source.set, source.set_document, catalogue, parameters,
            tables,
        )  # fmt: skip
        faults += wrong
        if rule is not None:
            rules[rule.id] = rule
    return rules, faults


def _policy_faults(source: _Source) -> list[Fault]:
    """Check what every rule owes beside its types: approval, standing, words, its name."""
    file, document = source.file, source.document
    faults: list[Fault] = []
    if Path(document.file).stem != file.id:
        faults.append(
            Fault(f"the id {file.id} does not match the file name", document.place(["id"]))
        )
    last = file.history[-1]
    if file.status == "live" and last.approved_by in {None, last.author}:
        faults.append(
            Fault(
                "a live rule needs `approved_by` in its last history entry, by another role than "
                "its author",
                document.place(["history", len(file.history) - 1]),
                "add approved_by, or set `status: trial`",
            )
        )
    standing = file.authority.standing
    if standing == "binding" and file.authority.read is None:
        faults.append(
            Fault(
                "`standing: binding` needs `read: {by_role, on}`: somebody has read the clause",
                document.place(["authority"]),
            )
        )
    if standing == "house" and not (file.authority.adopted_by or source.set.adopted_by):
        faults.append(
            Fault(
                "`standing: house` needs `adopted_by`, here or in set.yaml",
                document.place(["authority"]),
            )
        )
    for key in ("title", "message", "remedy"):
        word = next((w for w in ACCUSING if w in getattr(file, key).lower()), None)
        if word is not None:
            faults.append(
                Fault(
                    f"the {key} holds an accusing word (“{word}…”)",
                    document.place([key]),
                    "say what the record shows, never a motive",
                )
            )
    return faults


def _without_feature(sources: tuple[_Source, ...], features: Path) -> list[Fault]:
    found = {path.stem for path in features.rglob("*.feature")}
    return [
        Fault(
            f"{s.file.id} has no feature file",
            s.document.place(["id"]),
            f"add features/{s.set.set}/{s.file.id}.feature",
        )
        for s in sources
        if s.file.id not in found
    ]

"""A folder of rule files → a rulebook: every rule typed, every fault located."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from compliance.errors import ComplianceError, Fault, Place
from compliance.lang.build import build_rule
from compliance.lang.check import Scope
from compliance.lang.derive import SetFacts, set_facts
from compliance.lang.files import RULE_STAND_IN, RuleFile, SetFile
from compliance.lang.lifecycle import LifecycleFile, MadeRule, read_lifecycles
from compliance.lang.notes import Notes
from compliance.lang.parameters import Parameter, read_parameters
from compliance.lang.policy import misnamed, policy_faults
from compliance.lang.profiles import Profile, read_profiles
from compliance.lang.proposal import Known, ProposalBook, read_proposals
from compliance.lang.rule import Rule
from compliance.lang.table import Table, read_tables
from compliance.lang.table_type import table_ref
from compliance.model.catalogue import Catalogue, lacking, read_kinds
from compliance.model.reading import Reading, own_faults, read_file
from compliance.model.yaml_file import Document, did_you_mean

NOT_SETS = frozenset(
    {
        "catalogue",
        "lifecycles",
        "mappings",
        "parameters",
        "profiles",
        "proposals",
        "schemas",
        "tables",
    }
)


@dataclass(frozen=True)
class _Source:
    """One rule file: its text and shape, before names are resolved.

    `lost` names what of it could not be read; then it is looked through for more faults only.
    """

    document: Document
    file: RuleFile
    set: SetFile
    set_document: Document
    lost: frozenset[str] = frozenset()


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
    proposals: ProposalBook = field(default_factory=ProposalBook)
    lifecycles: Mapping[str, LifecycleFile] = field(default_factory=dict)

    def rule(self, rule_id: str) -> Rule:
        """Give one rule, or fail with the ids that exist."""
        if rule_id not in self.rules:
            raise ComplianceError(
                f"there is no rule {rule_id}", None, "rules: " + ", ".join(sorted(self.rules))
            )
        return self.rules[rule_id]

    def narrowed(self, rule_id: str, condition: str) -> Rule:
        """Give a rule that applies to fewer records: to those for which a condition is true too.

        The condition is written in the rule language over the rule's record, and may read what the
        rule derives and names.
        """
        source = next(s for s in self._sources if s.file.id == self.rule(rule_id).id)
        when = source.file.when
        both = condition if when is None else f"({condition}) and ({when})"
        file = source.file.model_copy(update={"when": both})
        facts = set_facts(source.set, source.set_document, self.catalogue, self.parameters)
        rule, faults = build_rule(source.document, file, facts, self.tables)
        if rule is None or faults:
            # The condition stands in no file: its faults have no place.
            raise ComplianceError(faults=tuple(replace(fault, place=None) for fault in faults))
        return rule

    def live(self) -> list[Rule]:
        """Give the rules that run (live and trial), in the order of their ids."""
        return [rule for _, rule in sorted(self.rules.items()) if rule.file.status != "retired"]

    def of_profile(self, profile: str) -> Rulebook:
        """Give the rulebook with the status that each rule has in batches of a profile."""
        files = {name: rule.file.of_profile(profile) for name, rule in self.rules.items()}
        changed = {
            name: replace(self.rules[name], file=file)
            for name, file in files.items()
            if file is not self.rules[name].file
        }
        return replace(self, rules={**self.rules, **changed})

    def with_parameter(self, parameter: str, text: str, start: date | None) -> Rulebook:
        """Give the rulebook with one parameter value replaced from `start` on."""
        return self.with_parameters([(parameter, text, start)])

    def with_parameters(self, values: Sequence[tuple[str, str, date | None]]) -> Rulebook:
        """Give the rulebook with parameter values replaced, each from its day on."""
        parameters = dict(self.parameters)
        for parameter, text, start in values:
            if parameter not in parameters:
                raise ComplianceError(f"there is no parameter {parameter}")
            parameters[parameter] = parameters[parameter].with_value(text, start)
        changed = {parameter for parameter, _, _ in values}
        readers = {name for name, rule in self.rules.items() if changed & set(rule.parameters())}
        sources = tuple(source for source in self._sources if source.file.id in readers)
        rules, faults = _build(sources, self.catalogue, parameters, self.tables)
        if faults:
            raise ComplianceError(faults=tuple(faults))
        rules = {**self.rules, **rules}
        changes = (*self.changes, *values)
        return replace(self, parameters=parameters, rules=rules, changes=changes)


def load_rulebook(folder: Path, features: Path | None = None) -> Rulebook:
    """Load and check a rules folder; all faults of all files are raised together.

    `features` is the folder of feature files; where given, a rule without one is a fault.
    """
    if not folder.is_dir():
        raise ComplianceError(
            "there is no rules folder here", Place(str(folder)), "give --rules DIR"
        )
    catalogue, faults = read_kinds(folder / "catalogue")
    broken = {fault.place.file for fault in faults if fault.place is not None}
    faults += lacking(folder / "catalogue", catalogue, broken)
    parameters, wrong = read_parameters(folder / "parameters")
    faults += wrong
    profiles, wrong = read_profiles(folder / "profiles", catalogue)
    faults += wrong
    tables, wrong = read_tables(folder / "tables")
    faults += wrong
    sources, sets, set_documents, wrong = _read_sets(folder, catalogue)
    faults += wrong
    lifecycles, made, wrong = read_lifecycles(folder / "lifecycles", catalogue, parameters)
    faults += wrong
    own, wrong = _of_lifecycles(made, sets, set_documents)
    sources, faults = (*sources, *own), [*faults, *wrong]
    faults += _table_faults(tables, catalogue, parameters)
    faults += _profile_faults(sources, profiles)
    rules, wrong = _build(sources, catalogue, parameters, tables)
    faults += wrong
    known = Known(catalogue, parameters, tables, tuple(sets))
    proposals, wrong = read_proposals(folder / "proposals", known)
    faults += wrong
    if features is not None:
        faults += _without_feature(sources, features)
        faults += _unspecified(proposals, features)
    if faults:
        raise ComplianceError(faults=own_faults(faults))
    approved = all(r.file.history[-1].approved_by for r in rules.values())
    return Rulebook(
        str(folder), catalogue, parameters, profiles, sets, rules, rulebook_digest(folder),
        approved, (), sources, tables, proposals, lifecycles,
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


def _profile_faults(sources: tuple[_Source, ...], profiles: Mapping[str, Profile]) -> list[Fault]:
    """Check that a rule has its status in profiles that there are."""
    return [
        Fault(
            f"there is no profile `{name}`",
            source.document.place(("status_in", name), key=True),
            did_you_mean(name, profiles),
        )
        for source in sources
        for name in source.file.status_in
        if name not in profiles
    ]


def _read_sets(
    folder: Path, catalogue: Catalogue
) -> tuple[tuple[_Source, ...], dict[str, SetFile], dict[str, Document], list[Fault]]:
    sources: list[_Source] = []
    sets: dict[str, SetFile] = {}
    documents: dict[str, Document] = {}
    faults: list[Fault] = []
    for inner in sorted(p for p in folder.iterdir() if p.is_dir() and p.name not in NOT_SETS):
        own, wrong = _read_set(inner, catalogue)
        known = own.value or _nameless(inner.name)
        adopted = known.adopted_by or ("unknown" if own.faults else None)
        sets[inner.name] = known.model_copy(update={"adopted_by": adopted})
        documents[inner.name] = own.document
        faults += wrong
        for path in sorted(inner.glob("*.yaml")):
            if path.name != "set.yaml":
                rule = read_file(path, RuleFile, {"id": path.stem, **RULE_STAND_IN})
                faults += rule.faults
                if rule.value is not None:
                    faults += misnamed(rule.document, rule.value)
                    lost = rule.lost if rule.faults else frozenset()
                    parts = (rule.document, rule.value, sets[inner.name], own.document)
                    sources.append(_Source(*parts, lost))
    return tuple(sources), sets, documents, faults


def _of_lifecycles(
    made: Sequence[MadeRule], sets: Mapping[str, SetFile], documents: Mapping[str, Document]
) -> tuple[tuple[_Source, ...], list[Fault]]:
    """Give the rules that lifecycles stand for, each in the set that its file names."""
    sources = [
        _Source(item.document, item.file, sets[item.set], documents[item.set])
        for item in made
        if item.set in sets
    ]
    lost = {item.set: item.place for item in made if item.set not in sets}
    return tuple(sources), [
        Fault(f"there is no set {name}", place, did_you_mean(name, sets))
        for name, place in lost.items()
    ]


def _read_set(inner: Path, catalogue: Catalogue) -> tuple[Reading[SetFile], list[Fault]]:
    """Read what a folder says of its set."""
    path = inner / "set.yaml"
    own = read_file(path, SetFile, _nameless(inner.name).model_dump(exclude={"derive"}))
    if not path.exists():
        hint = "write set.yaml with `set`, `title`, `owner` and `version`; or move the rules"
        return own, [Fault("this folder of rules has no set.yaml", Place(str(inner)), hint)]
    faults = own.leaving()
    if own.value is not None:
        faults += _unplaced(own.value, own.document, catalogue)
        if own.value.set != inner.name:
            message = f"the set {own.value.set} does not match the name of its folder"
            place = own.document.place(["set"])
            faults.append(Fault(message, place, f"write `set: {inner.name}`"))
        told = own.value.history
        if told and told[-1].version != own.value.version:
            message = f"version {own.value.version} is not the last of `history`"
            hint = "say under `history` what it changes and whose results move"
            faults.append(Fault(message, own.document.place(["version"]), hint))
    return own, faults


def _nameless(name: str) -> SetFile:
    """Give what stands for a set that cannot be read, so that its rules are checked."""
    return SetFile(set=name, title="", owner="", version="", adopted_by="unknown")


def _unplaced(file: SetFile, document: Document, catalogue: Catalogue) -> Iterator[Fault]:
    """Note the set's derivations that would serve no rule: of a kind that there is not."""
    for name, item in file.derive.items():
        if item.on not in catalogue.kinds:
            shown = f"`on: {item.on}` is not a kind of record" if item.on else "`on` is missing"
            hint = did_you_mean(item.on or "", catalogue.kinds)
            place = document.place(["derive", name, "on"])
            yield Fault(f"{name}: {shown}", place, hint, item.on)


def _build(
    sources: tuple[_Source, ...],
    catalogue: Catalogue,
    parameters: Mapping[str, Parameter],
    tables: Mapping[str, Table],
) -> tuple[dict[str, Rule], list[Fault]]:
    rules: dict[str, Rule] = {}
    places: dict[str, Place] = {}
    faults: list[Fault] = []
    sets: dict[str, SetFacts] = {}
    for source in sources:
        file = source.set_document.file
        if file not in sets:
            sets[file] = set_facts(source.set, source.set_document, catalogue, parameters)
    for source in sources:
        faults += policy_faults(source.document, source.file, source.set, source.lost)
        place = source.document.place(["id"])
        if source.file.id in places:
            message = (
                f"the id {source.file.id} stands twice; the other is at {places[source.file.id]}"
            )
            hint = "an id is never used again, even after its rule is retired"
            faults.append(Fault(message, place, hint))
        places.setdefault(source.file.id, place)
        if "on" in source.lost:
            continue
        rule, wrong = build_rule(
            source.document, source.file, sets[source.set_document.file], tables, source.lost
        )
        faults += wrong
        if rule is not None and rule.id not in rules:
            rules[rule.id] = rule
    faults += [fault for own in sets.values() for fault in own.faults()]
    return rules, faults


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


def _unspecified(proposals: ProposalBook, features: Path) -> Iterator[Fault]:
    found = {path.stem for path in (features / "proposals").glob("*.feature")}
    for rule in proposals.rules:
        if rule.id not in found:
            hint = f"add features/proposals/{rule.id}.feature"
            yield Fault(f"{rule.id} has no feature file", rule.document.place(["id"]), hint)

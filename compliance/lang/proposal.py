"""Proposal rules: what is proposed for a case when findings meet; files → typed rules in strata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field as Setting
from pydantic import model_validator

from compliance.errors import Fault, Place
from compliance.lang import types as t
from compliance.lang.case_fact import CASE, case_kind
from compliance.lang.check import Scope, check
from compliance.lang.files import Authority, HistoryEntry
from compliance.lang.notes import Notes, expression_place
from compliance.lang.parameters import Parameter
from compliance.lang.strata import strata
from compliance.lang.table import Table
from compliance.lang.table_type import table_ref
from compliance.lang.tree import And, FieldRef, Node, ParameterRef, TableRef
from compliance.model.case import CASE_KINDS, NEED_CONFIRMED, Act, Addressee, CaseKind, Proposal
from compliance.model.catalogue import Catalogue, Kind
from compliance.model.finding import ACCUSING
from compliance.model.reading import read_file
from compliance.model.yaml_file import Document, Frozen, did_you_mean

_PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")
_ACCUSING: Final = re.compile(rf"\b(?:de)?(?:{'|'.join(ACCUSING)})", re.IGNORECASE)
_STAND_IN: Final[Mapping[str, Any]] = {
    "title": "", "because": "", "when": "true", "concludes": "unread", "history": (),
    "authority": {"document": "", "standing": "illustrative"},
}  # fmt: skip


class ToTable(Frozen):
    """To whom a case is referred, by a decision table."""

    table: str
    """The decision table that answers, over the case, by the name of its file."""


class ProposalFile(Frozen):
    """One proposal rule."""

    id: str = Setting(pattern=r"^[A-Z]{2,5}-[0-9]{3}$")
    """The id, which is also the name of the file."""
    title: str
    """What the rule sees in a case, in a few words."""
    status: Literal["live", "retired"] = "live"
    """live, or retired: kept, and its id never used again."""
    authority: Authority
    """Where the rule comes from."""
    on: tuple[CaseKind, ...] = Setting(
        default=("procurement", "contract", "funding_line", "pilot", "batch"), min_length=1
    )
    """The kinds of case of which it speaks; without it, all."""
    needs: tuple[str, ...] = ()
    """The rules whose conclusions it reads; it is asked after them."""
    when: str
    """When it holds: an expression over the case."""
    concludes: str | None = Setting(default=None, pattern=r"^[a-z][a-z_]*$")
    """The name under which later rules read that it holds."""
    propose: Proposal | None = None
    """What it proposes; without it, it only concludes."""
    act: Act | Literal["next"] | None = None
    """hold: the act that waits; `next` is the one that comes next in the case."""
    to: Addressee | ToTable | None = None
    """refer: to whom, or the decision table that says so."""
    priority: int = 0
    """Which proposal is the headline: the greatest number wins, then the strongest proposal."""
    because: str
    """The reason in one sentence, with {names} of the case."""
    history: tuple[HistoryEntry, ...] = Setting(min_length=1)
    """Its versions, the last one at the end; approved by another role than the author's."""

    @model_validator(mode="after")
    def _whole(self) -> ProposalFile:
        if self.propose is None and self.concludes is None:
            raise ValueError("a proposal rule has `propose`, `concludes`, or both")
        if (self.propose == "hold") != (self.act is not None):
            raise ValueError("`propose: hold` names the act that waits: `act: next`; no other does")
        if (self.propose == "refer") != (self.to is not None):
            raise ValueError("`propose: refer` says to whom: `to: …`; no other proposal does")
        return self


@dataclass(frozen=True)
class ProposalRule:
    """One proposal rule, typed: `holds` is the whole condition, its kinds of case included."""

    file: ProposalFile
    document: Document
    stratum: int
    holds: Node
    because: tuple[str | Node, ...]
    to: TableRef | None = None

    @property
    def id(self) -> str:
        """Give the id."""
        return self.file.id

    def reads(self) -> list[str]:
        """Name the fields of the case on which its condition hangs, in order."""
        nodes = (part for part in self.holds.walk() if isinstance(part, FieldRef))
        return sorted({node.name for node in nodes})

    def parameters(self) -> list[str]:
        """Name the parameters that it reads, in order."""
        parts = (p for top in self.nodes() for p in top.walk() if isinstance(p, ParameterRef))
        return sorted({part.id for part in parts})

    def nodes(self) -> list[Node]:
        """Give every expression of the rule."""
        said = [part for part in self.because if isinstance(part, Node)]
        return [self.holds, *said, *([self.to] if self.to is not None else [])]


@dataclass(frozen=True)
class ProposalBook:
    """The proposal rules of a rulebook in the order of their strata, and the kind that they read.

    `catalogue` is that of the rulebook with the kind `case`.
    """

    rules: tuple[ProposalRule, ...] = ()
    kind: Kind | None = None
    catalogue: Catalogue | None = None
    sets: tuple[str, ...] = ()

    @property
    def conclusions(self) -> tuple[str, ...]:
        """Name what the rules conclude, in order."""
        return tuple(sorted({r.file.concludes for r in self.rules if r.file.concludes}))

    def strata(self) -> Iterator[tuple[ProposalRule, ...]]:
        """Give the rules stratum by stratum."""
        for number in range(1 + max((rule.stratum for rule in self.rules), default=-1)):
            yield tuple(rule for rule in self.rules if rule.stratum == number)


@dataclass(frozen=True)
class Known:
    """What of a rulebook the proposal rules may read."""

    catalogue: Catalogue
    parameters: Mapping[str, Parameter]
    tables: Mapping[str, Table]
    sets: tuple[str, ...]


def read_proposals(folder: Path, known: Known) -> tuple[ProposalBook, list[Fault]]:
    """Read every proposal rule of `folder`; faults are returned, so that none hides another."""
    faults: list[Fault] = []
    sources: list[tuple[Document, ProposalFile]] = []
    for path in sorted(folder.glob("*.yaml")):
        reading = read_file(path, ProposalFile, {"id": path.stem, **_STAND_IN})
        faults += reading.faults
        if reading.value is not None and reading.value.status == "live":
            sources.append((reading.document, reading.value))
    book, wrong = build_proposals(sources, known)
    return book, [*faults, *wrong]


def build_proposals(
    sources: Sequence[tuple[Document, ProposalFile]], known: Known
) -> tuple[ProposalBook, list[Fault]]:
    """Type proposal rules and put them into strata; give the book and every fault."""
    by_id: dict[str, tuple[Document, ProposalFile]] = {}
    faults: list[Fault] = []
    for document, file in sources:
        faults += _file_faults(document, file, by_id)
        by_id.setdefault(file.id, (document, file))
    levels, wrong = strata(by_id)
    faults += wrong
    names = sorted({file.concludes for _, file in by_id.values() if file.concludes})
    kind = case_kind(known.sets, known.catalogue, ())
    for document, file in by_id.values():
        if file.concludes in kind.fields:
            message = f"`{file.concludes}` already names a field of the case"
            place = document.place(["concludes"])
            faults.append(Fault(message, place, "choose another name"))
    yes_no = [name for name in names if name not in kind.fields]
    kind = case_kind(known.sets, known.catalogue, yes_no)
    catalogue = known.catalogue.with_kinds([kind])
    scope = Scope(catalogue, kind, known.parameters)
    rules: list[ProposalRule] = []
    for name, (document, file) in sorted(by_id.items()):
        notes = Notes()
        rule = _typed(document, file, levels.get(name, 0), scope, known, notes)
        if rule is not None:
            notes.faults += _unneeded(rule, by_id)
            rules.append(rule)
        faults += notes.faults
    rules.sort(key=lambda rule: (rule.stratum, rule.id))
    return ProposalBook(tuple(rules), kind, catalogue, known.sets), faults


def _file_faults(
    document: Document, file: ProposalFile, others: Mapping[str, tuple[Document, ProposalFile]]
) -> Iterator[Fault]:
    place = document.place(["id"])
    if Path(document.file).stem != file.id:
        message = f"the id {file.id} does not match the file name"
        yield Fault(message, place, f"name the file {file.id}.yaml")
    if file.id in others:
        there = others[file.id][0].place(["id"])
        yield Fault(f"the id {file.id} stands twice; the other is at {there}", place)
    last = file.history[-1] if file.history else None
    if last is not None and last.approved_by in {None, last.author}:
        yield Fault(
            "a proposal rule needs `approved_by` in its last history entry, by another role than "
            "its author",
            document.place(["history", len(file.history) - 1]),
            "add `approved_by: …`",
        )
    for key in ("title", "because"):
        for match in _ACCUSING.finditer(getattr(file, key)):
            text = getattr(file, key)
            where: Place = expression_place(document, [key], text, match.start())
            message = f"the {key} holds an accusing word (“{match[0].lower()}…”)"
            yield Fault(message, where, "say what the records show, never a motive")


def _typed(
    document: Document,
    file: ProposalFile,
    stratum: int,
    scope: Scope,
    known: Known,
    notes: Notes,
) -> ProposalRule | None:
    when = notes.expression(file.when, scope, document, ["when"], t.BOOLEAN)
    said = tuple(_said(file.because, document, scope, notes))
    to = _routed(file, document, scope, known, notes)
    if when is None:
        return None
    parts = [check(text, scope, t.BOOLEAN) for text in _guards(file)]
    whole = And(t.BOOLEAN, when.span, (*parts, when)) if parts else when
    return ProposalRule(file, document, stratum, whole, said, to)


def _guards(file: ProposalFile) -> Iterator[str]:
    """Give what every rule of a proposal asks beside its own words: the promises of the program.

    What is not confirmed never leads to hold, recover or refer; where a critical rule could not
    decide, or was not run, a case is never without exception.
    """
    if set(file.on) != set(CASE_KINDS):
        yield "case_kind in [" + ", ".join(f'"{kind}"' for kind in file.on) + "]"
    if file.propose in NEED_CONFIRMED:
        yield "open_confirmed > 0"
    if file.propose == "no_exception":
        yield "undetermined_critical = 0 and not_run_critical = 0"


def _said(text: str, document: Document, scope: Scope, notes: Notes) -> Iterator[str | Node]:
    """Split a reason at its `{names}`."""
    last = 0
    for match in _PLACEHOLDER.finditer(text):
        yield text[last : match.start()]
        node = notes.expression(
            match[1], scope, document, ["because"], within=(text, match.start(1))
        )
        if node is not None:
            yield node
        last = match.end()
    yield text[last:]


def _routed(
    file: ProposalFile, document: Document, scope: Scope, known: Known, notes: Notes
) -> TableRef | None:
    if not isinstance(file.to, ToTable):
        return None
    place = document.place(["to", "table"])
    table = known.tables.get(file.to.table)
    if table is None:
        hint = did_you_mean(file.to.table, known.tables)
        notes.add(f"there is no table `{file.to.table}`", place, hint)
        return None
    if table.file.on not in {None, CASE} or len(table.file.outputs) != 1:
        notes.add(f"the table `{table.name}` does not answer one thing about a case", place)
        return None
    return table_ref("to", table, 0, scope, notes)


def _unneeded(
    rule: ProposalRule, by_id: Mapping[str, tuple[Document, ProposalFile]]
) -> Iterator[Fault]:
    """Check that a rule needs every rule whose conclusion it reads: only then it comes later."""
    read = set(rule.reads())
    for node in rule.because:
        if isinstance(node, Node):
            read |= {part.name for part in node.walk() if isinstance(part, FieldRef)}
    for name, (_, other) in sorted(by_id.items()):
        if other.concludes in read and name not in rule.file.needs:
            yield Fault(
                f"{rule.id} reads `{other.concludes}`, which {name} concludes, and does not need "
                f"{name}",
                rule.document.place(["when"]),
                f"add {name} to `needs`",
            )

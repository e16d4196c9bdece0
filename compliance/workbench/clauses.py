"""The page of clauses: which texts the rules rest on, and which no rule covers yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from pydantic import model_validator

from compliance.errors import ComplianceError, Fault
from compliance.model.reading import read_file
from compliance.model.yaml_file import Frozen
from compliance.workbench.markdown import page, table

if TYPE_CHECKING:
    from collections.abc import Mapping

Read = Literal["text", "title", "secondary", "inferred", "memory"]
_HOW: Final[Mapping[Read, str]] = {
    "text": "the issuer's own text was read",
    "title": "only its title was read",
    "secondary": "a secondary text was read",
    "inferred": "inferred from figures that were read",
    "memory": "from memory, not read",
}


class Clause(Frozen):
    """One clause or public source."""

    document: str
    """The text in which it stands."""
    says: str
    """What it asks, in our words."""
    read: Read
    """What of it was read."""
    rules: tuple[str, ...] = ()
    """The rules that look at it, whole or in part."""
    open: str | None = None
    """What no rule covers, and why."""

    @model_validator(mode="after")
    def _told(self) -> Clause:
        if not self.rules and not self.open:
            raise ValueError("name `rules`, or say under `open` why there is none")
        return self


class ClauseFile(Frozen):
    """All clauses that are known."""

    clauses: tuple[Clause, ...]


def clauses_page(path: Path, rules: Path) -> str:
    """Give the page from the file of clauses; a rule that has no file in `rules` is a fault."""
    known = {file.stem for file in rules.glob("*/*.yaml")}
    reading = read_file(path, ClauseFile, {"clauses": []})
    faults = [*reading.faults]
    found = reading.value.clauses if reading.value else ()
    for number, clause in enumerate(found):
        for name in clause.rules:
            if name not in known:
                place = reading.document.place(["clauses", number, "rules"])
                faults.append(Fault(f"there is no rule {name}", place))
    if faults:
        raise ComplianceError(faults=tuple(faults))
    heads = ("document", "what it asks", "what was read", "rules")
    return page(
        "Clauses and sources",
        "What is known of the texts that bind or guide, in our words, and the rules that look at "
        "it. A rule is never stronger than what was read of its text.",
        "## Not covered, or only in part",
        table((*heads, "what is open"), (_row(clause) for clause in found if clause.open)),
        "## Covered",
        table(heads, (_row(clause) for clause in found if not clause.open)),
    )


def _row(clause: Clause) -> tuple[str, ...]:
    rules = ", ".join(f"[{name}](rules/{name}.md)" for name in clause.rules)
    row = (clause.document, clause.says, _HOW[clause.read], rules)
    return (*row, clause.open) if clause.open else row

"""The sentences in which features speak of cases and of what is proposed for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from compliance.errors import ComplianceError
from compliance.model.yaml_file import did_you_mean
from compliance.workbench.case_story import FINDING_COLUMNS, CaseStory, Drawn

if TYPE_CHECKING:
    from compliance.workbench.form import Told

Table = Sequence[Sequence[str]]
AS_OF = date(2026, 12, 31)


def without(told: Told, match: re.Match[str], _table: Table) -> Told:
    """Begin with a case in which nothing was found."""
    return replace(told, case=CaseStory(match["kind"].replace(" ", "_")))


def with_these(told: Told, match: re.Match[str], table: Table) -> Told:
    """Begin with a case that has findings, one row each."""
    head, *body = table
    for name in head:
        if name not in FINDING_COLUMNS:
            hint = did_you_mean(name, FINDING_COLUMNS)
            raise ComplianceError(f"`{name}` is no column of findings", None, hint)
    rows = tuple(dict(zip(head, line, strict=True)) for line in body)
    return replace(told, case=CaseStory(match["kind"].replace(" ", "_"), rows))


def its(told: Told, match: re.Match[str], _table: Table) -> Told:
    """State a field of the case that no finding decides."""
    case = _case(told)
    fields = {**case.fields, match["name"].replace(" ", "_"): match["words"]}
    return replace(told, case=replace(case, fields=fields))


def asked(told: Told, match: re.Match[str], _table: Table) -> Told:
    """Draw the proposals for the case."""
    case = replace(_case(told), parameters=told.story.parameters)
    day = date.fromisoformat(match["day"]) if match["day"] else AS_OF
    return replace(told, drawn=Drawn(match["rule"], told.program.propose(case, day)))


def holds(told: Told, match: re.Match[str], _table: Table) -> Told:
    """Expect that the rule holds, or that it does not."""
    drawn = _drawn(told)
    held, wanted = drawn.link is not None, match["no"] is None
    others = ", ".join(one["rule"] for one in drawn.entry["chain"]) or "none"
    unmet = f"{drawn.rule} {'holds' if held else 'does not hold'}; the rules that hold: {others}"
    return replace(told, unmet=None if held == wanted else unmet)


def proposed(told: Told, match: re.Match[str], _table: Table) -> Told:
    """Expect the headline."""
    return _expect(told, "proposal", match["words"].replace(" ", "_"))


def act(told: Told, match: re.Match[str], _table: Table) -> Told:
    """Expect the act that waits."""
    return _expect(told, "act", match["words"])


def to(told: Told, match: re.Match[str], _table: Table) -> Told:
    """Expect to whom it is referred."""
    return _expect(told, "to", match["words"].replace(" ", "_"))


def because(told: Told, match: re.Match[str], _table: Table) -> Told:
    """Expect a part of what the rule says."""
    drawn = _drawn(told)
    said = str(drawn.link["because"]) if drawn.link else ""
    unmet = f"{drawn.rule} says {said!r}"
    return replace(told, unmet=None if match["text"] in said else unmet)


def after(told: Told, match: re.Match[str], _table: Table) -> Told:
    """Expect an earlier rule in the chain."""
    chain = [str(one["rule"]) for one in _drawn(told).entry["chain"]]
    unmet = f"the rules that hold: {', '.join(chain) or 'none'}"
    return replace(told, unmet=None if match["other"] in chain else unmet)


def _expect(told: Told, key: str, wanted: str) -> Told:
    found = _drawn(told).entry[key]
    unmet = f"found {found or 'none'}, expected {wanted}"
    return replace(told, unmet=None if (found or "none") == wanted else unmet)


def _case(told: Told) -> CaseStory:
    if told.case is None:
        hint = "begin with: Given a contract case without findings"
        raise ComplianceError("no case is given yet", None, hint)
    return told.case


def _drawn(told: Told) -> Drawn:
    if told.drawn is None:
        raise ComplianceError(
            "no rule was asked yet", None, "before it: When rule PRO-010 is asked"
        )
    return told.drawn

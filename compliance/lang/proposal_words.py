"""A proposal rule in plain English: when it holds, what it proposes, and on what it rests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from compliance.lang.parameters import Parameter
from compliance.lang.proposal import ProposalBook, ProposalRule, ToTable
from compliance.lang.spoken import Spoken, listed
from compliance.lang.tree import And
from compliance.model.case import CASE_KINDS


def proposal_sentence(rule: ProposalRule, parameters: Mapping[str, Parameter]) -> str:
    """Give the rule as one sentence."""
    some = set(rule.file.on) != set(CASE_KINDS)
    kinds = f"a {listed(list(map(_words, rule.file.on)), 'or')}" if some else "of any kind"
    holds = rule.holds
    if some and isinstance(holds, And):  # its first part says the kinds
        holds = replace(holds, parts=holds.parts[1:])
    condition = Spoken(parameters).condition(holds)
    return f"For a case that is {kinds}, where {condition}: {proposes(rule)}."


def proposes(rule: ProposalRule) -> str:
    """Say what follows where the rule holds."""
    file = rule.file
    parts = [f"it concludes {_words(file.concludes)}"] if file.concludes else []
    if file.propose is not None:
        words = f"it is proposed: {_words(file.propose)}"
        if file.act is not None:
            words += f" the {'act that comes next' if file.act == 'next' else file.act}"
        if isinstance(file.to, ToTable):
            words += f" to whom the table {file.to.table} says"
        elif file.to is not None:
            words += f" to {_words(file.to)}"
        parts.append(words)
    return ", and ".join(parts)


def explain_proposal(
    rule: ProposalRule, book: ProposalBook, parameters: Mapping[str, Parameter]
) -> str:
    """Give a proposal rule for a reader: its sentence, what it needs, its limits."""
    file = rule.file
    authority = file.authority
    reference = f", {authority.reference}" if authority.reference else ""
    later = [other.id for other in book.rules if rule.id in other.file.needs]
    lines = [
        f"{rule.id}  {file.title}",
        "",
        proposal_sentence(rule, parameters),
        "",
        f"authority  {authority.document}{reference} ({authority.standing})",
        f"on         {', '.join(file.on)}",
        f"when       {' '.join(file.when.split())}",
        f"because    {file.because}",
        f"priority   {file.priority}: the greatest is the headline, then the strongest proposal",
    ]
    lines += [f"needs      {', '.join(file.needs)}"] if file.needs else []
    lines += [f"needed by  {', '.join(later)}"] if later else []
    for name in rule.parameters():
        lines += [
            f"limit      {name} = {value.text}; {value.standing}: {value.source}"
            for value in parameters[name].values
        ]
    return "\n".join(lines)


def _words(code: str | None) -> str:
    return (code or "").replace("_", " ")

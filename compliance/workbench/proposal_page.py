"""The generated page of what is proposed when findings meet, and of the order of steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from compliance.lang.proposal_words import proposal_sentence
from compliance.workbench.markdown import page, table

if TYPE_CHECKING:
    from compliance.lang.lifecycle import CheckFile, LifecycleFile
    from compliance.lang.proposal import ProposalRule
    from compliance.lang.rulebook import Rulebook

_FAMILIES = (
    ("conclusion", "Conclusions", "What later rules read; alone they propose nothing."),
    ("refer", "Refer", "To whom, is said by the rule or by a decision table."),
    ("recover", "Recover", "Money that was paid may be asked back."),
    (
        "regularise",
        "Regularise",
        "The act is done; who is competent may approve it after the fact.",
    ),
    ("hold", "Hold", "The next act of the case waits."),
    ("return_to_staff", "Return to staff", "Something can be mended or added."),
    ("no_exception_with_remarks", "No exception, with remarks", "Something is to be read."),
    ("no_exception", "No exception", "Nothing was found in what was checked."),
)


def proposals_page(book: Rulebook) -> str:
    """Give every proposal rule by what it proposes, and every declared order of steps."""
    return page(
        "Proposals and the order of steps",
        "For every case (a procurement, a contract, a funding line, a pilot, the batch) the rules "
        "below say what is proposed. All that hold are kept; the headline is that of the greatest "
        "priority, and of equal ones the strongest. A person decides. Whatever a rule says, what "
        "is not confirmed (indicators, limits that nobody adopted, what could not be decided) "
        "never leads to hold, recover or refer, and a case with a critical rule that could not "
        "decide or was not run is never without exception.",
        *(part for family in _FAMILIES for part in _family(book, *family)),
        *(part for _, item in sorted(book.lifecycles.items()) for part in _lifecycle(item)),
    )


def _family(book: Rulebook, name: str, title: str, what: str) -> Iterator[str]:
    rules = [rule for rule in book.proposals.rules if (rule.file.propose or "conclusion") == name]
    if rules:
        yield f"## {title}"
        yield what
        yield table(
            ("rule", "title", "in words", "priority", "needs", "reason given"),
            sorted(_row(rule, book) for rule in rules),
        )


def _row(rule: ProposalRule, book: Rulebook) -> tuple[str, ...]:
    file = rule.file
    return (
        rule.id, file.title, proposal_sentence(rule, book.parameters), str(file.priority),
        ", ".join(file.needs), file.because,
    )  # fmt: skip


def _lifecycle(file: LifecycleFile) -> Iterator[str]:
    where = f"in batches of {', '.join(file.profiles)}" if file.profiles else "in every batch"
    yield f"## Order of steps: {file.lifecycle}"
    yield f"{file.title}. Checked {where}. Days decide: steps of one day may stand in either order."
    for item in file.checks:
        if item.follows:
            yield f"[{item.id}](rules/{item.id}.md), {item.title.lower()}: which step may follow."
            rows = ((step, ", ".join(before)) for step, before in item.follows.items())
            yield table(("step", "may follow"), rows)
    others = (item for item in file.checks if not item.follows)
    yield table(
        ("rule", "title", "what is checked", "severity"),
        ((f"[{i.id}](rules/{i.id}.md)", i.title, _said(i), str(i.severity)) for i in others),
    )


def _said(item: CheckFile) -> str:
    if item.needs:
        return f"{item.step} needs before it: {', '.join(item.needs)}"
    if item.apart:
        return f"no one person takes two of: {', '.join(item.apart)}"
    if item.at_least:
        return f"from {item.start} to {item.end} at least {item.at_least}"
    return f"from {item.start} to {item.end} at most {item.at_most}"

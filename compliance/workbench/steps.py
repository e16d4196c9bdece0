"""The sentences in which features are written: fixed forms, the same for every rule.

A scenario is told sentence by sentence; each form takes how far it has been told and gives how
far it is then. No rule needs Python of its own.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from compliance.errors import ComplianceError
from compliance.model.money import Money
from compliance.workbench import scenario
from compliance.workbench.case_forms import CASE_FORMS
from compliance.workbench.form import Form, Run, Table, Told
from compliance.workbench.scenario import Change, FileFacts, Program

__all__ = ["FORMS", "Form", "Run", "Table", "Told", "form_of", "tell"]

_AS_OF = date(2026, 12, 31)
_WORDS = {
    "fail": "fail",
    "pass": "pass",
    "are undetermined": "undetermined",
    "are not applicable": "not_applicable",
}


def form_of(keyword: str, sentence: str, table: Table = ()) -> tuple[Form, re.Match[str]]:
    """Give the form of a sentence, or fail with the forms that come nearest.

    `keyword` is given, when or then; an empty one (`*` in a feature) may be any of them.
    """
    for form in FORMS:
        match = re.fullmatch(form.pattern, sentence)
        if match is not None and keyword in {form.keyword, ""}:
            if form.table != bool(table):
                wanted = "needs a table under it" if form.table else "takes no table"
                raise ComplianceError(f"“{sentence}” {wanted}")
            return form, match
    known = [form.example for form in FORMS if keyword in {form.keyword, ""}]
    near = difflib.get_close_matches(sentence, known, n=2, cutoff=0.4) or known[:3]
    raise ComplianceError(
        f"no step reads “{sentence}”",
        None,
        "a step is written like: " + ", or: ".join(f"`{text}`" for text in near),
    )


def tell(told: Told, keyword: str, sentence: str, table: Table = ()) -> Told:
    """Tell one more sentence, with the table that stands under it."""
    form, match = form_of(keyword, sentence, table)
    try:
        return form.step(told, match, table)
    except ValueError as error:  # a value that cannot be read, in the owner's words
        raise ComplianceError(f"“{sentence}”: {error}") from None


def _clean(told: Told, match: re.Match[str], _table: Table) -> Told:
    name, key = match["name"], match["key"]
    program = told.program
    catalogue = program.rulebook.catalogue
    kind = _singular(name, program)
    return replace(told, story=scenario.clean(told.story, catalogue, program.worlds, kind, key))


def _these(told: Told, match: re.Match[str], table: Table) -> Told:
    program = told.program
    catalogue, kind = program.rulebook.catalogue, _singular(match["name"], program)
    return replace(told, story=scenario.table(told.story, catalogue, program.worlds, kind, table))


def _another(told: Told, match: re.Match[str], _table: Table) -> Told:
    kind = match["name"].replace(" ", "_")
    return replace(told, story=scenario.twin(told.story, kind, match["key"]))


def _its(told: Told, match: re.Match[str], _table: Table) -> Told:
    story = told.story.change(told.story.subject, match["path"], match["words"])
    return replace(told, story=story)


def _of(told: Told, match: re.Match[str], _table: Table) -> Told:
    return replace(told, story=told.story.change(match["key"], match["path"], match["words"]))


def _unnamed(told: Told, match: re.Match[str], _table: Table) -> Told:
    kind = match["kind"].replace(" ", "_")
    return replace(told, story=scenario.unnamed(told.story, kind, match["key"]))


def _parameter(told: Told, match: re.Match[str], _table: Table) -> Told:
    stated = (match["name"], match["text"], _day(match["start"]))
    story = replace(told.story, parameters=(*told.story.parameters, stated))
    return replace(told, story=story)


def _profile(told: Told, match: re.Match[str], _table: Table) -> Told:
    return replace(told, story=replace(told.story, profile=match["profile"]))


def _known(told: Told, match: re.Match[str], _table: Table) -> Told:
    said = Change(match["key"], match["path"], match["words"])
    return replace(told, story=replace(told.story, known=(*told.story.known, said)))


def _unknown(told: Told, match: re.Match[str], _table: Table) -> Told:
    said = Change(match["key"], "", "")
    return replace(told, story=replace(told.story, known=(*told.story.known, said)))


def _withheld(told: Told, match: re.Match[str], _table: Table) -> Told:
    story = replace(told.story, withheld=(*told.story.withheld, match["name"]))
    return replace(told, story=story)


def _file(told: Told, match: re.Match[str], _table: Table) -> Told:
    facts = FileFacts(
        match["file"], int(match["read"]), int(match["rejected"]), int(match["unreadable"] or 0)
    )
    return replace(told, story=replace(told.story, files=(*told.story.files, facts)))


def _runs(told: Told, match: re.Match[str], _table: Table) -> Told:
    day = _day(match["day"]) or _AS_OF
    case = scenario.ready(told.story, told.program, match["rule"], day)
    return replace(told, last=Run(case, told.program.run(case)))


def _judged(outcome: str) -> Callable[[Told, re.Match[str], Table], Told]:
    def step(told: Told, match: re.Match[str], _table: Table) -> Told:
        return _expect_outcome(told, match["key"], outcome)

    return step


def _by_exception(told: Told, match: re.Match[str], _table: Table) -> Told:
    key, name = match["key"], match["name"]
    held = told.run.verdict.exceptions.get(key)
    judged = _expect_outcome(told, key, "by_exception")
    return judged if judged.unmet else _expect(judged, held, name)


def _nothing(told: Told, _match: re.Match[str], _table: Table) -> Told:
    return _expect(told, _having(told.run, "fail"), set())


def _exactly(told: Told, match: re.Match[str], _table: Table) -> Told:
    found = _having(told.run, _WORDS[match["words"]])
    if match["words"] in {"pass", "are not applicable"}:  # bystanders pass too, and nobody named
        found &= set(told.story.named)
    return _expect(told, found, _split(match["keys"]))


def _exactly_by_exception(told: Told, match: re.Match[str], _table: Table) -> Told:
    used = told.run.verdict.exceptions.items()
    held = {key for key, exception in used if exception == match["name"]}
    return _expect(told, held, _split(match["keys"]))


def _amount(told: Told, match: re.Match[str], _table: Table) -> Told:
    if not told.judged:
        raise ComplianceError("no record is judged yet", None, "before it: Then it fails for P-1")
    expected = scenario.reader_of(told.run.case, told.judged).value(match["words"])
    finding = told.run.verdict.findings.get(told.judged)
    found = finding.amount_at_issue if finding else None
    shown = str(Money(found["minor"], found["currency"], None)) if found else None
    return _expect(told, shown, str(expected))


def _message(told: Told, match: re.Match[str], _table: Table) -> Told:
    finding = told.run.verdict.findings.get(match["key"])
    message = finding.message if finding else ""
    held = match["text"] in message
    return replace(told, unmet=None if held else f"the message for {match['key']} is {message!r}")


def _expect_outcome(told: Told, key: str, outcome: str) -> Told:
    found = told.run.verdict.outcomes.get(key)
    unmet = None
    if found != outcome:
        finding = told.run.verdict.findings.get(key)
        why = f": {finding.explanation}" if finding else ""
        said, wanted = (word.replace("_", " ") for word in (found or "nothing", outcome))
        unmet = f"{told.run.case.rule} says “{said}” for {key}, not “{wanted}”{why}"
    return replace(told, judged=key, unmet=unmet)


def _expect(told: Told, found: object, expected: object) -> Told:
    unmet = f"found {_shown(found)}, expected {_shown(expected)}"
    return replace(told, unmet=None if found == expected else unmet)


def _shown(value: object) -> str:
    """Give a value for a person; sets are listed in order, so that a reason is always the same."""
    if isinstance(value, set):
        return ", ".join(sorted(value)) or "none"
    return "none" if value is None else str(value)


def _having(run: Run, outcome: str) -> set[str]:
    return {key for key, word in run.verdict.outcomes.items() if word == outcome}


def _split(keys: str) -> set[str]:
    return {key.strip() for key in keys.split(",")}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _singular(name: str, program: Program) -> str:
    """Give the name of the clean record that a plural speaks of: `funding lines`, `launches`."""
    plain = name.strip().replace(" ", "_")
    known = {path.stem for path in program.worlds.glob("*.yaml")}
    words = (plain, *(plain.removesuffix(end) for end in ("s", "es")), re.sub("ies$", "y", plain))
    return next((word for word in words if word in known), plain)


FORMS: tuple[Form, ...] = (
    Form(
        "given",
        r"a clean (?P<name>[a-z_ ]+?) (?P<key>\S+)",
        "a clean procurement P-1",
        "a record on which no live rule fires, with all that it refers to",
        _clean,
    ),
    Form(
        "given",
        r"these (?P<name>[a-z_ ]+)",
        "these procurements",
        "one clean record a row, with the cells that are given; an empty cell is null",
        _these,
        table=True,
    ),
    Form(
        "given",
        r"another (?P<name>[a-z_ ]+) (?P<key>\S+)",
        "another procurement P-1",
        "a second record with the same key",
        _another,
    ),
    Form(
        "given",
        r"its (?P<path>[a-z_.0-9]+) is (?P<words>.+)",
        'its method is "single_source"',
        "a field of the record named last, or of one that it refers to (`its vendor.nation`)",
        _its,
    ),
    Form(
        "given",
        r"the (?P<path>[a-z_.0-9]+) of (?P<key>\S+) is (?P<words>.+)",
        "the booked_on of S-1 is 2026-03-01",
        "a field of any record",
        _of,
    ),
    Form(
        "given",
        r"no (?P<kind>[a-z_ ]+) names (?P<key>\S+)",
        "no receipt names C-1",
        "the records of a kind that name another are taken out",
        _unnamed,
    ),
    Form(
        "given",
        r"parameter (?P<name>\S+) is (?P<text>.+?)(?: from (?P<start>\d{4}-\d\d-\d\d))?",
        "parameter limit.single_source is EUR 40,000 from 2026-01-01",
        "another value of a parameter, from a day on",
        _parameter,
    ),
    Form(
        "given",
        r"the profile of the batch is (?P<profile>\w+)",
        "the profile of the batch is pilot",
        "which kinds and fields the batch owes; otherwise pilot",
        _profile,
    ),
    Form(
        "given",
        r"the batch does not supply (?P<name>[a-z_.]+)",
        "the batch does not supply contract.ceiling_value",
        "a column, or a whole kind, is missing",
        _withheld,
    ),
    Form(
        "given",
        r"the register says that (?P<path>[a-z_]+) of (?P<key>\S+) is (?P<words>.+)",
        "the register says that ceiling of FL-1/2026 is EUR 40,000",
        "a register holds the records of that kind as given, but for this value",
        _known,
    ),
    Form(
        "given",
        r"the register does not hold (?P<key>\S+)",
        "the register does not hold FL-1/2026",
        "a register holds the records of that kind as given, but not this one",
        _unknown,
    ),
    Form(
        "given",
        r"a file (?P<file>\S+) of (?P<read>\d+) rows, (?P<rejected>\d+) of them rejected"
        r"(?:, with (?P<unreadable>\d+) amounts? that could not be read)?",
        "a file spend.csv of 100 rows, 6 of them rejected, with 2 amounts that could not be read",
        "the account of a file, for rules about files",
        _file,
    ),
    Form(
        "when",
        r"rule (?P<rule>[A-Z]+-\d+) runs(?: as of (?P<day>\d{4}-\d\d-\d\d))?",
        "rule PRC-014 runs as of 2026-03-01",
        "the rule is run over all that was given; otherwise as of 2026-12-31",
        _runs,
    ),
    Form(
        "then",
        r"it fails for (?P<key>\S+)",
        "it fails for P-1",
        "the record does not satisfy the rule",
        _judged("fail"),
    ),
    Form(
        "then",
        r"it passes for (?P<key>\S+)",
        "it passes for P-1",
        "the record satisfies the rule",
        _judged("pass"),
    ),
    Form(
        "then",
        r"it is not applicable to (?P<key>\S+)",
        "it is not applicable to P-1",
        "the record is out of the rule's scope, by values that are known",
        _judged("not_applicable"),
    ),
    Form(
        "then",
        r"it is undetermined for (?P<key>\S+)",
        "it is undetermined for P-1",
        "a value that was needed is missing",
        _judged("undetermined"),
    ),
    Form(
        "then",
        r"it passes for (?P<key>\S+) by exception (?P<name>.+)",
        "it passes for P-1 by exception approved deviation",
        "the record departs, and a stated exception holds",
        _by_exception,
    ),
    Form("then", r"nothing fails", "nothing fails", "no record fails, whoever it is", _nothing),
    Form(
        "then",
        r"exactly these (?P<words>fail|pass|are undetermined|are not applicable): (?P<keys>.+)",
        "exactly these fail: P-1, P-2",
        "these and no others; also: pass, are undetermined, are not applicable",
        _exactly,
    ),
    Form(
        "then",
        r"exactly these pass by exception (?P<name>[^:]+): (?P<keys>.+)",
        "exactly these pass by exception approved deviation: P-1",
        "these and no others, by that exception",
        _exactly_by_exception,
    ),
    Form(
        "then",
        r"the amount at issue is (?:its )?(?P<words>.+)",
        "the amount at issue is its award_value",
        "of the finding for the record named last",
        _amount,
    ),
    Form(
        "then",
        r'the message for (?P<key>\S+) contains "(?P<text>.+)"',
        'the message for P-1 contains "no justification"',
        "a part of what the finding says",
        _message,
    ),
    *CASE_FORMS,
)

"""The forms of the sentences about cases."""

from __future__ import annotations

from compliance.workbench import case_steps
from compliance.workbench.form import Form

_KIND = r"(?P<kind>procurement|contract|funding line|pilot|batch)"
CASE_FORMS: tuple[Form, ...] = (
    Form(
        "given",
        rf"a {_KIND} case without findings",
        "a contract case without findings",
        "a case in which nothing was found, for rules about proposals",
        case_steps.without,
    ),
    Form(
        "given",
        rf"a {_KIND} case with these findings",
        "a contract case with these findings",
        "one finding a row; what is not stated is a major breach of house standing in the set "
        "payments; `times` repeats a row",
        case_steps.with_these,
        table=True,
    ),
    Form(
        "given",
        r"the case has (?P<name>[a-z_ ]+?) (?P<words>\"[^\"]*\"|[0-9][^ ]*|EUR .+)",
        'the case has next_act "payment"',
        "a field of the case that no finding decides",
        case_steps.its,
    ),
    Form(
        "when",
        r"rule (?P<rule>[A-Z]+-\d+) is asked(?: as of (?P<day>\d{4}-\d\d-\d\d))?",
        "rule PRO-010 is asked",
        "every proposal rule is asked about the case; otherwise as of 2026-12-31",
        case_steps.asked,
    ),
    Form(
        "then",
        r"it (?:holds|(?P<no>does not hold))",
        "it holds",
        "the proposal rule holds for the case; also: it does not hold",
        case_steps.holds,
    ),
    Form(
        "then",
        r"the proposal is (?P<words>[a-z_ ]+)",
        "the proposal is hold",
        "the headline for the case, whichever rule makes it",
        case_steps.proposed,
    ),
    Form(
        "then",
        r"the act that waits is (?P<words>award|signature|payment|none)",
        "the act that waits is payment",
        "of a headline that holds",
        case_steps.act,
    ),
    Form(
        "then",
        r"it is referred to (?P<words>[a-z_ ]+)",
        "it is referred to nor",
        "of a headline that refers",
        case_steps.to,
    ),
    Form(
        "then",
        r'its reason contains "(?P<text>.+)"',
        'its reason contains "the next act is payment"',
        "a part of what the rule says",
        case_steps.because,
    ),
    Form(
        "then",
        r"(?P<other>[A-Z]+-\d+) holds before it",
        "PRO-001 holds before it",
        "an earlier rule stands in the chain",
        case_steps.after,
    ),
)

"""One case in words for a screen: what is proposed, why, and what was looked at."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from compliance.errors import ComplianceError, Place
from compliance.model.case import PROPOSALS
from compliance.model.near import did_you_mean


def explain_case(case: str, out: Path) -> list[str]:
    """Give what a check that was written into `out` proposes for a case, and why."""
    path = out / "summary.json"
    try:
        summary = json.loads(path.read_bytes())
        return list(case_lines(summary, case))
    except OSError as error:
        place, hint = Place(str(path)), "give the folder of a check with --out"
        message = f"cannot read the results: {error.strerror}"
        raise ComplianceError(message, place, hint) from None
    except (ValueError, KeyError, TypeError):
        raise ComplianceError("these are no results of a check", Place(str(path))) from None


def case_lines(summary: Mapping[str, Any], case: str) -> Iterator[str]:
    """Give what `summary.json` says of a case, one line each; fail where it has no such case."""
    known = summary["proposals"]
    if case not in known:
        hint = did_you_mean(case, known) or "a case is written as procurement:P-1, or batch"
        raise ComplianceError(f"there is no case {case} in this check", None, hint)
    entry = known[case]
    yield f"{case}: {headline(entry)} (proposed; a person decides)"
    yield from (f"  because: {reason}" for reason in entry["reasons"])
    others = [word for word in entry["all"] if word != entry["proposal"]]
    if others:
        yield f"  also proposed: {', '.join(map(_words, others))}"
    yield "chain"
    for link in entry["chain"]:
        came = [f"concludes {link['concludes']}"] if link["concludes"] else []
        came += [f"proposes {_words(link['proposes'])}"] if link["proposes"] else []
        yield f"  {link['rule']} {link['title']}: {', '.join(came)}"
        yield from (f"    {name} = {value}" for name, value in link["values"].items())
    if not entry["chain"]:
        yield "  no proposal rule holds"
    yield "checked"
    for kind, counts in entry["checked"].items():
        yield f"  {kind}: {counts['records']} records, by {counts['rules']} rules"
    if not entry["checked"]:
        yield "  no record of this case is in the batch"
    for title, key in _LISTS:
        if entry[key]:
            yield f"{title}: {', '.join(entry[key])}"
    yield f"drawn by {summary['engine']['proposals']}"


_LISTS = (
    ("rules with findings", "rules"),
    ("rules that could not decide", "undetermined"),
    ("critical rules not run", "not_run"),
)


def headline(entry: Mapping[str, Any]) -> str:
    """Give the proposal in words, with the act that waits or to whom it goes."""
    words = _words(entry["proposal"])
    if entry["act"]:
        return f"{words} the {entry['act']}"
    return f"{words} to {_words(entry['to'])}" if entry["to"] else words


def _words(code: str) -> str:
    return code.replace("_", " ")


def case_counts(proposals: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, int]]:
    """Count the cases of each proposal, the strongest first."""
    found = Counter(entry["proposal"] for entry in proposals.values())
    return [(_words(word), found[word]) for word in reversed(PROPOSALS) if found[word]]


def case_rows(
    proposals: Mapping[str, Mapping[str, Any]],
) -> list[tuple[str, str, Mapping[str, Any]]]:
    """Give each case with its headline in words, the strongest first, then by name."""
    ranked = sorted(
        proposals.items(), key=lambda item: (-PROPOSALS.index(item[1]["proposal"]), item[0])
    )
    return [(case, headline(entry), entry) for case, entry in ranked]

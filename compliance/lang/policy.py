"""What every rule owes beside its types: approval, standing, dates, plain words, its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

from compliance.errors import Fault
from compliance.lang.files import RuleFile, SetFile
from compliance.lang.notes import expression_place
from compliance.model.finding import ACCUSING
from compliance.model.yaml_file import Document
from compliance.model.yaml_mends import comment_fault

_PRINTED: Final = ("title", "message", "remedy")
_ACCUSING: Final = re.compile(rf"\b(?:de)?(?:{'|'.join(ACCUSING)})", re.IGNORECASE)


def misnamed(document: Document, file: RuleFile) -> Iterator[Fault]:
    """Check that a rule has the name of its file."""
    if Path(document.file).stem != file.id:
        message = f"the id {file.id} does not match the file name"
        yield Fault(message, document.place(["id"]), f"name the file {file.id}.yaml")


def policy_faults(
    document: Document, file: RuleFile, set_file: SetFile, lost: AbstractSet[str] = frozenset()
) -> Iterator[Fault]:
    """Check one rule file for what its set, its readers and its history ask of it.

    Of what could not be read, `lost`, nothing is asked.
    """
    if "history" not in lost:
        yield from _approval(document, file)
    yield from _standing(document, file, set_file)
    start, until = file.in_force.from_date, file.in_force.until
    if start is not None and until is not None and until < start:
        place = document.place(["in_force", "until"])
        yield Fault("the rule ends before it begins", place, "put the earlier day under `from`")
    for key in _PRINTED:
        yield from _words(document, [key], getattr(file, key))
        for language, told in file.translations.items():
            yield from _words(document, [language, key], getattr(told, key))
    if ("remedy",) in document.comments:
        yield comment_fault(document.spot(*document.comments["remedy",]), "remedy")


def _approval(document: Document, file: RuleFile) -> Iterator[Fault]:
    """Check that a live rule has been approved by another role than its author's."""
    last, path = file.history[-1], ("history", len(file.history) - 1)
    if not file.ever_live:
        return
    if last.approved_by is None:
        yield Fault(
            "a live rule needs `approved_by` in its last history entry, by another role than its "
            "author",
            document.place(path),
            "add `approved_by: …`, or set `status: trial`",
        )
    elif last.approved_by == last.author:
        yield Fault(
            f"the rule is approved by its author, {last.author}: a live rule needs `approved_by` "
            "with another role",
            document.place([*path, "approved_by"]),
            "name the role that approved it, or set `status: trial`",
        )


def _standing(document: Document, file: RuleFile, set_file: SetFile) -> Iterator[Fault]:
    """Check that what a rule claims to follow has been read, or adopted."""
    authority, place = file.authority, document.place(["authority", "standing"])
    if authority.standing == "binding" and authority.read is None:
        yield Fault(
            "`standing: binding` needs `read: {by_role, on}`: somebody has read the clause",
            place,
            "add `read: {by_role: policy_owner, on: 2026-01-31}`, or set `standing: illustrative`",
        )
    if authority.standing == "house" and not (authority.adopted_by or set_file.adopted_by):
        yield Fault(
            "`standing: house` needs `adopted_by`, here or in set.yaml",
            place,
            "add the role that adopted the rule, or set `standing: illustrative`",
        )


def _words(document: Document, path: Sequence[str], text: str) -> Iterator[Fault]:
    """Note words that accuse, where a finding would print them."""
    for match in _ACCUSING.finditer(text):
        yield Fault(
            f"the {path[-1]} holds an accusing word (“{match[0].lower()}…”)",
            expression_place(document, path, text, match.start()),
            "say what the record shows, never a motive",
        )

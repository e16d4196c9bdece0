"""Texts of the rulebook in the language of the report: translated, or English with a mark."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from compliance.model.history import Changed, Why
from compliance.model.wanted import ENGLISH
from compliance.report.glyphs import printable
from compliance.report.language import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compliance.model.finding import Finding
    from compliance.model.result import Result, RuleCard

# The words of closed lists that are printed as words; everything else of a record is data.
TERMS: Final = (
    "critical", "major", "minor", "info", "binding", "house", "analogue", "illustrative",
    "plan", "award", "commitment", "invoice", "payment", "whole", "excess", "recoverable", "none",
    "breach", "quality", "indicator", "fail", "undetermined", "approved", "draft",
    "header", "blank", "footer", "preamble", "repeated header",
    "no exception", "no exception with remarks", "return to staff", "hold", "regularise",
    "recover", "refer", "signature", "accept", "change", "reject",
    "financial controller", "contracting authority", "nor", "investment committee staff",
    "programme board", "customer", "security office", "restricted channel",
    "single source", "direct purchase", "deviation", "advance", "late approval",
    "new", "outstanding", "settled", "superseded", "answered", "accepted", "reopened",
    "prepared", "reviewed", "approved", "staff", "reviewer", "policy owner", "administrator",
    *Why, *Changed,
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What the rulebook and the findings say, in one language."""

    result: Result
    say: Language
    length: int  # characters of a message

    def in_english(self, text: str, length: int) -> str:
        """Give a text that exists in English only; in another language it carries a mark."""
        shown = printable(self.say.cut(text, length))
        if self.say.code == ENGLISH:
            return shown
        return Markup('<span lang="en">{}<span class="english">EN</span></span>').format(shown)

    def rule_text(self, card: RuleCard, name: str, length: int) -> str:
        """Give the title or remedy of a rule."""
        text = card.translated.get(self.say.code, {}).get(name)
        if text is None:
            return self.in_english(getattr(card, name), length)
        return self.say.cut(text, length)

    def rule_title(self, rule: str, title: str, length: int) -> str:
        """Give the title of a rule by its id; `title` is the English one."""
        card = self._cards.get(rule)
        if card is None:
            return self.in_english(title, length)
        return self.rule_text(card, "title", length)

    def message(self, finding: Finding) -> str:
        """Give what a finding says of its record."""
        text = self.result.messages.get(self.say.code, {}).get(finding.finding)
        if text is None:
            return self.in_english(finding.message, self.length)
        return self.say.cut(text, self.length)

    @cached_property
    def _cards(self) -> Mapping[str, RuleCard]:
        return {card.id: card for card in self.result.rules}


def case_headline(say: Language, entry: Mapping[str, Any]) -> str:
    """Give a proposal in words, with the act that waits or to whom it goes."""

    def word(code: str) -> str:
        return say.plain(code.replace("_", " "))

    if entry["act"]:
        return say.plain("{proposal} the {act}", proposal=word(entry["proposal"]),
                         act=word(entry["act"]))  # fmt: skip
    if entry["to"]:
        return say.plain("{proposal} to {whom}", proposal=word(entry["proposal"]),
                         whom=word(entry["to"]))  # fmt: skip
    return word(entry["proposal"])

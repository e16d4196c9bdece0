"""What a rule says of itself: which findings it makes, and what it asks to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .rule_text import rule_of, table_of
from .table_text import NOW, text_of

if TYPE_CHECKING:
    from compliance.lang.rule import Rule


def names(rule: Rule, *, deciding: bool) -> tuple[list[str], list[str]]:
    """Give the names of the tables and of the facts that a rule reads."""
    tables = [table.name for table in rule.used_tables(deciding=deciding)]
    return tables, [fact.name for fact in rule.used_derivations(deciding=deciding)]


@pytest.mark.parametrize(
    ("severity", "missing", "flagged"),
    [
        ("critical", None, True),
        ("major", None, True),
        ("minor", None, False),
        ("info", None, False),
        ("critical", "count", False),
        ("info", "flag", True),
    ],
)
def test_an_undetermined_record_is_a_finding_of_a_grave_rule_or_where_it_is_asked(
    severity: str, missing: str | None, flagged: bool
) -> None:
    file = rule_of('on: procurement\nrequire: "true"\n').file
    changed = file.model_copy(update={"severity": severity, "missing": missing})
    assert changed.flags_missing is flagged


@pytest.mark.parametrize(
    ("read", "decides"),
    [
        ('require: m = "a" and n > 0', True),
        ('require: "true"\nwhen: m = "a" and n > 0', True),
        ('require: "true"\nmeasure: if m = "a" then n else 0', True),
        ('require: "true"\nexceptions: [{name: e, if: m = "a" and n > 0}]', False),
    ],
)
def test_what_only_excuses_does_not_decide(read: str, decides: bool) -> None:
    table = table_of(text_of("first", [NOW], ['- -> "a"']))
    derive = "derive: {m: {table: x}, n: {count: rows, per: [batch]}}\n"
    rule = rule_of(f"on: procurement\n{derive}{read}\n", tables=(table,))
    both = (["x"], ["n"])
    assert names(rule, deciding=False) == both
    assert names(rule, deciding=True) == (both if decides else ([], []))

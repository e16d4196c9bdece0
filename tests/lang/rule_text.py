"""Rules, sets and tables written as YAML, built over the packaged catalogue."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from compliance.errors import ComplianceError
from compliance.lang.build import build_rule
from compliance.lang.derive import set_facts
from compliance.lang.files import RuleFile, SetFile
from compliance.lang.parameters import read_parameters
from compliance.lang.table import Table, TableFile
from compliance.model.catalogue import read_catalogue
from compliance.model.yaml_file import parse_document, validate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compliance.errors import Fault
    from compliance.lang.parameters import Parameter
    from compliance.lang.rule import Rule
    from compliance.model.catalogue import Catalogue

RULES = Path(__file__).parents[2] / "rules"
HEAD = """\
id: TST-001
title: t
asks: a
status: trial
kind: breach
severity: info
authority: {document: d, standing: house}
message: m
remedy: r
history: [{version: 1, date: 2026-01-01, change: c, author: a}]
"""
SET = """\
set: tests
title: t
owner: o
version: "1"
"""


@cache
def packaged() -> tuple[Catalogue, Mapping[str, Parameter]]:
    """Give the catalogue and the parameters of the packaged rules."""
    parameters, faults = read_parameters(RULES / "parameters")
    assert not faults
    return read_catalogue(RULES / "catalogue"), parameters


def built(
    text: str,
    shared: str = "",
    tables: tuple[Table, ...] = (),
    parameters: Mapping[str, Parameter] | None = None,
) -> tuple[Rule | None, list[Fault]]:
    """Build a rule from the lines that matter, with a set's derivations, tables, parameters."""
    catalogue, known = packaged()
    rule, owner = parse_document(HEAD + text, "rule.yaml"), parse_document(SET + shared, "set.yaml")
    try:
        file, set_file = validate(rule, RuleFile), validate(owner, SetFile)
    except ComplianceError as error:
        return None, list(error.faults)
    named = {table.name: table for table in tables}
    own_set = set_facts(set_file, owner, catalogue, {**known, **(parameters or {})})
    found, faults = build_rule(rule, file, own_set, named)
    return found, faults + own_set.faults()


def rule_of(text: str, shared: str = "", tables: tuple[Table, ...] = ()) -> Rule:
    """Build a rule without fault."""
    rule, faults = built(text, shared, tables)
    assert not faults, [str(fault) for fault in faults]
    assert rule is not None
    return rule


def table_of(text: str) -> Table:
    """Read a decision table."""
    document = parse_document(text, "table.yaml")
    return Table(validate(document, TableFile), document)

"""Mutants: one change of one file each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cosmic_ray.ast import ast_nodes, get_ast

from .operators import left_out, operators

if TYPE_CHECKING:
    from cosmic_ray.operators.operator import Operator

PACKAGES: Final = ("compliance/lang", "compliance/compiler")  # not what lies in folders below
_SQL: Final = "compliance/compiler/"  # where SQL is written


@dataclass(frozen=True, order=True)
class Mutant:
    """One change: the n-th that an operator can make in a file."""

    path: str
    line: int
    column: int
    operator: str
    occurrence: int


def operator(name: str) -> Operator:
    """Give the operator of a name."""
    return operators(sql=True)[name]


def all_mutants(root: Path) -> list[Mutant]:
    """Give every mutant of the packages, in the order of files and lines."""
    paths = sorted(path for package in PACKAGES for path in (root / package).glob("*.py"))
    made = []
    for path in paths:
        own = path.relative_to(root).as_posix()
        made += mutants_of(own, path.read_text(), sql=own.startswith(_SQL))
    return made


def mutants_of(path: str, source: str, *, sql: bool) -> list[Mutant]:
    """Give every mutant of a file."""
    return sorted(_mutants(path, source, sql=sql))


def _mutants(path: str, source: str, *, sql: bool) -> Iterator[Mutant]:
    tree = get_ast(source)
    nodes = list(ast_nodes(tree))
    for name, made in operators(sql=sql).items():
        starts = (start for node in nodes for start, _ in made.mutation_positions(node))
        for occurrence, (line, column) in enumerate(starts):
            # A place between two leaves is the end of the one before it: ask one column further.
            leaf = tree.get_leaf_for_position((line, column + 1), include_prefixes=True)
            if not left_out(leaf, name):
                yield Mutant(path, line, column, name, occurrence)

"""Twenty row rules of three conditions each, as data: for our rulebook, and for every peer.

Each asks, of lines of one kind above an amount, one thing of a field that may be null. The outcome
is therefore one of four: not applicable, pass, fail, undetermined.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("commitment", "invoice", "payment")
TESTS = (
    ("due_on", "<=", "2026-07-31"),
    ("approved_on", "<=", "2026-06-30"),
    ("nature", "=", "price"),
    ("tax_treatment", "!=", "reverse_charge"),
    ("budget_year", "=", 2026),
)
RULE = """\
id: {id}
title: Drawn rule {id}
asks: Does it hold?
status: live
kind: breach
severity: minor
authority: {{document: drawn, standing: house}}
applies_to: {{entity: all}}
on: spending
{more}when: |
  {when}
require: |
  {require}
message: "{{spending_id}}: {{amount}}"
remedy: Look at the record.
waivable: no
audience: all
history: [{{version: 1, date: 2026-01-01, change: drawn, author: desk, approved_by: head}}]
"""
SET = "{set: bench, title: The desk, owner: desk, version: 1, adopted_by: head}\n"


def specifications() -> list[dict[str, Any]]:
    """Give the rules: kind, amount in cents above which they apply, and what they ask."""
    return [
        {
            "id": f"BEN-{n + 1:03}", "kind": KINDS[n % 3], "more_than": 10_000 * (n + 1) ** 2,
            "field": TESTS[n % 5][0], "op": TESTS[n % 5][1], "value": TESTS[n % 5][2],
        }
        for n in range(20)
    ]  # fmt: skip


def rulebook(folder: Path, rules: dict[str, dict[str, str]] | None = None) -> Path:
    """Write a rulebook: these twenty, or rules given by id as `when`, `require` and more."""
    for name in ("catalogue", "mappings", "profiles"):
        shutil.copytree(ROOT / "rules" / name, folder / name)
    (folder / "bench").mkdir()
    (folder / "bench" / "set.yaml").write_text(SET, "utf-8")
    for own, texts in (rules or _ours()).items():
        text = RULE.format(id=own, **{"more": "", **texts})
        (folder / "bench" / f"{own}.yaml").write_text(text, "utf-8")
    return folder


def _ours() -> dict[str, dict[str, str]]:
    return {item["id"]: _texts(item) for item in specifications()}


def _texts(item: dict[str, Any]) -> dict[str, str]:
    limit = f'money("{item["more_than"] / 100:.2f} EUR")'
    return {
        "when": f'kind = "{item["kind"]}" and amount > {limit}',
        "require": f"{item['field']} {item['op']} {_literal(item['value'])}",
    }


def _literal(value: Any) -> str:
    if isinstance(value, int):
        return str(value)
    try:
        return f'date("{date.fromisoformat(value)}")'
    except ValueError:
        return f'"{value}"'

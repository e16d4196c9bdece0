"""Decision tables written as text, asked by a rule on procurements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .rule_text import built, table_of

if TYPE_CHECKING:
    from compliance.errors import Fault

VALUE = "{name: value, expression: estimated_value, type: money}"
KIND = "{name: kind, expression: category, type: text}"
BIDS = "{name: bids, expression: bids_received, type: number}"
DAY = "{name: day, expression: launched_on, type: date}"
NOW = "{name: commercial, expression: commercial, type: boolean}"
ASKED = 'on: procurement\nrequire: "true"\nderive: {m: {table: x}}\n'


def text_of(hit: str, inputs: list[str], rows: list[str], **more: str) -> str:
    """Give a table of one text output; each row is `entry | entry -> output`."""
    lines = [
        "table: x", "title: t", f"hit: {hit}", "source: s", "standing: house",
        f"inputs: [{', '.join(inputs)}]",
    ]  # fmt: skip
    lines += [f"{key}: {value}" for key, value in {"outputs": OUTPUT, **more}.items()]
    return "\n".join([*lines, "rules:", *(_row(row) for row in rows)]) + "\n"


OUTPUT = "[{name: method, type: text}]"


def _row(text: str) -> str:
    entries, answers = text.split("->")
    when, then = ([part.strip() for part in half.split("|")] for half in (entries, answers))
    return f"  - {{when: {_listed(when)}, then: {_listed(then)}}}"


def _listed(parts: list[str]) -> str:
    return "[" + ", ".join("'" + part + "'" for part in parts) + "]"


def faults_of(hit: str, inputs: list[str], rows: list[str], **more: str) -> list[Fault]:
    """Give what is wrong with a rule that asks a table."""
    return built(ASKED, tables=(table_of(text_of(hit, inputs, rows, **more)),))[1]


def messages(hit: str, inputs: list[str], rows: list[str], **more: str) -> list[str]:
    """Give it in words."""
    return [fault.message for fault in faults_of(hit, inputs, rows, **more)]

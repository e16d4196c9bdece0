"""A fault of an expression stands at its sign in the file, however YAML has the text written."""

from __future__ import annotations

import pytest

from .rule_text import HEAD, built

WRITTEN = [
    # The fault begins after «.
    'require: «titel = "x"',
    'require: title = "a" and «titel = "x"',
    'require:   title = "a" and   «titel = "x"',
    'require: "bids_received > 1 and «titel = title"',
    'require: "title = \\"a\\" and «titel = title"',
    "require: 'title = \"it''s\" and «titel = title'",
    'require: title = "a"\n  and «titel = title',
    'require: title = "a" and\n\n  «titel = title',
    'require:\n  «titel = "x"',
    'require: >-\n  title = "a"\n  and «titel = title',
    'require: >\n  title = "a" and\n\n  «titel = title',
    'require: >-\n    title = "a"\n      and «titel = title',
    'require: |\n  title = "a" and\n  «titel = title\n',
    'require: "title = title\n  and «titel = title"',
    'require: "title = title\nand «titel = title"',
    'require: "«titel = title"',
    "require: '«titel = title'",
    'require: "bids_received > 1 \n  + «titel"',
    'require: "bids_received > 1   \n  + «titel"',
    'require: "bids_received > 1 and\\\n   \\ «titel = title"',
    'require: "bids_received > 1 \\\n  and «titel = title"',
    'require: "bids_rec\\\n  eived > 1 and «titel = title"',
    'require: "bids_received > 1 and \\\n  «titel = title"',
    'require: "title = \\"a\\\\b\\" and «titel = title"',
    'require: "title\\x20= \\u0022\\x61\\U00000062\\"\\tand «titel = title"',
    'require: "bids_received > 1\\n\\nand «titel = title"',
    "require: 'title = \"\" and «titel = title'",
    'require: "true"\nwhen: title = "titel" and «titel = "x"',
    'require: "true"\nderive: {a: {count: rows, per: [batch], where: «titel = title}}',
    'require: "true"\nexceptions:\n  - {name: e, if: "true"}\n  - {name: f, if: «titel = title}',
]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_fault_stands_at_its_sign_in_the_file(written: str) -> None:
    before, _, after = written.partition("«")
    _, faults = built(f"on: procurement\n{before}{after}\n")
    line = (HEAD + "on: procurement\n" + before).count("\n") + 1
    column = len(before.rpartition("\n")[2]) + 1
    places = [fault.place for fault in faults if fault.place is not None]
    assert [(place.line, place.column) for place in places] == [(line, column)]
    assert places[0].text == f"{before}{after}".splitlines()[before.count("\n")]

"""Derivations and subjects: what is refused, where it stands, and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compliance.lang import types as t
from compliance.lang.parameters import read_parameters
from compliance.model.catalogue import GroupKind

from .rule_text import built, rule_of

if TYPE_CHECKING:
    from pathlib import Path

    from compliance.errors import Fault

SPENDING = 'on: spending\nrequire: "true"\n'


def _facts(*lines: str) -> str:
    return SPENDING + "derive:\n" + "".join(f"  {line}\n" for line in lines)


def _at(faults: list[Fault]) -> list[tuple[str, str]]:
    """Give each fault with the text of its file from its column on."""
    shown = []
    for fault in faults:
        assert fault.place is not None
        assert fault.place.text is not None
        assert fault.place.column is not None
        shown.append((fault.message, fault.place.text[fault.place.column - 1 :]))
    return shown


REFUSED = [
    # derivation, part of the message, where it begins, part of the hint
    ("{per: [vendor]}", "exactly one of sum", "{per", None),
    ("{sum: amount, count: rows, per: [vendor]}", "exactly one of sum", "{sum", None),
    ("{sum: amount}", "needs `match` or `per`", "{sum", "per: [batch]"),
    ("{sum: description, per: [vendor]}", "no meaning for text", "description", "numbers"),
    ("{mean: booked_on, per: [vendor]}", "no meaning for a date", "booked_on", "amounts"),
    ("{min: vendor, per: [contract]}", "`min` has no meaning", "vendor, per", "dates"),
    ("{hhi: amount, per: [batch]}", "`hhi` needs `among`", "{hhi", None),
    ("{sum: amount, among: vendor, per: [batch]}", "belongs to hhi, not to sum", "{sum", None),
    ("{quartile: amount, per: [batch]}", "`quartile` needs `at`", "{quartile", None),
    ("{quartile: amount, at: 100%, per: [batch]}", "not a part of the rows", "100%", "25%"),
    ("{quartile: amount, at: 0, per: [batch]}", "not a part of the rows", "0, per", "0.25"),
    ("{median: amount, at: 25%, per: [batch]}", "belongs to quartile", "{median", None),
    ("{first_digit: amount, digits: 3, per: [batch]}", "should be '1' or '2'", "3, per", None),
    ("{sum: amount, digits: 1, per: [batch]}", "belongs to first_digit", "{sum", None),
    ("{sum: amount, output: x, per: [batch]}", "names a column of a `table`", "{sum", None),
    ("{table: x, per: [vendor]}", "by `table` has no `per`", "{table", None),
    ("{table: x}", "there is no table `x`", "x}", None),
    ("{sum: amount, of: contracts, match: {vendor: vendor}}", "not a kind of record", "contracts",
     "contract"),
    ("{rank: amount, of: bid, match: {vendor: vendor}}", "beside others", "amount", None),
    ("{share: amount, of: bid, match: {vendor: vendor}}", "own kind, spending", "amount", None),
    ("{median: amount, per: [vendor], within: P30D}", "`within` cannot stand", "P30D", "where"),
    ("{rank: amount, per: [vendor], through: booked_on}", "`through` cannot", "booked_on", "where"),
    ("{previous: amount, per: [vendor], until: {booked_on: as_of}}", "`until` cannot", "{booked_on",
     "where"),
    ("{sum: value, of: contract, match: {vendor: vendor}, through: signed_on}", "needs `until`",
     "signed_on", "their_date"),
    ("{sum: amount, per: [vendor], through: booked_on, until: {booked_on: as_of}}", "not both",
     "{sum", None),
    ("{sum: amount, per: [vendor], until: {booked_on: as_of, due_on: as_of}}", "at most 1 item",
     "{booked_on", None),
    ("{sum: amount, per: [vendor], within: P30D, by: amount}", "not a date field", "amount}",
     "booked_on"),
    ("{sum: amount, per: [vendor], by: booked_on}", "nothing here is by a date", "booked_on", None),
    ("{sum: amount, per: [vendor], through: due_on, by: due_on}", "name their", "due_on}", "drop"),
    ("{sum: amount, per: [vendor], within: P1M}", "is a number of days", "P1M", "P30D"),
    ("{last: amount, of: allocation, match: {contract: contract}}", "`last` needs a date", "{last",
     "by:"),
    ("{count: rows, of: allocation, match: {contract: contract}, within: P9D}",
     "`within` needs a date", "{count", "by:"),
    ("{sum: amount, per: [batch, vendor]}", "nothing stands beside it", "[batch", None),
    ("{sum: amount, per: [batch], within: P30D}", "one fact for all: `within`", "P30D", None),
    ("{sum: amount, per: [batch], where: vendor = this.vendor}", "cannot read", "vendor = ", None),
    ("{first: eligible_nations, of: funding_line, match: {line_id: funding_line}, by: open_from}",
     "no meaning for a list", "eligible_nations", "no first or last"),
    ("{sum: amuont, per: [vendor]}", "`amuont` is neither", "amuont", "amount"),
    ("{mean: amount / tax_amount / 2, per: [vendor]}", "division is the last step", "/ tax", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message", "begins", "hint"), REFUSED, ids=[r[0] for r in REFUSED]
)
def test_a_derivation_that_means_nothing_is_refused_at_its_place(
    text: str, message: str, begins: str, hint: str | None
) -> None:
    rule, faults = built(_facts(f"d: {text}"))
    assert rule is None
    [(said, found)] = _at(faults)
    assert message in said
    assert found.startswith(begins)
    assert hint is None or hint in (faults[0].hint or "")


def test_a_fault_in_a_derivation_is_not_repeated_where_it_is_read() -> None:
    rule, faults = built(_facts("d: {sum: amuont, per: [vendor]}") + 'when: d > money("0")\n')
    assert rule is None
    assert [fault.message for fault in faults] == [
        "`amuont` is neither a field of spending nor a parameter"
    ]


def test_facts_that_read_one_another_in_a_ring_are_refused_once() -> None:
    rule, faults = built(
        _facts(
            "a: {sum: amount, per: [vendor], where: b > 1}",
            "b: {count: rows, per: [vendor], where: this.c = 2}",
            "c: {max: quantity, of: receipt, match: {contract: contract}, until: {accepted_on: d}}",
            'd: {last: booked_on, per: [vendor], where: a > money("0")}',
        )
    )
    assert rule is None
    assert _at(faults) == [
        (
            "these facts read one another in a ring: a → b → c → d → a",
            "a: {sum: amount, per: [vendor], where: b > 1}",
        )
    ]


def test_a_fact_cannot_read_itself_but_may_repeat_its_own_word() -> None:
    _, faults = built(_facts('rows: {sum: amount, per: [vendor], where: rows > money("1")}'))
    assert "ring: rows → rows" in faults[0].message
    assert rule_of(_facts("rows: {count: rows, per: [vendor]}")).derivations["rows"].theirs == ()


def test_each_side_reads_the_facts_of_its_own_kind() -> None:
    shared = "derive:\n  bids: {on: vendor, count: rows, of: bid, match: {vendor: vendor_id}}\n"
    rule = rule_of(
        _facts(
            "rare: {count: rows, of: vendor, match: {vendor_id: vendor}, where: bids < 2}",
            "paid: {sum: amount, per: [vendor]}",
            'large: {count: rows, per: [batch], where: paid > money("5 EUR")}',
            "near: {count: rows, per: [entity], where: amount > this.paid}",
        ),
        shared,
    )
    rare, large, near = (rule.derivations[name] for name in ("rare", "large", "near"))
    assert [name for name, _ in rare.theirs] == ["bids"]
    assert [name for name, _ in large.theirs] == ["paid"]
    assert (near.theirs, [name for name, _ in near.ours]) == ((), ["paid"])
    assert {fact.name for fact in rare.read()} == {"rare", "bids"}


def test_a_shared_fact_of_another_kind_reads_those_of_its_own() -> None:
    shared = (
        "derive:\n"
        "  bids: {on: vendor, count: rows, of: bid, match: {vendor: vendor_id}}\n"
        "  peers: {on: vendor, count: rows, per: [nation], where: bids < 2}\n"
    )
    mine = "bids: {count: rows, per: [entity]}"
    rare = "rare: {count: rows, of: vendor, match: {vendor_id: vendor}, where: peers > 3}"
    rule = rule_of(_facts(mine, rare), shared)
    ((name, peers),) = rule.derivations["rare"].theirs
    ((inner, bids),) = peers.theirs
    assert (name, inner, bids.on) == ("peers", "bids", "vendor")


def test_a_shared_fact_reads_only_what_its_set_states() -> None:
    shared = "derive:\n  large: {on: spending, count: rows, per: [vendor], where: own > 1}\n"
    _, faults = built(_facts("own: {count: rows, per: [vendor]}"), shared)
    assert [(f.place and f.place.file, f.message[:20]) for f in faults] == [
        ("set.yaml", "`own` is neither a f")
    ]


@pytest.mark.parametrize(
    ("function", "value", "result"),
    [
        ("mean", "amount", t.MONEY.scaled(6)), ("median", "quantity", t.NUMBER.scaled(6)),
        ("stddev", "quantity * 0.5", t.NUMBER.scaled(6)), ("rank", "accepted_on", t.NUMBER),
        ("share", "amount", t.NUMBER.scaled(6)), ("first_digit", "amount", t.NUMBER.scaled(6)),
        ("previous", "accepted_on", t.DATE), ("last", "amount", t.MONEY),
        ("count", "amount", t.NUMBER), ("sum", "amount / 3", t.MONEY.scaled(6)),
    ],
)  # fmt: skip
def test_a_fact_has_the_type_of_what_it_states(function: str, value: str, result: t.Type) -> None:
    text = (
        f'on: receipt\nrequire: "true"\nderive: {{d: {{{function}: {value}, per: [contract]}}}}\n'
    )
    assert rule_of(text).derivations["d"].type == result


PARTS = [
    # the parameter's unit, its values, whether it states a part of the rows
    ("ratio", "{value: 25%, source: s, standing: house}", True),
    ("ratio", "{value: 0%, source: s, standing: house}", False),
    ("ratio", "{value: 100%, source: s, standing: house}", False),
    ("number", '{value: "0.25", source: s, standing: house}', False),
    (
        "ratio",
        (
            "{until: 2025-12-31, value: 25%, source: s, standing: house}, "
            "{from: 2026-01-01, value: 30%, source: s, standing: house}"
        ),
        False,
    ),
]


@pytest.mark.parametrize(("unit", "values", "stated"), PARTS)
def test_a_parameter_states_a_part_of_the_rows_where_it_is_one_ratio_within(
    tmp_path: Path, unit: str, values: str, stated: bool
) -> None:
    entry = f"{{id: test.part, title: t, unit: {unit}, values: [{values}]}}"
    (tmp_path / "p.yaml").write_text(f"parameters: [{entry}]\n", "utf-8")
    parameters, wrong = read_parameters(tmp_path)
    assert wrong == []
    text = _facts("d: {quartile: amount, at: test.part, per: [batch]}")
    rule, faults = built(text, parameters=parameters)
    if stated:
        assert rule is not None
        assert (rule.derivations["d"].at, faults) == ((1, 4), [])
    else:
        assert [f.message for f in faults] == [
            "`at` reads a part of the rows, and test.part is none"
        ]


def test_names_are_given_once() -> None:
    shared = "derive:\n  paid: {on: spending, sum: amount, per: [vendor]}\n"
    _, faults = built(
        _facts("paid: {sum: amount, per: [vendor]}", "amount: {count: rows, per: [vendor]}"), shared
    )
    assert [fault.message for fault in faults] == [
        "`paid` is derived in set.yaml already",
        "`amount` already names a field of spending",
    ]


def test_a_rule_on_groups_takes_its_own_rows_unless_it_says_otherwise() -> None:
    rule = rule_of(
        'on: {each: [vendor, lot], of: bid}\nrequire: "true"\n'
        "derive: {d: {count: rows}, p: {count: rows, of: contract, match: {vendor: vendor}}}\n"
    )
    assert isinstance(rule.kind, GroupKind)
    assert (rule.kind.kind, rule.kind.of, rule.kind.key) == (
        "bid by vendor+lot",
        "bid",
        ("vendor", "lot"),
    )
    assert (rule.record_kind, rule.dated_by) == ("vendor+lot", ("as_of",))
    own = rule.derivations["d"]
    assert own.of == "bid"
    found = [(str(a.type), getattr(a, "name", ""), getattr(b, "name", "")) for a, b in own.match]
    assert found == [("a reference to vendor", "vendor", "vendor"), ("text", "lot", "lot")]
    assert rule.derivations["p"].of == "contract"


GROUPS = [
    # subject and more, part of the message, where it begins
    ("on: {each: [vendr], of: bid}", "`vendr` is not a field of bid", "vendr"),
    ("on: {each: [vendor], of: bids}", "`bids` is not a kind", "bids"),
    ("on: {each: [amount], of: bid}", "by which nothing is grouped", "amount"),
    ("on: {each: [name], of: person}", "is personal", "name"),
    ("on: {each: [], of: bid}", "at least 1 item", "[]"),
    ("on: {each: [vendor]}", "`of` is missing", "{each"),
    (
        "on: {each: [vendor], of: bid}\ndated_by: received_on",
        "judged on the as-of date",
        "received_on",
    ),
    ("on: {each: [vendor], of: bid}\napplies_to: {entity: [here]}", "has no entity", "[here]"),
    ("on: vendor\napplies_to: {source: [nsip]}", "vendor has no source", "[nsip]"),
    (
        "on: {each: [vendor], of: bid}\nderive: {d: {rank: amount}}",
        "cannot be taken of bid",
        "amount",
    ),
    (
        "on: {each: [vendor], of: bid}\nderive: {d: {count: rows, of: contract}}",
        "needs `match`",
        "{count",
    ),
]


@pytest.mark.parametrize(("text", "message", "begins"), GROUPS, ids=[g[0] for g in GROUPS])
def test_a_group_that_cannot_be_made_is_refused_at_its_place(
    text: str, message: str, begins: str
) -> None:
    _, faults = built(f'{text}\nrequire: "true"\n')
    [(said, found)] = _at(faults)
    assert message in said
    assert found.startswith(begins)

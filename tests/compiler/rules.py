"""Rules written at random: derivations, lets, scope, exceptions, over the small catalogue."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from compliance.lang.build import build_rule
from compliance.lang.check import Scope, check
from compliance.lang.derive import set_facts
from compliance.lang.files import DeriveFile, RuleFile, SetFile
from compliance.lang.syntax import ExpressionError
from compliance.lang.types import Type
from compliance.model.yaml_file import parse_document

from .names import Name, Term, names_of
from .small import small
from .texts import Writer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from compliance.errors import Fault
    from compliance.lang.rule import Rule
    from compliance.lang.table import Table

_SET = SetFile(set="drawn", title="t", owner="o", version="1")
_PLACES = parse_document("id: XX-000\n", "drawn.yaml")
_FEW = {  # fields that take few values, so that groups have several rows
    "deal": ["firm", "line", "stage", "entity", "year", "urgent", "parent", "line.source"],
    "move": ["firm", "line", "deal", "kind", "entity", "paid", "deal.stage"],
    "line": ["line_id", "year", "source", "above"],
}
_MATCHES = {  # (on, of) → pairs of (theirs, ours) with some equal values
    ("deal", "move"): [("deal", "deal"), ("firm", "firm"), ("line", "line"), ("amount", "value"),
                       ("deal.stage", "stage"), ("year(booked_on)", "year"), ("weight", "bids"),
                       ("paid", "urgent"), ("booked_on", "signed_on"), ("entity", '"north"'),
                       ("normal key(label)", "normal key(name)"), ("line.year", "year")],
    ("move", "deal"): [("deal_id", "deal"), ("firm", "firm"), ("line", "line"), ("value", "amount"),
                       ("bids", "weight"), ("entity", "entity"), ("year", "year(booked_on)")],
    ("deal", "deal"): [("parent", "deal"), ("deal_id", "parent"), ("fee", "value"),
                       ("name", "pilot")],
    ("move", "move"): [("due_on", "booked_on"), ("label", "deal.name"), ("quantity", "weight")],
    ("line", "move"): [("line", "line_id")],
    ("line", "deal"): [("line", "line_id"), ("year", "year")],
    ("line", "line"): [("above", "line_id")],
}  # fmt: skip
_OF_ANY = ("sum", "sum", "count", "distinct", "min", "max", "mean", "median", "quartile", "stddev",
           "first", "last", "trace", "hhi", "first_digit")  # fmt: skip
_OF_OWN = ("rank", "share", "previous", "sum", "count")
_UNTIMED = frozenset(
    {"median", "quartile", "stddev", "rank", "share", "hhi", "first_digit", "previous", "trace"}
)
_QUOTIENTS = frozenset({"mean", "median", "quartile", "share"})
_QUOTIENT = Name("", Type("number", scale=6), 18)
_DATES = {
    "deal": ["signed_on", "ends_on"], "move": ["booked_on", "due_on"],
    "line": ["opens_on", "valid_from"],
}  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """What may be drawn: how deep, and which parts a rule may have."""

    depth: int = 3
    paths: int = 6
    derivations: int = 4
    null_tests: bool = True
    several_dates: bool = True
    groups: int | None = None  # rules over groups; one for each ten others where not said


@dataclass(frozen=True)
class Pool:
    """What the rules of one kind share: the names that they read, and derivations."""

    on: str
    names: tuple[Name, ...]
    derivations: tuple[tuple[dict[str, Any], Name], ...]
    dated_by: tuple[str, ...]


def rules(random: Random, count: int, drawn: Drawn = Drawn()) -> list[Rule]:
    """Give typed rules; what was written is in `rule.file`.

    They share paths and derivations, as the rules of a set do, since each costs a join.
    """
    pools = [_pool(random, on, drawn) for on in ("deal", "move", "line")]
    picked = random.choices(pools, (5, 4, 1), k=count)
    found = [rule(random, n, pool, drawn) for n, pool in enumerate(picked)]
    groups = count // 10 if drawn.groups is None else drawn.groups
    return [*found, *(group_rule(random, count + n, drawn) for n in range(groups))]


def group_rule(random: Random, number: int, drawn: Drawn) -> Rule:
    """Give a typed rule over the groups of a kind: what they hold, and facts of their records."""
    of = random.choice(("deal", "move"))
    each = random.sample([name for name in _FEW[of] if "." not in name], random.choice((1, 2)))
    names = [n for n in names_of(small()[0], of, hops=0) if n.text in each]
    derive: dict[str, Any] = {}
    for n in range(random.choice((1, 2, 3))):
        item, name = derivation(random, of, f"d{n}", Drawn(null_tests=drawn.null_tests), own=False)
        derive[f"d{n}"] = item
        names += [name] * 6
    writer = Writer(random, names, null_tests=drawn.null_tests)
    while True:
        found, faults = built({
            "id": f"PRP-{number:03}", "on": {"each": each, "of": of}, "derive": derive,
            "require": writer.write("boolean", drawn.depth - 1),
            "measure": writer.write(random.choice(("number", "money", "boolean")), 2),
        })  # fmt: skip
        if found is not None:
            return found
        assert all(_by_chance(fault) for fault in faults), faults


def _by_chance(fault: Fault) -> bool:
    """Say whether a fault of a drawn rule is one that drawing cannot avoid."""
    return "a tolerance is written" in fault.message or "not one of the codes" in fault.message


def _pool(random: Random, on: str, drawn: Drawn) -> Pool:
    names = names_of(small()[0], on)
    paths = [name for name in names if "." in name.text]
    kept = [name for name in names if "." not in name.text]
    kept += random.sample(paths, min(len(paths), drawn.paths))
    derived = [derivation(random, on, f"d{n}", drawn) for n in range(drawn.derivations)]
    derived += [_fact_of_facts(random, on, f"f{n}", derived) for n in range(drawn.derivations // 3)]
    one, other = _DATES[on]
    days = [(), (one,), (other,), *([(one, other)] if drawn.several_dates else [])]
    return Pool(on, tuple(kept), tuple(derived), random.choice(days))


def rule(random: Random, number: int, pool: Pool, drawn: Drawn) -> Rule:
    """Give a typed rule over the names of a pool; one with a tolerance in it is drawn anew."""
    while True:
        found, faults = built(_parts(random, number, pool, drawn))
        if found is not None:
            return found
        assert all(_by_chance(fault) for fault in faults), faults


def _parts(random: Random, number: int, pool: Pool, drawn: Drawn) -> dict[str, Any]:
    on, names = pool.on, list(pool.names)
    derive: dict[str, Any] = {}
    for item, name in random.sample(pool.derivations, min(drawn.derivations, random.randrange(3))):
        derive |= _read_by(pool, item)
        derive[name.text] = item
        names += [name] * 12
    writer = Writer(random, names, null_tests=drawn.null_tests)
    lets: dict[str, str] = {}
    for n in range(random.choice((0, 0, 1, 2))):
        lets[f"l{n}"], name = _let(random, writer, f"l{n}", drawn)
        writer = replace(writer, names=[*writer.names, *[name] * 6])
    parts = {
        **_scope(random),
        "dated_by": pool.dated_by,
        "id": f"PRP-{number:03}", "on": on, "derive": derive, "let": lets,
        "require": writer.write("boolean", drawn.depth),
        "measure": _measure(random, writer, drawn),
        "exceptions": [
            {"name": f"e{n}", "if": writer.write("boolean", drawn.depth - 1)}
            for n in range(random.choice((0, 0, 1, 2)))
        ],
    }  # fmt: skip
    if random.random() < 0.4:
        parts["when"] = writer.write("boolean", drawn.depth - 1)
    return parts


def typed(parts: Mapping[str, Any], tables: Mapping[str, Table] | None = None) -> Rule:
    """Give a rule from the parts of its file that matter here, with the tables that it asks."""
    found, faults = built(parts, tables)
    assert found is not None, [*map(str, faults), dict(parts)]
    return found


def built(
    parts: Mapping[str, Any], tables: Mapping[str, Table] | None = None
) -> tuple[Rule | None, list[Fault]]:
    """Give a rule from the parts of its file that matter here, or its faults."""
    catalogue, parameters = small()
    file = RuleFile.model_validate(
        {
            "id": "PRP-000", "title": "t", "asks": "a", "status": "trial", "kind": "breach",
            "severity": "info", "authority": {"document": "d", "standing": "house"},
            "message": "m", "remedy": "r",
            "history": [{"version": 1, "date": "2026-01-01", "change": "c", "author": "a"}],
            **parts,
        }
    )  # fmt: skip
    own_set = set_facts(_SET, _PLACES, catalogue, parameters)
    return build_rule(_PLACES, file, own_set, tables or {})


def _scope(random: Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if random.random() < 0.2:
        found["applies_to"] = {
            "entity": random.choice(("all", ["north", "south"])),
            "source": random.choice(("all", ["joint", "cash"])),
        }
    if random.random() < 0.3:
        found["in_force"] = random.choice(
            (
                {"from": "2025-03-01"},
                {"until": "2025-12-31"},
                {"from": "2024-02-29", "until": "2026-02-28"},
            )
        )
    return found


def _measure(random: Random, writer: Writer, drawn: Drawn) -> str:
    if random.random() < 0.15:
        return writer.divided()
    kind = random.choice(("number", "money", "money", "date", "text", "boolean", "days"))
    return writer.write(kind, drawn.depth)


def _let(random: Random, writer: Writer, name: str, drawn: Drawn) -> tuple[str, Name]:
    kind = random.choice(("number", "money", "date", "boolean", "days"))
    if kind not in {"number", "money"}:
        return writer.write(kind, drawn.depth - 1), Name(name, Type(kind), -1)
    term = writer.amount(kind, drawn.depth - 1)
    return term.text, Name(name, Type(kind, scale=term.scale), term.digits)


def derivation(
    random: Random, on: str, name: str, drawn: Drawn, *, own: bool = True
) -> tuple[dict[str, Any], Name]:
    """Give a derivation as a set file states it, and the name under which it is read.

    One that is not its subject's own is over the records of a group, which it need not match.
    """
    catalogue, _ = small()
    if not own:
        return _of_group(random, on, name, drawn)
    of = on if random.random() < 0.5 else random.choice([o for k, o in _MATCHES if k == on])
    theirs = names_of(catalogue, of, hops=random.choice((0, 0, 1)))
    far = random.choice((0, 0, 1))
    ours = names_of(catalogue, on, "this.", hops=far) if random.random() < 0.4 else []
    writer = Writer(random, [*theirs, *ours], null_tests=drawn.null_tests)
    function = random.choice(_OF_ANY if of != on else (*_OF_ANY, *_OF_OWN))
    value, result = _value(random, function, replace(writer, names=theirs))
    item: dict[str, Any] = {function: value, "of": of, **_match(random, on, of)}
    if random.random() < 0.5:
        item["where"] = writer.write("boolean", random.choice((1, 1, 2)))
    if function in _UNTIMED:
        item |= _settings(random, function, of, name="by")
        if random.random() < 0.2 and "this." not in item.get("where", ""):
            item = {k: v for k, v in item.items() if k != "match"} | {"per": ["batch"]}
    else:
        item |= _time(random, on, of)
    DeriveFile.model_validate(item)
    return item, Name(name, result.type, result.digits)


def _fact_of_facts(
    random: Random, on: str, name: str, known: Sequence[tuple[dict[str, Any], Name]]
) -> tuple[dict[str, Any], Name]:
    """Give a derivation over facts of the records of its own kind."""
    facts = [
        fact for _, fact in known if fact.type.name in {"number", "money"} and fact.digits < 15
    ]
    few = random.sample(facts, min(len(facts), 2)) or [Name("abs(1)", Type("number"), 2)]
    one = random.choice(few)
    function = random.choice(
        ("sum", "min", "max", "mean", "median", "quartile", "rank", "distinct")
    )
    result = Name(name, Type("number"), 5)
    if function in {"sum", "min", "max"}:
        result = Name(name, Type(one.type.name, scale=one.type.scale), one.digits + 3)
    elif function in {"mean", "median", "quartile"}:
        result = Name(name, Type(one.type.name, scale=6), one.digits + 3)
    group = random.choice((["batch"], random.sample(_FEW[on], 1)))
    item = {function: one.text, "of": on, "per": group, **_settings(random, function, on, "by")}
    if random.random() < 0.4:
        item["where"] = Writer(random, few).write("boolean", 0)
    return item, result


def _read_by(pool: Pool, item: dict[str, Any]) -> dict[str, Any]:
    """Give the derivations that a derivation names."""
    texts = " ".join(str(part) for part in item.values())
    return {n.text: other for other, n in pool.derivations if re.search(rf"\b{n.text}\b", texts)}


def _of_group(random: Random, of: str, name: str, drawn: Drawn) -> tuple[dict[str, Any], Name]:
    writer = Writer(random, names_of(small()[0], of, hops=0), null_tests=drawn.null_tests)
    function = random.choice(_OF_ANY)
    value, result = _value(random, function, writer)
    item: dict[str, Any] = {function: value, **_settings(random, function, of, name="by")}
    if random.random() < 0.5:
        item["where"] = writer.write("boolean", 1)
    return item, Name(name, result.type, result.digits)


def _settings(random: Random, function: str, of: str, name: str) -> dict[str, Any]:
    """Give what some functions need beside their value."""
    if function == "quartile":
        return {"at": random.choice(("25%", "50%", "75%", "90%", "12.5%", "1%"))}
    if function == "hhi":
        return {"among": random.choice(_FEW[of])}
    if function == "first_digit":
        return {"digits": random.choice(("1", "2"))}
    return {name: random.choice(_DATES[of])} if function in {"previous", "trace"} else {}


def _value(  # noqa: PLR0911 - by function
    random: Random, function: str, writer: Writer
) -> tuple[str, Name]:
    number = Name("", Type("number"), 5)
    if function in {"stddev", "hhi"}:  # squares of amounts have many digits
        return _squared(random, function, writer)
    if function == "trace":
        return writer.write("text", 0), Name("", Type("text"))
    if function == "rank":
        return writer.write(random.choice(("number", "money", "date")), 0), number
    if function == "first_digit":
        return writer.amount(random.choice(("number", "money")), 0).text, _QUOTIENT
    if function in _QUOTIENTS:
        plain = random.choice([n for n in writer.names if n.type.name in {"number", "money"}])
        kind = "number" if function == "share" else plain.type.name
        return plain.text, Name("", Type(kind, scale=6), plain.digits + 3)
    if function == "count" and random.random() < 0.6:
        return "rows", number
    if function in {"count", "distinct"}:
        kind = random.choice(("number", "money", "date", "text", "boolean"))
        return writer.write(kind, 1), number
    kind = random.choice(
        ("number", "money", "money") + (("date",) if function != "sum" else ("days",))
    )
    if kind in {"date", "days"}:
        return writer.write(kind, 1), Name("", Type(kind), -1)
    term = writer.amount(kind, random.choice((0, 0, 1)))
    term = term if term.scale + term.digits <= 29 else Term("quantity_free", 0, 0)
    if term.text == "quantity_free":
        plain = next(n for n in writer.names if n.type.name == kind)
        term = Term(plain.text, plain.type.scale, plain.digits)
    return term.text, Name("", Type(kind, scale=term.scale), term.digits + 3)


def _squared(random: Random, function: str, writer: Writer) -> tuple[str, Name]:
    """Give values of few digits, whose squares fit."""
    few = [n.text for n in writer.names if n.type.name == "number" and not n.type.scale]
    amounts = [n.text for n in writer.names if n.type.name == "money" and "." not in n.text]
    count = random.choice(few) if few else f"string length({writer.own_text()})"
    roll = random.random()
    if roll < 0.5 or not amounts:
        return count, Name("", Type("number", scale=6), 9)
    text = f'money("1 EUR") * {count}' if roll < 0.75 else f"modulo({random.choice(amounts)}, 1000)"
    kind = "money" if function == "stddev" else "number"
    return text, Name("", Type(kind, scale=6), 9)


def _match(random: Random, on: str, of: str) -> dict[str, Any]:
    pairs = _MATCHES.get((on, of), [])
    if on == of and random.random() < 0.75:
        return {"per": random.sample(_FEW[on], random.choice((1, 1, 2)))}
    found = dict(random.sample(pairs, min(len(pairs), random.choice((1, 1, 1, 2)))))
    return {"match": found}


def _time(random: Random, on: str, of: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    roll = random.random()
    if roll < 0.3:
        return found
    if roll < 0.55 and on == of:
        found["through"] = random.choice(_DATES[of])
    elif roll < 0.75:
        ours = random.choice((*_DATES[on], f'{_DATES[on][0]} - duration("P10D")', "as_of"))
        found["until"] = {random.choice(_DATES[of]): ours}
    else:
        found["within"] = _window(random)
        if random.random() < 0.5:
            found["by"] = random.choice(_DATES[of])
        return found
    if random.random() < 0.4:
        found["within"] = _window(random)
    return found


def _window(random: Random) -> str:
    return random.choice(("P0D", "P1D", "P30D", "P52W", "P99999D", "p.days", "p.window"))


def is_typed(text: str, kind: str) -> str | None:
    """Give why an expression over a kind is refused, None where it is not."""
    catalogue, parameters = small()
    try:
        check(text, Scope(catalogue, catalogue.kinds[kind], parameters))
    except ExpressionError as error:
        return error.message
    return None

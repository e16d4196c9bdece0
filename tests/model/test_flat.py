"""Values as JSON and back: the same values, of our own classes only."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from compliance.lang import types as t
from compliance.lang.tree import FieldRef, Literal, Step
from compliance.model.catalogue import Field
from compliance.model.flat import FlatError, flat, whole
from compliance.model.money import Money
from compliance.model.yaml_file import Document


@pytest.mark.parametrize(
    "value",
    [
        None, True, 1, 0, False, "", "é\n\u2028", 10**40, Decimal("0.10"), Decimal("1E+3"),
        date(2026, 1, 31), (), ((1, True), (True, 1)), [1, [2]], {"a": {1: None}}, {"b", "a"},
        frozenset({"x"}), Literal(t.MONEY, (0, 3), Money(5, "EUR")),
        FieldRef(t.TEXT, (1, 2), (Step("spending", "note"),), "this"),
    ],
)  # fmt: skip
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    back = whole(flat(value))
    assert back == value
    assert repr(back) == repr(value)  # True is not 1, and 0.10 not 0.1


def test_the_type_of_every_part_is_kept_where_equal_values_differ_in_type() -> None:
    back = whole(flat((1, True, Decimal(1), "1")))
    assert [type(part) for part in back] == [int, bool, Decimal, str]


def test_a_model_keeps_what_was_stated_and_what_was_left_out() -> None:
    field = Field.model_validate({"type": "text", "meaning": "what it is"})
    back = whole(flat(field))
    assert back == field
    assert back.model_fields_set == {"type", "meaning"}
    assert back.model_copy(update={"meaning": "else"}).meaning == "else"


def test_equal_parts_stand_once() -> None:
    step = Step("spending", "note")
    back = whole(flat([step, Step("spending", "note")]))
    assert back[0] is back[1]


def test_a_document_keeps_only_its_name() -> None:
    document = Document("a.yaml", {"x": "1"}, ("x: 1",), {("x",): (1, 4)})
    assert whole(flat(document)) == Document("a.yaml", None, ())


def test_what_is_no_value_of_ours_is_not_written() -> None:
    for value in (1.5, object(), json.JSONDecoder(), b"bytes"):
        with pytest.raises(FlatError):
            flat(value)


def _changed(text: str, **parts: Any) -> str:
    return json.dumps({**json.loads(text), **parts})


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", "null", '{"shapes":[],"values":[],"top":0}',
        '{"shapes":[],"values":[[5,1],"2026-02-30"],"top":0}',  # a part after what holds it
        '{"shapes":[],"values":["2026-02-30",[5,0]],"top":1}',  # no day
        '{"shapes":[],"values":["x",[6,0]],"top":1}',  # no number
        '{"shapes":[["subprocess","Popen","args"]],"values":["ls",[7,0]],"top":1}',
        '{"shapes":[["compliance.model.flat","json"]],"values":[[7]],"top":0}',
        '{"shapes":[["compliance.model.shelf","put","key","text"]],"values":["k",[7,0,0]],"top":1}',
        _changed(flat(Step("a", "b")), shapes=[["compliance.lang.tree", "Step", "kind"]]),
        _changed(flat(Step("a", "b")), shapes=[["compliance.lang.tree", "Pace", "kind", "field"]]),
        _changed(flat(Step("a", "b")), values=["a", [7, 0]]),  # a field is missing
    ],
)  # fmt: skip
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(FlatError):
        whole(text)

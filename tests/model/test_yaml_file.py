"""Strict YAML: what stands where, what is refused, and that no text makes it run for long."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.errors import ComplianceError, Place
from compliance.model.yaml_file import (
    MAX_BYTES,
    Document,
    Frozen,
    open_document,
    parse_document,
    validate,
)
from tests.clock import soon

RULE = Path(__file__).parents[2] / "rules" / "payments" / "PAY-003.yaml"


def opened(folder: Path, data: bytes) -> Document:
    path = folder / "f.yaml"
    path.write_bytes(data)
    return open_document(path, "f.yaml")


def refused(text: str) -> list[tuple[int | None, int | None, str]]:
    with pytest.raises(ComplianceError) as caught:
        parse_document(text, "f.yaml")
    places = [fault.place or Place("") for fault in caught.value.faults]
    messages = [fault.message for fault in caught.value.faults]
    return [(p.line, p.column, m) for p, m in zip(places, messages, strict=True)]


def test_words_stay_the_text_that_was_typed() -> None:
    text = "a: NO\nb: 0.10\nc: 2026-01-01\nd: null\ne:\nf: ~\n'g': 'null'\nh: |\n  x # y\n"
    assert parse_document(text, "f.yaml").data == {
        "a": "NO", "b": "0.10", "c": "2026-01-01", "d": None, "e": None, "f": None, "g": "null",
        "h": "x # y\n",
    }  # fmt: skip


def test_every_value_and_key_has_its_place() -> None:
    document = parse_document("a: 1\nb:\n  - {c: x, d: [y, zz]}\n", "f.yaml")
    assert document.marks[("b", 0, "d", 1)] == (3, 19)
    assert document.key_marks[("b", 0, "d")] == (3, 12)
    assert document.place(["b", 0, "d", 7]) == document.place(["b", 0, "d"])
    assert (document.place(["nothing"]).line, document.place(["nothing"]).column) == (1, 1)


def test_a_mark_and_other_line_ends_move_no_place(tmp_path: Path) -> None:
    for data in (b"a: 1\nb: [x, y]\n", b"\xef\xbb\xbfa: 1\r\nb: [x, y]\r\n", b"a: 1\rb: [x, y]"):
        document = opened(tmp_path, data)
        assert document.data == {"a": "1", "b": ["x", "y"]}
        assert document.marks[("b", 1)] == (2, 8)


def test_a_lone_carriage_return_before_a_misread_line_moves_no_place() -> None:
    assert refused("\r@a: b\nc: `d`\n")[1:] == [(3, 4, "a value cannot begin with a backtick")]


def test_what_is_wrong_in_several_places_is_told_in_one_go() -> None:
    text = 'a: &x 1\nb: *x\nc: !t 2\na: 3\nd: {e: f(1, 2)}\ng: "h" = i\nj: k: l\n'
    assert [line for line, _, _ in refused(text)] == [1, 2, 3, 4, 5, 6, 7]


def test_what_follows_a_misread_value_is_read(tmp_path: Path) -> None:
    document = opened(tmp_path, b'a: "b" = c\nd: e\n')
    assert document.data == {"a": None, "d": "e"}
    assert document.spoiled == {("a",)}


REFUSED = [
    ("a: 1\n\tb: 2\n", (2, 1, "a tab indents this line")),
    ("a: 1\n---\nb: 2\n", (2, 1, "a second document begins here: a file holds one")),
    ("a: {b}\n", (1, 4, "a value that begins with `{` is a map for YAML, and `b` a key without")),
    ("a: {b: c: d}\n", (1, 9, "a colon followed by a blank cannot stand within a value inside")),
    ("? [a]\n: b\n", (1, 3, "a key must be plain text")),
    ("%YAML 9\n---\na: 1\n", (1, 1, "a line that begins with `%` is no part of this format")),
    ("a: b\n...\nc: d\n", (2, 1, "a line that begins with `...` is no part of this format")),
    ("a: [b\nc: d\n", (1, 4, "a value that begins with `[` is a list for YAML, never closed")),
    (
        "a: {b: c,\n  d: [e\nf: g\n",
        (1, 4, "a value that begins with `{` is a map for YAML, never closed"),
    ),
    ("a: 'b\n", (1, 4, "the quote that begins here is never closed")),
    ("a: \x85\u2028b\n", (3, 1, "this line has no key: a colon is missing")),
    ("a: x\x1by\n", (1, 5, "the sign U+001B cannot stand in a text")),
    ('a: "x\\d"\n', (1, 6, "inside double quotes YAML reads `\\d` as one sign")),
    ('a: "x\\uZZ"\n', (1, 6, "inside double quotes YAML reads `\\u` as one sign")),
    ("a: !b{c\n", (1, 4, "a value that begins with `!` is a tag for YAML")),
    ("a: & b\n", (1, 4, "a value that begins with `&` is a reference for YAML")),
    ("a: 1\n b: 2\n", (2, 2, "this line is not indented like the lines above it")),
]


@pytest.mark.parametrize(("text", "fault"), REFUSED, ids=[repr(text) for text, _ in REFUSED])
def test_what_is_no_yaml_of_ours_is_named_at_its_place(
    text: str, fault: tuple[int, int, str]
) -> None:
    line, column, message = refused(text)[0]
    assert (line, column) == fault[:2]
    assert message.startswith(fault[2])


LAUGHS = "a: &a [x, x]\n" + "".join(
    f"b{n}: &b{n} [{', '.join(['*' + ('a' if n == 0 else f'b{n - 1}')] * 9)}]\n" for n in range(30)
)
HOSTILE = {
    "billion laughs": LAUGHS,
    "brackets": "a: " + "[" * 500_000,
    "braces": "{a: " * 300_000,
    "dashes": "- " * 500_000 + "x",
    "misread lines": "a: `b`\n" * 100_000,
    "cut values": "a: {b: f(1, 2)}\n" * 20_000,
    "one long line": "a: " + "x" * 1_900_000,
    "many keys": "".join(f"k{n}: v\n" for n in range(60_000)),
    "one key many times": "k: v\n" * 100_000,
    "a long key": "? " + "k" * 1_900_000 + "\n: v\n",
    "too many bytes": "a: b\n" * (MAX_BYTES // 5 + 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_takes_long(name: str, tmp_path: Path) -> None:
    data = HOSTILE[name].encode()
    with soon():
        document = opened(tmp_path, data)
        sound = name in {"one long line", "many keys", "a long key"}
    assert (document.faults == ()) == sound


TEXT = RULE.read_text(encoding="utf-8")
SIGNS = st.text("abc{}[]()\"'`|>&*!%@#:,-?. \t\n\r\\\x00\x85\u2028é0", max_size=6)


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, 8), SIGNS), max_size=4))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_at_a_place_within_it(
    edits: list[tuple[int, int, str]],
) -> None:
    text = TEXT
    for start, gone, put in edits:
        text = text[:start] + put + text[start + gone :]
    try:
        parse_document(text, "f.yaml")
    except ComplianceError as error:
        for fault in error.faults:
            assert fault.place is not None
            assert fault.place.line is not None
            rows = [*text.splitlines(), ""]
            assert 1 <= fault.place.line <= len(rows)
            assert 1 <= (fault.place.column or 0) <= len(rows[fault.place.line - 1]) + 1
            assert str(fault)


class Titled(Frozen):
    """A file of one key."""

    title: str


def test_a_fault_writes_out_what_a_screen_would_hide_or_obey() -> None:
    text = 'title: t\n"ti\\e[31mtle": x\n"a\\uFEFFb": y\n'
    with pytest.raises(ComplianceError) as caught:
        validate(parse_document(text, "f.yaml"), Titled)
    shown = str(caught.value)
    assert "`ti\\u{1B}[31mtle` is not a key of this place" in shown
    assert "`a\\u{FEFF}b` is not a key of this place" in shown
    assert "\x1b" not in shown

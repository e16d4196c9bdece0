"""`compliance rules format`: one layout; meaning, scalars and comments stay as they were."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from compliance.authoring import file_shapes
from compliance.cli import main
from compliance.errors import ComplianceError
from compliance.lang.files import RuleFile
from compliance.model.yaml_file import parse_document
from compliance.workbench.comments import read_text, scalars
from compliance.workbench.format import formatted

ROOT = Path(__file__).parents[2]

UGLY = """\
# yaml-language-server: $schema=../schemas/rule.schema.json
# About the file.

title:   A title   # at the title
id: HSE-001
history:
- approved_by: head
  # why
  version: 1
  date:   2026-01-10
  change: NO
  author: 0.10
# about the condition
require: >-
        amount > limit.purpose
          and kind = "payment"

let: {b: 1, a: [x,y ,  "z, w"]}   # short
exceptions:
    - {if: 'a', name: on}
    -   name: yes
        if: |2
            indented by two
        # below the last exception
status: live


# the end
"""
NEAT = """\
# yaml-language-server: $schema=../schemas/rule.schema.json
# About the file.

id: HSE-001
title: A title  # at the title
status: live

let: {b: 1, a: [x, y, "z, w"]}  # short
# about the condition
require: >-
  amount > limit.purpose
    and kind = "payment"
exceptions:
  - {name: on, if: 'a'}
  - name: yes
    if: |2
        indented by two
    # below the last exception
history:
  # why
  - version: 1
    date: 2026-01-10
    change: NO
    author: 0.10
    approved_by: head

# the end
"""


def test_keys_move_to_their_order_and_comments_move_with_them() -> None:
    neat = formatted(UGLY, RuleFile)
    assert neat.splitlines() == NEAT.splitlines()
    assert formatted(neat, RuleFile) == neat


@pytest.mark.parametrize(
    ("text", "neat"),
    [
        ("", ""),
        ("# only words\n\n\n# and more", "# only words\n\n# and more\n"),
        ("a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"),
        ("---", ""),
        ("---\na: 1\n...\n", "a: 1\n"),
        ("a:\n- 1\n-   - 2\n    - 3\n", "a:\n  - 1\n  - - 2\n    - 3\n"),
        ("a: b\n   c\n", "a: b\n  c\n"),
        ('a: "b\\\n   c\\ \n   d"\n', 'a: "b\\\n  c\\ \n  d"\n'),
        ("a: |+\n    x\n\n\nb: 1\n", "a: |+\n  x\n\n\nb: 1\n"),
        ("a: |\n    x  \n\n\n\nb: 1\n", "a: |\n  x  \n\nb: 1\n"),
        ("a: |  # told\n x\n", "a: |  # told\n  x\n"),
        ("a:\n\n\n  b: 1\n\n\n\n  c: 2\n", "a:\n  b: 1\n\n  c: 2\n"),
        ("a:  # of a\n    b: 1\n    # below b\nc: 2\n", "a:  # of a\n  b: 1\n  # below b\nc: 2\n"),
        ("a:\n  # of the value\n  1\n", "# of the value\na: 1\n"),
        ("- # of the item\n  a: 1\n", "# of the item\n- a: 1\n"),
        ("a: [1, # one\n    2]\n", "a: [1, # one\n    2]\n"),
        ("a: {b: , c: 1}\n", "a: {b: , c: 1}\n"),
        ("? a\n: 1\n", "a: 1\n"),
        ("a: [b: c, d]\n", "a: [{b: c}, d]\n"),
        ("{b: 1}", "{b: 1}\n"),
        (f"a: [{'x' * 60}, {'y' * 60}]\n", f"a:\n  - {'x' * 60}\n  - {'y' * 60}\n"),
    ],
)
def test_a_layout(text: str, neat: str) -> None:
    assert formatted(text) == neat
    assert formatted(neat) == neat


def test_only_known_keys_are_put_in_order() -> None:
    """Names of the author's own (of `let`, of fields) and unknown keys stay as they stand."""
    text = "zeal: 1\nlet:\n  b: 1\n  a: 2\nid: X\nabout: 3\n"
    assert formatted(text, RuleFile) == "id: X\nlet:\n  b: 1\n  a: 2\nzeal: 1\nabout: 3\n"


# Texts are drawn as trees and written in every style that YAML has and our reader takes.
PLAIN = st.sampled_from(
    ["NO", "on", "0.10", "2026-01-01", "null", "~", "a b", "x#y", "http://a", "é", "1_000", "-1"]
)
QUOTED = st.sampled_from(['"a # b"', "'it''s'", '"\\u00e9\\n"', "''", '"- x"', "'# no'"])
WORDS = st.lists(st.sampled_from(["one", "two", "# three", "  four", ""]), max_size=4)
KEYS = st.sampled_from(["id", "title", "let", "derive", "when", "zeal", "'quoted'", "on", "about"])
NOTE = st.sampled_from(["", "", "", "# a note", "#tight", "# 'quoted' : {"])


@st.composite
def _scalar(draw: st.DrawFn, indent: int) -> list[str]:
    """Draw a scalar: what follows the key or dash, then lines of its own."""
    form = draw(st.integers(0, 5))
    if form <= 1:
        return [draw(PLAIN)]
    if form == 2:
        return [draw(QUOTED)]
    inner = " " * (indent + draw(st.integers(1, 5)))
    if form == 3:
        more = draw(st.lists(st.sampled_from(["and", "so on"]), min_size=1, max_size=3))
        return ["plain", *(inner + word for word in more)]
    if form == 4:
        return ['"two', "", inner + 'lines"']
    header = draw(st.sampled_from(["|", ">", "|-", ">-", "|+", ">+"]))
    words = draw(WORDS)
    while words and words[0].startswith(" "):
        words.pop(0)  # would need a stated indentation
    first = [inner + "first"] if words else []
    return [header, *first, *(inner + word if word else "" for word in words)]


@st.composite
def _flow(draw: st.DrawFn, depth: int) -> str:
    form = draw(st.integers(0, 3 if depth else 1))
    if form <= 1:
        return draw(st.one_of(PLAIN.filter(lambda text: "://" not in text), QUOTED))
    parts = draw(st.lists(_flow(depth - 1), max_size=3))
    blank = draw(st.sampled_from(["", " ", "\n        "]))
    if form == 2:
        return "[" + f",{blank or ' '}".join(parts) + "]"
    keys = draw(st.lists(KEYS, min_size=len(parts), max_size=len(parts), unique=True))
    return (
        "{"
        + ", ".join(f"{key}:{blank or ' '}{part}" for key, part in zip(keys, parts, strict=True))
        + "}"
    )


@st.composite
def _block(draw: st.DrawFn, indent: int, depth: int) -> list[str]:
    """Draw the lines of a block map or list with comments and blank lines about its entries."""
    pad = " " * indent
    keys = draw(st.lists(KEYS, min_size=1, max_size=4, unique=True))
    listed = draw(st.booleans()) and depth < 3
    lines: list[str] = []
    for key in keys:
        note = draw(NOTE)
        lines += [""] * draw(st.integers(0, 2)) + ([pad + note] if note else [])
        head = pad + ("-" if listed else f"{key}:")
        form = draw(st.integers(0, 3 if depth else 1))
        if form == 0:
            first, *rest = draw(_scalar(indent))
            tail = draw(NOTE) if not rest else ""
            lines += [f"{head} {first}" + (f" {tail}" if tail else ""), *rest]
        elif form == 1:
            tail = draw(NOTE)
            lines.append(f"{head}  {draw(_flow(2))}" + (f"   {tail}" if tail else ""))
        else:
            tail = draw(NOTE)
            inner = draw(_block(indent + draw(st.integers(2, 4)), depth - 1))
            lines += [head + (f" {tail}" if tail else ""), *inner]
    note = draw(NOTE)
    return [*lines, *([pad + note] if note else [])]


@settings(max_examples=150, deadline=None)
@given(_block(0, 3))
@example(["a: |+", "", "# note", "b: 1"])
@example(["id: NO", "", "let: NO", "title: |+"])
@example(
    ["a:", "  - {" + ", ".join(f"b{n}: c" for n in range(30)) + "}  # behind what becomes a block"]
)
def test_the_layout_is_stable_and_changes_neither_meaning_nor_comments(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    neat = formatted(text, RuleFile)
    assert formatted(neat, RuleFile) == neat
    assert parse_document(neat, "").data == parse_document(text, "").data
    assert _comments(neat) == _comments(text)
    assert _typed(neat) == _typed(text)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab:-?,[]{}#'\"|>+ \n2\t&*!%"), max_size=40))
def test_whatever_is_typed_is_laid_out_or_refused(text: str) -> None:
    try:
        data = parse_document(text, "").data
        neat = formatted(text)
    except ComplianceError:
        return
    assert parse_document(neat, "").data == data
    assert formatted(neat) == neat


def _comments(text: str) -> list[str]:
    return sorted(comment.text for comment in read_text(text).comments)


def _typed(text: str) -> list[tuple[str, str]]:
    """Give every scalar with its quotes or style, those on one line byte for byte."""
    read = read_text(text)
    nodes = [node for node in scalars(read.root) if not node.style or node.style in "'\""]
    return sorted((node.style or "", " ".join(read.raw(node).split())) for node in nodes)


def test_every_packaged_file_is_in_the_layout(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "format", "--check", str(ROOT / "rules")]) == 0, capsys.readouterr().out


def test_files_are_written_and_then_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "house" / "HSE-001.yaml"
    path.parent.mkdir()
    path.write_text(UGLY, "utf-8")
    assert main(["rules", "format", "--check", str(tmp_path)]) == 1
    assert path.read_text("utf-8") == UGLY
    assert main(["rules", "format", str(path)]) == 0
    assert path.read_text("utf-8") == NEAT
    assert main(["rules", "format", "--check", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"not in the layout: {path}", "1 file: 1 not in the layout",
        f"written: {path}", "1 file: 1 written",
        "1 file: all in the layout",
    ]  # fmt: skip
    assert [item.name for item in path.parent.iterdir()] == ["HSE-001.yaml"]


def test_one_file_that_cannot_be_read_leaves_all_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "A.yaml", tmp_path / "B.yaml"
    good.write_text("a:   1\n", "utf-8")
    bad.write_text("a: 1\na: 2\n", "utf-8")
    assert main(["rules", "format", str(tmp_path)]) == 2
    assert f"{bad}:2:1: the key `a` stands twice" in capsys.readouterr().err
    assert good.read_text("utf-8") == "a:   1\n"


def test_what_the_layout_would_change_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check does not trust the writer: a comment or a value that it lost is a fault."""
    for lost in ("a: 1\n", "a: 2  # b\n", "a: [\n"):
        monkeypatch.setattr("compliance.workbench.format.laid_out", lambda *_, lost=lost: lost)
        with pytest.raises(ComplianceError, match="left as it is"):
            formatted("a: 1  # b\n")


def test_every_kind_of_file_has_a_shape() -> None:
    from compliance.workbench.shapes import file_kind

    files = (ROOT / "rules").rglob("*.yaml")
    assert {file_kind(path) for path in files} <= set(file_shapes())
    assert file_kind(Path("rules/catalogue/batch.yaml")) == "kind"
    assert file_kind(Path("mine/batch.yaml")) == "batch"
    assert file_kind(Path("mine/notes.yaml")) is None

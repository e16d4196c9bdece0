"""Faults of several files at once: none hides another, and what only follows is not told."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.authoring import check_rules
from compliance.errors import ComplianceError
from tests.clock import soon

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[2]
SOUND = ROOT / "fixtures" / "broken" / "sound"
RULE = "house/HSE-001.yaml"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Give a small rulebook: the program's kinds and profiles, a set, a rule and its limit."""
    for part in ("catalogue", "profiles"):
        shutil.copytree(ROOT / "rules" / part, tmp_path / part)
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    return tmp_path


def edit(rules: Path, name: str, *pairs: tuple[str, str]) -> None:
    text = (rules / name).read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    (rules / name).write_text(text, encoding="utf-8")


def told(rules: Path) -> list[tuple[str, str]]:
    """Give each fault as its file and its message."""
    with pytest.raises(ComplianceError) as caught:
        check_rules(rules)
    faults = caught.value.faults
    files = [Path(fault.place.file) if fault.place else Path() for fault in faults]
    names = [file.relative_to(rules).as_posix() for file in files]
    return list(zip(names, [fault.message for fault in faults], strict=True))


def files(found: Iterable[tuple[str, str]]) -> list[str]:
    return sorted({file for file, _ in found})


UNREAD = [
    "parameters/house.yaml", "house/set.yaml", "catalogue/spending.yaml", "catalogue/common.yaml",
    "catalogue/vendor.yaml", "profiles/pilot.yaml",
]  # fmt: skip


@pytest.mark.parametrize("name", UNREAD)
@pytest.mark.parametrize("broken", [b"\ttab: [", b"", b"- a", b"\xff"])
def test_of_a_file_that_cannot_be_read_nothing_follows(
    rules: Path, name: str, broken: bytes
) -> None:
    before = (rules / name).read_bytes()
    (rules / name).write_bytes(b"#" + before.replace(b"\n", b"\n#") + b"\n" + broken)
    found = told(rules)
    assert files(found) == [name]
    assert len(found) == 1


@pytest.mark.parametrize("name", UNREAD)
def test_nor_does_it_hide_the_faults_of_other_files(rules: Path, name: str) -> None:
    edit(rules, RULE, ("description != null", "descripton != null"))
    (rules / name).write_bytes(b"\t" + (rules / name).read_bytes())
    found = told(rules)
    missing = {
        "catalogue/spending.yaml"
    }  # of a rule on a kind that cannot be read, no name is known
    assert files(found) == sorted({name} | ({RULE} if name not in missing else set()))


def test_faults_of_every_stage_stand_side_by_side_in_one_file(rules: Path) -> None:
    edit(
        rules,
        RULE,
        ("severity: minor", "severity: small"),
        ("asks: What was paid for?", 'asks: "What" was paid for?'),
        ("amount > limit.purpose", "ammount > limit.purpos"),
        ("stage: payment", "stage: pay"),
        ("author: policy_owner, ", ""),
        ("remedy: State", "remedy: Suspicious: State"),
    )
    assert [message.split(" (")[0] for _, message in told(rules)] == [
        'the value begins with a quote, so for YAML it is all of "What"',
        "`severity` should be 'info', 'minor', 'major' or 'critical'",
        "`ammount` is neither a field of spending nor a parameter",
        "`limit.purpos` is neither a field of spending nor a parameter",
        "`stage` should be 'plan', 'award', 'commitment', 'invoice' or 'payment'",
        "YAML takes what stands before a colon and a blank for a key, within a text too",
        "the key `author` is missing",
    ]


def test_all_faults_of_one_expression_are_told(rules: Path) -> None:
    when = (
        'kind = "pay" and ammount > 5 and foo(vendr) and booked_on in [due_onn, 5] and '
        "amount / tx / 2 > amount"
    )
    edit(rules, RULE, ('kind = "payment" and amount > limit.purpose', when))
    assert [message for _, message in told(rules)] == [
        "'pay' is not one of the codes of this field",
        "`ammount` is neither a field of spending nor a parameter",
        "there is no function `foo`",
        "`vendr` is neither a field of spending nor a parameter",
        "`due_onn` is neither a field of spending nor a parameter",
        "a division stands alone on one side of a comparison",
        "`tx` is neither a field of spending nor a parameter",
    ]


UNITS = (("a", "mony"), ("b", "money"))


def test_an_entry_of_a_list_that_is_left_out_moves_no_place(rules: Path) -> None:
    values = "values: [{value: 1, source: s, standing: house}]"
    lines = [f"  - {{id: limit.{n}, title: A, unit: {u}, {values}}}" for n, u in UNITS]
    (rules / "parameters/more.yaml").write_text("\n".join(["parameters:", *lines]), "utf-8")
    edit(rules, RULE, ("limit.purpose", "limit.a + limit.b + limit.c"))
    with pytest.raises(ComplianceError) as caught:
        check_rules(rules)
    places = [(f.place.line, f.place.column) for f in caught.value.faults if f.place]
    assert places == [(10, 57), (2, 35), (3, 59)]  # limit.c in the rule; then unit, value


def test_the_second_of_two_rules_of_one_id_is_checked_too(rules: Path) -> None:
    (rules / "other").mkdir()
    edit(rules, "house/set.yaml")
    text = (rules / "house/set.yaml").read_text(encoding="utf-8")
    (rules / "other/set.yaml").write_text(text.replace("set: house", "set: other"))
    shutil.copy(rules / RULE, rules / "other/HSE-001.yaml")
    edit(rules, "other/HSE-001.yaml", ("amount > limit.purpose", "amount > 5"))
    assert [message.split(";")[0] for _, message in told(rules)] == [
        "the id HSE-001 stands twice",
        "money is compared with a number",
    ]


TEXT = (SOUND / RULE).read_text(encoding="utf-8")
SIGNS = st.text("abc=<>!&|{}[]()\"'`*%@#:,-?. \t\n\\1", max_size=5)


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, 12), SIGNS), max_size=3))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_typed_is_checked_or_refused_at_its_place(
    rules: Path, edits: list[tuple[int, int, str]]
) -> None:
    text = TEXT
    for start, gone, put in edits:
        text = text[:start] + put + text[start + gone :]
    (rules / RULE).write_text(text, encoding="utf-8", newline="")
    with soon():
        try:
            check_rules(rules)
        except ComplianceError as error:
            for fault in error.faults:
                assert fault.place is not None
                assert Path(fault.place.file).name in {"HSE-001.yaml", "set.yaml"}
                rows = [*text.splitlines(), ""]
                assert 1 <= (fault.place.line or 1) <= len(rows)
                assert 1 <= (fault.place.column or 1) <= len(rows[(fault.place.line or 1) - 1]) + 1

"""What `rules check` says of a declared order of steps: place, words and hint."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from compliance.lang.lifecycle import read_lifecycles
from compliance.lang.rulebook import load_rulebook

if TYPE_CHECKING:
    from compliance.errors import Fault
    from compliance.lang.rulebook import Rulebook

ROOT = Path(__file__).parents[2]
SOUND = """\
lifecycle: short
title: A short order
set: procurement
authority: {document: House rules, standing: house}
of: event
trace: procurement
step: kind
day: on_date
person: person
steps: [requested, approved, signed, paid, closed]
ends: [closed]
status: live
profiles: [event_log]
checks:
  - id: LCY-900
    title: Step out of its turn
    asks: Was a step left out?
    severity: minor
    remedy: Add it.
    follows:
      approved: [requested]
      signed: [approved]
  - id: LCY-901
    title: Paid before it was signed
    asks: For what?
    severity: major
    remedy: Sign first.
    step: paid
    needs: [signed]
  - id: LCY-902
    title: Two steps by one person
    asks: Who else looked?
    severity: major
    remedy: Let another look.
    apart: [approved, paid]
  - id: LCY-903
    title: Paid late
    asks: Why?
    severity: minor
    remedy: Pay.
    from: signed
    to: paid
    at_most: term.payment
history: [{version: 1, date: 2026-02-02, change: first, author: owner, approved_by: head}]
"""


def faults(rulebook: Rulebook, folder: Path, text: str) -> list[Fault]:
    (folder / "short.yaml").write_text(text, "utf-8")
    return read_lifecycles(folder, rulebook.catalogue, rulebook.parameters)[2]


def test_a_sound_file_gives_a_rule_for_each_check(rulebook: Rulebook, tmp_path: Path) -> None:
    (tmp_path / "short.yaml").write_text(SOUND, "utf-8")
    files, made, wrong = read_lifecycles(tmp_path, rulebook.catalogue, rulebook.parameters)
    assert wrong == []
    assert [item.id for item in files["short"].checks] == [rule.file.id for rule in made]
    assert {rule.file.status_words for rule in made} == {"live in event_log only"}


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "hint"),
    [
        ("of: event", "of: evnt", 5, "`evnt` is not a kind of record", "`event`"),
        ("day: on_date", "day: kind", 8, "`kind` is not a date field of event", None),
        ("step: kind", "step: document", 7, "`document` has no list of codes", "type code"),
        ("trace: procurement", "trace: case", 6, "`case` is not a field of event", None),
        ("steps: [requested", "steps: [reqested", 10, "`reqested` is not a code of event.kind",
         "`requested`"),
        ("ends: [closed]", "ends: [shut]", 11, "`shut` is none of the steps", None),
        ("needs: [signed]", "needs: [singed]", 29, "`singed` is none of the steps", "`signed`"),
        ("signed: [approved]", "siged: [approved]", 22, "`siged` is none of the steps", "`signed`"),
        ("approved: [requested]", "approved: [signed]", 21,
         "no way leads from the start to `approved`", "`start`"),
        ("at_most: term.payment", "at_most: P2M", 43, "a time is a number of days, not 'P2M'",
         "P30D"),
        ("at_most: term.payment", "at_most: term.pament", 43,
         "a time is a number of days, not 'term.pament'", "term.payment"),
        ("person: person\n", "", 34, "`apart` asks who took a step", "person"),
        ("    needs: [signed]\n", "", 23, "exactly one of follows, needs, apart", None),
        ("    to: paid\n", "", 36, "`at_most` needs `to: …`", None),
        ("    apart: [approved, paid]", "    apart: [approved]", 30, "two steps or more", None),
        ("    step: paid\n", "    step: signed\n", 29,
         "these steps need one another: signed → signed", "take one"),
        ("lifecycle: short", "lifecycle: long", 1, "does not match the file name", "long.yaml"),
        ("ends:", "end:", 11, "`end` is not a key", "`ends`"),
    ],
)  # fmt: skip
def test_each_slip_is_named_at_its_place(
    rulebook: Rulebook,
    tmp_path: Path,
    old: str,
    new: str,
    line: int,
    message: str,
    hint: str | None,
) -> None:
    assert SOUND.count(old) >= 1
    found = faults(rulebook, tmp_path, SOUND.replace(old, new, 1))
    assert found, "no fault"
    told = [fault for fault in found if message in fault.message]
    assert told, found
    assert told[0].place is not None
    assert told[0].place.line == line
    if hint is not None:
        assert hint in str(told[0].hint)


def test_faults_of_the_rules_stand_in_the_file_of_the_lifecycle(tmp_path: Path) -> None:
    rules = copied(tmp_path)
    text = (ROOT / "rules" / "lifecycles" / "procurement.yaml").read_text("utf-8")
    text = text.replace("title: Step out of its turn", "title: Suspicious step")
    text = text.replace("set: procurement", "set: procurment")
    path = rules / "lifecycles" / "procurement.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(Exception, match="there is no set procurment") as raised:
        load_rulebook(rules)
    assert "procurement.yaml:7:6" in str(raised.value)
    text = text.replace("set: procurment", "set: procurement")
    path.write_text(text.replace("[event_log]", "[event_lag]"), "utf-8")
    with pytest.raises(Exception, match="there is no profile `event_lag`") as raised:
        load_rulebook(rules)
    assert str(raised.value).count("event_lag`") == 1
    path.write_text(text, "utf-8")
    with pytest.raises(Exception, match="the title holds an accusing word") as raised:
        load_rulebook(rules)
    assert "procurement.yaml:39:12" in str(raised.value)


def copied(folder: Path) -> Path:
    """Copy what a rulebook needs for its lifecycles."""
    rules = folder / "rules"
    for name in ("catalogue", "parameters", "lifecycles", "profiles", "tables"):
        shutil.copytree(ROOT / "rules" / name, rules / name)
    (rules / "procurement").mkdir()
    shutil.copy(ROOT / "rules" / "procurement" / "set.yaml", rules / "procurement")
    return rules

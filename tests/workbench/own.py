"""A small rulebook of an office: a kind of record of its own, two rules, their features."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = {
    "rules/catalogue/launch.yaml": """\
kind: launch
title: Launch
meaning: One rocket that flew.
key: [launch_id]
date: flown_on
money: price
fields:
  launch_id: {type: text, meaning: Its number.}
  flown_on: {type: date, meaning: The day.}
  price: {type: money, meaning: What it cost., rate_date: [flown_on]}
  insured: {type: boolean, meaning: Whether it was insured., default: "no"}
  pad: {type: text, meaning: From where.}
""",
    "rules/parameters/pad.yaml": """\
parameters:
  - id: limit.uninsured
    title: Price above which a launch is insured
    unit: money
    values:
      - {until: 2025-12-31, value: EUR 500.00, source: Desk manual of 2020, standing: house}
      - {from: 2026-01-01, value: EUR 1000.00, source: Desk manual of 2026, standing: house}
""",
    "rules/pad/set.yaml": (
        "{set: pad, title: The pad, owner: desk, version: 1, adopted_by: head, "
        "purpose: Nothing flies without cover.}\n"
    ),
    "rules/pad/PAD-001.yaml": """\
id: PAD-001
title: Launch without insurance
asks: Was it insured?
status: live
kind: breach
severity: minor
severity_reason: A loss would fall on the office.
authority: {document: Desk manual, reference: page 7, standing: house}
on: launch
derive:
  flown: {count: rows, per: [pad], through: flown_on}
when: price > limit.uninsured
require: insured = true
effect: {amount: price, stage: commitment, basis: whole}
message: "{launch_id} flew without insurance, as number {flown} of its pad"
remedy: Attach the policy.
history:
  - {version: 1, date: 2026-01-10, change: first version, author: owner, approved_by: head}
""",
    "rules/pad/PAD-002.yaml": """\
id: PAD-002
title: Many launches from one pad
asks: Is the pad worn?
status: live
kind: indicator
severity: minor
authority: {document: Desk manual, reference: page 8, standing: house}
on: {each: [pad], of: launch}
derive:
  flown: {count: rows}
require: flown < 3
message: "{flown} launches from {pad}"
remedy: Inspect the pad.
history:
  - {version: 1, date: 2026-01-10, change: first version, author: owner, approved_by: head}
""",
    "clean/launch.yaml": """\
kind: launch
record:
  launch_id: "@key"
  flown_on: "2026-03-01"
  price: "EUR 900.00"
  insured: "yes"
  pad: "P"
with: {}
""",
    "features/pad/PAD-001.feature": """\
Feature: PAD-001 Launch without insurance
  Scenario: at the limit
    Given a clean launch L-1
    And its price is exactly limit.uninsured
    And its insured is "no"
    When rule PAD-001 runs
    Then it is not applicable to L-1

  Scenario: not insured
    Given these launches
      | launch_id | insured | price        |
      | L-1       | yes     | EUR 1,000.01 |
      | L-2       |         | EUR 1,000.01 |
    And the flown_on of L-2 is one day after flown_on of L-1
    When rule PAD-001 runs
    Then exactly these fail: L-2
    And the message for L-2 contains "as number 2 of its pad"

  Scenario: insured
    Given a clean launch L-1
    And its price is one cent above limit.uninsured
    When rule PAD-001 runs
    Then it passes for L-1
""",
    "features/pad/PAD-002.feature": """\
Feature: PAD-002 Many launches from one pad
  Scenario: three from one, two from another
    Given these launches
      | launch_id | pad |
      | L-1       | P   |
      | L-2       | P   |
      | L-3       | P   |
      | L-4       | Q   |
      | L-5       | Q   |
    When rule PAD-002 runs
    Then exactly these fail: P
    And it passes for Q
""",
}


def write_own(folder: Path) -> None:
    """Write the rulebook, its clean records and its features into a folder."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for name in ("common", "batch", "conflict", "file", "owed"):  # what every catalogue has
        file = f"rules/catalogue/{name}.yaml"
        (folder / file).write_bytes((ROOT / file).read_bytes())

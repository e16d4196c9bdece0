"""A number of more than 38 digits is refused with the rule and the record that make it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl

from .conftest import rulebook

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Run

RULE = """\
id: {id}
title: An amount that the desk reckons with
asks: Is the amount right?
status: live
kind: quality
severity: minor
authority: {{document: Desk manual, reference: "1", standing: house}}
applies_to: {{entity: all}}
on: {on}
{derive}require: {require}
message: "a record"
remedy: Correct it.
waivable: no
audience: all
history:
  - {{version: 1, date: 2026-01-10, change: first version, author: owner, approved_by: head}}
"""
TIMES = "1" + "0" * 25  # makes EUR 100,000,000,000.00 a number of 39 digits, as it is in cents
PRODUCT = f'amount * {TIMES} >= money("0")'
SUM = f"""\
derive:
  total:
    sum: {{field}} * {TIMES}
    {{of}}
"""


def _rule(id_: str, on: str, require: str, derive: str = "") -> dict[str, str]:
    return {id_: RULE.format(id=id_, on=on, require=require, derive=derive)}


PLAIN = _rule("DSK-001", "spending", 'amount >= money("0")')
LAST = _rule("DSK-003", "spending", 'amount * 2 >= money("0")')
SPENDING = {
    "S-4": ("B", "EUR 5.00"),
    "S-3": ("A", "EUR 9,000,000,000.00"),
    "S-2": ("B", "EUR 1.00"),
    "S-1": ("A", "EUR 9,000,000,000.00"),
}


def _csv(folder: Path, amounts: dict[str, tuple[str, str]]) -> Path:
    folder.mkdir()
    lines = (f'{key},{vendor},payment,"{amount}"\n' for key, (vendor, amount) in amounts.items())
    path = folder / "spending.csv"
    path.write_text("spending_id,vendor,kind,amount\n" + "".join(lines))
    return path


def _refused(run: Run, rules: Path, batch: Path, words: str) -> None:
    told = run("check", batch, "--rules", rules, "--out", batch.parent / "out")
    assert (told.code, told.out) == (2, "")
    assert told.lines == [
        f"error: {words}",
        "  hint: look for an amount with too many digits, or multiply by less in the rule",
    ]


def test_a_product_names_its_record(run: Run, tmp_path: Path) -> None:
    rules = rulebook(tmp_path / "rules", PLAIN | _rule("DSK-002", "spending", PRODUCT) | LAST)
    good = _csv(tmp_path / "good", SPENDING)
    assert run("check", good, "--rules", rules, "--format", "json").code == 0
    large = {**SPENDING, "S-2": ("B", "EUR 100,000,000,000.00")}
    bad = _csv(tmp_path / "bad", large)
    _refused(run, rules, bad, "spending.csv:4: DSK-002: a number passes 38 digits for spending S-2")


def test_of_several_records_the_first_by_key_is_named(run: Run, tmp_path: Path) -> None:
    rules = rulebook(tmp_path / "rules", _rule("DSK-002", "spending", PRODUCT))
    large = {f"S-{n}": ("A", "EUR 100,000,000,000.00") for n in (3, 1, 2)}
    words = "a number passes 38 digits for spending S-1"
    _refused(run, rules, _csv(tmp_path / "a", large), f"spending.csv:3: DSK-002: {words}")


def test_a_sum_names_the_record_that_lifts_it(run: Run, tmp_path: Path) -> None:
    """Each product has 38 digits, the two of vendor A together have 39; S-3 is the second."""
    derive = SUM.format(field="amount", of="per: [vendor]")
    rule = _rule("DSK-002", "spending", 'total >= money("0")', derive)
    rules = rulebook(tmp_path / "rules", PLAIN | rule | LAST)
    batch = _csv(
        tmp_path / "in", {k: (v, a.replace("9,", "90,")) for k, (v, a) in SPENDING.items()}
    )
    _refused(
        run, rules, batch, "spending.csv:3: DSK-002: a number passes 38 digits for spending S-3"
    )


def test_a_sum_over_another_kind_names_the_record_of_that_kind_that_lifts_it(
    run: Run, tmp_path: Path
) -> None:
    derive = SUM.format(
        field="value_change", of="of: amendment\n    match: {contract: contract_id}"
    )
    rules = rulebook(
        tmp_path / "rules", PLAIN | _rule("DSK-002", "contract", 'total >= money("0")', derive)
    )
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "contract"
    for row in (["contract_id", "value"], ["K-1", "EUR 1.00"], ["K-2", "EUR 1.00"]):
        sheet.append(row)
    sheet = book.create_sheet("amendment")
    sheet.append(["amendment_id", "contract", "value_change"])
    for n in range(3):
        sheet.append([f"A-{n}", "K-2", "EUR 90,000,000,000.00"])
    book.save(tmp_path / "pilot.xlsx")
    _refused(
        run,
        rules,
        tmp_path / "pilot.xlsx",
        "pilot.xlsx [amendment] row 3: DSK-002: a number passes 38 digits for amendment A-1",
    )

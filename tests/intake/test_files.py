"""Layouts of files and workbooks, folders, and what batch.yaml states."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest

from compliance.errors import ComplianceError

from .accounts import assert_ties_out

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from compliance.model.batch import Batch

UK = "Department,Entity,Date,Expense Type,Expense Area,Supplier,Transaction Number,Amount\n"


def line(number: int, amount: str, day: str = "13/02/2026") -> str:
    return f'D,E,{day},T,A,"Firm {number}",{number},"{amount}"\n'


def test_structural_lines_are_counted(
    read: Callable[..., Batch], write: Callable[..., Path]
) -> None:
    text = (
        "Spend over £25,000,,,,,,,\n,,,,,,,\n\nDepartment,Entity,Date,Expense Type,Expense Area,"
        'Supplier,"Transaction\nNumber",Amount (incl. VAT),,\n'
        + line(1, "1,000.00")
        + ",,,,,,,\n"
        + UK
        + 'D,E,14/02/2026,T,A,"Firm\n2",2,(5.00)\n'
        + line(3, "abc")
        + line(4, "")
        + "D,E,13/02/2026,T,A,Firm, Ltd,5,99\n"
        + "Total,,,,,,,1000\n"
        + "Source: the ledger\n\n"
    )
    batch = read(write("spend.csv", text.encode("cp1252")))
    assert_ties_out(batch)
    item = batch.files[0]
    assert item.lines == 16
    assert item.structural == {
        "preamble": 1,
        "header": 1,
        "continuation": 2,
        "blank": 4,
        "repeated_header": 1,
        "footer": 2,
    }
    assert item.rows == {"read": 5, "accepted": 2, "rejected": 3}
    assert item.unreadable_amounts == 1
    assert item.money["spending.amount"]["GBP"] == {
        "read": 99500 + 500,
        "accepted": 99500,
        "rejected": 500,
    }
    table = batch.tables["spending"].to_pylist()
    assert [row["_row"] for row in table] == [6, 9]
    assert table[1]["vendor"] == "Firm\n2"
    assert (table[1]["kind"], table[1]["amount"]) == ("refund", 500)
    assert [reject.row for reject in batch.rejects] == [11, 12, 13]
    assert any("cp1252" in note for note in item.notes)


def test_large_and_small_files_are_read_alike(
    read: Callable[..., Batch], write: Callable[..., Path]
) -> None:
    body = [f'D,E,13/02/2026,T,A,"Firm ""{n}"", a\nb",{n},{n}.50\n' for n in range(1, 30_001)]
    quick = read(write("quick.csv", UK + "".join(body)))
    slow = read(write("slow.csv", UK + "".join(body) + "\n"))
    assert quick.files[0].lines == slow.files[0].lines - 1 == 60_001
    for name in ("_row", "vendor", "_row_hash"):
        assert quick.tables["spending"][name] == slow.tables["spending"][name]


def test_what_a_reader_of_the_sheet_does_not_see_is_noted(
    read: Callable[..., Batch], tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "vendor"
    for row in (["List of vendors"], [], ["Vendor ID", "Name"], ["V-1", "A"], ["V-2", "B"]):
        sheet.append(row)
    sheet["A7"], sheet["B7"], sheet["D4"] = "V-3", "#REF!", "scribble"
    sheet.row_dimensions[5].hidden = True
    sheet.auto_filter.ref = "A3:B5"
    sheet.merge_cells("A1:B1")
    book.create_sheet("Notes")["A1"] = "free words"
    book.create_sheet("Contracts").sheet_state = "hidden"
    book["Contracts"].append(["contract_id", "value", "value currency"])
    book["Contracts"].append(["C-1", 0.1 + 0.2, "EUR"])
    book.save(tmp_path / "book.xlsx")
    batch = read(tmp_path / "book.xlsx")
    assert_ties_out(batch)
    notes = " ".join(batch.files[0].notes)
    for word in ("hidden rows", "filter", "merged", "Notes", "sheet is hidden", "column D"):
        assert word in notes
    assert batch.tables["vendor"]["_row"].to_pylist() == [4, 5]
    assert batch.rejects[0].row == 7
    assert "#REF!" in batch.rejects[0].reason
    assert batch.tables["contract"]["value"].to_pylist() == [30]


def test_a_folder_with_batch_yaml(
    read: Callable[..., Batch], write: Callable[..., Path], tmp_path: Path
) -> None:
    write("b/one.csv", UK + line(1, "10.00") + line(2, "-4.00"))
    write("a.csv", UK + line(3, "5.00"))
    write("old.csv", "x,y\n1,2\n")
    write("readme.md", "words")
    write(
        "batch.yaml",
        """
entity: DEPT
period: {from: 2026-02-01, to: 2026-02-28}
prepared_by: finance_officer
extracted_on: 2026-03-02
rates: {basis: budget, source: "budget 2026", values: [{currency: GBP, rate: 0.8}]}
mappings: {old.csv: skip}
control_totals:
  - {kind: spending, currency: GBP, total: "11.00", rows: 3}
  - {kind: spending, code: refund, currency: GBP, total: "-5.00"}
first_and_last_number: {first: "1", last: "9"}
known_omissions: [petty cash]
""",
    )
    batch = read(tmp_path)
    assert_ties_out(batch)
    assert [item.file for item in batch.files] == ["a.csv", "b/one.csv"]
    assert "readme.md, old.csv" in batch.files[0].notes[-1]
    assert batch.context.period_to == date(2026, 2, 28)
    assert batch.context.known_omissions == ("petty cash",)
    assert batch.tables["spending"]["amount__base"].to_pylist() == [625, 1250, 500]
    assert [total["total"] for total in batch.context.declared] == [1100, -500]
    refunds, number, gap = batch.differences
    assert (refunds["found"], refunds["difference"], refunds["rows_found"]) == (-400, -100, 1)
    assert number["number"] == "9"
    assert gap["missing"] == 5
    assert gap["some"] == ["4", "5", "6", "7", "8"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "entity: X\nperiode: {}\n",
            r"batch.yaml:2:1: `periode`.*\n(.*\n)*.*did you mean `period`",
        ),
        ("profile: pilott\n", "did you mean `pilot`"),
        ("control_totals: [{kind: spendin, currency: GBP, total: 1}]\n", "did you mean `spending`"),
        ("control_totals: [{kind: spending, currency: XXQ, total: 1}]\n", "no currency"),
        ("control_totals: [{kind: spending, currency: GBP, total: abc}]\n", "not an amount"),
        ("mappings: {a.csv: nativ}\n", "did you mean `native`"),
    ],
)
def test_batch_yaml_is_strict(
    read: Callable[..., Batch], write: Callable[..., Path], tmp_path: Path, text: str, words: str
) -> None:
    write("a.csv", UK + line(3, "5.00"))
    write("batch.yaml", text)
    with pytest.raises(ComplianceError, match=words):
        read(tmp_path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("kind: spending", "kind: spendings"), "did you mean `spending`"),
        (("booked_on:", "booked_at:"), "`booked_at` is not a field"),
        (("{value: payment}", "{value: paymnt}"), "did you mean `payment`"),
        (("currency: GBP", "currency: STG"), "no currency"),
        (("recognises:", "recognizes:"), "did you mean `recognises`"),
        (('decimal: "."', "decimal: point"), "decimal"),
    ],
)
def test_mapping_files_are_strict(
    read: Callable[..., Batch],
    rules: Path,
    write: Callable[..., Path],
    change: tuple[str, str],
    words: str,
) -> None:
    text = (rules / "mappings/uk-spend-25k.yaml").read_text()
    assert change[0] in text
    mapping = write("own.yaml", text.replace(*change, 1))
    with pytest.raises(ComplianceError, match=words) as caught:
        read(write("a.csv", UK + line(3, "5.00")), mapping=str(mapping))
    assert "own.yaml:" in str(caught.value)


def test_a_chosen_mapping_that_does_not_fit_says_what_lacks(
    read: Callable[..., Batch], write: Callable[..., Path]
) -> None:
    with pytest.raises(ComplianceError, match="no column Paid Date, Trans No"):
        read(write("a.csv", UK + line(3, "5.00")), mapping="oxford-over-500")
    with pytest.raises(ComplianceError, match="did you mean `native`"):
        read(write("a.csv", UK), mapping="nativ")


def test_hostile_cells_are_text(read: Callable[..., Batch], write: Callable[..., Path]) -> None:
    cells = ["x" * 10_000, "=cmd|' /C calc'!A0", "\u202e\u0007bell", "a\u0301", "<script>", "$(id)"]
    text = "vendor_id,name\n" + "".join(f'V-{n},"{cell}"\n' for n, cell in enumerate(cells))
    names = read(write("vendor.csv", text)).tables["vendor"]["name"].to_pylist()
    assert names == [*cells[:3], "\u00e1", *cells[4:]]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_lists_and_decimals_in_cells_do_not_pass_for_the_delimiter(
    read: Callable[..., Batch], write: Callable[..., Path], mark: str
) -> None:
    def table(*rows: list[str]) -> str:
        return "".join(mark.join(row) + "\n" for row in rows)

    head = ["procurement_id", "title", "evaluated_by"]
    lists = [[f"P-{n}", "spades", "A-1;A-2;A-3;A-4;A-5;A-6"] for n in range(3)]
    quoted = [[f"P-{n}", '"one, two"', '"A-1;A-2;A-3"'] for n in range(3, 9)]
    text = table(head, *(lists if mark != ";" else []), *quoted)
    batch = read(write("procurement.csv", text))
    assert batch.files[0].rows["accepted"] == len(batch.tables["procurement"])
    assert batch.tables["procurement"]["title"][-1].as_py() == "one, two"
    assert batch.tables["procurement"]["evaluated_by"][-1].as_py() == ["A-1", "A-2", "A-3"]


def test_decimal_commas_do_not_pass_for_the_delimiter(
    read: Callable[..., Batch], write: Callable[..., Path]
) -> None:
    text = "spending_id;kind;amount;currency\nS-1;payment;1,50;EUR\nS-2;payment;2,50;EUR\n"
    batch = read(write("spending.csv", text))
    assert batch.tables["spending"]["amount"].to_pylist() == [150, 250]


def test_a_cell_longer_than_a_spreadsheet_holds_is_a_reject(
    read: Callable[..., Batch], write: Callable[..., Path]
) -> None:
    longest = "\u00e4" * 32_767
    batch = read(write("vendor.csv", f"vendor_id,name\nV-1,{longest}\nV-2,{longest}x\n"))
    assert_ties_out(batch)
    assert batch.tables["vendor"]["name"].to_pylist() == [longest]
    (reject,) = batch.rejects
    assert (reject.row, reject.column) == (3, "name")
    assert "longer than 32,767 characters" in reject.reason
    assert reject.value is not None
    assert len(reject.value) < 300


def test_a_file_of_a_folder_that_is_no_table_may_be_left_out(
    read: Callable[..., Batch], write: Callable[..., Path], tmp_path: Path
) -> None:
    write("vendor.csv", "vendor_id,name\nV-1,A\n")
    write("FILES.csv", "file,bytes\nvendor.csv,30\n")
    with pytest.raises(
        ComplianceError, match=r"FILES\.csv.*no mapping fits.*: file, bytes"
    ) as caught:
        read(tmp_path)
    (hint,) = [fault.hint or "" for fault in caught.value.faults]
    found = re.search("`(mappings: .*?)` in batch.yaml", hint)
    assert found is not None
    write("batch.yaml", found[1] + "\n")
    batch = read(tmp_path)
    assert [item.file for item in batch.files] == ["vendor.csv"]
    assert "not read: FILES.csv" in batch.files[0].notes
    write("batch.yaml", "mappings: {'*.csv': skip}\n")
    with pytest.raises(ComplianceError, match="every file is left out"):
        read(tmp_path)

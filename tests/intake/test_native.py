"""Our own layout: sheets after kinds, headings after fields; flat sheets; the template."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from compliance.errors import ComplianceError
from compliance.intake import from_rows
from compliance.intake.template import write_template
from compliance.model.batch import BatchContext

from .accounts import assert_ties_out

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from compliance.model.batch import Batch
    from compliance.model.catalogue import Catalogue


@pytest.fixture
def rows(catalogue: Catalogue, rules: Path) -> Callable[..., Batch]:
    def _rows(context: BatchContext | None = None, **kinds: list[dict[str, str | None]]) -> Batch:
        return from_rows(kinds, catalogue, rules, context)

    return _rows


def only(batch: Batch, kind: str) -> dict[str, Any]:
    (row,) = batch.tables[kind].to_pylist()
    return dict(row)


def test_typed_fields(rows: Callable[..., Batch]) -> None:
    batch = rows(
        contract=[
            {
                "contract_id": "C-1",
                "vendor": " V-1 ",
                "kind": "Call off",
                "value": "USD 100.00",
                "signed_on": "2026-02-27",
                "auto_renews": "yes",
                "retention_ratio": "12.5%",
                "justification": "ignored",
            }
        ]
    )
    row = only(batch, "contract")
    assert row["_key"] == row["contract_id"] == "C-1"
    assert (row["vendor"], row["kind"], row["auto_renews"]) == ("V-1", "call_off", True)
    assert (row["value"], row["value__currency"]) == (10000, "USD")
    assert row["value__base"] is not None
    assert row["retention_ratio"] == Decimal("0.125")
    assert row["status"] == "final"
    assert row["_row"] == 2
    assert batch.layouts[row["_layout"]]["value"] == "D"
    assert any("justification" in note for note in batch.files[0].notes)
    assert "status" in batch.supplied["contract"]
    assert "ceiling_value" not in batch.supplied["contract"]
    assert batch.context.profile == "pilot"


def test_placeholders_keep_their_text(rows: Callable[..., Batch]) -> None:
    row = only(
        rows(
            procurement=[
                {"procurement_id": "P-1", "title": "TBC", "justification_ref": "n/a", "method": "-"}
            ]
        ),
        "procurement",
    )
    assert row["title"] is None
    assert row["title__raw"] == "TBC"
    assert row["justification_ref__raw"] == "n/a"
    assert row["method"] is None


def test_a_code_may_be_called_none(rows: Callable[..., Batch]) -> None:
    row = only(rows(vendor=[{"vendor_id": "V-1", "facility_clearance": "none"}]), "vendor")
    assert row["facility_clearance"] == "none"


def test_an_unknown_code_is_a_reject_with_the_nearest_one(rows: Callable[..., Batch]) -> None:
    batch = rows(procurement=[{"procurement_id": "P-1", "method": "sole source"}])
    (reject,) = batch.rejects
    assert (reject.sheet, reject.row, reject.column) == ("procurement", 2, "method")
    assert "single_source" in reject.hint
    assert_ties_out(batch)


def test_one_reject_names_all_faults_of_a_row(rows: Callable[..., Batch]) -> None:
    batch = rows(
        spending=[{"kind": "gift", "amount": "EUR x", "booked_on": "soon", "description": "d"}]
    )
    (reject,) = batch.rejects
    assert "also" in reject.reason
    assert batch.files[0].unreadable_amounts == 1
    assert batch.files[0].money == {}


def test_equal_rows_without_a_key_keep_apart(rows: Callable[..., Batch]) -> None:
    line = {"kind": "payment", "amount": "EUR 5.00", "booked_on": "2026-01-05"}
    table = rows(spending=[line, line]).tables["spending"].to_pylist()
    digest = table[0]["_row_hash"]
    assert [row["_key"] for row in table] == [f"h:{digest[:16]}#1", f"h:{digest[:16]}#2"]
    assert [row["spending_id"] for row in table] == [row["_key"] for row in table]


def test_the_hash_sees_content_and_no_person(rows: Callable[..., Batch]) -> None:
    def content(**cells: str) -> str:
        return str(only(rows(person=[{"person_id": "PE-1", **cells}]), "person")["_row_hash"])

    assert content(name="Ann") == content(name="Bob") == content()
    assert content(role="buyer") != content()
    one = rows(procurement=[{"procurement_id": "a\x1e", "title": "b"}])
    two = rows(procurement=[{"procurement_id": "a", "title": "\x1eb"}])
    assert only(one, "procurement")["_row_hash"] != only(two, "procurement")["_row_hash"]


def test_composite_keys(rows: Callable[..., Batch]) -> None:
    batch = rows(
        funding_line=[{"line_id": "FL-1", "budget_year": "2026", "currency": "NOK", "ceiling": "5"}]
    )
    row = only(batch, "funding_line")
    assert row["_key"] == "FL-1/2026"
    assert (row["ceiling"], row["ceiling__currency"], row["ceiling__base"]) == (500, "NOK", None)


def test_signed_amounts(rows: Callable[..., Batch]) -> None:
    kinds = ["payment", "refund", "write_off"]
    batch = rows(spending=[{"kind": kind, "amount": "EUR 5.00"} for kind in kinds])
    table = batch.tables["spending"].to_pylist()
    assert [row["signed_amount"] for row in table] == [500, -500, None]
    assert [row["signed_amount__base"] for row in table] == [500, -500, None]


def test_a_negative_amount_without_a_meaning_is_a_reject(rows: Callable[..., Batch]) -> None:
    batch = rows(spending=[{"kind": "payment", "amount": "EUR -5.00"}])
    assert "negative" in batch.rejects[0].reason
    assert batch.files[0].money["spending.amount"]["EUR"] == {
        "read": -500,
        "accepted": 0,
        "rejected": -500,
    }


def test_account_numbers_are_fingerprinted(
    rows: Callable[..., Batch], monkeypatch: pytest.MonkeyPatch
) -> None:
    line = {"vendor_id": "V-1", "account_fingerprint": "NO93 8601 1117 947"}
    batch = rows(vendor=[line])
    assert any("open key" in note for note in batch.files[0].notes)
    monkeypatch.setenv("COMPLIANCE_FINGERPRINT_KEY", "secret of the office")
    keyed = rows(vendor=[line])
    one, two = (only(b, "vendor")["account_fingerprint"] for b in (batch, keyed))
    assert one != two
    assert "8601" not in one + two
    assert not any("open key" in note for note in keyed.files[0].notes)


def test_a_flat_row_gives_contract_allocation_and_approval(rows: Callable[..., Batch]) -> None:
    batch = rows(
        procurement=[
            {
                "procurement_id": "P-1",
                "vendor": "V-1",
                "contract_value": "EUR 9.00",
                "signed_on": "2026-02-01",
                "funding_line": "FL-1",
                "approved_by": "PE-1",
                "approved_on": "2026-01-30",
            },
            {"procurement_id": "P-2", "funding_line": "FL-1"},
        ]
    )
    contract, allocation, approval = (
        only(batch, kind) for kind in ("contract", "allocation", "approval")
    )
    assert (contract["contract_id"], contract["procurement"], contract["vendor"]) == (
        "P-1",
        "P-1",
        "V-1",
    )
    assert contract["value"] == 900
    assert (allocation["contract"], allocation["share"]) == ("P-1", Decimal(1))
    assert (approval["subject"], approval["person"]) == ("P-1", "PE-1")
    assert approval["decided_on"] == date(2026, 1, 30)
    assert contract["_row"] == 2
    assert batch.layouts[contract["_layout"]]["value"] == "C"
    assert batch.files[0].derived == {"allocation": 1, "approval": 1, "contract": 1}
    assert_ties_out(batch)


def test_the_entity_of_the_batch_fills_empty_cells(rows: Callable[..., Batch]) -> None:
    context = BatchContext(name="b", profile="programme", entity="ACO")
    batch = rows(context, vendor=[{"vendor_id": "V-1", "entity": None}])
    assert only(batch, "vendor")["entity"] == "ACO"
    assert batch.context == context


def test_every_format_gives_the_same_records(
    read: Callable[..., Batch], write: Callable[..., Path], tmp_path: Path
) -> None:
    cells = {"spending_id": "S-1", "kind": "payment", "amount": "12.50", "booked_on": "2026-01-05"}
    cells |= {"amount currency": "EUR", "description": "a; b"}
    head, line = list(cells), list(cells.values())
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Spending"
    sheet.append(head)
    sheet.append([line[0], line[1], 12.5, date(2026, 1, 5), *line[4:]])
    book.save(tmp_path / "book.xlsx")
    pq.write_table(pa.table({k: [v] for k, v in cells.items()}), tmp_path / "spending.parquet")
    nested = {**cells, "amount": {"amount": 12.50, "currency": "EUR"}}
    del nested["amount currency"]
    paths = [
        write("spending.csv", ",".join(head) + "\n" + ",".join(line) + "\n"),
        write(
            "1/spending.csv", "\ufeff" + ";".join(head) + "\r\n" + ";".join(line[:5]) + ';"a; b"'
        ),
        write("spending.tsv", "\t".join(head) + "\n" + "\t".join(line) + "\n"),
        write("2/spending.csv", (",".join(head) + "\n" + ",".join(line)).encode("utf-16")),
        write("spending.json", json.dumps([cells])),
        write("all.json", json.dumps({"spending": [nested]})),
        write("spending.jsonl", json.dumps(cells) + "\n\n"),
        tmp_path / "book.xlsx",
        tmp_path / "spending.parquet",
    ]
    tables = [read(path) for path in paths]
    for batch in tables:
        assert_ties_out(batch)
    hashes = {batch.tables["spending"]["_row_hash"][0].as_py() for batch in tables}
    assert len(hashes) == 1


def test_a_json_array_names_the_line_of_each_element(
    read: Callable[..., Batch], write: Callable[..., Path]
) -> None:
    text = '[\n {"vendor_id": "V-1",\n  "name": "A"},\n {"vendor_id": "V-2"}\n]\n'
    batch = read(write("vendor.json", text))
    assert batch.tables["vendor"]["_row"].to_pylist() == [2, 4]


def test_a_misnamed_sheet_is_an_error(read: Callable[..., Batch], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Vendors"
    book.active.append(["vendor_id", "name"])
    book.active.append(["V-1", "A"])
    wrong = book.create_sheet("Contarcts")
    wrong.append(["contract_id"])
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(ComplianceError, match="did you mean `contract`"):
        read(tmp_path / "b.xlsx")


@pytest.mark.parametrize("extended", [False, True])
def test_the_template_is_read_back(
    read: Callable[..., Batch], catalogue: Catalogue, tmp_path: Path, *, extended: bool
) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, catalogue, extended)
    with pytest.raises(ComplianceError, match="no row"):
        read(path)
    book = openpyxl.load_workbook(path)
    kinds = {kind.kind for kind in catalogue if not kind.system and (extended or kind.core)}
    assert kinds <= set(book.sheetnames)
    sheet = book["spending"]
    assert sheet.freeze_panes == "B2"
    assert sheet.data_validations.dataValidation
    columns = {cell.value: cell.column for cell in sheet[1]}
    assert all(cell.comment for cell in sheet[1])
    cells = {"spending_id": "S-1", "kind": "payment", "amount": 1234.56, "amount currency": "GBP"}
    for name, value in {**cells, "booked_on": date(2026, 3, 2)}.items():
        sheet.cell(2, columns[name], value)
    book.save(path)
    batch = read(path)
    row = only(batch, "spending")
    assert (row["amount"], row["amount__currency"]) == (123456, "GBP")
    assert row["amount__base"] is not None
    assert set(batch.tables) == {"spending"}
    assert_ties_out(batch)


def test_an_estimate_without_a_launch_is_converted_on_the_day_of_judgement(
    catalogue: Catalogue, rules: Path, rows: Callable[..., Batch]
) -> None:
    record: dict[str, str | None] = {"procurement_id": "P-1", "estimated_value": "USD 100.00"}
    assert only(rows(procurement=[record]), "procurement")["estimated_value__base"] is None
    context = BatchContext(name="x", profile="pilot")
    judged = from_rows({"procurement": [record]}, catalogue, rules, context, as_of=date(2026, 2, 2))
    launched = rows(procurement=[{**record, "launched_on": "2026-02-02"}])
    value = only(judged, "procurement")["estimated_value__base"]
    assert value == only(launched, "procurement")["estimated_value__base"]
    assert value is not None

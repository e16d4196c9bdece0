"""Open Contracting releases: one release is one row, and makes records of many kinds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from compliance.errors import ComplianceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from compliance.model.batch import Batch

    Read = Callable[..., Batch]
    Write = Callable[..., Path]

PUBLISHERS = (
    "armenia", "australia", "canada", "colombia", "paraguay", "uganda", "uk-contracts-finder",
)  # fmt: skip
TENDER: dict[str, Any] = {
    "ocid": "ocds-1",
    "buyer": {"identifier": {"id": "B-1"}, "name": "Министерство"},
    "tender": {
        "title": "Спутниковые снимки",
        "status": "complete",
        "procurementMethod": "direct",
        "procuringEntity": {"id": "E-1", "name": "Քաղաք"},
        "value": {"amount": 120000.5, "currency": "EUR"},
        "tenderPeriod": {"startDate": "2026-01-15T12:00:00+02:00", "endDate": "2026-02-15T12:00Z"},
        "numberOfTenderers": 2,
    },
    "bids": {
        "details": [
            {
                "id": 1,
                "status": "qualified",
                "relatedLots": ["L-2"],
                "value": {"amount": "99.10", "currency": "EUR"},
                "tenderers": [{"id": "V-1", "name": "А"}, {"id": "V-2"}],
            },
            {"id": 2, "status": "invited"},
        ]
    },
    "awards": [
        {
            "id": "A",
            "status": "active",
            "suppliers": [{"id": "V-1", "name": "А"}, {"id": "V-2"}],
            "items": [{"classification": {"scheme": "CPV", "id": "72319000"}}, {"id": "bare"}],
        },
        {"id": "B", "status": "pending", "items": [{"id": "nobody's"}]},
    ],
}
MINIMAL = {"ocid": "ocds-2"}


def rows(batch: Batch, kind: str, *names: str) -> list[tuple[Any, ...]]:
    table = batch.tables[kind]
    return list(zip(*(table[name].to_pylist() for name in names), strict=True))


@pytest.fixture
def tender(read: Read, write: Write) -> Batch:
    return read(write("tender.json", json.dumps(TENDER)), mapping="ocds")


def test_a_release_is_a_procurement(tender: Batch) -> None:
    (row,) = rows(
        tender, "procurement", "_key", "method", "buyer", "procuring_entity", "estimated_value",
        "tenderer_count", "title",
    )  # fmt: skip
    title = "Спутниковые снимки"
    assert row == ("ocds-1", "single_source", "B-1", "E-1", 12000050, 2, title)
    (times,) = rows(tender, "procurement", "tender_opens_at", "tender_closes_at")
    assert [time.isoformat() for time in times] == ["2026-01-15T10:00:00", "2026-02-15T12:00:00"]


def test_a_joint_offer_is_one_bid_of_two_tenderers(tender: Batch) -> None:
    found = rows(tender, "bid", "_key", "lot", "vendor", "members", "amount", "outcome")
    assert found == [
        ("ocds-1/1", "L-2", "V-1", ["V-2"], 9910, "valid"),
        ("ocds-1/2", None, None, None, None, "invited"),
    ]
    assert rows(tender, "tenderer", "bid", "vendor", "partners") == [
        ("1", "V-1", ["V-2"]),
        ("1", "V-2", ["V-2"]),
    ]


def test_each_item_of_an_award_stands_beside_each_of_its_suppliers(tender: Batch) -> None:
    assert rows(tender, "item", "award", "vendor", "code") == [
        ("A", "V-1", "72319000"),
        ("A", "V-2", "72319000"),
        ("A", "V-1", None),
        ("A", "V-2", None),
        ("B", None, None),
    ]
    assert rows(tender, "award", "_key", "vendors", "outcome") == [
        ("ocds-1/A", ["V-1", "V-2"], "active"),
        ("ocds-1/B", None, "pending"),
    ]


@pytest.mark.parametrize(
    ("awards", "expected"),
    [
        ([{"id": "A", "value": {"amount": 7, "currency": "EUR"}, "suppliers": [{"id": "V"}]}],
         (700, "V")),
        ([{"id": "A", "value": {"amount": 7, "currency": "EUR"},
           "suppliers": [{"id": "V"}, {"id": "W"}]}], (700, None)),
        ([{"id": "A", "value": {"amount": 7, "currency": "EUR"}}, {"id": "B"}], (None, None)),
        ([], (None, None)),
    ],
    ids=["one", "of two firms", "two", "none"],
)  # fmt: skip
def test_only_a_single_award_tells_what_a_procedure_came_to(
    read: Read, write: Write, awards: list[Any], expected: tuple[Any, ...]
) -> None:
    batch = read(write("r.json", json.dumps({**MINIMAL, "awards": awards})), mapping="ocds")
    assert rows(batch, "procurement", "award_value", "vendor") == [expected]


def test_a_firm_that_is_named_alike_twice_is_one_record(tender: Batch) -> None:
    assert rows(tender, "vendor", "vendor_id", "name") == [("V-1", "А"), ("V-2", None)]


def test_equal_offers_without_a_number_are_several(read: Read, write: Write) -> None:
    offer = {"status": "valid", "tenderers": [{"id": "V"}]}
    release = {**MINIMAL, "bids": {"details": [offer, offer]}}
    batch = read(write("r.json", json.dumps(release)), mapping="ocds")
    assert batch.tables["bid"].num_rows == batch.tables["tenderer"].num_rows == 2


@pytest.mark.parametrize(
    "document",
    [
        MINIMAL,
        [MINIMAL],
        {"releases": [MINIMAL]},
        {"records": [{"ocid": "ocds-2", "compiledRelease": MINIMAL, "releases": [TENDER]}]},
        {"records": [{"ocid": "ocds-2", "releases": [MINIMAL]}]},
        {"ocid": "ocds-2", "compiledRelease": MINIMAL, "releases": [TENDER]},
    ],
)
def test_what_is_wrapped_around_a_release_does_not_matter(
    read: Read, write: Write, document: Any
) -> None:
    batch = read(write("r.json", json.dumps(document)), mapping="ocds")
    assert rows(batch, "procurement", "_key") == [("ocds-2",)]
    assert batch.files[0].rows == {"read": 1, "accepted": 1, "rejected": 0}


def test_lines_may_mix_releases_and_packages(read: Read, write: Write) -> None:
    lines = [MINIMAL, {"releases": [TENDER, {**MINIMAL, "ocid": "ocds-3"}]}]
    text = "\n\n".join(json.dumps(line) for line in lines) + "\n"
    batch = read(write("r.jsonl", text), mapping="ocds")
    item = batch.files[0]
    assert item.rows["read"] == 3
    assert item.lines == item.rows["read"] + sum(item.structural.values())
    assert rows(batch, "procurement", "_key", "_row") == [
        ("ocds-2", 1), ("ocds-1", 3), ("ocds-3", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "column", "value"),
    [
        ({"ocid": None}, "ocid", None),
        ({"tender": {"status": "withering"}}, "tender.status", "withering"),
        ({"tender": {"tenderPeriod": {"endDate": "soon"}}}, "tender.tenderPeriod.endDate", "soon"),
        (
            {"bids": {"details": [{"value": {"amount": 12.345, "currency": "EUR"}}]}},
            "bids.details.value.amount",
            "12.345",
        ),
        (
            {"awards": [{"status": "active"}, {"status": "A. Person"}]},
            "awards.status",
            "A. Person",
        ),
    ],
)
def test_a_release_with_an_unreadable_cell_is_rejected_whole(
    read: Read, write: Write, change: dict[str, Any], column: str, value: str | None
) -> None:
    document = [TENDER, {**MINIMAL, **change}]
    batch = read(write("r.json", json.dumps(document, indent=1)), mapping="ocds")
    (reject,) = batch.rejects
    assert (reject.column, reject.value) == (column, value)
    assert batch.files[0].rows == {"read": 2, "accepted": 1, "rejected": 1}
    for table in batch.tables.values():
        assert "ocds-2" not in str(table.to_pylist())


def test_amounts_tie_out_in_their_currency(read: Read, write: Write) -> None:
    bad = {**TENDER, "ocid": None}
    batch = read(write("r.json", json.dumps([TENDER, bad])), mapping="ocds")
    assert batch.files[0].money["bid.amount"] == {
        "EUR": {"read": 2 * 9910, "accepted": 9910, "rejected": 9910}
    }


def test_invalid_json_is_refused_with_its_place(read: Read, write: Write) -> None:
    with pytest.raises(ComplianceError, match=r"r\.jsonl:2:.*not valid JSON"):
        read(write("r.jsonl", '{"ocid": "1"}\n{"ocid": \n'), mapping="ocds")


def test_a_table_is_no_release(read: Read, write: Write) -> None:
    with pytest.raises(ComplianceError, match="reads JSON or JSON lines"):
        read(write("r.csv", "ocid,title\n1,a\n"), mapping="ocds")


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_every_release_of_a_publisher_is_a_procurement_or_a_reject(
    shared: Path, read: Read, publisher: str
) -> None:
    accepted = 0
    for path in sorted((shared / "ocds" / publisher).rglob("*.json")):
        if not path.read_bytes().strip():  # published so
            with pytest.raises(ComplianceError, match="the file is empty"):
                read(path, mapping="ocds")
            continue
        batch = read(path, mapping="ocds")
        item = batch.files[0]
        held = batch.tables["procurement"].num_rows if "procurement" in batch.tables else 0
        assert item.rows["accepted"] == held
        assert item.rows["rejected"] == len(batch.rejects)
        assert item.lines == item.rows["read"] + sum(item.structural.values())
        assert all(reject.reason and reject.hint for reject in batch.rejects)
        accepted += item.rows["accepted"]
    assert accepted

"""The findings file and the summary: their form, their figures, and that they repeat."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import Counter
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from compliance.model.catalogue import read_catalogue
from compliance.report.records import restore

from .conftest import ROOT, Outputs, command, tree

if TYPE_CHECKING:
    from pathlib import Path

CORPUS = ROOT / "fixtures/corpus/whole"  # a folder in which every rule of ours fires
KEYS = """finding rule rule_version kind severity outcome standing audience record_kind record
related related_count cases funding_line pilot value amount_at_issue message criteria evidence
explanation to_pass remedy source rulebook""".split()  # noqa: SIM905  the contract, as it reads
MONEY = ["minor", "currency", "base_minor", "stage", "basis"]
OUTCOMES = ("pass", "by_exception", "fail", "not_applicable", "undetermined")


def _check(batch: Path, home: Path, seed: str) -> Outputs:
    home.mkdir()
    told = command("check", batch, "--format", "json,csv", cwd=home, PYTHONHASHSEED=seed)
    assert (told.code, told.err) == (1, "")
    return Outputs(home / "out")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    return _check(CORPUS, tmp_path_factory.mktemp("whole") / "home", "1")


def test_the_same_input_gives_the_same_bytes(whole: Outputs, tmp_path: Path) -> None:
    again = _check(CORPUS, tmp_path / "elsewhere", "2")
    assert tree(again.folder) == tree(whole.folder)


def test_shuffled_rows_give_the_same_findings_but_for_their_place(
    whole: Outputs, tmp_path: Path
) -> None:
    shuffled = tmp_path / "whole"  # the same name: it is the name of the batch
    shutil.copytree(CORPUS, shuffled)
    for path in shuffled.glob("*.tsv"):
        head, *rows = path.read_text("utf-8").splitlines(keepends=True)
        Random(5).shuffle(rows)
        path.write_text(head + "".join(rows), "utf-8")
    other = _check(shuffled, tmp_path / "home", "3")
    assert [_elsewhere(f) for f in other.findings] == [_elsewhere(f) for f in whole.findings]
    assert other.findings != whole.findings


def _elsewhere(finding: dict[str, Any]) -> dict[str, Any]:
    place = finding["source"]
    assert isinstance(place["row"], int | None)
    return {**finding, "source": {**place, "row": None, "cells": sorted(place["cells"])}}


def test_the_findings_file_has_one_form(whole: Outputs) -> None:
    data = (whole.folder / "findings.jsonl").read_bytes()
    assert data.endswith(b"}\n")
    assert b"\r" not in data
    lines = data.decode("utf-8").split("\n")[:-1]
    findings = [json.loads(line) for line in lines]
    for line, finding in zip(lines, findings, strict=True):
        assert list(finding) == KEYS
        assert line == json.dumps(finding, ensure_ascii=False, separators=(",", ":"))
        assert re.fullmatch("[0-9a-f]{16}", finding["finding"])
        assert re.fullmatch("[0-9a-f]{64}", finding["rulebook"])
        assert set(finding["source"]) == {"file", "sheet", "row", "cells"}
        assert finding["amount_at_issue"] is None or list(finding["amount_at_issue"]) == MONEY
        assert len(finding["related"]) <= min(100, finding["related_count"])
        assert not re.search(r"\d\.\d*0$", finding["value"] or "") or "," in finding["value"]
    order = [
        (f["rule"].encode(), f["record_kind"].encode(), f["record"].encode()) for f in findings
    ]
    assert order == sorted(order)
    assert len({f["finding"] for f in findings}) == len(findings)


def test_the_places_of_findings_are_those_of_the_files(whole: Outputs) -> None:
    catalogue = read_catalogue(ROOT / "rules/catalogue")
    seen = 0
    for finding in whole.findings:
        place = finding["source"]
        kind = catalogue.kinds[finding["record_kind"]]
        if place["row"] is None or kind.system:
            continue
        rows = (CORPUS / place["file"]).read_text("utf-8").splitlines()
        heading, cells = rows[0].split("\t"), rows[place["row"] - 1].split("\t")
        key = dict(zip(heading, cells, strict=False))[kind.key_text]
        assert finding["record"].split("/")[0] == (key or finding["record"]), finding["finding"]
        for field, cell in place["cells"].items():
            letters, row = re.fullmatch("([A-Z]+)([0-9]+)", cell).groups()  # type: ignore[union-attr]
            assert int(row) == place["row"]
            assert heading[_number(letters)].startswith(field.split("__")[0])
        seen += 1
    assert seen > 50


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def test_the_table_of_findings_is_the_file_of_findings(whole: Outputs) -> None:
    text = (whole.folder / "findings.csv").read_bytes().decode("utf-8")
    head, *rows = csv.reader(text.splitlines(keepends=True))
    assert list(dict.fromkeys(name.split(".")[0] for name in head)) == KEYS
    findings = whole.findings
    assert len(rows) == len(findings)
    for cells, finding in zip(rows, findings, strict=True):
        row = dict(zip(head, map(restore, cells), strict=True))
        for key in ("finding", "rule", "record", "message", "funding_line", "explanation"):
            assert row[key] == finding[key]
        assert row["source.file"] == finding["source"]["file"]
        assert json.loads(row["cases"] or "") == finding["cases"]


def test_rows_and_money_tie_out(whole: Outputs) -> None:
    totals = whole.summary["control_totals"]
    parts = [totals, *totals["files"].values()]
    for part in parts:
        assert part["rows"]["read"] == part["rows"]["accepted"] + part["rows"]["rejected"]
        for currencies in part["money"].values():
            for sums in currencies.values():
                assert sums["read"] == sums["accepted"] + sums["rejected"]
    for name in ("read", "accepted", "rejected"):
        assert totals["rows"][name] == sum(part["rows"][name] for part in parts[1:])
    lines = sum(path.read_bytes().count(b"\n") for path in CORPUS.glob("*.tsv"))
    assert totals["rows"]["read"] + sum(totals["structural"].values()) == lines
    rejects = (whole.folder / "rejects.csv").read_text("utf-8").splitlines()
    assert len(rejects) - 1 == totals["rows"]["rejected"]
    for field, currencies in totals["money"].items():
        for currency, sums in currencies.items():
            own = [part["money"].get(field, {}).get(currency, {}) for part in parts[1:]]
            for name, total in sums.items():
                assert total == sum(part.get(name, 0) for part in own)


def test_the_outcomes_of_each_rule_add_up_to_the_records(whole: Outputs) -> None:
    summary = whole.summary
    records = Counter(summary["control_totals"]["derived"])
    kinds = read_catalogue(ROOT / "rules/catalogue").kinds
    for file, part in summary["control_totals"]["files"].items():
        stem = file.removesuffix(".tsv")
        records[stem if stem in kinds else stem.removesuffix("s")] += part["rows"]["accepted"]
    records["batch"], records["file"] = 1, len(summary["control_totals"]["files"])
    counted = 0
    for rule, account in summary["rules"].items():
        if "not_run" in account or account["on"] not in records:
            continue
        assert sum(account[word] for word in OUTCOMES) == records[account["on"]], rule
        counted += 1
    assert counted > 30


def test_the_figures_of_the_summary_are_those_of_the_findings(whole: Outputs) -> None:
    summary, findings = whole.summary, whole.findings
    totals = summary["findings"]
    assert totals["total"] == len(findings)
    status = {rule: account["status"] for rule, account in summary["rules"].items()}
    outcomes = [f["outcome"] for f in findings if status[f["rule"]] == "live"]
    assert totals["fails"] == outcomes.count("fail")
    assert totals["undetermined"] == outcomes.count("undetermined")
    for rule, account in summary["rules"].items():
        if "not_run" in account:
            continue
        fails = sum(f["rule"] == rule and f["outcome"] == "fail" for f in findings)
        assert account["fail"] == fails, rule
    assert {f["rulebook"] for f in findings} == {summary["rulebook"]["digest"]}
    date.fromisoformat(summary["as_of"])
    assert re.fullmatch("[0-9a-f]{64}", summary["content_hash"])
    for item in summary["batch"]["files"]:
        assert re.fullmatch("[0-9a-f]{64}", item["sha256"])


def test_what_is_not_yet_paid_is_a_part_of_the_commitments_at_issue(whole: Outputs) -> None:
    totals = whole.summary["findings"]
    issue, left = (totals["headline"][f"commitments_{n}"] for n in ("at_issue", "not_yet_paid"))
    assert issue.keys() == left.keys()
    for currency, minor in issue.items():
        parts = [total.get(currency, 0) for total in totals["amounts"]["commitment"].values()]
        assert minor == sum(parts)
        assert 0 < left[currency] < minor

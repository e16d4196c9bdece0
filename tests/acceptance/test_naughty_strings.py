"""The Big List of Naughty Strings, through every text field, to the PDF and back out of the CSV.

What may change on the way is a rule, not a list: text is brought to NFC, blanks at its ends go
(with a byte order mark), and a placeholder (parameter `quality.placeholders`) becomes null while
its text is kept beside the field. Nothing else changes.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from compliance.intake import read_batch
from compliance.intake.cells import PLACEHOLDERS
from compliance.intake.currencies import CODE_UNIT
from compliance.intake.grid import BLANKS
from compliance.lang.rulebook import load_rulebook
from compliance.model.catalogue import Catalogue, Kind, read_catalogue
from compliance.report.records import PREFIX, restore

from .conftest import ROOT, RULE, Outputs, rulebook

if TYPE_CHECKING:
    from .conftest import Run

NAUGHTY: list[str] = json.loads((ROOT / "fixtures/malformed/blns.json").read_text("utf-8"))
CATALOGUE: Catalogue = read_catalogue(ROOT / "rules/catalogue")
KINDS = tuple(kind for kind in CATALOGUE if not kind.system)


class Kept(NamedTuple):
    """What a text is after intake: the value, and the raw text where that is null."""

    value: str | None
    raw: str | None


def kept(text: str) -> Kept:
    """Say what the design lets change."""
    plain = unicodedata.normalize("NFC", text).strip(BLANKS)
    if plain == "" or plain.lower() in PLACEHOLDERS:
        return Kept(None, plain or None)
    return Kept(plain, None)


def texts(kind: Kind) -> tuple[str, ...]:
    """Give the fields of free text: no key, no fingerprint and no code of a currency."""
    return tuple(
        name
        for name, field in kind.fields.items()
        if field.type == "text"
        and field.unit != CODE_UNIT
        and name not in kind.key
        and not name.endswith("fingerprint")
    )


def rows(kind: Kind) -> list[dict[str, str]]:
    """Give one row for each string, which stands in all text fields; the keys are plain."""
    return [
        {key: f"K-{n:03}" if key != "budget_year" else "2026" for key in kind.key}
        | dict.fromkeys(texts(kind), text)
        for n, text in enumerate(NAUGHTY)
    ]


def test_the_list_is_whole() -> None:
    assert len(NAUGHTY) == 515
    assert sum(kept(text).value is None for text in NAUGHTY) < 15
    assert sum(kept(text) == (text, None) for text in NAUGHTY) > 495


@pytest.mark.parametrize("ending", ["json", "jsonl", "csv", "tsv"])
def test_intake_keeps_every_text(ending: str, tmp_path: Path) -> None:
    for kind in KINDS:
        _write(tmp_path / f"{kind.kind}.{ending}", rows(kind))
    batch = read_batch([tmp_path], CATALOGUE, ROOT / "rules")
    assert batch.rejects == ()
    for kind in KINDS:
        table = batch.tables[kind.kind]
        for name in texts(kind):
            read = table[name].to_pylist()
            assert read == [kept(text).value for text in NAUGHTY], (kind.kind, name)
            if not kind.fields[name].personal:
                raw = table[f"{name}__raw"].to_pylist()
                assert raw == [kept(text).raw for text in NAUGHTY], (kind.kind, name)


def _write(path: Path, records: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix == ".json":
            json.dump(records, file)
        elif path.suffix == ".jsonl":
            file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        else:
            mark = "\t" if path.suffix == ".tsv" else ","
            writer = csv.DictWriter(file, list(records[0]), delimiter=mark)
            writer.writeheader()
            writer.writerows(records)


def test_an_item_of_a_list_keeps_every_text(tmp_path: Path) -> None:
    """A list that comes as one, as in JSON, may have items that hold `;`, which parts a cell's."""
    records = [{"exclusion_id": f"X-{n}", "identifiers": [t]} for n, t in enumerate(NAUGHTY)]
    (tmp_path / "exclusion.json").write_text(json.dumps(records), "utf-8")
    batch = read_batch([tmp_path], CATALOGUE, ROOT / "rules")
    read = batch.tables["exclusion"]["identifiers"].to_pylist()
    plain = [kept(text).value for text in NAUGHTY]
    assert read == [None if text is None else [text] for text in plain]


def test_the_placeholders_are_a_parameter() -> None:
    (value,) = load_rulebook(ROOT / "rules").parameters["quality.placeholders"].values
    assert tuple(value.value) == PLACEHOLDERS  # what holds where a rulebook states none


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a rulebook with a rule for each kind that reads all its texts and always fails."""
    rules = {f"TXT-{n:03}": _rule(f"TXT-{n:03}", kind) for n, kind in enumerate(KINDS)}
    return rulebook(tmp_path_factory.mktemp("reading") / "rules", rules)


def _rule(name: str, kind: Kind) -> str:
    fields = [field for field in texts(kind) if not kind.fields[field].personal]
    read = " or ".join(f"is defined({field})" for field in fields)
    text = RULE.format(id=name, kind="breach", severity="critical", status="live")
    return (
        text.replace("on: vendor", f"on: {kind.kind}")
        .replace(f'when: name = "{name}"\n', "")
        .replace('require: nation = "BE"', f"require: {kind.key_text} = null and ({read})")
        .replace('"{vendor_id} is of {nation}"', f'"{{{kind.key_text}}}: {{{fields[-1]}}}"')
    )


def test_every_text_comes_back_out_of_the_findings(reading: Path, run: Run, tmp_path: Path) -> None:
    batch, out = tmp_path / "in", tmp_path / "out"
    batch.mkdir()
    for kind in KINDS:
        _write(batch / f"{kind.kind}.csv", rows(kind))
    told = run("check", batch, "--rules", reading, "--out", out, "--format", "json,csv")
    assert (told.code, told.err) == (1, "")
    findings = Outputs(out).findings
    assert len(findings) == len(KINDS) * len(NAUGHTY)
    with (out / "findings.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    for cells, finding in zip(table, findings, strict=True):
        kind = CATALOGUE.kinds[finding["record_kind"]]
        expected = kept(NAUGHTY[int(finding["record"].split("/")[0].removeprefix("K-"))]).value
        for name in texts(kind):
            if kind.fields[name].personal:
                assert name not in finding["evidence"]
                continue
            assert finding["evidence"][name] == expected, (kind.kind, name)
            cell = cells[f"evidence.{name}"]
            assert restore(cell) == expected, (kind.kind, name)
            assert cell[:1] not in set("=+-@\t\r") or cell[1:].replace(".", "").isdigit()
            assert cell.removeprefix(PREFIX) == (expected or "")
        assert restore(cells["message"]) == finding["message"]
        assert (expected or "—") in finding["message"]


def test_a_key_may_be_any_text(reading: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    known = {row["name"]: row for row in rows(CATALOGUE.kinds["vendor"])}  # each string once
    _write(tmp_path / "vendor.csv", [{**row, "vendor_id": text} for text, row in known.items()])
    told = run(
        "check", tmp_path / "vendor.csv", "--rules", reading, "--out", out, "--format", "json,csv"
    )
    assert (told.code, told.err) == (1, "")
    with (out / "findings.csv").open(encoding="utf-8", newline="") as file:
        records = [restore(line["record"]) for line in csv.DictReader(file)]
    found = [record for record in records if not str(record).startswith("h:")]
    plain = {kept(text).value for text in NAUGHTY} - {None}
    assert set(found) == plain
    assert len(records) == sum(text.strip(BLANKS) != "" for text in known)  # else a blank line


@pytest.mark.slow
def test_every_text_goes_to_the_report(reading: Path, run: Run, tmp_path: Path) -> None:
    """Not every finding is printed in full, but the register of funding lines shows most texts."""
    from pypdf import PdfReader

    batch, out = tmp_path / "in", tmp_path / "out"
    batch.mkdir()
    for kind in KINDS:
        _write(batch / f"{kind.kind}.csv", rows(kind))
    told = run("check", batch, "--rules", reading, "--out", out, "--format", "json,pdf")
    assert (told.code, told.err) == (1, "")
    data = (out / "report.pdf").read_bytes()
    assert b"/JavaScript" not in data
    assert b"/Launch" not in data
    shown = _closed("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))
    plain = [text for text in NAUGHTY if text.isascii() and text.isprintable() and kept(text).value]
    missing = [text for text in plain if _closed(text) not in shown]
    assert len(plain) > 400
    assert len(missing) < 20, missing


def _closed(text: str) -> str:
    """Give a text without blanks: a page breaks its lines where it must."""
    return "".join(text.split())

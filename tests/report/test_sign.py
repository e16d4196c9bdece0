"""The seal of the office: it keeps the standards, and shows whatever is done to the file after."""

from __future__ import annotations

import io
import time
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest

from compliance.cli import main
from compliance.report.seal import seals
from tests.report.keys import (
    PASSPHRASE,
    owner,
    time_stamp_service,
    write_pkcs12,
    write_root,
)
from tests.report.test_conformance import failures


@dataclass(frozen=True)
class Office:
    """The keys of a test, and the report that was sealed with them."""

    folder: Path
    root: Path
    other_root: Path
    sealed: Path

    def sign(self, file: Path, *more: str) -> int:
        words = ["report", "sign", str(file), "--pkcs12", str(self.folder / "office.p12")]
        secret = ["--passphrase-file", str(self.folder / "secret")]
        return main([*words, *secret, *more])


@pytest.fixture(scope="module")
def office(report, tmp_path_factory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    root, stranger = owner("Test Root", None), owner("Other Root", None)
    write_pkcs12(folder / "office.p12", owner("Office of Testing", root), root)
    (folder / "secret").write_bytes(PASSPHRASE + b"\n")
    made = Office(
        folder, write_root(folder / "root.pem", root), write_root(folder / "other.pem", stranger),
        folder / "sealed.pdf",
    )  # fmt: skip
    stamps = owner("Test Time", root, stamps=True)
    with time_stamp_service(stamps, root) as address:
        assert made.sign(report, "--timestamp", address, "--out", str(made.sealed)) == 0
    return made


def test_a_sealed_report_says_whose_seal_it_is_and_since_when(office, capsys):
    assert main(["report", "verify", str(office.sealed), "--trust", str(office.root)]) == 0
    told = capsys.readouterr().out
    assert "seal       valid, by Common Name: Office of Testing, over the whole file" in told
    assert "time-stamped" in told
    assert "--trust" not in told


def test_the_seal_is_looked_at_in_under_a_second(office):
    seals(office.sealed, [office.root])  # what is imported once is not counted
    start = time.process_time()
    (found,) = seals(office.sealed, [office.root])
    assert time.process_time() - start < 1
    assert found.trusted
    assert found.stamped
    assert found.faults == ()


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_sealing_keeps_archive_and_access(office, profile):
    assert failures(office.sealed.read_bytes(), profile) == []


def test_the_unsealed_report_is_the_beginning_of_the_sealed_one(office, report):
    assert office.sealed.read_bytes().startswith(report.read_bytes())


def test_without_a_service_the_seal_has_the_clock_of_the_signer(office, report, tmp_path, capsys):
    assert office.sign(report, "--out", str(tmp_path / "b.pdf")) == 0
    (found,) = seals(tmp_path / "b.pdf")
    assert (found.stamped, found.trusted, found.faults) == (False, None, ())
    assert found.at is not None
    main(["report", "verify", str(tmp_path / "b.pdf")])
    assert "not checked against a root (--trust)" in capsys.readouterr().out


def test_a_root_that_did_not_issue_the_key_is_not_enough(office, capsys):
    assert main(["report", "verify", str(office.sealed), "--trust", str(office.other_root)]) == 1
    assert "does not lead to a root that you trust" in capsys.readouterr().out


def test_a_report_without_a_seal_holds_unless_one_is_asked_for(report, capsys):
    assert main(["report", "verify", str(report)]) == 0
    assert main(["report", "verify", str(report), "--sealed"]) == 1
    assert "the report is not sealed" in capsys.readouterr().out


def bent_byte(sealed: bytes) -> bytes:
    place = sealed.index(b"stream\n") + 200  # in the colour profile
    return sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]


def bent_signature(sealed: bytes) -> bytes:
    place = sealed.rindex(b"/Contents <") + 2000
    other = b"0" if sealed[place : place + 1] != b"0" else b"1"
    return sealed[:place] + other + sealed[place + 1 :]


def replaced_page(sealed: bytes) -> bytes:
    """Append an incremental update that gives the first page other content."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"q Q"))
    writer.update_container(page)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def saved_again(sealed: bytes) -> bytes:
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        pdf.save(output)
    return output.getvalue()


def seal_taken_off(sealed: bytes) -> bytes:
    return sealed[: sealed.index(b"%%EOF") + 6]


def appended(sealed: bytes) -> bytes:
    return sealed + b"% one more line\n"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (bent_byte, "bytes under the seal were changed"),
        (bent_signature, "not hold"),
        (replaced_page, "the seal does not cover all of it"),
        (saved_again, "bytes under the seal were changed"),
        (appended, "the seal does not cover all of it"),
        (seal_taken_off, "the report is not sealed"),
    ],
)
def test_what_is_done_to_a_sealed_file_is_reported(office, tmp_path, capsys, change, told):
    path = tmp_path / "bent.pdf"
    path.write_bytes(change(office.sealed.read_bytes()))
    assert main(["report", "verify", str(path), "--sealed"]) in {1, 2}
    shown = capsys.readouterr()
    assert told in shown.out + shown.err
    assert "Traceback" not in shown.err


def test_a_report_is_sealed_once(office, tmp_path, capsys):
    assert office.sign(office.sealed, "--out", str(tmp_path / "x.pdf")) == 2
    assert "a report is sealed once" in capsys.readouterr().err
    assert not (tmp_path / "x.pdf").exists()


def test_a_report_that_does_not_hold_is_not_sealed(office, report, tmp_path, capsys):
    with pikepdf.open(report) as pdf:
        del pdf.Root.Lang
        pdf.save(tmp_path / "bent.pdf")
    assert office.sign(tmp_path / "bent.pdf") == 2
    assert "is not sealed" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [tmp_path / "bent.pdf"]


def test_a_wrong_passphrase_and_a_silent_service_are_told(office, report, tmp_path, capsys):
    (tmp_path / "wrong").write_text("no\n")
    assert office.sign(report, "--passphrase-file", str(tmp_path / "wrong")) == 2
    assert "the key cannot be opened" in capsys.readouterr().err
    assert office.sign(report, "--timestamp", "http://127.0.0.1:9/") == 2
    assert "time-stamp service" in capsys.readouterr().err

"""Texts in the user's cache folder: read back whole, by their writer, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from compliance.model import shelf

KEY = shelf.key_of(["a", "b"])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "compliance"


@pytest.fixture
def kept(folder: Path) -> Path:
    shelf.put(KEY, "text\nof two lines é")
    return folder / KEY


def test_a_text_is_read_back(kept: Path) -> None:
    assert shelf.taken(KEY) == "text\nof two lines é"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in kept.parent.iterdir()] == [KEY]  # nothing half-written beside it


def test_there_is_none_under_another_key(kept: Path) -> None:
    other = shelf.key_of(["ab"])
    assert shelf.taken(other) is None
    kept.rename(kept.parent / other)
    assert shelf.taken(other) is None


@pytest.mark.parametrize("data", [b"", b"\n", b"text", b"\xff\xfe"])
def test_a_file_with_other_content_is_passed_over(kept: Path, data: bytes) -> None:
    kept.write_bytes(data)
    assert shelf.taken(KEY) is None


@pytest.mark.parametrize("place", [0, 70, 130, -1])
def test_a_file_of_which_one_byte_differs_is_passed_over(kept: Path, place: int) -> None:
    data = bytearray(kept.read_bytes())
    data[place] ^= 1
    kept.write_bytes(data)
    assert shelf.taken(KEY) is None


def test_a_file_cut_short_is_passed_over(kept: Path) -> None:
    kept.write_bytes(kept.read_bytes()[:-1])
    assert shelf.taken(KEY) is None


def test_a_file_that_others_can_write_is_passed_over(kept: Path) -> None:
    kept.chmod(0o666)
    assert shelf.taken(KEY) is None


def test_a_file_of_another_user_is_passed_over(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = kept.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert shelf.taken(KEY) is None


def test_a_link_and_a_folder_are_passed_over(kept: Path) -> None:
    real = kept.with_name("real")
    kept.rename(real)
    kept.symlink_to(real)
    assert shelf.taken(KEY) is None
    kept.unlink()
    kept.mkdir()
    assert shelf.taken(KEY) is None


def test_where_nothing_can_be_kept_nothing_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    shelf.put(KEY, "text")
    assert shelf.taken(KEY) is None


def test_without_a_cache_nothing_is_written_or_read(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPLIANCE_NO_CACHE", "1")
    assert shelf.taken(KEY) is None
    kept.unlink()
    shelf.put(KEY, "text")
    assert not kept.exists()


def test_a_relative_cache_home_counts_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    monkeypatch.setenv("HOME", "/home/anna")
    assert shelf.cache_folder() == Path("/home/anna/.cache/compliance")


def test_the_oldest_texts_make_room(folder: Path) -> None:
    for number in range(70):
        shelf.put(shelf.key_of([str(number)]), "text")
        os.utime(folder / shelf.key_of([str(number)]), (number, number))
    assert len(list(folder.iterdir())) == 64
    assert shelf.taken(shelf.key_of(["5"])) is None
    assert shelf.taken(shelf.key_of(["6"])) == "text"


def test_the_code_of_a_package_is_its_source_and_its_libraries() -> None:
    assert shelf.code_of(["model"], ["pyyaml"]) == shelf.code_of(["model"], ["pyyaml"])
    assert shelf.code_of(["model"], []) != shelf.code_of(["lang"], [])
    assert shelf.code_of(["model"], []) != shelf.code_of(["model"], ["pyyaml"])

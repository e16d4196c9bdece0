"""What `compliance doctor` says of a machine."""

import io
import re
import tomllib
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from compliance.workbench import doctor

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))


def test_it_looks_at_every_library_that_the_project_needs() -> None:
    needed = {re.split(r"[^a-z0-9-]", line)[0] for line in PROJECT["project"]["dependencies"]}
    assert set(doctor.LIBRARIES) == needed


def test_a_library_that_is_there_has_no_fault_and_another_has_one() -> None:
    answers = doctor.imports(("json", "no_such_module"))
    assert answers == {"json": "", "no_such_module": "No module named 'no_such_module'"}


def test_a_library_that_brings_the_process_down_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "falls.py").write_text("import os\nos.kill(os.getpid(), 11)\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    answers = doctor.imports(("falls", "json"))
    assert answers == {"falls": "the process died of signal 11", "json": ""}


def test_a_missing_library_is_named_with_what_brings_it() -> None:
    line = str(doctor.library("no-such-library", ""))
    assert "MISSING  no-such-library: not installed" in line
    assert "pip install no-such-library" in line


def test_weasyprint_without_pango_asks_for_the_system_packages() -> None:
    check = doctor.library("weasyprint", "cannot load library 'libpango-1.0-0'")
    assert not check.ok
    assert "libpangoft2-1.0-0 libharfbuzz-subset0" in check.mend


@pytest.mark.parametrize(("found", "ok"), [((3, 10, 9), False), ((3, 11, 0), True)])
def test_the_oldest_python_that_will_do_is_3_11(found: tuple[int, ...], ok: bool) -> None:
    assert doctor.python_version(found).ok is ok


def test_a_python_without_durable_rules_will_do_and_says_who_decides() -> None:
    check = doctor.python_version((3, 13, 0))
    assert check.ok
    assert "the reference decides alone" in check.detail
    assert "durable-rules" not in doctor.wanted((3, 13))


def test_a_compiler_is_missed_only_while_durable_rules_is_not_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    assert doctor.compiler(built=True).ok
    assert not doctor.compiler(built=False).ok


def test_spark_is_missed_only_where_it_is_installed_without_java(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(doctor, "version", lambda _: "4.3.0")
    check = doctor.spark()
    assert not check.ok
    assert "Java is missing" in str(check)

    def none(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "version", none)
    check = doctor.spark()
    assert check.ok
    assert "nor is Java" in check.detail
    assert "make setup-spark" in check.detail


def test_a_folder_that_is_not_yet_there_is_judged_by_the_one_above(tmp_path: Path) -> None:
    assert doctor.write_rights(tmp_path / "not" / "yet").ok


@pytest.mark.slow
def test_this_machine_lacks_nothing() -> None:
    out = io.StringIO()
    assert doctor.main(out) == 0, out.getvalue()
    assert out.getvalue().endswith("checks hold\n")

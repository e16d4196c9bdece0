"""The comparison with the reference: settings are read from file names, and flags by value."""

from __future__ import annotations

import importlib.util
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from compliance.lang.rulebook import Rulebook

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "red_flags.py"
ONE_BID = '{"ocid":"1","tender":{"numberOfTenderers":1,"procurementMethod":"direct"}}\n'


@pytest.fixture(scope="module")
def script() -> Any:
    spec = importlib.util.spec_from_file_location("red_flags", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["red_flags"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("name", "settings", "rows"),
    [
        ("R018", {}, {}),
        ("R038-tenderer", {}, {}),
        ("R003-threshold-10", {"threshold": "10"}, {}),
        ("R003-procurement_methods-open+direct", {"procurement_methods": "open+direct"}, {}),
        ("R003-procurement_method_details-x-5-y-10", {}, {"x": "5", "y": "10"}),
        ("R025-percentile-60-threshold-0.3", {"percentile": "60", "threshold": "0.3"}, {}),
        ("R038-tenderer-threshold-1", {"threshold": "1"}, {}),
        ("R003-threshold-9-procurement_method_details-x-5", {"threshold": "9"}, {"x": "5"}),
        ("R048-minimum_contracting_processes-1", {"minimum_contracting_processes": "1"}, {}),
    ],
)
def test_settings_stand_in_the_name(
    script: Any, name: str, settings: dict[str, str], rows: dict[str, str]
) -> None:
    case = script.Case.named(Path(f"{name}.jsonl"))
    stated = {**script.STATED[""], **script.STATED.get(case.flag, {})}
    assert dict(case.settings) == {**stated, **settings}
    assert dict(case.rows) == rows
    assert case.flag == name[:4]


@pytest.mark.parametrize(
    ("flag", "setting", "text", "values"),
    [
        ("R003", "threshold", "10", [("r003.threshold", "10")]),
        ("R024", "threshold", "1", [("r024.threshold", "1"), ("r024.by_fence", "false")]),
        ("R025", "percentile", "60", [("r025.percentile", "60%")]),
        (
            "R018",
            "procurement_methods",
            "open+direct",
            [("r018.procurement_methods", "open;single_source")],
        ),
        (
            "R058",
            "price_comparison_procurement_methods",
            "a|b",
            [("red_flags.price_comparison_procurement_methods", "a;b")],
        ),
    ],
)
def test_a_setting_is_a_parameter(
    script: Any,
    rulebook: Rulebook,
    flag: str,
    setting: str,
    text: str,
    values: list[tuple[str, str]],
) -> None:
    assert list(script.values(flag, setting, text, rulebook)) == values


def test_values_agree_to_the_places_of_a_quotient(script: Any) -> None:
    assert script.same(Decimal("0.333333"), Decimal("0.3333333333333333"))
    assert not script.same(Decimal("0.333334"), Decimal("0.3333333333333333"))
    assert not script.same(None, Decimal(0))
    assert script.same(None, None)


def test_a_folder_is_compared(
    script: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    name = "R018-procurement_methods-direct"
    (tmp_path / f"{name}.jsonl").write_text(ONE_BID)
    (tmp_path / f"{name}.expected").write_text('{"OCID":{"1":{"R018":1.0},"2":{"R018":1.0}}}')
    monkeypatch.setattr(sys, "argv", ["red_flags.py", str(tmp_path)])
    assert script.main() == 1
    told = capsys.readouterr().out.splitlines()
    assert told == [f"{name}: OCID 2 R018: nothing here, 1 expected", "1/2"]

"""Tables go to DMN XML and come back the same; what cannot be said in ours is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.errors import ComplianceError
from compliance.lang.dmn.decide import Evaluator
from compliance.lang.dmn.exporting import export_dmn
from compliance.lang.dmn.importing import import_dmn
from compliance.lang.dmn.reading import model_of, read_model
from compliance.lang.dmn.values import text_of
from compliance.lang.dmn.xml import MAX_BYTES, parse_xml
from compliance.lang.table import Table, TableFile
from compliance.model.yaml_file import parse_document, validate
from tests.clock import soon

MODELS = Path(__file__).parent / "models"
YAML = """\
table: method_by_value
title: 'Which procedure a value asks for: limits & <more>'
hit: unique
on: procurement
inputs:
- {name: value, expression: estimated_value, type: money}
- {name: urgent, expression: contract.urgent, type: boolean}
- {name: mechanism, expression: mechanism, type: text, values: [grant, 'null', 'a"b']}
outputs:
- {name: method, type: text, values: [open, restricted]}
- {name: days, type: number}
source: House rules, section 4
standing: house
complete: false
rules:
- {when: ['< money("40000 EUR")', '-', '"grant", "a\\"b"'], then: ['"open"', '10'], note: "it's"}
- {when: ['>= limit.single_source', 'true', 'not("grant")'], then: ['"restricted"', '20 + 1']}
"""


def table(text: str) -> Table:
    document = parse_document(text, "method_by_value.yaml")
    return Table(validate(document, TableFile), document)


def back(text: str, folder: Path) -> TableFile:
    (folder / "t.dmn").write_text(text, encoding="utf-8")
    return validate(parse_document(import_dmn(folder / "t.dmn"), "t.yaml"), TableFile)


@pytest.mark.parametrize("edition", ["1.3", "1.5"])
def test_a_table_comes_back_as_it_went(edition: str, tmp_path: Path) -> None:
    original = table(YAML)
    assert back(export_dmn(original, edition=edition), tmp_path) == original.file


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=8)


@given(
    title=_TEXTS,
    values=st.lists(_TEXTS, max_size=3, unique=True),
    note=st.none() | _TEXTS,
    hit=st.sampled_from(["any", "first", "priority", "rule order", "collect", "collect sum"]),
)
def test_any_text_comes_back(
    title: str,
    values: list[str],
    note: str | None,
    hit: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    original = table(YAML)
    inputs = (
        *original.file.inputs[:2],
        original.file.inputs[2].model_copy(update={"values": tuple(values)}),
    )
    spoken = " ".join(note.split()) if note else None
    row = original.file.rules[0].model_copy(update={"note": spoken or None})
    changes = {"title": title.strip() or "x", "inputs": inputs, "hit": hit, "rules": (row,)}
    file = original.file.model_copy(update=changes)
    folder = tmp_path_factory.mktemp("dmn")
    assert back(export_dmn(Table(file, original.document)), folder) == file


ANY = "{when: ['-', '-', '-'], then: ['\"open\"', '%s']}"
DATED = YAML.partition("rules:")[0] + (
    "versions:\n"
    f"- {{until: 2024-06-30, rules: [{ANY % 0}]}}\n"
    f"- {{from: 2025-01-01, rules: [{ANY % 1}, {ANY % 11}]}}\n"
    f"- {{from: 2026-01-01, until: 2027-12-31, rules: [{ANY % 2}]}}\n"
)


def test_a_table_with_dated_versions_comes_back_with_its_days(tmp_path: Path) -> None:
    written = export_dmn(table(DATED))
    assert back(written, tmp_path) == table(DATED).file
    names = [node.name for node in read_model(tmp_path / "t.dmn").nodes.values()]
    assert names[:3] == [
        "method_by_value",
        "method_by_value from 2025-01-01",
        "method_by_value from 2026-01-01",
    ]
    one = import_dmn(tmp_path / "t.dmn", "method_by_value from 2026-01-01")
    assert "versions:\n- from: '2026-01-01'\n  until: '2027-12-31'\n  rules:\n" in one


def test_of_dated_versions_the_one_in_force_on_a_day_is_written(tmp_path: Path) -> None:
    (version,) = back(export_dmn(table(DATED), on=date(2025, 12, 31)), tmp_path).versions
    assert (version.from_date, version.until) == (date(2025, 1, 1), date(2025, 12, 31))
    assert [row.then[1] for row in version.rules] == ["1", "11"]
    with pytest.raises(ComplianceError, match="no version in force on 2024-12-31"):
        export_dmn(table(DATED), on=date(2024, 12, 31))


def test_versions_that_a_modeller_made_differ_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.dmn"
    first, second, third = export_dmn(table(DATED)).split("<decision ", 3)[1:]
    head = export_dmn(table(DATED)).partition("<decision ")[0]
    second = second.replace('typeRef="boolean"', 'typeRef="string"')
    third = third.replace("from: 2026-01-01", "from: next year")
    path.write_text(f"{head}<decision {first}<decision {second}<decision {third}", "utf-8")
    with pytest.raises(ComplianceError) as caught:
        import_dmn(path)
    columns, day = (fault.message for fault in caught.value.faults)
    assert columns.startswith("`method_by_value from 2025-01-01` has other columns")
    assert day == "`in force from: next year` names no day"


@pytest.mark.parametrize("text", [YAML, DATED], ids=["one", "dated"])
def test_an_export_draws_every_node_and_every_need(text: str) -> None:
    root = parse_xml(export_dmn(table(text)).encode(), "t.dmn")
    waiting, drawn, identities = [root], set(), set()
    while waiting:
        element = waiting.pop()
        waiting.extend(element.children)
        drawn.add(element.get("dmnElementRef"))
        identities.add(element.get("id"))
    read = {"estimated_value", "contract", "mechanism"} | ({"limit"} if text == YAML else set())
    decisions = {f"method_by_value_{n}" for n in (1, 2, 3)}
    decisions = decisions if text == DATED else {"method_by_value"}
    needs = {f"{decision}_needs_{n}" for decision in decisions for n in read}
    assert drawn - {""} == {f"method_by_value_input_{n}" for n in read} | needs | decisions
    assert drawn - {""} <= identities


def test_an_export_without_own_words_is_evaluated_as_dmn() -> None:
    plain = """\
table: days_by_method
title: Days by method
hit: first
inputs:
- {name: method, expression: method, type: text}
- {name: value, expression: estimated_value, type: number}
outputs:
- {name: days, type: number}
source: House rules
standing: house
rules:
- {when: ['"open"', '>= 1000'], then: ['52']}
- {when: ['-', '-'], then: ['30']}
"""
    model = model_of(parse_xml(export_dmn(table(plain)).encode(), "d.dmn"), "d.dmn")
    inputs = {"method": "open", "estimated_value": None}
    assert text_of(Evaluator(model, inputs).decision("days_by_method")) == "30"


def model(body: str, table_body: str) -> str:
    return f"""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m">
{body}
<decision id="d" name="Order Size">
<variable name="Order Size" typeRef="string"/>
{table_body}
</decision></definitions>"""


def test_a_modelled_table_is_put_into_our_words() -> None:
    assert (
        import_dmn(MODELS / "order_size.dmn")
        == """\
table: order_size
title: Order Size
hit: first
inputs:
- {name: kind, expression: kind_of_shop, type: text, values: [Small Shop, Chain]}
- {name: order_placed_on, expression: order.placed_on, type: date}
outputs:
- {name: order_size, type: text}
source: 'imported from order_size.dmn, decision Order Size'
standing: illustrative
rules:
- {when: ['"Chain"', '< date("2026-01-31")'], then: ['"big"'], note: as agreed}
- {when: ['-', '-'], then: ['"none"'], note: in all other cases}
"""
    )


TABLE = """<decisionTable hitPolicy="UNIQUE">
<input><inputExpression typeRef="{type}"><text>x</text></inputExpression>{values}</input>
<output typeRef="string">{default}</output>
<rule><inputEntry><text>{cell}</text></inputEntry>
<outputEntry><text>{answer}</text></outputEntry></rule>
</decisionTable>"""
DEFAULTS = {"type": "number", "values": "", "default": "", "cell": "1", "answer": '"a"'}
REFUSED = {
    "a quantifier": ({"cell": "some y in [1] satisfies y = 1"}, 8, "is not of the rule language"),
    "a loop": ({"answer": "for y in [1] return y"}, 9, "is not of the rule language"),
    "a type": ({"type": "time"}, 6, "the type `time` of this column is none of a table"),
    "no type": ({"type": ""}, 6, "this column has no type"),
    "values by a range": (
        {"values": "<inputValues><text>[1..5]</text></inputValues>"},
        6,
        "`[1..5]` is no list of values",
    ),
    "a default": (
        {"default": "<defaultOutputEntry><text>1</text></defaultOutputEntry>"},
        7,
        "a default output means nothing under the hit policy UNIQUE",
    ),
}


def with_table(folder: Path, **change: str) -> Path:
    path = folder / "m.dmn"
    path.write_text(model("", TABLE.format(**(DEFAULTS | change))), encoding="utf-8")
    return path


@pytest.mark.parametrize(("change", "line", "message"), REFUSED.values(), ids=REFUSED)
def test_what_our_tables_cannot_say_is_refused_at_its_line(
    change: dict[str, str], line: int, message: str, tmp_path: Path
) -> None:
    path = with_table(tmp_path, **change)
    with pytest.raises(ComplianceError) as caught:
        import_dmn(path)
    (fault,) = caught.value.faults
    assert message in fault.message
    assert str(fault.place) == f"{path}:{line}"


def test_every_fault_is_told_in_one_go(tmp_path: Path) -> None:
    path = with_table(tmp_path, type="time", cell="y[1]", answer="{a: 1}")
    with pytest.raises(ComplianceError) as caught:
        import_dmn(path)
    assert [fault.place.line for fault in caught.value.faults if fault.place] == [6, 8, 9]


def test_a_huge_text_is_refused_soon(tmp_path: Path) -> None:
    path = with_table(tmp_path, cell="a, " * 500_000)
    with soon(), pytest.raises(ComplianceError, match="a text of 1,499,999 characters"):
        import_dmn(path)


def test_one_of_several_tables_is_chosen_by_name(tmp_path: Path) -> None:
    one = TABLE.format(**DEFAULTS)
    path = tmp_path / "m.dmn"
    path.write_text(model(f'<decision id="e" name="Other">{one}</decision>', one), encoding="utf-8")
    with pytest.raises(ComplianceError, match="2 decision tables: `Other`, `Order Size`"):
        import_dmn(path)
    assert import_dmn(path, "Other").startswith("table: other\n")
    literal = "<literalExpression><text>1</text></literalExpression>"
    path.write_text(model("", literal), encoding="utf-8")
    with pytest.raises(ComplianceError, match="holds no decision table"):
        import_dmn(path)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
HOSTILE = {
    "billion laughs": (f"<!DOCTYPE a [{LAUGHS}]><a>&l9;</a>", "a DOCTYPE is not read"),
    "external entity": (
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        "a DOCTYPE is not read",
    ),
    "external subset": (
        '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>',
        "a DOCTYPE is not read",
    ),
    "deep": ("<a>" * 60_000, "100 levels"),
    "many elements": ("<a>" + "<b/>" * 120_000 + "</a>", "50,000 elements"),
    "long namespace": (f'<a xmlns="{"u" * 5_000}">' + "<b/>" * 90_000 + "</a>", "1,000 characters"),
    "large": ("<a>" + "x" * MAX_BYTES + "</a>", "more than 2,000,000 bytes"),
    "strange encoding": ('<?xml version="1.0" encoding="foo"?><a/>', "cannot decode"),
    "cut short": ("<a><b>", "not well-formed XML"),
    "another format": ("<bpmn/>", "this is no DMN model"),
}


@pytest.mark.parametrize(("text", "message"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_xml_is_refused_soon(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.dmn"
    path.write_text(text, encoding="utf-8")
    with soon(), pytest.raises(ComplianceError, match=message) as caught:
        read_model(path)
    assert str(caught.value.faults[0].place).startswith(str(path))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match=r"nothing\.dmn: cannot read the file"):
        read_model(tmp_path / "nothing.dmn")

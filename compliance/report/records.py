"""`summary.json`, `findings.jsonl` and the CSV files, as bytes.

Text that a spreadsheet could take for a formula gets the prefix `'` in CSV. `restore` takes it
off again: a cell that begins with `'` always loses exactly one, so nothing is lost either way.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, Final

from compliance.model.batch import Reject
from compliance.model.finding import KEYS, Finding
from compliance.model.result import LinePosition, Result

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from compliance.model.history import Followed

PREFIX: Final = "'"
SUMMARY_KEYS: Final = (
    "batch", "control_totals", "rules", "findings", "proposals", "rulebook", "parameters",
    "as_of", "known_at", "engine", "content_hash",
)  # fmt: skip
# The keys that hold an object, with the parts that always have a column.
NESTED: Final[Mapping[str, tuple[str, ...]]] = {
    "amount_at_issue": ("minor", "currency", "base_minor", "stage", "basis"),
    "evidence": (),
    "to_pass": ("field", "from", "to"),
    "source": ("file", "sheet", "row"),
}
# What a withheld finding still tells: enough to count it, nothing of the record.
COUNTED: Final = ("rule", "kind", "severity", "outcome", "standing")
LINE_KEYS: Final = tuple(item.name for item in fields(LinePosition))
REJECT_KEYS: Final = ("file", "sheet", "row", "column", "value", "reason", "hint")
# Signs that start a formula in a spreadsheet, in their full-width forms too, and the prefix itself.
_STARTS: Final = re.compile(r"[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n']")
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def neutralise(text: str) -> str:
    """Give the text as it stands in a CSV cell: prefixed where it could act as a formula."""
    if text[:1].isalnum():  # nearly all text; a formula never starts so
        return text
    if text == "" or (_STARTS.match(text) and not _NUMBER.fullmatch(text)):
        return PREFIX + text
    return text


def restore(cell: str) -> str | None:
    """Give back what `neutralise` was given; an empty cell is null."""
    if cell == "":
        return None
    return cell.removeprefix(PREFIX)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort by rule, kind and record, as UTF-8 bytes; equal ones keep the order of their row hash.

    The engine delivers equal keys in the order of the row hash, which a finding does not carry.
    """
    return sorted(
        findings, key=lambda f: (f.rule.encode(), f.record_kind.encode(), _bytes(f.record))
    )


def findings_lines(findings: Iterable[Finding]) -> bytes:
    """Give `findings.jsonl`: one object a line, sorted, LF."""
    return b"".join(_bytes(finding.line) + b"\n" for finding in findings)


def summary_text(summary: Mapping[str, Any]) -> bytes:
    """Give `summary.json`: the agreed keys in their order, all others below them sorted."""
    ordered = {key: summary[key] for key in SUMMARY_KEYS if key in summary}
    parts = [
        f"{json.dumps(key)}: {_indented(value)}"
        for key, value in (ordered | {k: v for k, v in summary.items() if k not in ordered}).items()
    ]
    return _bytes("{\n  " + ",\n  ".join(parts) + "\n}\n")


def withheld_lines(findings: Iterable[Finding], waived: Collection[str] = ()) -> bytes:
    """Give `withheld.jsonl`: of each finding that is not embedded, its class and a hash."""
    told = (
        {"sha256": hashlib.sha256(_bytes(item.line)).hexdigest()}
        | {key: getattr(item, key) for key in COUNTED}
        | {"waived": item.finding in waived}
        for item in findings
    )
    return b"".join(_bytes(json.dumps(item, ensure_ascii=False)) + b"\n" for item in told)


def rulebook_text(result: Result) -> bytes:
    """Give `rulebook.json`: the rules that ran, in words and expressions, and their parameters."""
    book = {
        "rulebook": result.summary["rulebook"],
        "rules": [asdict(card) for card in result.rules],
        "parameters": list(result.parameters),
    }
    return _bytes(json.dumps(book, ensure_ascii=False, indent=1) + "\n")


def findings_table(findings: Sequence[Finding]) -> bytes:
    """Give `findings.csv`: the keys of a finding, nested ones as `a.b`, lists as JSON."""
    columns: dict[str, list[str]] = {}
    for key in KEYS:
        values = [getattr(finding, key) for finding in findings]
        if key in NESTED:
            columns |= _spread(key, values)
        else:
            columns[key] = [_cell(value) for value in values]
    return _csv(tuple(columns), zip(*columns.values(), strict=True))


def history_text(followed: Followed, printed: Collection[str] | None = None) -> bytes:
    """Give `history.json`: the earlier check, and what people answered, decided and signed.

    `printed` are the findings that may be told of in a report, None for all.
    """
    plain = followed.plain()
    if printed is not None:
        plain["answers"] = {name: x for name, x in plain["answers"].items() if name in printed}
    return _bytes(json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def rejects_table(rejects: Iterable[Reject]) -> bytes:
    """Give `rejects.csv`: one line a rejected row."""
    return _csv(REJECT_KEYS, ([_cell(getattr(r, key)) for key in REJECT_KEYS] for r in rejects))


def lines_table(lines: Iterable[LinePosition]) -> bytes:
    """Give `funding_lines.csv`: one line a funding line, amounts in minor units of its currency."""
    return _csv(LINE_KEYS, ([_cell(getattr(line, key)) for key in LINE_KEYS] for line in lines))


def names_table(people: Any) -> bytes:
    """Give the key to the people of a batch: the number that a report prints, name and unit.

    `people` is the table of persons, None where the batch has none.
    """
    columns = ("person_id", "name", "unit")
    rows = [] if people is None else people.to_pylist()
    return _csv(columns, ([_cell(row.get(key)) for key in columns] for row in rows))


def _indented(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)
    return text.replace("\n", "\n  ")


def _spread(key: str, values: Sequence[Mapping[str, Any] | None]) -> dict[str, list[str]]:
    """Give one column for each nested key that occurs, and the fixed ones in any case."""
    columns: dict[str, list[str]] = {f"{key}.{name}": [""] * len(values) for name in NESTED[key]}
    for n, value in enumerate(values):
        for name, inner in _flat(value or {}, f"{key}."):
            if name not in columns:
                columns[name] = [""] * len(values)
            columns[name][n] = _cell(inner)
    return dict(sorted(columns.items()))


def _flat(value: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from _flat(inner, f"{prefix}{key}.")
        else:
            yield prefix + key, inner


def _csv(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> bytes:
    """Write CSV with CRLF, so that a lone CR or LF inside a text is always quoted."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(map(neutralise, columns))
    writer.writerows(rows)
    return _bytes(buffer.getvalue())


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return neutralise(value)
    if value is None:
        return ""
    if isinstance(value, bool | list | tuple):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _bytes(text: str) -> bytes:
    """Encode as UTF-8; half a surrogate pair becomes its JSON escape, never an error."""
    return text.encode("utf-8", "backslashreplace")

"""Our own layout: sheets and files called after kinds, headings called after fields.

A flat sheet is legal: procurement rows with the columns of a contract give one contract each,
with one allocation of 100 % to the row's funding line and one approval.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from compliance.errors import ComplianceError, Place
from compliance.intake.currencies import CURRENCIES
from compliance.intake.grid import plain_name
from compliance.intake.mapping import CurrencyColumn, FieldMap, RecordMap
from compliance.model.yaml_file import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compliance.model.catalogue import Catalogue, Kind

FLAT: Final = "procurement"
_CONTRACT_OWN: Final = ("contract_id", "value", "signed_on")  # one of them makes a contract


def kind_of(name: str | None, catalogue: Catalogue) -> Kind | None:
    """Give the kind that a sheet or file is called after, in singular or plural."""
    wanted = plain_name(name or "")
    for kind in catalogue:
        if not kind.system and wanted in _names(kind):
            return kind
    return None


def near_kind(name: str, catalogue: Catalogue) -> str | None:
    """Give the kind that a sheet was probably meant to be called after."""
    names = {word: kind.kind for kind in catalogue if not kind.system for word in _names(kind)}
    near = difflib.get_close_matches(plain_name(name), list(names), n=1, cutoff=0.8)
    return names[near[0]] if near else None


def _names(kind: Kind) -> set[str]:
    bases = {plain_name(kind.kind), plain_name(kind.title)}
    plurals = {base + "s" for base in bases} | {
        base[:-1] + "ies" for base in bases if base.endswith("y")
    }
    return bases | plurals


def fits(row: Sequence[str], kind: Kind, catalogue: Catalogue) -> bool:
    """Tell whether a line is the heading of a sheet of `kind`: half its cells are fields."""
    cells = [cell for cell in row if plain_name(cell)]
    known = sum(1 for cell in cells if _target(cell, kind, catalogue) is not None)
    keyed = any(plain_name(cell) in {plain_name(name) for name in kind.key} for cell in cells)
    return known >= 1 and known * 2 >= len(cells) and (keyed or known >= 2)


def records(
    heading: Sequence[str], kind: Kind, catalogue: Catalogue, place: Place
) -> tuple[tuple[RecordMap, ...], list[str]]:
    """Give the records of one native sheet, and notes on the columns that are no fields of it."""
    own: dict[str, FieldMap] = {}
    contract: dict[str, FieldMap] = {}
    notes: list[str] = []
    for cell in dict.fromkeys(heading):
        target = _target(cell, kind, catalogue)
        if target is None:
            if plain_name(cell):
                hint = did_you_mean(cell, kind.fields) or ""
                notes.append(f"column `{cell}` is no field of {kind.kind} and is not read ({hint})")
            continue
        side, name, currency = target
        fields = own if side == kind.kind else contract
        if name is not None and name in fields:
            raise ComplianceError(f"two columns give the field `{name}`", place, "keep one of them")
        if name is not None:
            fields[name] = FieldMap(column=(cell,), currency=currency)
    own = _with_currencies(own, kind, heading)
    primary = RecordMap(kind=kind.kind, primary=True, key=kind.key, fields=own)
    if not contract or not (set(contract) & set(_CONTRACT_OWN)):
        return (primary,), notes
    contract = _with_currencies(contract, catalogue.kinds["contract"], heading)
    if "vendor" in own and "vendor" not in contract:
        contract["vendor"] = own["vendor"]
    return (primary, *_flat(own, contract, catalogue)), notes


def _target(
    cell: str, kind: Kind, catalogue: Catalogue
) -> tuple[str, str | None, str | None] | None:
    """Give (kind, field, currency) for a heading; the field is None for a currency column."""
    name, currency = _split(cell)
    for candidate, prefix in _sides(kind, catalogue):
        plain = {plain_name(field): field for field in candidate.fields}
        wanted = name.removeprefix(prefix) if name.startswith(prefix) else name
        for form in (name, wanted, wanted.removesuffix("amount")):
            if form in plain:
                field = plain[form]
                if candidate.fields[field].computed is not None:
                    return None
                money = candidate.fields[field].type == "money"
                return candidate.kind, field, currency if money else None
        bare = wanted.removesuffix("currency")
        if bare != wanted and (not bare or bare in plain):
            return candidate.kind, None, None
    return None


def _split(cell: str) -> tuple[str, str | None]:
    """Split a heading such as `Amount (EUR)` or `amount EUR` into name and currency."""
    words = cell.replace("(", " ").replace(")", " ").replace("[", " ").replace("]", " ").split()
    if len(words) > 1 and words[-1] in CURRENCIES:
        return plain_name(" ".join(words[:-1])), words[-1]
    return plain_name(cell), None


def _sides(kind: Kind, catalogue: Catalogue) -> list[tuple[Kind, str]]:
    if kind.kind == FLAT and "contract" in catalogue.kinds:
        return [(kind, FLAT), (catalogue.kinds["contract"], "contract")]
    return [(kind, kind.kind.replace("_", ""))]


def _with_currencies(
    fields: Mapping[str, FieldMap], kind: Kind, heading: Sequence[str]
) -> dict[str, FieldMap]:
    """Give each money field its currency: of its heading, its own column, or the sheet's."""
    plain = {plain_name(cell): cell for cell in heading}
    return {
        name: _with_currency(name, item, plain)
        if kind.fields[name].type == "money" and item.currency is None
        else item
        for name, item in fields.items()
    }


def _with_currency(name: str, item: FieldMap, plain: Mapping[str, str]) -> FieldMap:
    base = plain_name(name)
    forms = (f"{base}currency", f"contract{base}currency", "currency")
    found = next((plain[form] for form in forms if form in plain), None)
    return item.model_copy(update={"currency": CurrencyColumn(column=(found,)) if found else None})


def _flat(
    own: Mapping[str, FieldMap], contract: Mapping[str, FieldMap], catalogue: Catalogue
) -> list[RecordMap]:
    """Give the records that a flat procurement row holds beside the procurement.

    Without a number of its own, the contract is called like its procurement; so are the
    allocation and the approval.
    """
    number = own.get("procurement_id")
    ours = contract.get("contract_id", number)
    made = columns(contract[name] for name in _CONTRACT_OWN if name in contract)
    shared = {n: own[n] for n in ("status", "entity") if n in own}
    records = [
        _derived(
            "contract", {"contract_id": ours, "procurement": number, **shared, **contract}, made
        )
    ]
    if "funding_line" in own and "allocation" in catalogue.kinds:
        line = own["funding_line"]
        share = FieldMap(value="100%")
        fields = {"allocation_id": ours, "contract": ours, "funding_line": line, "share": share}
        records.append(_derived("allocation", fields, made, columns([line])))
    acts = {
        target: own[source]
        for target, source in (("person", "approved_by"), ("decided_on", "approved_on"))
        if source in own
    }
    if acts and "approval" in catalogue.kinds:
        act = {"subject_kind": "procurement", "act": "approve_award"}
        fixed = {name: FieldMap(value=word) for name, word in act.items()}
        fields = {"approval_id": number, "subject": number, **fixed, **acts}
        records.append(_derived("approval", fields, columns(acts.values())))
    return records


def columns(fields: Iterable[FieldMap]) -> tuple[str, ...]:
    """Give the columns from which fields are read."""
    return tuple(column for field in fields for column in field.column)


def _derived(kind: str, fields: Mapping[str, FieldMap | None], *when: tuple[str, ...]) -> RecordMap:
    known = {name: field for name, field in fields.items() if field is not None}
    key = (f"{kind}_id",) if f"{kind}_id" in known else ()
    return RecordMap(kind=kind, key=key, fields=known, when=when)

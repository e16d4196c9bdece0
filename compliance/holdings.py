"""What a register holds beside batches and runs: reference data, the accounts of lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from compliance import run
from compliance.beside import opened
from compliance.errors import ComplianceError
from compliance.lang.rulebook import Rulebook, load_rulebook
from compliance.model.cells import cell_text, fields_of
from compliance.model.ledger import COLUMNS
from compliance.model.money import format_money, parse_money

if TYPE_CHECKING:
    import pyarrow as pa
    from sqlalchemy.orm import Session

    from compliance.register import Account, Change, Version

_FAULTS: Final = 5  # rejects shown of a file that cannot be loaded


def load(
    url: str,
    actor: str,
    paths: Sequence[Path],
    rules: Path | None,
    mapping: str | None,
    *,
    do: bool,
) -> list[str]:
    """Say what files of reference data change in a register; with `do`, record it."""
    from compliance import register

    rulebook = load_rulebook(rules or run.home("rules"))
    tables = _tables(paths, rulebook, mapping)
    with opened(url) as store:
        with store.reading() as session:
            changes = register.planned(register.known(session), tables)
        told = [line for item in changes for line in _told(item)]
        same = sum(item.what == "same" for item in changes)
        told.append(f"{same} the same" + ("" if told else "; nothing would change"))
        if not do:
            return [*told, "nothing was recorded; add --yes to load it"]
        name = ", ".join(path.name for path in paths)
        number = register.load(store, actor, name, tables)
        if number is None:
            return [*told, "nothing was recorded, since nothing changes"]
        waits = bool(register.APPROVED_KINDS & set(tables))
        after = "waits for `compliance register approve`, by another person" if waits else "counts"
        return [*told, f"recorded as load {number}, which {after}"]


def approve(url: str, actor: str, number: int) -> None:
    """Approve a load that waits."""
    from compliance import register

    with opened(url) as store:
        register.approve(store, actor, number)


def shown(
    url: str, what: str, rules: Path | None, on: date | None, known_at: date | None
) -> list[str]:
    """Give the records of a kind that hold on a day, as they were known at the end of one."""
    from compliance import register

    kind = _kind(what, load_rulebook(rules or run.home("rules")))
    with opened(url) as store, store.reading() as session:
        found = register.known(session, _entry(session, known_at))
    day = None if on is None else on.isoformat()
    return [
        line
        for version in found
        if version.kind == kind and (day is None or version.days[0] <= day <= version.days[1])
        for line in _page(version)
    ] or [f"the register holds no {kind.replace('_', ' ')}" + (" on that day" if on else "")]


def load_lines(url: str) -> list[str]:
    """Give one line for each load: number, files, who asked, and since which entry it is known."""
    from compliance import register

    with opened(url) as store, store.reading() as session:
        return [
            f"load {number}  {name}  by {actor}  "
            + ("waits for approval" if entry is None else f"known from entry {entry}")
            for number, name, actor, entry in register.loads(session)
        ]


def statement(
    url: str, line: str, year: str | None, on: date | None, known_at: date | None
) -> list[str]:
    """Give the account of a line: totals, movements with their records, and the turn of years."""
    from compliance import register

    with opened(url) as store, store.reading() as session:
        found = register.accounts(session, line, on, _entry(session, known_at))
    if not found:
        raise ComplianceError(
            f"the register holds nothing on line {line}", None, "look at how the line is written"
        )
    by_year = {(item.year, item.currency): item for item in found}
    return [
        text
        for item in found
        if year in {None, item.year}
        for text in _account(item, by_year.get((_after(item.year), item.currency)))
    ]


def reserve(url: str, actor: str, line: str, year: str | None, amount: str, reference: str) -> str:
    """Set an amount aside on a line; give what is available after it."""
    from compliance import register

    try:
        money = parse_money(amount)
    except ValueError as error:
        raise ComplianceError(str(error), None, 'write it like "EUR 40,000.00"') from None
    if money.minor <= 0 or money.currency is None:
        raise ComplianceError(
            f"{amount} cannot be reserved", None, 'reserve a positive amount, like "EUR 40,000.00"'
        )
    with opened(url) as store:
        after = register.reserve(store, actor, line, year, money, reference)
    left = format_money(after.available, after.currency)
    return f"reserved {money} on {line}/{after.year} for {reference}; {left} available"


def _tables(paths: Sequence[Path], rulebook: Rulebook, mapping: str | None) -> dict[str, pa.Table]:
    batch, _ = run.read(paths, rulebook, mapping, None, None)
    kinds = rulebook.catalogue.kinds
    others = sorted(kind for kind in batch.tables if not kinds[kind].register_wins)
    if others:
        held = sorted(kind.kind for kind in rulebook.catalogue if kind.register_wins)
        raise ComplianceError(
            f"{', '.join(others)} are no reference data",
            None,
            f"load only {', '.join(held)}; check the others as a batch",
        )
    if batch.rejects:
        lines = [
            f"{item.file}, row {item.row}, {item.column or 'the row'}: {item.reason}"
            for item in batch.rejects[:_FAULTS]
        ]
        raise ComplianceError(
            f"{len(batch.rejects)} rows cannot be read: {'; '.join(lines)}",
            None,
            "correct them: reference data are loaded whole or not at all",
        )
    return dict(batch.tables)


def _kind(what: str, rulebook: Rulebook) -> str:
    name = what.replace("-", "_")
    held = sorted(kind.kind for kind in rulebook.catalogue if kind.register_wins)
    for kind in held:
        if name in {kind, f"{kind}s"}:
            return kind
    raise ComplianceError(
        f"the register holds no {what}",
        None,
        "one of: line, loads, " + ", ".join(f"{kind}s".replace("_", "-") for kind in held),
    )


def _entry(session: Session, day: date | None) -> int:
    """Give the last entry of a day, in universal time; the last of all where no day is given."""
    from compliance import register

    return register.last_entry(session, day)


def _told(item: Change) -> Iterator[str]:
    if item.what == "same" or item.new is None:
        return
    if item.what == "ended":
        yield f"ended      {item.old.name if item.old else ''}: until {item.new.valid_until}"
        return
    yield f"{item.what:10} {item.new.name}"
    for name in item.fields:
        old, new = (
            cell_text(side.values, name) or "(empty)" for side in (item.old, item.new) if side
        )
        yield f"           {name}: {old} → {new}"


def _page(version: Version) -> Iterator[str]:
    until = "" if version.known_until is None else f", until entry {version.known_until}"
    yield f"{version.name}  (known from entry {version.known_from}{until})"
    for name in fields_of(version.values):
        yield f"    {name}: {cell_text(version.values, name)}"


def _account(account: Account, following: Account | None) -> Iterator[str]:
    from compliance import register

    def money(minor: int) -> str:
        return format_money(minor, account.currency).rjust(22)

    yield f"{account.line}/{account.year}, {account.currency}"
    for column in COLUMNS:
        yield f"  {column:14} {money(account.total(column))}"
    yield f"  {'reserved':14} {money(account.reserved)}"
    yield f"  {'available':14} {money(account.available)}"
    for item in account.movements:
        where = "the register" if item.batch is None else f"batch {item.batch}"
        yield (
            f"    {item.on or 'no date   '}  {item.column:13} {money(item.minor)}"
            f"  {item.movement}  {item.record_kind} {item.record}, {where}"
        )
    end = register.turn(account, following)
    if end.carried_out or end.lapsed or end.carried_in:
        yield f"  at the end of {account.year}"
        for name, minor in (
            ("credit not committed", end.unused), ("carried out", end.carried_out),
            ("lapsed", end.lapsed), ("left unexplained", end.unexplained),
            ("carried in after", end.carried_in), ("lost on the way", end.gap),
            ("committed, unpaid", end.unpaid),
        ):  # fmt: skip
            yield f"    {name:20} {money(minor)}"


def _after(year: str) -> str:
    return str(int(year) + 1) if year.isdecimal() else ""

"""The account of a funding line: movements with their records, totals, the turn of the year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from compliance.errors import ComplianceError
from compliance.model.ledger import COLUMNS
from compliance.model.money import Money, format_money
from compliance.register.batches import standing
from compliance.register.postings import credit
from compliance.register.reference import known_records
from compliance.register.store import Register
from compliance.register.tables import Posting, Reservation
from compliance.register.trail import change

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

RESERVE: Final = "reserve"
_CREDIT: Final = "budget_movement"


@dataclass(frozen=True)
class Movement:
    """One movement on a line: its column and day, its amount with its sign, and its record."""

    year: str
    column: str
    movement: str  # the kind of spending or of movement of credit
    on: date | None
    minor: int
    currency: str
    record_kind: str
    record: str
    batch: int | None  # None: reference data of the register


@dataclass(frozen=True)
class Account:
    """A line in one year and currency: what moved, and what was reserved and not yet committed."""

    line: str
    year: str
    currency: str
    movements: tuple[Movement, ...]
    reserved: int

    def total(self, column: str) -> int:
        """Sum a column, in minor units."""
        return sum(item.minor for item in self.movements if item.column == column)

    @property
    def available(self) -> int:
        """Give what may still be committed: credit less commitments less reservations."""
        return self.total("appropriation") - self.total("committed") - self.reserved

    def moved(self, *kinds: str) -> int:
        """Sum the movements of some kinds, in minor units."""
        return sum(item.minor for item in self.movements if item.movement in kinds)


@dataclass(frozen=True)
class Turn:
    """The end of a year: credit not committed, what was done with it, and what is left to pay."""

    unused: int  # credit before carrying out and lapse, less commitments
    carried_out: int
    lapsed: int
    carried_in: int  # into the next year, as that year says
    unpaid: int  # commitments less payments

    @property
    def unexplained(self) -> int:
        """Give the unused credit that was neither carried out nor lapsed."""
        return self.unused - self.carried_out - self.lapsed

    @property
    def gap(self) -> int:
        """Give what was carried out and did not arrive in the next year."""
        return self.carried_out - self.carried_in


def accounts(session: Session, line: str, on: date | None, at: int) -> list[Account]:
    """Give the accounts of a line by year and currency, as of a day, as known at an entry.

    Of records without a day, spending counts and credit does not: the cautious side of both.
    """
    found = [item for item in _movements(session, line, at) if _counts(item, on)]
    reserved = _reserved(session, line, at, {item.record for item in found})
    keys = {(item.year, item.currency) for item in found} | set(reserved)
    return [
        Account(
            line, year, currency,
            tuple(
                sorted(
                    (item for item in found if (item.year, item.currency) == (year, currency)),
                    key=lambda item: (item.on or date.min, COLUMNS.index(item.column), item.record),
                )
            ),
            reserved.get((year, currency), 0),
        )
        for year, currency in sorted(keys)
    ]  # fmt: skip


def turn(account: Account, following: Account | None) -> Turn:
    """Give what the end of a year left, and whether it arrived in the next."""
    out, lapsed = -account.moved("carry_out"), -account.moved("lapse")
    return Turn(
        unused=account.total("appropriation") + out + lapsed - account.total("committed"),
        carried_out=out,
        lapsed=lapsed,
        carried_in=0 if following is None else following.moved("carry_in"),
        unpaid=account.total("committed") - account.total("paid"),
    )


def lines(session: Session) -> list[str]:
    """Give the lines on which anything was booked or for which the register holds credit."""
    return list(session.scalars(select(Posting.line_id).distinct().order_by(Posting.line_id)))


def reserve(
    register: Register, actor: str, line: str, year: str | None, amount: Money, reference: str
) -> Account:
    """Set an amount aside on a line, or refuse it for want of credit; give the account after it.

    Reading and writing are one transaction that no other writer overlaps: of two that ask for the
    last credit at once, the second sees what the first took.
    """
    with change(register, actor, RESERVE, f"{line} {reference}") as writing:
        session = writing.session
        if session.scalar(select(Reservation).where(Reservation.reference == reference)):
            raise ComplianceError(
                f"the reference {reference} stands on a reservation already",
                None,
                "give each reservation a reference of its own",
            )
        account = _account(accounts(session, line, None, writing.seq), line, year, amount)
        if account.available < amount.minor:
            raise ComplianceError(
                f"line {line}/{account.year} has {format_money(account.available, amount.currency)}"
                f" available, less than {amount}",
                None,
                "obtain credit, or reserve less; nothing was reserved",
            )
        number = session.scalar(select(func.max(Reservation.reservation_id))) or 0
        writing.add(
            Reservation(
                reservation_id=number + 1, line_id=line, budget_year=account.year,
                minor=amount.minor, currency=account.currency, reference=reference,
            )
        )  # fmt: skip
    return Account(
        line, account.year, account.currency, account.movements, account.reserved + amount.minor
    )


def _account(found: Sequence[Account], line: str, year: str | None, amount: Money) -> Account:
    years = {item.year for item in found}
    if not found or (year is not None and year not in years):
        raise ComplianceError(
            f"the register holds no credit of line {line}" + (f" in {year}" if year else ""),
            None,
            "import or load its movements of credit first",
        )
    if year is None and len(years) > 1:
        raise ComplianceError(
            f"line {line} has credit in several years: {', '.join(sorted(years))}",
            None,
            "add --year",
        )
    own = [item for item in found if year in {None, item.year}]
    if {item.currency for item in own} != {amount.currency}:
        raise ComplianceError(
            f"line {line} is kept in {', '.join(sorted({item.currency for item in own}))}, and the"
            f" amount is in {amount.currency}",
            None,
            "reserve in the one currency of the line; without a rate no other can be compared",
        )
    return own[0]


def _counts(item: Movement, on: date | None) -> bool:
    if item.on is None:
        return item.column != "appropriation"
    return on is None or item.on <= on


def _movements(session: Session, line: str, at: int) -> list[Movement]:
    known = known_records(session, at).tables.get(_CREDIT)
    batches = {row.batch_id for row in standing(session, at)}
    rows = session.scalars(
        select(Posting)
        .where(Posting.line_id == line, Posting.entry <= at)
        .order_by(Posting.batch_id, Posting.number)
    )
    posted = [row for row in rows if row.batch_id in batches]
    spent = [_movement(row, row.batch_id) for row in posted if row.record_kind != _CREDIT]
    if known is not None:
        held = (Posting(**values) for values in credit(known))
        return [_movement(row, None) for row in held if row.line_id == line] + spent
    # Several batches bring the same movement of credit: it is the latest batch's.
    latest = {row.record: row.batch_id for row in posted if row.record_kind == _CREDIT}
    given = [row for row in posted if latest.get(row.record) == row.batch_id]
    return [_movement(row, row.batch_id) for row in given if row.record_kind == _CREDIT] + spent


def _movement(row: Posting, batch: int | None) -> Movement:
    on = None if row.on_date is None else date.fromisoformat(row.on_date)
    return Movement(
        row.budget_year, row.column, row.movement, on, row.minor, row.currency, row.record_kind,
        row.record, batch,
    )  # fmt: skip


def _reserved(
    session: Session, line: str, at: int, booked: Iterable[str]
) -> dict[tuple[str, str], int]:
    """Sum what is set aside; a record booked under the reference takes the reservation's place."""
    used, sums = set(booked), dict[tuple[str, str], int]()
    query = select(Reservation).where(Reservation.line_id == line, Reservation.entry <= at)
    for row in session.scalars(query):
        if row.reference not in used:
            key = (row.budget_year, row.currency)
            sums[key] = sums.get(key, 0) + row.minor
    return sums

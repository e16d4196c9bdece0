"""Who may do what: roles given to people and withdrawn, each by an appended row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from compliance.errors import ComplianceError
from compliance.register.store import Register
from compliance.register.tables import Person, RoleGrant
from compliance.register.trail import Writing, change, person_of

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute, Session

GRANT: Final = "grant role"
REVOKE: Final = "revoke role"
ADMINISTRATOR: Final = "administrator"
# What each role may do. Beside these an office has roles of its own: those that a rule names under
# `waivable: {by: …}`. They may decide on cases, and waive what the rules name them for.
RIGHTS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "staff": frozenset({"answer a finding", "ask for a waiver", "prepare a report"}),
        "reviewer": frozenset(
            {
                "accept an answer",
                "reopen a finding",
                "decide on a case",
                "review a report",
                "approve a report",
            }
        ),
        "policy_owner": frozenset({"ask for a waiver"}),
        ADMINISTRATOR: frozenset({"grant a role", "erase a person"}),
    }
)
_OFFICE: Final = frozenset({"decide on a case"})


@dataclass(frozen=True)
class Holder:
    """A person as the register knows it: id, name (None once erased), and the roles held now."""

    person_id: str
    name: str | None
    roles: tuple[str, ...]


def people(session: Session) -> list[Holder]:
    """Give every person, in the order in which the register met them."""
    held: dict[str, dict[str, None]] = {}
    for row in session.scalars(select(RoleGrant).order_by(RoleGrant.grant_id)):
        roles = held.setdefault(row.person_id, {})
        if row.given:
            roles[row.role] = None
        else:
            roles.pop(row.role, None)
    rows = session.scalars(select(Person)).all()
    found = sorted(rows, key=lambda row: int(row.person_id.rpartition("-")[2]))
    return [Holder(row.person_id, row.name, tuple(held.get(row.person_id, ()))) for row in found]


def person(session: Session, name: str) -> Holder:
    """Give a person by name or by id."""
    known = people(session)
    found = next((p for p in known if p.name == name), None)
    found = found or next((p for p in known if p.person_id == name), None)
    if found is not None:
        return found
    raise ComplianceError(
        f"the register knows nobody called {name}", None, "`compliance register people` lists them"
    )


def acting(writing: Writing, right: str) -> str:
    """Give the role by which the one who acts may do it; refuse where there is none."""
    for role in roles_of(writing):
        if right in RIGHTS.get(role, _OFFICE):
            return role
    able = [name for name, rights in RIGHTS.items() if right in rights]
    raise _lacking(right, " or ".join(able))


def acting_as(writing: Writing, role: str, right: str) -> str:
    """Give the role where the one who acts holds it; refuse otherwise."""
    if role not in roles_of(writing):
        raise _lacking(right, role)
    return role


def roles_of(writing: Writing) -> tuple[str, ...]:
    """Give the roles of the one who acts."""
    known = people(writing.session)
    return next((item.roles for item in known if item.person_id == writing.actor), ())


def first_administrator(register: Register, actor: str) -> bool:
    """Make the one who acts administrator where nobody holds any role; say whether it was done."""
    with register.reading() as session:
        if session.scalar(select(func.count()).select_from(RoleGrant)):
            return False
    with change(register, actor, GRANT, "") as writing:
        if writing.session.scalar(select(func.count()).select_from(RoleGrant)):
            raise ComplianceError("another made the register meanwhile and is its administrator")
        writing.subject = f"{writing.actor} {ADMINISTRATOR}"
        writing.add(RoleGrant(grant_id=1, person_id=writing.actor, role=ADMINISTRATOR, given=1))
    return True


def grant(register: Register, actor: str, name: str, role: str) -> None:
    """Give a role to a person, who may be new to the register; nobody gives one to themselves."""
    with change(register, actor, GRANT, "") as writing:
        acting(writing, "grant a role")
        wanted = person_of(writing, name)
        if wanted == writing.actor:
            raise ComplianceError(
                "nobody gives a role to themselves", None, "another administrator gives it"
            )
        held = next((p.roles for p in people(writing.session) if p.person_id == wanted), ())
        if role in held:
            raise ComplianceError(f"{name} holds the role {role} already")
        _changed(writing, wanted, role, given=1)


def revoke(register: Register, actor: str, name: str, role: str) -> None:
    """Withdraw a role from a person; the last administrator stays."""
    with change(register, actor, REVOKE, "") as writing:
        acting(writing, "grant a role")
        found = person(writing.session, name)
        if role not in found.roles:
            raise ComplianceError(
                f"{name} does not hold the role {role}",
                None,
                f"{name} holds {', '.join(found.roles) or 'no role'}",
            )
        keep_administrator(writing.session, found, role)
        _changed(writing, found.person_id, role, given=0)


def withdraw_all(writing: Writing, found: Holder) -> None:
    """Withdraw all roles of a person within another change."""
    first = next_number(writing.session, RoleGrant.grant_id)
    for place, role in enumerate(found.roles):
        keep_administrator(writing.session, found, role)
        writing.add(
            RoleGrant(grant_id=first + place, person_id=found.person_id, role=role, given=0)
        )


def keep_administrator(session: Session, found: Holder, role: str) -> None:
    """Refuse to take the role of the last administrator."""
    others = [p for p in people(session) if ADMINISTRATOR in p.roles and p != found]
    if role == ADMINISTRATOR and not others:
        raise ComplianceError(
            "a register keeps one administrator", None, "make another person administrator first"
        )


def next_number(session: Session, column: InstrumentedAttribute[int]) -> int:
    """Give the number of the next row of a table."""
    return (session.scalar(select(func.max(column))) or 0) + 1


def _changed(writing: Writing, person_id: str, role: str, *, given: int) -> None:
    writing.subject = f"{person_id} {role}"
    number = next_number(writing.session, RoleGrant.grant_id)
    writing.add(RoleGrant(grant_id=number, person_id=person_id, role=role, given=given))


def _lacking(right: str, roles: str) -> ComplianceError:
    return ComplianceError(
        f"you have no right to {right}",
        None,
        f"it takes the role {roles}; an administrator gives it by `compliance register grant`",
    )

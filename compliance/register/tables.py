"""The tables of the register. Every row but a person's name is sealed; none is ever changed.

Dates and instants are ISO text, amounts are integers in minor units of their currency. `entry` is
the number of the entry of the audit trail that wrote the row; `seal` is `seal.row_seal`.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import Integer

# A name for every constraint, so that a migration can be undone on either database.
_NAMES: Final = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
_Big: Final = BigInteger().with_variant(Integer(), "sqlite")  # SQLite's integers have 64 bits


class Base(DeclarativeBase):
    """The register's tables."""

    metadata = MetaData(naming_convention=_NAMES)


class AuditEntry(Base):
    """One change: who, when, what, the subject before and after, and the hash of the entry before.

    `rows_root` is the tree hash of the seals of the rows that it wrote, in the order of their text.
    """

    __tablename__ = "audit_entry"
    seq: Mapped[int] = mapped_column(_Big, primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(40))
    act: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(Text)
    before: Mapped[str | None] = mapped_column(String(64))
    after: Mapped[str | None] = mapped_column(String(64))
    row_count: Mapped[int] = mapped_column(Integer)
    rows_root: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Sealed:
    """What every sealed row carries."""

    entry: Mapped[int] = mapped_column(_Big, ForeignKey("audit_entry.seq"), index=True)
    seal: Mapped[str] = mapped_column(String(64))


class Person(Base):
    """A person who acts. `name`, `salt` and `name_check` may be erased; no other hash holds them.

    `name_check` is SHA-256 over salt and name: it shows a changed name, and goes when it goes.
    """

    __tablename__ = "person"
    person_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[str | None] = mapped_column(String(32))
    name_check: Mapped[str | None] = mapped_column(String(64))
    entry: Mapped[int] = mapped_column(_Big, ForeignKey("audit_entry.seq"), index=True)
    seal: Mapped[str] = mapped_column(String(64))


class Content(Sealed, Base):
    """A part of a file that is kept by the SHA-256 of the whole."""

    __tablename__ = "content"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    part: Mapped[int] = mapped_column(Integer, primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ImportedBatch(Sealed, Base):
    """A batch as it was imported; `supersedes` is the batch that it corrects."""

    __tablename__ = "batch"
    batch_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64), unique=True)
    context: Mapped[str] = mapped_column(Text)  # JSON: profile, period, marking, declared totals
    account: Mapped[str] = mapped_column(String(64))  # content: files, layouts, rejects as JSON
    supersedes: Mapped[int | None] = mapped_column(Integer, ForeignKey("batch.batch_id"))
    retention_until: Mapped[str | None] = mapped_column(String(10))


class BatchTable(Sealed, Base):
    """The canonical records of one kind of a batch, as Parquet, without personal fields."""

    __tablename__ = "batch_table"
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.batch_id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    row_count: Mapped[int] = mapped_column(Integer)
    supplied: Mapped[str] = mapped_column(Text)  # JSON list of the fields supplied
    digest: Mapped[str] = mapped_column(String(64))


class Posting(Sealed, Base):
    """One movement on a funding line: credit, commitment, invoice or payment, with its sign."""

    __tablename__ = "posting"
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.batch_id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    line_id: Mapped[str] = mapped_column(Text, index=True)
    budget_year: Mapped[str] = mapped_column(Text)
    column: Mapped[str] = mapped_column(String(20))
    movement: Mapped[str] = mapped_column(String(40))  # the kind of spending or of movement
    on_date: Mapped[str | None] = mapped_column(String(10))
    minor: Mapped[int] = mapped_column(_Big)
    currency: Mapped[str] = mapped_column(String(3))
    record_kind: Mapped[str] = mapped_column(String(40))
    record: Mapped[str] = mapped_column(Text)
    row_hash: Mapped[str] = mapped_column(String(64))


class RulebookFile(Sealed, Base):
    """One file of a rulebook that a run used."""

    __tablename__ = "rulebook_file"
    rulebook: Mapped[str] = mapped_column(String(64), primary_key=True)
    path: Mapped[str] = mapped_column(Text, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))


class StoredRun(Sealed, Base):
    """One check: what it read, by which rules, as of when, and what it gave.

    `known_at` is the entry up to which the register was read, `head` the hash of that entry and
    `root` the tree hash over inputs, rulebook, waivers, findings and `head`.
    """

    __tablename__ = "run"
    run_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.batch_id"), index=True)
    rulebook: Mapped[str] = mapped_column(String(64))
    as_of: Mapped[str] = mapped_column(String(10))
    known_at: Mapped[int] = mapped_column(_Big)
    head: Mapped[str] = mapped_column(String(64))
    versions: Mapped[str] = mapped_column(Text)  # JSON: engine, libraries, Python
    waivers: Mapped[str] = mapped_column(String(64))
    root: Mapped[str] = mapped_column(String(64))
    __table_args__ = (UniqueConstraint("batch_id", "rulebook", "as_of", "known_at", "waivers"),)


class RunOutput(Sealed, Base):
    """One file that a run gave: a canonical output or what the report is printed from."""

    __tablename__ = "run_output"
    run_id: Mapped[int] = mapped_column(ForeignKey("run.run_id"), primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))


class RunFinding(Sealed, Base):
    """One finding of a run, in its place, by its stable fingerprint."""

    __tablename__ = "run_finding"
    run_id: Mapped[int] = mapped_column(ForeignKey("run.run_id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    finding: Mapped[str] = mapped_column(String(16))
    rule: Mapped[str] = mapped_column(String(40))
    severity: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(20))
    record_kind: Mapped[str] = mapped_column(String(40))
    record: Mapped[str] = mapped_column(Text)
    line: Mapped[str] = mapped_column(String(64))  # SHA-256 of its line of findings.jsonl


class Reservation(Sealed, Base):
    """An amount set aside on a line before the commitment is booked."""

    __tablename__ = "reservation"
    reservation_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    line_id: Mapped[str] = mapped_column(Text, index=True)
    budget_year: Mapped[str] = mapped_column(Text)
    minor: Mapped[int] = mapped_column(_Big)
    currency: Mapped[str] = mapped_column(String(3))
    reference: Mapped[str] = mapped_column(Text, unique=True)


class ReferenceLoad(Sealed, Base):
    """A load of reference data; it takes effect at once, or when a second person approves it."""

    __tablename__ = "reference_load"
    load_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    needs_approval: Mapped[int] = mapped_column(Integer)  # 1 or 0


class ReferenceTable(Sealed, Base):
    """The records of one kind of a load, as Parquet."""

    __tablename__ = "reference_table"
    load_id: Mapped[int] = mapped_column(ForeignKey("reference_load.load_id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    supplied: Mapped[str] = mapped_column(Text)  # JSON list of the fields supplied
    digest: Mapped[str] = mapped_column(String(64))


class ReferenceVersion(Sealed, Base):
    """One version of a record: true from `valid_from` until `valid_until`, by a load's row.

    `rows_of` and `row` say where its values stand: the load and the row that brought them, which
    are of an earlier load where this version is what is left of a longer one.
    """

    __tablename__ = "reference_version"
    version_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    load_id: Mapped[int] = mapped_column(ForeignKey("reference_load.load_id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(Text)
    rows_of: Mapped[int] = mapped_column(ForeignKey("reference_load.load_id"))
    row: Mapped[int] = mapped_column(Integer)
    valid_from: Mapped[str | None] = mapped_column(String(10))
    valid_until: Mapped[str | None] = mapped_column(String(10))


class ReferenceEnd(Sealed, Base):
    """That a version is known no more once a load takes effect."""

    __tablename__ = "reference_end"
    version_id: Mapped[int] = mapped_column(
        ForeignKey("reference_version.version_id"), primary_key=True
    )
    load_id: Mapped[int] = mapped_column(ForeignKey("reference_load.load_id"), primary_key=True)


class ReferenceApproval(Sealed, Base):
    """That a second person approved a load."""

    __tablename__ = "reference_approval"
    load_id: Mapped[int] = mapped_column(ForeignKey("reference_load.load_id"), primary_key=True)


class RoleGrant(Sealed, Base):
    """That a person was given a role (`given` 1) or that it was withdrawn (0)."""

    __tablename__ = "role_grant"
    grant_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.person_id"))
    role: Mapped[str] = mapped_column(String(40))
    given: Mapped[int] = mapped_column(Integer)


class FindingAct(Sealed, Base):
    """What a person did with a finding, seen in a run: answered, accepted or reopened it."""

    __tablename__ = "finding_act"
    act_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    finding: Mapped[str] = mapped_column(String(16), index=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.run_id"))
    act: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.person_id"))
    said: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str | None] = mapped_column(Text)  # the reference of a document


class Waiver(Sealed, Base):
    """A waiver that was asked for: of one finding, or of a rule's records that meet a condition."""

    __tablename__ = "waiver"
    waiver_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    rule: Mapped[str] = mapped_column(String(40))
    finding: Mapped[str | None] = mapped_column(String(16))
    condition: Mapped[str | None] = mapped_column(Text)  # in the rule language
    reason: Mapped[str] = mapped_column(Text)
    cap_minor: Mapped[int | None] = mapped_column(_Big)  # none: whatever the amount
    currency: Mapped[str | None] = mapped_column(String(3))
    valid_from: Mapped[str] = mapped_column(String(10))
    valid_until: Mapped[str] = mapped_column(String(10))
    waivable_by: Mapped[str] = mapped_column(String(40))  # the role that the rule names
    person_id: Mapped[str] = mapped_column(ForeignKey("person.person_id"))


class WaiverApproval(Sealed, Base):
    """That another person approved a waiver, in which role and on which day."""

    __tablename__ = "waiver_approval"
    waiver_id: Mapped[int] = mapped_column(ForeignKey("waiver.waiver_id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.person_id"))
    role: Mapped[str] = mapped_column(String(40))
    approved_on: Mapped[str] = mapped_column(String(10))


class WaiverAuthority(Sealed, Base):
    """By which delegation of the records an approval was given: whose, and for which line."""

    __tablename__ = "waiver_authority"
    waiver_id: Mapped[int] = mapped_column(ForeignKey("waiver.waiver_id"), primary_key=True)
    holder: Mapped[str] = mapped_column(Text)  # the person of the records
    delegation: Mapped[str] = mapped_column(Text)
    funding_line: Mapped[str | None] = mapped_column(Text)  # none: every line


class Decision(Sealed, Base):
    """What a person decided on a case, beside what a run proposed for it."""

    __tablename__ = "decision"
    decision_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.run_id"))
    case_id: Mapped[str] = mapped_column(Text, index=True)
    proposed: Mapped[str] = mapped_column(Text)  # JSON, as the run's summary has it
    decided: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.person_id"))
    role: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)


class SignOff(Sealed, Base):
    """That a person prepared, reviewed or approved the report of a run, and in which role."""

    __tablename__ = "sign_off"
    sign_off_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.run_id"), index=True)
    act: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.person_id"))
    role: Mapped[str] = mapped_column(String(40))

"""The first tables: trail, people, contents, batches, postings, runs, reservations."""

import sqlalchemy as sa
from alembic import op

from compliance.register import sql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_GUARDED = [
    "audit_entry", "batch", "batch_table", "content", "posting", "reservation", "rulebook_file",
    "run", "run_finding", "run_output",
]  # fmt: skip


def upgrade() -> None:
    """Make the tables and their guards."""
    op.create_table(
        "audit_entry",
        sa.Column("seq", _BIG, autoincrement=False, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("before", sa.String(64)),
        sa.Column("after", sa.String(64)),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("rows_root", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_entry"),
    )
    _table(
        "person",
        ["person_id"],
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("salt", sa.String(32)),
        sa.Column("name_check", sa.String(64)),
    )
    _table(
        "content",
        ["digest", "part"],
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )
    _table(
        "batch",
        ["batch_id"],
        sa.Column("batch_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("supersedes", sa.Integer()),
        sa.Column("retention_until", sa.String(10)),
        sa.ForeignKeyConstraint(["supersedes"], ["batch.batch_id"], name="fk_batch_supersedes"),
        sa.UniqueConstraint("content_hash", name="uq_batch_content_hash"),
    )
    _table(
        "batch_table",
        ["batch_id", "kind"],
        _of("batch"),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("supplied", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    _table(
        "posting",
        ["batch_id", "number"],
        _of("batch"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Text(), nullable=False),
        sa.Column("budget_year", sa.Text(), nullable=False),
        sa.Column("column", sa.String(20), nullable=False),
        sa.Column("movement", sa.String(40), nullable=False),
        sa.Column("on_date", sa.String(10)),
        sa.Column("minor", _BIG, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("record_kind", sa.String(40), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.String(64), nullable=False),
        index="line_id",
    )
    _table(
        "rulebook_file",
        ["rulebook", "path"],
        sa.Column("rulebook", sa.String(64), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    _table(
        "run",
        ["run_id"],
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        _of("batch", nullable=True),
        sa.Column("rulebook", sa.String(64), nullable=False),
        sa.Column("as_of", sa.String(10), nullable=False),
        sa.Column("known_at", _BIG, nullable=False),
        sa.Column("head", sa.String(64), nullable=False),
        sa.Column("versions", sa.Text(), nullable=False),
        sa.Column("waivers", sa.String(64), nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.UniqueConstraint(
            "batch_id", "rulebook", "as_of", "known_at", "waivers", name="uq_run_batch_id"
        ),
        index="batch_id",
    )
    _table(
        "run_output",
        ["run_id", "name"],
        _of("run"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    _table(
        "run_finding",
        ["run_id", "number"],
        _of("run"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("finding", sa.String(16), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("severity", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("record_kind", sa.String(40), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("line", sa.String(64), nullable=False),
    )
    _table(
        "reservation",
        ["reservation_id"],
        sa.Column("reservation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line_id", sa.Text(), nullable=False),
        sa.Column("budget_year", sa.Text(), nullable=False),
        sa.Column("minor", _BIG, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.UniqueConstraint("reference", name="uq_reservation_reference"),
        index="line_id",
    )
    dialect = op.get_bind().dialect.name
    statements = [
        *sql.refusal(dialect), *sql.guards(dialect, _GUARDED), *sql.name_guards(dialect),
    ]  # fmt: skip
    for statement in statements:
        op.execute(statement)


def downgrade() -> None:
    """Remove the tables, and with them their guards."""
    for table in (
        "reservation", "run_finding", "run_output", "run", "rulebook_file", "posting",
        "batch_table", "batch", "content", "person", "audit_entry",
    ):  # fmt: skip
        op.drop_table(table)
    for statement in sql.unguarded(op.get_bind().dialect.name):
        op.execute(statement)


def _table(name: str, key: list[str], *items: sa.schema.SchemaItem, index: str = "") -> None:
    """Make a sealed table: its own columns, the entry that wrote the row, and the seal."""
    op.create_table(
        name,
        *items,
        sa.Column("entry", _BIG, nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["audit_entry.seq"], name=f"fk_{name}_entry"),
        sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"),
    )
    for column in ("entry", *([index] if index else [])):
        op.create_index(f"ix_{name}_{column}", name, [column])


def _of(parent: str, *, nullable: bool = False) -> sa.Column[int]:
    key = f"{parent}_id"
    return sa.Column(key, sa.Integer(), sa.ForeignKey(f"{parent}.{key}"), nullable=nullable)

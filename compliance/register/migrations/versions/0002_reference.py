"""Reference data in two times: loads, their records, versions, ends and approvals."""

import sqlalchemy as sa
from alembic import op

from compliance.register import sql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = [
    "reference_load", "reference_table", "reference_version", "reference_end",
    "reference_approval",
]  # fmt: skip


def upgrade() -> None:
    """Make the tables and their guards."""
    _table(
        "reference_load",
        ["load_id"],
        sa.Column("load_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("needs_approval", sa.Integer(), nullable=False),
    )
    _table(
        "reference_table",
        ["load_id", "kind"],
        _of("reference_load", "load_id"),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("supplied", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    _table(
        "reference_version",
        ["version_id"],
        sa.Column("version_id", sa.Integer(), autoincrement=False, nullable=False),
        _of("reference_load", "load_id"),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        _of("reference_load", "rows_of", "load_id"),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.String(10)),
        sa.Column("valid_until", sa.String(10)),
    )
    op.create_index("ix_reference_version_load_id", "reference_version", ["load_id"])
    _table(
        "reference_end",
        ["version_id", "load_id"],
        _of("reference_version", "version_id"),
        _of("reference_load", "load_id"),
    )
    _table("reference_approval", ["load_id"], _of("reference_load", "load_id"))
    for statement in sql.guards(op.get_bind().dialect.name, _TABLES):
        op.execute(statement)


def downgrade() -> None:
    """Remove the tables, and with them their guards."""
    for name in reversed(_TABLES):
        op.drop_table(name)


def _table(name: str, key: list[str], *items: sa.schema.SchemaItem) -> None:
    """Make a sealed table: its own columns, the entry that wrote the row, and the seal."""
    op.create_table(
        name,
        *items,
        sa.Column("entry", _BIG, nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["audit_entry.seq"], name=f"fk_{name}_entry"),
        sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_entry", name, ["entry"])


def _of(parent: str, column: str, key: str | None = None) -> sa.Column[int]:
    return sa.Column(
        column, sa.Integer(), sa.ForeignKey(f"{parent}.{key or column}"), nullable=False
    )

"""People and what they decide: roles, acts on findings, waivers, decisions on cases."""

import sqlalchemy as sa
from alembic import op

from compliance.register import sql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = ["role_grant", "finding_act", "waiver", "waiver_approval", "decision"]


def upgrade() -> None:
    """Make the tables and their guards."""
    _table(
        "role_grant",
        "grant_id",
        _number("grant_id"),
        _person(),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
    )
    _table(
        "finding_act",
        "act_id",
        _number("act_id"),
        sa.Column("finding", sa.String(16), nullable=False),
        _run(),
        sa.Column("act", sa.String(10), nullable=False),
        _person(),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text()),
    )
    op.create_index("ix_finding_act_finding", "finding_act", ["finding"])
    _table(
        "waiver",
        "waiver_id",
        _number("waiver_id"),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("finding", sa.String(16)),
        sa.Column("condition", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cap_minor", _BIG),
        sa.Column("currency", sa.String(3)),
        sa.Column("valid_from", sa.String(10), nullable=False),
        sa.Column("valid_until", sa.String(10), nullable=False),
        sa.Column("waivable_by", sa.String(40), nullable=False),
        _person(),
    )
    _table(
        "waiver_approval",
        "waiver_id",
        sa.Column("waiver_id", sa.Integer(), sa.ForeignKey("waiver.waiver_id"), nullable=False),
        _person(),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("approved_on", sa.String(10), nullable=False),
    )
    _table(
        "decision",
        "decision_id",
        _number("decision_id"),
        _run(),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=False),
        sa.Column("decided", sa.String(10), nullable=False),
        _person(),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_index("ix_decision_case_id", "decision", ["case_id"])
    for statement in sql.guards(op.get_bind().dialect.name, _TABLES):
        op.execute(statement)


def downgrade() -> None:
    """Remove the tables, and with them their guards."""
    for name in reversed(_TABLES):
        op.drop_table(name)


def _table(name: str, key: str, *items: sa.schema.SchemaItem) -> None:
    """Make a sealed table: its own columns, the entry that wrote the row, and the seal."""
    op.create_table(
        name,
        *items,
        sa.Column("entry", _BIG, nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["audit_entry.seq"], name=f"fk_{name}_entry"),
        sa.PrimaryKeyConstraint(key, name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_entry", name, ["entry"])


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _person() -> sa.Column[str]:
    return sa.Column("person_id", sa.String(40), sa.ForeignKey("person.person_id"), nullable=False)


def _run() -> sa.Column[int]:
    return sa.Column("run_id", sa.Integer(), sa.ForeignKey("run.run_id"), nullable=False)

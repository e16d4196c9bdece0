"""By which delegation a waiver was approved."""

import sqlalchemy as sa
from alembic import op

from compliance.register import sql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table and its guard."""
    op.create_table(
        "waiver_authority",
        sa.Column("waiver_id", sa.Integer(), sa.ForeignKey("waiver.waiver_id"), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("delegation", sa.Text(), nullable=False),
        sa.Column("funding_line", sa.Text()),
        sa.Column("entry", _BIG, nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["audit_entry.seq"], name="fk_waiver_authority_entry"),
        sa.PrimaryKeyConstraint("waiver_id", name="pk_waiver_authority"),
    )
    op.create_index("ix_waiver_authority_entry", "waiver_authority", ["entry"])
    for statement in sql.guards(op.get_bind().dialect.name, ["waiver_authority"]):
        op.execute(statement)


def downgrade() -> None:
    """Remove the table, and with it its guard."""
    op.drop_table("waiver_authority")

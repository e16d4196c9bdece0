"""Who prepared, reviewed and approved the report of a run."""

import sqlalchemy as sa
from alembic import op

from compliance.register import sql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table and its guard."""
    op.create_table(
        "sign_off",
        sa.Column("sign_off_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("run_id", sa.Integer(), sa.ForeignKey("run.run_id"), nullable=False),
        sa.Column("act", sa.String(10), nullable=False),
        sa.Column("person_id", sa.String(40), sa.ForeignKey("person.person_id"), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("entry", _BIG, nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["audit_entry.seq"], name="fk_sign_off_entry"),
        sa.PrimaryKeyConstraint("sign_off_id", name="pk_sign_off"),
    )
    op.create_index("ix_sign_off_run_id", "sign_off", ["run_id"])
    op.create_index("ix_sign_off_entry", "sign_off", ["entry"])
    for statement in sql.guards(op.get_bind().dialect.name, ["sign_off"]):
        op.execute(statement)


def downgrade() -> None:
    """Remove the table, and with it its guard."""
    op.drop_table("sign_off")

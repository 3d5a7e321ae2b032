"""The review queue."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the review queue."""
    op.create_table(
        "suspect",
        sa.Column("report_ver_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["report_ver_id"], ["report_ver.id"], name=op.f("fk_suspect_report_ver_id_report_ver")),
        sa.PrimaryKeyConstraint("report_ver_id", "n", name=op.f("pk_suspect")),
    )
    op.create_table(
        "unit_seen",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit", name=op.f("pk_unit_seen")),
    )
    # units that reports used before are no news; a name's other spellings are asked about once
    op.execute(
        "INSERT INTO unit_seen (unit, seq) SELECT DISTINCT lower(trim(unit)), 0 FROM fact"
        " WHERE unit IS NOT NULL AND trim(unit) <> ''"
    )
    op.create_table(
        "review_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("promise_id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["other_id"], ["report.id"], name=op.f("fk_review_item_other_id_report")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_review_item_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_item")),
        sa.UniqueConstraint("key", name=op.f("uq_review_item_key")),
    )
    op.create_index(op.f("ix_review_item_other_id"), "review_item", ["other_id"], unique=False)
    op.create_index(op.f("ix_review_item_report_id"), "review_item", ["report_id"], unique=False)
    op.create_table(
        "review_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["review_item.id"], name=op.f("fk_review_decision_item_id_review_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_decision")),
        sa.UniqueConstraint("item_id", "n", name=op.f("uq_review_decision_item_id_n")),
    )
    op.create_table(
        "review_open",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["review_item.id"], name=op.f("fk_review_open_item_id_review_item")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_review_open")),
    )

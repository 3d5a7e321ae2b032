"""Spans of listening can be taken back; collections say what was new; sources have a rhythm and episodes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COUNTS = ("new", "changed", "with_facts", "renamed")
WITH_NEWS = sa.text("new > 0 OR changed > 0")
OPEN = sa.text("closed IS NULL")


def upgrade() -> None:
    """Add columns and tables, and count what earlier collections brought."""
    op.add_column("coverage", sa.Column("who", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "coverage_revocation",
        sa.Column("coverage_id", sa.Integer(), nullable=False),
        sa.Column("recorded", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coverage_id"], ["coverage.id"], name=op.f("fk_coverage_revocation_coverage_id_coverage")
        ),
        sa.PrimaryKeyConstraint("coverage_id", name=op.f("pk_coverage_revocation")),
    )
    for name in COUNTS:
        op.add_column("collection", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.create_index(
        "ix_collection_news",
        "collection",
        ["source_id", "at"],
        unique=False,
        sqlite_where=WITH_NEWS,
        postgresql_where=WITH_NEWS,
    )
    op.create_table(
        "source_rhythm",
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("learnt", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_source_rhythm_source_id_source")),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_source_rhythm")),
    )
    op.create_table(
        "source_episode",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("ailment", sa.String(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        sa.Column("says", sa.String(), nullable=False),
        sa.Column("closed", sa.BigInteger(), nullable=True),
        sa.Column("told", sa.BigInteger(), nullable=True),
        sa.Column("told_end", sa.BigInteger(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_source_episode_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_episode")),
    )
    op.create_index(
        "uq_source_episode_open",
        "source_episode",
        ["source_id", "ailment"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    versions = "SELECT count(*) FROM report_ver WHERE report_ver.seq = collection.seq"
    facts = "EXISTS (SELECT 1 FROM fact WHERE fact.report_ver_id = report_ver.id)"
    op.execute(
        f"UPDATE collection SET new = ({versions} AND n = 1), changed = ({versions} AND n > 1),"
        f" with_facts = ({versions} AND {facts}) WHERE ok"
    )


def downgrade() -> None:
    """Drop what was added."""
    op.drop_index("uq_source_episode_open", table_name="source_episode", sqlite_where=OPEN, postgresql_where=OPEN)
    op.drop_table("source_episode")
    op.drop_table("source_rhythm")
    op.drop_index("ix_collection_news", table_name="collection", sqlite_where=WITH_NEWS, postgresql_where=WITH_NEWS)
    for name in reversed(COUNTS):
        op.drop_column("collection", name)
    op.drop_table("coverage_revocation")
    op.drop_column("coverage", "who")

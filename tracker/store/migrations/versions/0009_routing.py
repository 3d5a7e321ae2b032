"""Acknowledgements, silences with the alerts they hid, and what is still to come of open alarms."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name=op.f("fk_acknowledgement_episode_id_episode")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
        sa.UniqueConstraint("episode_id", name=op.f("uq_acknowledgement_episode_id")),
    )
    op.create_table(
        "silence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matcher", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("from_at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.Column("wakes_at", sa.BigInteger(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence")),
    )
    _index_where_set("silence", "wakes_at")
    op.create_table(
        "hidden_alert",
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("silence_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_hidden_alert_alert_id_alert")),
        sa.ForeignKeyConstraint(["silence_id"], ["silence.id"], name=op.f("fk_hidden_alert_silence_id_silence")),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_hidden_alert")),
    )
    op.create_index(op.f("ix_hidden_alert_silence_id"), "hidden_alert", ["silence_id"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name=op.f("fk_follow_up_episode_id_episode")),
        sa.PrimaryKeyConstraint("episode_id", "route", "kind", name=op.f("pk_follow_up")),
    )
    _index_where_set("follow_up", "next_at")


def downgrade() -> None:
    """Take the tables away."""
    for name in ("follow_up", "hidden_alert", "silence", "acknowledgement"):
        op.drop_table(name)


def _index_where_set(table: str, column: str) -> None:
    condition = sa.text(f"{column} IS NOT NULL")
    op.create_index(
        f"ix_{table}_{column}", table, [column], sqlite_where=condition, postgresql_where=condition
    )

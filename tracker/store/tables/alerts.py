"""Episodes (from the first alarm to its end), the alerts within them, and where their root messages stand."""

from __future__ import annotations

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from tracker.store.tables.rows import Row, part_index, table


class EpisodeRow(Row, table=True):
    """From the first alarm to its end; a promise has at most one open."""

    __tablename__ = "episode"
    __table_args__ = (part_index("uq_episode_open", "judged_id", unique=True, where="closed_verdict IS NULL"),)
    id: int = Field(primary_key=True)
    judged_id: int = Field(foreign_key="judged.id")
    opened_verdict: int = Field(foreign_key="verdict.id")
    closed_verdict: int | None = Field(default=None, foreign_key="verdict.id")


class AlertRow(Row, table=True):
    """What people are told about one transition."""

    __tablename__ = "alert"
    __table_args__ = (UniqueConstraint("verdict_id", "why", "reminder"),)
    id: int = Field(primary_key=True)
    verdict_id: int = Field(foreign_key="verdict.id")
    episode_id: int | None = Field(default=None, foreign_key="episode.id")
    why: str
    reminder: int = 0


class ThreadRow(Row, table=True):
    """An episode's root message at a destination; it is edited while `shown_hash` differs from `wanted_hash`."""

    __tablename__ = "thread"
    __table_args__ = (part_index("ix_thread_stale", "edit_after", where="wanted_hash <> shown_hash"),)
    episode_id: int = Field(primary_key=True, foreign_key="episode.id")
    destination: str = Field(primary_key=True)
    recipient: str = Field(primary_key=True, default="")
    channel: str
    message: str
    shown_hash: str
    wanted: str
    wanted_hash: str
    edit_after: int = Field(default=0, sa_type=BigInteger)
    edit_fails: int = 0


episode = table(EpisodeRow)
alert = table(AlertRow)
thread = table(ThreadRow)

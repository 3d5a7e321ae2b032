"""What people did about alarms (acknowledged, silenced) and what is still to be done about them."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlmodel import Field

from tracker.store.tables.rows import Row, part_index, table


class AcknowledgementRow(Row, table=True):
    """Who acknowledged an episode first; never changed or deleted."""

    __tablename__ = "acknowledgement"
    id: int = Field(primary_key=True)
    episode_id: int = Field(foreign_key="episode.id", unique=True)
    who: str
    at: int = Field(sa_type=BigInteger)
    seq: int


class SilenceRow(Row, table=True):
    """A silence as it was put down; `ended_at` when somebody ended it before its time.

    `wakes_at` is the instant from which people have to be told again what it hid; empty once that is done.
    """

    __tablename__ = "silence"
    __table_args__ = (part_index("ix_silence_wakes_at", "wakes_at", where="wakes_at IS NOT NULL"),)
    id: int = Field(primary_key=True)
    matcher: str
    who: str
    reason: str
    from_at: int = Field(sa_type=BigInteger)
    until_at: int = Field(sa_type=BigInteger)
    ended_at: int | None = Field(default=None, sa_type=BigInteger)
    ended_by: str = ""
    wakes_at: int | None = Field(default=None, sa_type=BigInteger)
    seq: int


class HiddenRow(Row, table=True):
    """An alert that a silence kept from people."""

    __tablename__ = "hidden_alert"
    alert_id: int = Field(primary_key=True, foreign_key="alert.id")
    silence_id: int = Field(foreign_key="silence.id", index=True)


class FollowUpRow(Row, table=True):
    """What is to come of an open alarm by a route: the next reminder, or the escalation.

    `next_at` is all that an idle tick asks for; empty when nothing more is to come. `done` counts what came of it.
    """

    __tablename__ = "follow_up"
    __table_args__ = (part_index("ix_follow_up_next_at", "next_at", where="next_at IS NOT NULL"),)
    episode_id: int = Field(primary_key=True, foreign_key="episode.id")
    route: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    next_at: int | None = Field(default=None, sa_type=BigInteger)
    done: int = 0


acknowledgement = table(AcknowledgementRow)
silence = table(SilenceRow)
hidden_alert = table(HiddenRow)
follow_up = table(FollowUpRow)

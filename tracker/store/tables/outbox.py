"""Messages on their way: the outbox, what each carries, every attempt, and the state of each destination."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from tracker.store.tables.rows import Row, part_index, table

WAITS = "state IN ('pending', 'retry', 'ambiguous')"
"""The messages that wait for their turn. A query has to say it in these words for SQLite to use their index."""
CLAIMED = "state = 'claimed'"


class OutboxRow(Row, table=True):
    """One message to one recipient. States: pending, claimed, retry, ambiguous, sent, failed, dropped."""

    __tablename__ = "outbox"
    __table_args__ = (
        part_index(
            "ix_outbox_waiting",
            "destination",
            "not_before",
            where=WAITS,
        ),
        part_index("ix_outbox_claimed", "claim_until", where=CLAIMED),
        Index("ix_outbox_episode", "episode_id", "destination"),
    )
    id: int = Field(primary_key=True)
    delivery_id: str = Field(unique=True)
    kind: str
    destination: str
    recipient: str = ""
    dedupe: str = Field(unique=True)
    episode_id: int | None = Field(default=None, foreign_key="episode.id")
    created: int = Field(sa_type=BigInteger)
    payload: str
    payload_hash: str
    state: str = "pending"
    attempts: int = 0
    lookups: int = 0
    maybe_repeated: bool = False
    not_before: int = Field(default=0, sa_type=BigInteger)
    held_because: str = ""
    """Why it is held until `not_before`, in words (quiet hours, a silence, set aside), or why it was dropped."""
    claim_by: str = ""
    claim_gen: int = 0
    """Grows with every claim: whoever holds an older one has lost the message."""
    claim_until: int | None = Field(default=None, sa_type=BigInteger)
    sent_at: int | None = Field(default=None, sa_type=BigInteger)
    last_error: str = ""
    seq: int


class OutboxAlertRow(Row, table=True):
    """The once-only key: an alert goes to a recipient in exactly one message."""

    __tablename__ = "outbox_alert"
    alert_id: int = Field(primary_key=True, foreign_key="alert.id")
    destination: str = Field(primary_key=True)
    recipient: str = Field(primary_key=True, default="")
    outbox_id: int = Field(foreign_key="outbox.id", index=True)


class AttemptRow(Row, table=True):
    """One call to the other side, written before it is made; without `ended` nobody knows what became of it."""

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("outbox_id", "n"),)
    id: int = Field(primary_key=True)
    outbox_id: int = Field(foreign_key="outbox.id")
    n: int
    started: int = Field(sa_type=BigInteger)
    ended: int | None = Field(default=None, sa_type=BigInteger)
    outcome: str = ""
    answer: str = ""
    seq: int


class DestinationRow(Row, table=True):
    """What is known of a destination: disabled until mended, or to be left alone until `next_slot_at`."""

    __tablename__ = "destination"
    name: str = Field(primary_key=True)
    disabled_at: int | None = Field(default=None, sa_type=BigInteger)
    why: str = ""
    next_slot_at: int = Field(default=0, sa_type=BigInteger)
    checked_at: int = Field(default=0, sa_type=BigInteger)
    asked_until: int = Field(default=0, sa_type=BigInteger)
    """Until when the other side itself asked to be left alone; a person's wish does not cut that short."""


outbox = table(OutboxRow)
outbox_alert = table(OutboxAlertRow)
attempt = table(AttemptRow)
destination = table(DestinationRow)

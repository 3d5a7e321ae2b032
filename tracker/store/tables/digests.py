"""Subscribers of the weekly digest, what they asked for, and the periods they were sent."""

from __future__ import annotations

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from tracker.store.tables.rows import Row, table


class SubscriberRow(Row, table=True):
    """Somebody who receives the digest; `last_end` is where the next period starts."""

    __tablename__ = "subscriber"
    id: int = Field(primary_key=True)
    address: str = Field(unique=True)
    last_end: int = Field(sa_type=BigInteger)
    stopped_at: int | None = Field(default=None, sa_type=BigInteger)


class DigestRow(Row, table=True):
    """One period of one subscriber, put into the outbox once."""

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("subscriber_id", "start_at"),)
    id: int = Field(primary_key=True)
    subscriber_id: int = Field(foreign_key="subscriber.id")
    start_at: int = Field(sa_type=BigInteger)
    end_at: int = Field(sa_type=BigInteger)
    outbox_id: int = Field(foreign_key="outbox.id")
    seq: int


class SubscriptionRow(Row, table=True):
    """One decision about a mailbox, the newest of which holds: to be sent the digest, or no more.

    `body` is what was asked for, empty where a file says it; `via` is how the decision came in.
    """

    __tablename__ = "subscription"
    id: int = Field(primary_key=True)
    mailbox: str = Field(index=True)
    wanted: bool
    body: str = ""
    by: str
    via: str
    at: int = Field(sa_type=BigInteger)
    seq: int


class SigningSecretRow(Row, table=True):
    """A secret of this store, made when it was first needed, by what it signs."""

    __tablename__ = "signing_secret"
    name: str = Field(primary_key=True)
    value: str


subscription = table(SubscriptionRow)
signing_secret = table(SigningSecretRow)
subscriber = table(SubscriberRow)
digest = table(DigestRow)

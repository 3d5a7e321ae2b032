"""Subscribers by mailbox, the end of each one's last period, and the digests put into the outbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from tracker.domain.alerts import DeliveryKind
from tracker.domain.instants import Span
from tracker.domain.mail_addresses import mailbox
from tracker.store.claims import WAITING
from tracker.store.commits import Commit
from tracker.store.micros import from_micros, to_micros
from tracker.store.tables.digests import digest, subscriber
from tracker.store.tables.outbox import outbox


@dataclass(frozen=True, slots=True)
class Place:
    """Where a subscriber stands: their number, the address first written to, and where the next period starts."""

    number: int
    address: str
    start: datetime


def load_places(connection: Connection) -> dict[str, Place]:
    """Return where each subscriber in force stands, by mailbox."""
    rows = connection.execute(select(subscriber).where(subscriber.c.stopped_at.is_(None)))
    return {mailbox(row.address): Place(row.id, row.address, from_micros(row.last_end)) for row in rows}


def address_of(connection: Connection, number: int) -> str | None:
    """Return the address of a subscriber, in force or not, by their number; None if there never was one."""
    return connection.execute(select(subscriber.c.address).where(subscriber.c.id == number)).scalar()


def start_subscriber(commit: Commit, address: str, start: datetime) -> None:
    """Begin a subscriber's periods at an instant; after a stop they never begin before the last one's end."""
    known = commit.connection.execute(
        select(subscriber.c.id, subscriber.c.last_end).where(func.lower(subscriber.c.address) == mailbox(address))
    ).first()
    if known is None:
        commit.connection.execute(insert(subscriber), {"address": address, "last_end": to_micros(start)})
        return
    values = {"last_end": max(known.last_end, to_micros(start)), "stopped_at": None}
    commit.connection.execute(update(subscriber).where(subscriber.c.id == known.id).values(**values))


def stop_subscribers(commit: Commit, numbers: Iterable[int]) -> None:
    """End the periods of those who are no longer subscribed."""
    commit.connection.execute(
        update(subscriber).where(subscriber.c.id.in_(sorted(numbers))).values(stopped_at=to_micros(commit.now))
    )


def withhold_digests(commit: Commit, address: str) -> int:
    """Give up the digests that still wait for somebody who wants no more of them; return how many."""
    given_up = commit.connection.execute(
        update(outbox)
        .where(
            outbox.c.kind == DeliveryKind.DIGEST.value,
            func.lower(outbox.c.recipient) == mailbox(address),
            outbox.c.state.in_(WAITING),
        )
        .values(state="failed", last_error="unsubscribed before it went out")
    )
    return given_up.rowcount


def write_digest(commit: Commit, subscriber_id: int, period: Span, outbox_id: int) -> None:
    """Note that a period was put into the outbox: the next one starts where it ended."""
    row = {
        "subscriber_id": subscriber_id,
        "start_at": to_micros(period.start),
        "end_at": to_micros(period.end),
        "outbox_id": outbox_id,
        "seq": commit.seq,
    }
    commit.connection.execute(insert(digest), row)
    commit.connection.execute(
        update(subscriber).where(subscriber.c.id == subscriber_id).values(last_end=to_micros(period.end))
    )

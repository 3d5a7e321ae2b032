"""Subscribers, the end of each one's last period, and the digests put into the outbox."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from tracker.domain.instants import Span
from tracker.store.commits import Commit
from tracker.store.micros import from_micros, to_micros
from tracker.store.tables.digests import digest, subscriber


def last_ends(connection: Connection) -> dict[str, datetime]:
    """Return where the next period of each subscriber in force starts, by address."""
    rows = connection.execute(
        select(subscriber.c.address, subscriber.c.last_end).where(subscriber.c.stopped_at.is_(None))
    )
    return {row.address: from_micros(row.last_end) for row in rows}


def start_subscriber(commit: Commit, address: str, start: datetime) -> None:
    """Begin (or, after a stop, begin again) a subscriber's periods at an instant."""
    known = commit.connection.execute(select(subscriber.c.id).where(subscriber.c.address == address)).first()
    values = {"last_end": to_micros(start), "stopped_at": None}
    if known is None:
        commit.connection.execute(insert(subscriber), {"address": address, **values})
    else:
        commit.connection.execute(update(subscriber).where(subscriber.c.id == known.id).values(**values))


def stop_subscribers(commit: Commit, addresses: Iterable[str]) -> None:
    """End the periods of those who are no longer subscribed."""
    commit.connection.execute(
        update(subscriber)
        .where(subscriber.c.address.in_(sorted(addresses)))
        .values(stopped_at=to_micros(commit.now))
    )


def write_digest(commit: Commit, address: str, period: Span, outbox_id: int) -> None:
    """Note that a period was put into the outbox: the next one starts where it ended."""
    held = commit.connection.execute(select(subscriber.c.id).where(subscriber.c.address == address)).scalar_one()
    row = {
        "subscriber_id": held,
        "start_at": to_micros(period.start),
        "end_at": to_micros(period.end),
        "outbox_id": outbox_id,
        "seq": commit.seq,
    }
    commit.connection.execute(insert(digest), row)
    commit.connection.execute(
        update(subscriber).where(subscriber.c.id == held).values(last_end=to_micros(period.end))
    )

"""Root messages of episodes: where they stand, what they show, and what they should show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from tracker.domain.alerts import Delivery, Notice, Thread
from tracker.store.canonical import from_json, hash_of, to_json
from tracker.store.micros import to_micros
from tracker.store.tables.alerts import alert, thread
from tracker.store.tables.outbox import outbox_alert
from tracker.store.tables.verdicts import judged, verdict


@dataclass(frozen=True, slots=True)
class Stale:
    """A root message that shows less than what was told since."""

    episode: int
    destination: str
    recipient: str
    thread: Thread
    notice: Notice
    wanted_hash: str
    fails: int


def note_told(connection: Connection, outbox_id: int, delivery: Delivery, root: Thread | None) -> None:
    """Note what a sent message told: it became the root of its episode, or makes the root want an edit.

    `root` is where the message stands, None if the other side does not say. A message that several episodes share
    is no root, yet those that have one should show its news.
    """
    notices = {notice.promise: notice for notice in delivery.notices}
    alone = len(delivery.notices) == 1
    for episode, promise in _episodes(connection, outbox_id):
        notice = notices.get(promise)
        if notice is None:
            continue
        wanted = to_json(notice)
        here = _at(episode, delivery)
        known = connection.execute(select(thread.c.episode_id).where(here)).first()
        if known is not None:
            values = {"wanted": wanted, "wanted_hash": hash_of(wanted), "edit_fails": 0, "edit_after": 0}
            connection.execute(update(thread).where(here).values(**values))
        elif alone and root is not None:
            row = {
                "episode_id": episode,
                "destination": delivery.destination,
                "recipient": delivery.recipient,
                "channel": root.channel,
                "message": root.message,
                "shown_hash": hash_of(wanted),
                "wanted": wanted,
                "wanted_hash": hash_of(wanted),
            }
            connection.execute(insert(thread), row)


def stale_roots(connection: Connection, destination: str, now: datetime) -> list[Stale]:
    """Return the root messages of a destination that want an edit and whose time has come."""
    rows = connection.execute(
        select(thread)
        .where(
            thread.c.wanted_hash != thread.c.shown_hash,
            thread.c.destination == destination,
            thread.c.edit_after <= to_micros(now),
        )
        .order_by(thread.c.episode_id)
    )
    return [
        Stale(
            row.episode_id,
            row.destination,
            row.recipient,
            Thread(row.channel, row.message),
            from_json(Notice, row.wanted),
            row.wanted_hash,
            row.edit_fails,
        )
        for row in rows
    ]


def note_shown(connection: Connection, stale: Stale) -> None:
    """Note that a root shows what was wanted of it (it may be wanted to show something newer by now)."""
    connection.execute(update(thread).where(_of(stale)).values(shown_hash=stale.wanted_hash, edit_fails=0))


def put_off_edit(connection: Connection, stale: Stale, until: datetime) -> None:
    """Note that an edit did not succeed and when to try again."""
    values = {"edit_fails": stale.fails + 1, "edit_after": to_micros(until)}
    connection.execute(update(thread).where(_of(stale)).values(**values))


def _episodes(connection: Connection, outbox_id: int) -> list[tuple[int, str]]:
    """Return the episodes of the alerts that a message carries, each with its promise."""
    rows = connection.execute(
        select(alert.c.episode_id, judged.c.promise_id)
        .join_from(outbox_alert, alert, outbox_alert.c.alert_id == alert.c.id)
        .join(verdict, alert.c.verdict_id == verdict.c.id)
        .join(judged, verdict.c.judged_id == judged.c.id)
        .where(outbox_alert.c.outbox_id == outbox_id, alert.c.episode_id.is_not(None))
        .order_by(alert.c.id)
    )
    latest = {row.promise_id: row.episode_id for row in rows}
    return [(episode, promise) for promise, episode in latest.items()]


def _at(episode: int, delivery: Delivery) -> ColumnElement[bool]:
    return and_(
        thread.c.episode_id == episode,
        thread.c.destination == delivery.destination,
        thread.c.recipient == delivery.recipient,
    )


def _of(stale: Stale) -> ColumnElement[bool]:
    return and_(
        thread.c.episode_id == stale.episode,
        thread.c.destination == stale.destination,
        thread.c.recipient == stale.recipient,
    )

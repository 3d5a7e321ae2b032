"""Root messages of episodes: where they stand, what they show, and what they should show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from tracker.domain.alerts import Delivery, DeliveryKind, Notice, Thread
from tracker.store.acknowledgement_rows import Acknowledgement, load_acknowledgements
from tracker.store.canonical import from_json, hash_of, to_json
from tracker.store.micros import to_micros
from tracker.store.tables.alerts import alert, thread
from tracker.store.tables.outbox import outbox, outbox_alert
from tracker.store.tables.verdicts import judged, verdict

SOON = timedelta(seconds=10)
"""A message whose turn comes within this time is worth waiting for: what it tells is shown by the same edit."""


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


def note_told(
    connection: Connection, outbox_id: int, delivery: Delivery, root: Thread | None, *, anew: bool = False
) -> None:
    """Note what a sent message told: it became the root of its episode, or makes the root want an edit.

    `root` is where the message stands, None if the other side does not say. A message that several episodes share
    is no root, yet those that have one should show its news; so should those of the parts that it names beside.
    With `anew` a reply came to stand alone, because its root was deleted: it is the root from then on.
    """
    leads = {notice.about: notice for notice in delivery.notices}
    named = {part.about: part for notice in delivery.notices for part in notice.parts}
    for episode, about in _episodes(connection, outbox_id) or _own_episode(connection, outbox_id, leads):
        notice = leads.get(about) or named.get(about)
        if notice is None:
            continue
        alone = len(delivery.notices) == 1 and about in leads
        wanted = to_json(notice)
        here = _at(episode, delivery)
        known = connection.execute(select(thread.c.episode_id).where(here)).first()
        if known is not None:
            values = {"wanted": wanted, "wanted_hash": hash_of(wanted)}
            if anew and alone and root is not None:
                values |= {"channel": root.channel, "message": root.message, "shown_hash": hash_of(wanted)}
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
    """Return the root messages of a destination that want an edit and whose time has come.

    While more of an episode is on its way, its root waits: a burst gives one edit. What is to be shown says who
    acknowledged the alarm.
    """
    on_its_way = (
        select(outbox.c.id)
        .where(
            outbox.c.episode_id == thread.c.episode_id,
            outbox.c.destination == thread.c.destination,
            outbox.c.recipient == thread.c.recipient,
            outbox.c.state.in_(("pending", "claimed", "retry", "ambiguous")),
            outbox.c.not_before <= to_micros(now + SOON),
        )
        .exists()
    )
    rows = connection.execute(
        select(thread)
        .where(
            thread.c.wanted_hash != thread.c.shown_hash,
            thread.c.destination == destination,
            thread.c.edit_after <= to_micros(now),
            ~on_its_way,
        )
        .order_by(thread.c.episode_id)
    ).all()
    taken_up = load_acknowledgements(connection, (row.episode_id for row in rows))
    return [
        Stale(
            row.episode_id,
            row.destination,
            row.recipient,
            Thread(row.channel, row.message),
            _acknowledged(from_json(Notice, row.wanted), taken_up.get(row.episode_id)),
            row.wanted_hash,
            row.edit_fails,
        )
        for row in rows
    ]


def note_shown(connection: Connection, stale: Stale, next_at: datetime) -> None:
    """Note that a root shows what was wanted of it, and from when it may be edited again."""
    values = {"shown_hash": stale.wanted_hash, "edit_fails": 0, "edit_after": to_micros(next_at)}
    connection.execute(update(thread).where(_of(stale)).values(**values))


def want_edit(connection: Connection, episode: int) -> None:
    """Let the roots of an episode be edited although nothing was told since: they show who acknowledged it."""
    connection.execute(update(thread).where(thread.c.episode_id == episode).values(shown_hash=""))


def forget_root(connection: Connection, stale: Stale) -> bool:
    """Forget a root that was deleted; return whether a message is on its way that will be the next one."""
    connection.execute(delete(thread).where(_of(stale)))
    waiting = select(outbox.c.id).where(
        outbox.c.episode_id == stale.episode,
        outbox.c.destination == stale.destination,
        outbox.c.recipient == stale.recipient,
        outbox.c.kind == DeliveryKind.ALERT.value,
        outbox.c.state.not_in(("sent", "failed", "dropped")),
    )
    return connection.execute(waiting.limit(1)).first() is not None


def put_off_edit(connection: Connection, stale: Stale, until: datetime) -> None:
    """Note that an edit did not succeed and when to try again."""
    values = {"edit_fails": stale.fails + 1, "edit_after": to_micros(until)}
    connection.execute(update(thread).where(_of(stale)).values(**values))


def _episodes(connection: Connection, outbox_id: int) -> list[tuple[int, tuple[str, str]]]:
    """Return the episodes of the alerts that a message carries, each with its promise and part."""
    rows = connection.execute(
        select(alert.c.episode_id, judged.c.promise_id, judged.c.instance)
        .join_from(outbox_alert, alert, outbox_alert.c.alert_id == alert.c.id)
        .join(verdict, alert.c.verdict_id == verdict.c.id)
        .join(judged, verdict.c.judged_id == judged.c.id)
        .where(outbox_alert.c.outbox_id == outbox_id, alert.c.episode_id.is_not(None))
        .order_by(alert.c.id)
    )
    latest = {(row.promise_id, row.instance): row.episode_id for row in rows}
    return [(episode, about) for about, episode in latest.items()]


def _own_episode(
    connection: Connection, outbox_id: int, notices: Mapping[tuple[str, str], Notice]
) -> list[tuple[int, tuple[str, str]]]:
    """Return the episode of a message that carries no alert: a new root for one that was deleted."""
    held = connection.execute(select(outbox.c.episode_id).where(outbox.c.id == outbox_id)).scalar()
    return [] if held is None or len(notices) != 1 else [(int(held), next(iter(notices)))]


def _acknowledged(notice: Notice, by: Acknowledgement | None) -> Notice:
    return notice if by is None else replace(notice, acknowledged_by=by.by, acknowledged_at=by.at)


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

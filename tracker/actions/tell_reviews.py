"""Ask about suspected evidence where people read messages: what is new since the last time, in one message."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from tracker.actions.asked_lines import concerned, line_of
from tracker.actions.review_queue import show_item
from tracker.domain.alerts import DeliveryKind, Target
from tracker.domain.interactions import AskedLine
from tracker.domain.reviewing import ItemKind
from tracker.store.inserting import insert_missing
from tracker.store.micros import to_micros
from tracker.store.outbox_rows import Message, Payload, enqueue
from tracker.store.store import Store
from tracker.store.tables.interactions import review_told
from tracker.store.tables.reviews import review_item, review_open

PAUSE = timedelta(minutes=30)
"""Between two messages at least: what comes up meanwhile is asked about together."""
MOST_LOOKED_AT = 500
MOST_SHOWN = 8


def tell_reviews(store: Store, targets: Iterable[Target], now: datetime, *, pause: timedelta = PAUSE) -> int:
    """Put one message about suspected evidence that nobody was asked about into the outbox; return how many items.

    Only promises that somebody owns are asked about. Items are noted as asked about even where they do not fit
    into the message: it counts them, and the queue holds them all.
    """
    goals = tuple(dict.fromkeys(targets))
    with store.read() as connection:
        if not goals or not _is_time(connection, now, pause):
            return 0
        news = _untold(connection)
    lines: list[AskedLine] = []
    owned = 0
    for item in news:
        shown = show_item(store, item)
        promise = concerned(shown)
        if promise is None or not promise.owner:
            continue
        owned += 1
        if len(lines) < MOST_SHOWN:
            lines.append(line_of(shown))
    with store.write(now, "ask about review") as commit:
        if not lines:
            insert_missing(commit.connection, review_told, [{"item_id": each, "at": 0} for each in news])
            return 0
        at = to_micros(now)
        insert_missing(commit.connection, review_told, [{"item_id": each, "at": at} for each in news])
        lines.sort(key=lambda line: (line.promise, line.item))
        payload = Payload(asked=tuple(lines), waiting=owned)
        dedupe = f"review:{min(news)}-{max(news)}"
        enqueue(
            commit,
            [
                Message(DeliveryKind.REVIEW, goal, f"{dedupe}:{goal.destination}:{goal.recipient}", payload)
                for goal in goals
            ],
        )
    return owned


def _is_time(connection: Connection, now: datetime, pause: timedelta) -> bool:
    last = connection.execute(select(func.max(review_told.c.at))).scalar()
    return last is None or last <= to_micros(now - pause)


def _untold(connection: Connection) -> list[int]:
    """Return the open items on suspected evidence that nobody was asked about, the oldest first."""
    told = select(review_told.c.item_id).where(review_told.c.item_id == review_item.c.id).exists()
    return list(
        connection.execute(
            select(review_item.c.id)
            .join(review_open, review_open.c.item_id == review_item.c.id)
            .where(review_item.c.kind == ItemKind.SUSPECTED.value, ~told)
            .order_by(review_item.c.id)
            .limit(MOST_LOOKED_AT)
        ).scalars()
    )

"""The present verdicts: which are due, what makes one due, and how they look when loaded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, select, update

from tracker.store.inserting import among, insert_rows, pieces
from tracker.store.tables.promises import promise
from tracker.store.tables.verdicts import judged

_HEADLINE = and_(judged.c.instance == "", judged.c.reading == "")


@dataclass(frozen=True, slots=True)
class Due:
    """A promise that is due to be judged, as it stood when it was looked up. Instants are microseconds."""

    id: int
    promise_id: str
    promise_ver: int
    status: str | None
    flags: str
    judged_at: int | None
    boundary_at: int | None
    dirty_at: int | None
    dirty_to: int | None
    next_check_at: int
    touched: int
    fails: int


def due_query(now: int, limit: int) -> Select[Any]:
    """Return the one query of a tick: what is due at `now` (microseconds), the longest waiting first."""
    return (
        select(*(judged.c[name] for name in Due.__dataclass_fields__))
        .where(judged.c.next_check_at <= now)
        .order_by(judged.c.next_check_at)
        .limit(limit)
    )


def load_due(connection: Connection, now: int, limit: int) -> list[Due]:
    """Load up to `limit` promises that are due."""
    return [Due(*row) for row in connection.execute(due_query(now, limit))]


def mark_dirty(
    connection: Connection, promise_ids: Iterable[str], at: int, *, wait_until: int | None = None
) -> None:
    """Make promises due because something new is known of them since `at`, or from `wait_until` on if more comes.

    A promise that was set aside stays so until its time; one that is still being matched with stored reports is
    made due when that is done.
    """
    due: ColumnElement[int] | int = at
    if wait_until is not None:
        due = case((judged.c.next_check_at < wait_until, judged.c.next_check_at), else_=wait_until)
    scanning = select(promise.c.id).where(promise.c.scan_after.is_not(None))
    for some in pieces(sorted(promise_ids)):
        connection.execute(
            update(judged)
            .where(among(connection, judged.c.promise_id, some), _HEADLINE, judged.c.promise_id.not_in(scanning))
            .values(
                touched=judged.c.touched + 1,
                dirty_at=case((judged.c.dirty_at.is_(None), at), else_=judged.c.dirty_at),
                dirty_to=at,
                next_check_at=case((judged.c.hold_until > at, judged.c.hold_until), else_=due),
            )
        )


def make_due(connection: Connection, promise_ids: Iterable[str], at: int) -> None:
    """Make new or changed promises due, whatever stood in the way before."""
    for some in pieces(sorted(promise_ids)):
        known = set(
            connection.execute(
                select(judged.c.promise_id).where(among(connection, judged.c.promise_id, some), _HEADLINE)
            ).scalars()
        )
        fresh = [
            {"promise_id": each, "next_check_at": at, "dirty_at": at, "dirty_to": at}
            for each in some
            if each not in known
        ]
        insert_rows(connection, judged, fresh)
        connection.execute(
            update(judged)
            .where(among(connection, judged.c.promise_id, sorted(known)), _HEADLINE)
            .values(
                touched=judged.c.touched + 1,
                dirty_at=at,
                dirty_to=at,
                next_check_at=at,
                hold_until=None,
                fails=0,
                error="",
            )
        )


def put_off(connection: Connection, promise_ids: Iterable[str]) -> None:
    """Let promises wait until their stored reports are matched."""
    for some in pieces(sorted(promise_ids)):
        connection.execute(
            update(judged)
            .where(among(connection, judged.c.promise_id, some), _HEADLINE)
            .values(next_check_at=None)
        )


def set_aside(connection: Connection, due: Due, error: str, until: int) -> None:
    """Set a promise aside that cannot be judged, until an instant in microseconds; its dues stay noted."""
    connection.execute(
        update(judged)
        .where(judged.c.id == due.id)
        .values(fails=judged.c.fails + 1, error=error, hold_until=until, next_check_at=until)
    )


def listening_promises(connection: Connection) -> list[str]:
    """Return the promises whose verdict more listening alone could change."""
    return list(connection.execute(select(judged.c.promise_id).where(judged.c.hears, _HEADLINE)).scalars())

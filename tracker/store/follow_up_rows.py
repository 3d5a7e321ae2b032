"""What is still to come of open alarms, by the instant at which it is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, bindparam, select, text, update

from tracker.store.inserting import among, execute_many, insert_missing, pieces
from tracker.store.micros import from_micros, to_micros
from tracker.store.tables.routing import follow_up


class FollowUpKind(StrEnum):
    """What comes of an alarm that nobody acknowledged."""

    REMINDER = "reminder"
    ESCALATION = "escalation"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One kind of thing that is due of an episode by a route; `done` counts how often it came already."""

    episode: int
    route: str
    kind: FollowUpKind
    done: int = 0


ANYTHING_DUE = text(
    "SELECT EXISTS (SELECT 1 FROM follow_up WHERE next_at <= :now)"
    " OR EXISTS (SELECT 1 FROM silence WHERE wakes_at <= :now)"
)


def is_anything_due(connection: Connection, now: datetime) -> bool:
    """Say whether a reminder, an escalation or the end of a silence is due: all that an idle tick asks for."""
    return bool(connection.execute(ANYTHING_DUE, {"now": to_micros(now)}).scalar())


def load_due_follow_ups(connection: Connection, now: datetime, limit: int) -> list[FollowUp]:
    """Return what is due at `now`, the longest waiting first."""
    rows = connection.execute(
        select(follow_up)
        .where(follow_up.c.next_at <= to_micros(now))
        .order_by(follow_up.c.next_at, follow_up.c.episode_id)
        .limit(limit)
    )
    return [FollowUp(row.episode_id, row.route, FollowUpKind(row.kind), row.done) for row in rows]


def load_follow_ups(connection: Connection, episodes: Iterable[int]) -> dict[FollowUp, datetime | None]:
    """Return everything noted of these episodes, due or not, with its next instant."""
    return {
        FollowUp(row.episode_id, row.route, FollowUpKind(row.kind), row.done): from_micros(row.next_at)
        for some in pieces(sorted(set(episodes)))
        for row in connection.execute(select(follow_up).where(among(connection, follow_up.c.episode_id, some)))
    }


def set_follow_ups(connection: Connection, wanted: Sequence[tuple[FollowUp, datetime | None]]) -> None:
    """Note when each of these is due next (None: never again), and how often it was done."""
    keys = [{"episode_id": each.episode, "route": each.route, "kind": each.kind.value} for each, _ in wanted]
    insert_missing(connection, follow_up, keys)
    execute_many(
        connection,
        update(follow_up)
        .where(
            follow_up.c.episode_id == bindparam("of_episode"),
            follow_up.c.route == bindparam("of_route"),
            follow_up.c.kind == bindparam("of_kind"),
        )
        .values(next_at=bindparam("at"), done=bindparam("times")),
        [
            {
                "of_episode": each.episode,
                "of_route": each.route,
                "of_kind": each.kind.value,
                "at": to_micros(at),
                "times": each.done,
            }
            for each, at in wanted
        ],
    )


def stop_follow_ups(connection: Connection, episodes: Iterable[int]) -> None:
    """Note that nothing more is to come of these episodes."""
    for some in pieces(sorted(set(episodes))):
        connection.execute(
            update(follow_up)
            .where(among(connection, follow_up.c.episode_id, some), follow_up.c.next_at.is_not(None))
            .values(next_at=None)
        )

"""How the outbox fares: what waits, since when, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from tracker.store.claims import SETTLED
from tracker.store.destination_rows import DestinationState, load_destination
from tracker.store.micros import from_micros
from tracker.store.outbox_rows import ASIDE
from tracker.store.tables.outbox import destination, outbox


@dataclass(frozen=True, slots=True)
class SetAside:
    """A message that nobody can read, lay out or send, and what was raised."""

    destination: str
    said: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class Failing:
    """A destination that did not take messages which still wait, with the tries of the newest and why."""

    destination: str
    messages: int
    attempts: int
    said: str


@dataclass(frozen=True, slots=True)
class OutboxState:
    """Messages by state, by waiting destination, since when the oldest waits, and what stands in the way."""

    counts: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)
    oldest: datetime | None = None
    """Since when the oldest waits that is not held on purpose."""
    held: int = 0
    """How many are held on purpose or set aside; they are among those that wait."""
    aside: tuple[SetAside, ...] = ()
    """Some of those that nobody can read, lay out or send."""
    disabled: tuple[DestinationState, ...] = ()
    failing: tuple[Failing, ...] = ()


def load_outbox_state(connection: Connection, most_aside: int = 10) -> OutboxState:
    """Return how the outbox fares now."""
    unsettled = outbox.c.state.not_in(SETTLED)
    counts = connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
    waiting = connection.execute(
        select(outbox.c.destination, func.count()).where(unsettled).group_by(outbox.c.destination)
    )
    free, held = outbox.c.held_because == "", outbox.c.held_because != ""
    oldest = connection.execute(select(func.min(outbox.c.created)).where(unsettled, free)).scalar()
    number = connection.execute(select(func.count()).select_from(outbox).where(unsettled, held)).scalar()
    names = connection.execute(select(destination.c.name).where(destination.c.disabled_at.is_not(None))).scalars()
    is_aside = outbox.c.held_because.startswith(ASIDE, autoescape=True)
    aside = connection.execute(
        select(outbox).where(unsettled, is_aside).order_by(outbox.c.id.desc()).limit(most_aside)
    )
    return OutboxState(
        {row[0]: row[1] for row in counts},
        {row[0]: row[1] for row in waiting},
        from_micros(oldest),
        number or 0,
        tuple(SetAside(row.destination, row.last_error, row.id) for row in aside),
        tuple(load_destination(connection, name) for name in names.all()),
        _failing(connection, unsettled, ~is_aside),
    )


def _failing(connection: Connection, *chosen: ColumnElement[bool]) -> tuple[Failing, ...]:
    counts = (
        select(func.count().label("messages"), func.max(outbox.c.id).label("newest"))
        .where(outbox.c.last_error != "", *chosen)
        .group_by(outbox.c.destination)
        .subquery()
    )
    rows = connection.execute(
        select(outbox.c.destination, counts.c.messages, outbox.c.attempts, outbox.c.last_error)
        .join(counts, counts.c.newest == outbox.c.id)
        .order_by(outbox.c.destination)
    )
    return tuple(Failing(*row) for row in rows)

"""How the outbox fares: what waits, since when, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from tracker.store.claims import SETTLED
from tracker.store.destination_rows import DestinationState, load_destination
from tracker.store.micros import from_micros
from tracker.store.outbox_rows import ASIDE
from tracker.store.tables.outbox import destination, outbox


@dataclass(frozen=True, slots=True)
class LastError:
    """A message that did not get through, and what the other side said."""

    destination: str
    recipient: str
    state: str
    attempts: int
    said: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class OutboxState:
    """Messages by state, by waiting destination, since when the oldest waits, and what stands in the way."""

    counts: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)
    oldest: datetime | None = None
    """Since when the oldest waits that is not held on purpose."""
    held: int = 0
    """How many are held on purpose or set aside; they are among those that wait."""
    aside: tuple[LastError, ...] = ()
    """Some of those that nobody can read, lay out or send."""
    disabled: tuple[DestinationState, ...] = ()
    errors: tuple[LastError, ...] = ()


def load_outbox_state(connection: Connection, most_errors: int = 10) -> OutboxState:
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
    errors = connection.execute(
        select(outbox).where(outbox.c.last_error != "").order_by(outbox.c.id.desc()).limit(most_errors)
    )
    aside = connection.execute(
        select(outbox)
        .where(unsettled, outbox.c.held_because.startswith(ASIDE, autoescape=True))
        .order_by(outbox.c.id.desc())
        .limit(most_errors)
    )
    return OutboxState(
        {row[0]: row[1] for row in counts},
        {row[0]: row[1] for row in waiting},
        from_micros(oldest),
        number or 0,
        tuple(_error(row) for row in aside),
        tuple(load_destination(connection, name) for name in names.all()),
        tuple(_error(row) for row in errors),
    )


def _error(row: Row[Any]) -> LastError:
    return LastError(row.destination, row.recipient, row.state, row.attempts, row.last_error, row.id)

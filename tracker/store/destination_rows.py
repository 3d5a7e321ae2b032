"""What is known of each destination: whether it is disabled, and until when it is left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, select, update

from tracker.store.inserting import insert_missing
from tracker.store.micros import from_micros, to_micros
from tracker.store.tables.outbox import destination


@dataclass(frozen=True, slots=True)
class DestinationState:
    """A destination: since when it is disabled and why, until when it rests, when it was last asked.

    `asked_until` is when the wait is over that the other side itself asked for, if it did.
    """

    name: str
    disabled_at: datetime | None = None
    why: str = ""
    rests_until: datetime | None = None
    checked_at: datetime | None = None
    asked_until: datetime | None = None

    def rests_for(self, now: datetime) -> float:
        """Return for how many seconds more it is left alone."""
        return 0.0 if self.rests_until is None else max(0.0, (self.rests_until - now).total_seconds())

    def waits_as_asked(self, now: datetime) -> datetime | None:
        """Return until when the other side itself asked to be left alone, if that is still to come."""
        return self.asked_until if self.asked_until is not None and self.asked_until > now else None

    def takes_messages(self, now: datetime, *, pace: float = 0.0) -> bool:
        """Say whether it may be asked now; a rest as short as its own pace stops only the next message."""
        return self.disabled_at is None and self.rests_for(now) <= pace


def load_destination(connection: Connection, name: str) -> DestinationState:
    """Return the state of a destination; one never heard of is well."""
    row = connection.execute(select(destination).where(destination.c.name == name)).first()
    if row is None:
        return DestinationState(name)
    return DestinationState(
        name,
        from_micros(row.disabled_at),
        row.why,
        from_micros(row.next_slot_at or None),
        from_micros(row.checked_at or None),
        from_micros(row.asked_until or None),
    )


def disable(connection: Connection, name: str, now: datetime, why: str) -> bool:
    """Disable a destination until it is mended; return whether it was well before."""
    was_well = load_destination(connection, name).disabled_at is None
    if was_well:
        _set(connection, name, disabled_at=to_micros(now), why=why, checked_at=to_micros(now))
    return was_well


def enable(connection: Connection, name: str) -> None:
    """Take a destination back into use; a wait that it asked for stays."""
    _set(connection, name, disabled_at=None, why="", next_slot_at=destination.c.asked_until)


def note_checked(connection: Connection, name: str, now: datetime, why: str) -> None:
    """Note that a disabled destination was asked again and still refuses."""
    _set(connection, name, checked_at=to_micros(now), why=why)


def rest(connection: Connection, name: str, until: datetime, *, asked: bool = False) -> None:
    """Leave a destination alone for a while, longer rests stay; `asked` says that the other side asked for it."""
    at = to_micros(until)
    insert_missing(connection, destination, [{"name": name}])
    connection.execute(
        update(destination)
        .where(destination.c.name == name, destination.c.next_slot_at < at)
        .values(next_slot_at=at)
    )
    if asked:
        later = destination.c.name == name, destination.c.asked_until < at
        connection.execute(update(destination).where(*later).values(asked_until=at))


def wake(connection: Connection, name: str, now: datetime, pace: float = 0.0) -> None:
    """End a destination's rest since a person wants it tried now; its own pace stays, and a wait it asked for."""
    soonest = to_micros(now + timedelta(seconds=pace))
    asleep = destination.c.name == name, destination.c.next_slot_at > soonest
    kept = case((destination.c.asked_until > soonest, destination.c.asked_until), else_=soonest)
    connection.execute(update(destination).where(*asleep).values(next_slot_at=kept))


def _set(connection: Connection, name: str, **values: object) -> None:
    insert_missing(connection, destination, [{"name": name}])
    connection.execute(update(destination).where(destination.c.name == name).values(**values))

"""The lease on a role: one holder at a time, renewed while it lives, taken over at once when it is dead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from tracker.domain.errors import StoreHeld
from tracker.domain.instants import iso
from tracker.domain.ports import Clock
from tracker.store.holders import in_words, is_gone, this_process
from tracker.store.micros import from_micros, to_micros
from tracker.store.store import Held, Store
from tracker.store.tables.ledger import lease

RUN = "run"
LASTS = timedelta(seconds=60)
"""How long a lease lasts without renewal: what a holder on another machine is given to come back."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a role, in words, since when, and until when if it does not renew."""

    who: str
    since: datetime
    until: datetime


def who_holds(connection: Connection, now: datetime, name: str = RUN) -> Holder | None:
    """Return who holds a role at `now`; None if nobody that lives does."""
    row = connection.execute(select(lease).where(lease.c.name == name)).first()
    if row is None or not row.holder or row.until <= to_micros(now) or is_gone(row.holder):
        return None
    return Holder(in_words(row.holder), from_micros(row.taken_at), from_micros(row.until))


def take(store: Store, now: datetime, name: str = RUN) -> Held:
    """Take a role for this process, or raise StoreHeld naming the holder.

    A lease that ran out, or whose process on this machine is gone, is taken over.
    """
    holder = this_process()
    with store.write(now, "lease") as commit:
        row = commit.connection.execute(select(lease).where(lease.c.name == name)).first()
        at = to_micros(now)
        values = {"holder": holder, "taken_at": at, "until": at + LASTS // timedelta(microseconds=1)}
        if row is None:
            commit.connection.execute(insert(lease), {"name": name, "gen": 1, **values})
            gen = 1
        else:
            if row.until > at and row.holder and not is_gone(row.holder):
                raise StoreHeld(
                    f"{store.path} is in use by {in_words(row.holder)} since {iso(from_micros(row.taken_at))}",
                    f"stop that one first; if it is dead its hold ends at {iso(from_micros(row.until))}",
                )
            gen = row.gen + 1
            commit.connection.execute(update(lease).where(lease.c.name == name).values(gen=gen, **values))
    store.held = Held(name, gen, holder)
    return store.held


def renew(store: Store, now: datetime) -> None:
    """Extend the lease this process holds; raises StoreHeld if another has taken it over."""
    if store.held is None:
        return
    until = to_micros(now + LASTS)
    with store.write(now, "lease") as commit:
        commit.connection.execute(
            update(lease).where(lease.c.name == store.held.name, lease.c.gen == store.held.gen).values(until=until)
        )


def give_back(store: Store, now: datetime) -> None:
    """End the lease this process holds, so that the next one need not wait; `gen` stays for fencing."""
    held, store.held = store.held, None
    if held is None:
        return
    with store.write(now, "lease") as commit:
        commit.connection.execute(
            update(lease)
            .where(lease.c.name == held.name, lease.c.gen == held.gen)
            .values(until=to_micros(now), holder="")
        )


@contextmanager
def holding(store: Store, clock: Clock, name: str = RUN) -> Iterator[Held]:
    """Hold a role for the length of a block."""
    held = take(store, clock.now(), name)
    try:
        yield held
    finally:
        give_back(store, clock.now())

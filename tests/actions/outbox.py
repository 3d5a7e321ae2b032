"""Messages put straight into an outbox, and what stands in it afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.actions.making import new_store, on
from tracker.domain.alerts import Abilities, DeliveryKind, Target
from tracker.store.outbox_rows import Message, Payload, enqueue
from tracker.store.store import Store

AT = on(3)
BLIND = Abilities()
MANY = Abilities(at_once=8)


def filled(
    folder: Path, number: int, *, destination: str = "hook", kind: DeliveryKind = DeliveryKind.MENDED
) -> Store:
    """Return a store in whose outbox so many messages wait since 2 May: `message 0`, `message 1`, ..."""
    store = new_store(folder)
    put_in(store, number, destination=destination, kind=kind)
    return store


def put_in(
    store: Store, number: int, *, destination: str, kind: DeliveryKind = DeliveryKind.MENDED, named: str = ""
) -> None:
    """Put so many messages for a destination into the outbox; a second lot needs to be `named`."""
    messages = [
        Message(kind, Target(destination), f"{named}{destination}{each}", Payload(text=f"message {each}"))
        for each in range(number)
    ]
    with store.write(on(2), "test") as commit:
        enqueue(commit, messages)


def rows(store: Store, columns: str = "state", table: str = "outbox") -> list[Any]:
    """Return columns of a table in order of id; single values where there is one column."""
    with store.read() as connection:
        found = connection.exec_driver_sql(f"SELECT {columns} FROM {table} ORDER BY id").fetchall()
    return [row[0] if len(row) == 1 else tuple(row) for row in found]


def change(store: Store, statement: str) -> None:
    """Change rows behind the program's back, as damage would."""
    with store.write(on(2), "test") as commit:
        commit.connection.exec_driver_sql(statement)

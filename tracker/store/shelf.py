"""Promises held ready in memory, brought up to date by reading only what changed."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from sqlalchemy import Connection, func, select

from tracker.store.promise_rows import Logged, load_promises
from tracker.store.tables.promises import promise


class Shelf:
    """The promises of one store, by id, retired ones too. Reading a body costs far more than looking here."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seq = 0
        self._logged: dict[str, Logged] = {}

    def fresh(self, connection: Connection) -> tuple[int, Mapping[str, Logged]]:
        """Return the commit of the newest change and all promises as this connection sees them."""
        newest = int(connection.execute(select(func.max(promise.c.seq))).scalar() or 0)
        with self._lock:
            if newest > self._seq:
                # A new mapping: whoever holds the old one goes on reading it undisturbed.
                self._logged = {**self._logged, **load_promises(connection, since=self._seq)}
                self._seq = newest
            return self._seq, self._logged

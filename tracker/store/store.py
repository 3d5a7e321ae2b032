"""The open store: reading snapshots and write transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from tracker.domain.errors import StoreHeld
from tracker.store.actor_shelf import ActorShelf
from tracker.store.commits import Commit
from tracker.store.connecting import WRITES, as_store_errors
from tracker.store.micros import from_micros, to_micros
from tracker.store.shelf import Shelf
from tracker.store.tables.ledger import commit_log, lease


@dataclass(frozen=True, slots=True)
class Held:
    """A role this process holds on the store: writes check that nobody has taken it over."""

    name: str
    gen: int
    holder: str


class Store:
    """A Deedline store that is open. Safe to use from several threads."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine
        self._writer = engine.execution_options(**{WRITES: True})
        self.held: Held | None = None
        self.shelf = Shelf()
        self.actors = ActorShelf()
        self._latest = 0
        """The newest commit this process knows of, in microseconds."""

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one snapshot of the store."""
        with as_store_errors(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, now: datetime, cause: str, actor: str = "deedline") -> Iterator[Commit]:
        """Give a write transaction: all of it is stored, or, when the block raises, nothing.

        `now` is aware UTC. Raises StoreHeld if another process has taken over the role this one held.
        """
        with as_store_errors(self.path), self._writer.begin() as connection:
            self._check_held(connection)
            commit = Commit(connection, now, cause, actor)
            yield commit
            commit.finish()
        if commit.is_kept:
            self._latest = max(self._latest, commit.at)

    def last_commit(self) -> tuple[int, datetime | None]:
        """Return the newest commit's place and instant; 0 and None for an empty store."""
        with self.read() as connection:
            row = connection.execute(
                select(commit_log.c.seq, commit_log.c.at).order_by(commit_log.c.seq.desc()).limit(1)
            ).first()
        return (0, None) if row is None else (row.seq, from_micros(row.at))

    def no_earlier_than_knowledge(self, now: datetime) -> datetime:
        """Return `now`, or the instant of the newest commit this process knows of if the clock ran backwards."""
        if not self._latest:
            last = self.last_commit()[1]
            self._latest = to_micros(now if last is None else last)
        return max(now, from_micros(self._latest))

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def _check_held(self, connection: Connection) -> None:
        if self.held is None:
            return
        row = connection.execute(select(lease.c.gen, lease.c.holder).where(lease.c.name == self.held.name)).first()
        if row is None or row.gen != self.held.gen:
            taker = "nobody" if row is None else row.holder
            raise StoreHeld(
                f"this process no longer holds {self.path}: {taker} does",
                "let only one `deedline run` use a store",
            )

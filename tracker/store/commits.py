"""Commits: what a write transaction becomes in the order of knowledge, chained by hash to the one before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, insert, select

from tracker.store.canonical import hash_of
from tracker.store.micros import from_micros, to_micros
from tracker.store.tables.ledger import commit_log


@dataclass(slots=True)
class Commit:
    """One write transaction. It becomes a row of the commit log once its place in the order is asked for."""

    connection: Connection
    now: datetime
    cause: str
    actor: str
    _place: tuple[int, int, str] | None = None
    _seals: list[str] = field(default_factory=list)

    @property
    def seq(self) -> int:
        """Return this transaction's place in the order of knowledge."""
        return self._taken()[0]

    @property
    def at(self) -> int:
        """Return its instant in microseconds: the clock's, or the last commit's if the clock ran backwards."""
        return self._taken()[1]

    @property
    def instant(self) -> datetime:
        """Return `at` as an aware instant."""
        return from_micros(self.at)

    @property
    def is_kept(self) -> bool:
        """Say whether it added knowledge, and so takes a place in the order."""
        return self._place is not None

    def seal(self, *hashes: str) -> None:
        """Take the hash of something written into the chain."""
        self._taken()
        self._seals.extend(hashes)

    def finish(self) -> None:
        """Write the commit's own row, if it added anything."""
        if self._place is None:
            return
        seq, at, previous = self._place
        content = hash_of("\n".join(sorted(self._seals)))
        row = {
            "seq": seq,
            "at": at,
            "actor": self.actor,
            "cause": self.cause,
            "content": content,
            "prev_hash": previous,
            "hash": link_hash(previous, seq, at, self.actor, self.cause, content),
        }
        self.connection.execute(insert(commit_log), row)

    def _taken(self) -> tuple[int, int, str]:
        if self._place is None:
            last = self.connection.execute(
                select(commit_log.c.seq, commit_log.c.at, commit_log.c.hash)
                .order_by(commit_log.c.seq.desc())
                .limit(1)
            ).first()
            at = to_micros(self.now)
            self._place = (1, at, "") if last is None else (last.seq + 1, max(at, last.at), last.hash)
        return self._place


def link_hash(previous: str, seq: int, at: int, actor: str, cause: str, content: str) -> str:
    """Return the hash that chains a commit to the one before it."""
    return hash_of("\n".join((previous, str(seq), str(at), actor, cause, content)))

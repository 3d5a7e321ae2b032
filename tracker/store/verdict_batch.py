"""Rows of many verdicts with their episodes and alerts, gathered and written table by table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, select, update

from tracker.domain.alerts import Why
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Verdict
from tracker.engine.as_json import verdict_row
from tracker.store.canonical import hash_of, rows_json
from tracker.store.commits import Commit
from tracker.store.inserting import among, execute_many, insert_rows, next_id, pieces
from tracker.store.micros import to_micros
from tracker.store.tables.alerts import alert, episode
from tracker.store.tables.verdicts import judged, verdict

Row = dict[str, Any]


Which = tuple[str, str]
"""A part of a promise ('' the whole) and a reading of it ('' its headline)."""

WHOLE: Which = ("", "")


class Stood(NamedTuple):
    """How a promise, a part or a reading stood before it is judged. `since` is in microseconds."""

    id: int
    touched: int
    status: str | None
    flags: str
    since: int | None


class VerdictBatch:
    """Gathers rows with ids of its own; `write` puts them into the commit in bulk."""

    def __init__(self, commit: Commit) -> None:
        self._commit = commit
        connection = commit.connection
        self._next = {table.name: next_id(connection, table) for table in (judged, verdict, episode, alert)}
        self._rows: dict[str, list[Row]] = {table.name: [] for table in (judged, verdict, episode, alert)}
        self._updates: list[Row] = []
        self._closed: dict[int, int] = {}
        self._bodies: dict[int, tuple[Verdict, str]] = {}

    def add_judged(self, promise_id: str, which: Which) -> int:
        """Add the row of a part or reading that was never judged before."""
        instance, reading = which
        return self._add(judged, {"promise_id": promise_id, "instance": instance, "reading": reading})

    def add_verdict(
        self,
        judged_id: int,
        told: Verdict,
        old: Status | None,
        flags: tuple[str, ...],
        promise_ver: int,
        cause: str,
    ) -> int:
        """Add a transition to the log and return its id."""
        row: Row = {
            "judged_id": judged_id,
            "seq": self._commit.seq,
            "at": to_micros(told.at),
            "old": None if old is None else str(old),
            "status": str(told.status),
            "flags": flags_json(flags),
            "reason_code": told.reason.code,
            "reason": told.reason.text,
            "deciding": json.dumps(told.deciding) if told.deciding else "[]",
            "promise_ver": promise_ver,
            "cause": cause,
            "body": self.body(told),
        }
        self._commit.seal(hash_of(f"{judged_id} {row['at']} {row['body']}"))
        return self._add(verdict, row)

    def body(self, told: Verdict) -> str:
        """Return a verdict as the JSON text that is kept for showing it again; of the same one, the same text."""
        held = self._bodies.get(id(told))
        if held is None:
            held = self._bodies[id(told)] = (told, rows_json(verdict_row(told)))
        return held[1]

    def settle(self, judged_id: int, touched: int, values: Row) -> None:
        """Set the present verdict of a row, unless something new was learnt meanwhile (`touched` moved on)."""
        self._updates.append({"id": judged_id, "touched": touched, **values})

    def open_episode(self, judged_id: int, verdict_id: int) -> int:
        """Begin an episode with the transition that opened it."""
        return self._add(episode, {"judged_id": judged_id, "opened_verdict": verdict_id, "closed_verdict": None})

    def close_episode(self, episode_id: int, verdict_id: int) -> None:
        """End an episode, one begun in this batch too."""
        self._closed[episode_id] = verdict_id

    def add_alert(self, verdict_id: int, episode_id: int | None, why: Why) -> int:
        """Add what people are to be told of a transition and return its id."""
        return self._add(alert, {"verdict_id": verdict_id, "episode_id": episode_id, "why": str(why)})

    def write(self) -> None:
        """Insert and update everything gathered."""
        connection = self._commit.connection
        closed = dict(self._closed)
        for row in self._rows[episode.name]:
            row["closed_verdict"] = closed.pop(row["id"], None)
        for table in (judged, verdict):
            insert_rows(connection, table, self._rows[table.name])
        self._close(connection, closed)  # first: a promise has one open episode, and a new one may begin here
        for table in (episode, alert):
            insert_rows(connection, table, self._rows[table.name])
        self._settle(connection)

    def _close(self, connection: Connection, closed: dict[int, int]) -> None:
        if closed:
            execute_many(
                connection,
                update(episode).where(episode.c.id == bindparam("the_id")).values(closed_verdict=bindparam("by")),
                [{"the_id": episode_id, "by": verdict_id} for episode_id, verdict_id in closed.items()],
            )

    def _settle(self, connection: Connection) -> None:
        alike: dict[tuple[str, ...], list[Row]] = {}
        for row in self._updates:
            alike.setdefault(tuple(row), []).append(row)
        for names, rows in alike.items():
            values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names[2:]}
            keys = ("the_id", "was_touched", *(f"new_{name}" for name in names[2:]))
            execute_many(
                connection,
                update(judged)
                .where(judged.c.id == bindparam("the_id"), judged.c.touched == bindparam("was_touched"))
                .values(**values),
                [dict(zip(keys, row.values(), strict=True)) for row in rows],
            )

    def _add(self, table: Table, row: Row) -> int:
        row_id = self._next[table.name]
        self._next[table.name] = row_id + 1
        self._rows[table.name].append({"id": row_id, **row})
        return row_id


@lru_cache(maxsize=1_024)
def flags_json(flags: tuple[str, ...]) -> str:
    """Return flags as the text that is kept of them."""
    return json.dumps(flags)


@lru_cache(maxsize=1_024)
def flags_of(kept: str) -> tuple[str, ...]:
    """Return the flags that were kept as a text."""
    return tuple(json.loads(kept))


def judged_rows(connection: Connection, promise_ids: Sequence[str]) -> dict[str, dict[Which, Stood]]:
    """Load how promises stood before they are judged: promise to part and reading to row."""
    columns = [judged.c[name] for name in ("promise_id", "instance", "reading", *Stood._fields)]
    found: dict[str, dict[Which, Stood]] = {}
    for some in pieces(promise_ids):
        wanted = select(*columns).where(among(connection, judged.c.promise_id, some))
        for promise_id, instance, reading, *rest in connection.execute(wanted).all():
            found.setdefault(promise_id, {})[instance, reading] = Stood(*rest)
    return found


def with_judged_parts(connection: Connection, promise_ids: Sequence[str]) -> set[str]:
    """Return those of these promises of which some part was judged before."""
    found: set[str] = set()
    for some in pieces(promise_ids):
        parts = among(connection, judged.c.promise_id, some) & (judged.c.instance != "")
        found.update(connection.execute(select(judged.c.promise_id).where(parts).distinct()).scalars())
    return found


def open_episodes(connection: Connection, judged_ids: Iterable[int]) -> dict[int, int]:
    """Return the open episode of each of these rows that has one."""
    return {
        row.judged_id: row.id
        for some in pieces(sorted(judged_ids))
        for row in connection.execute(
            select(episode.c.judged_id, episode.c.id).where(
                among(connection, episode.c.judged_id, some), episode.c.closed_verdict.is_(None)
            )
        )
    }

"""Sources: their configuration in force, where the next collection starts from, and what became of the last."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from tracker.domain.collecting import CollectState
from tracker.domain.sources import Source
from tracker.store.canonical import from_json, to_json
from tracker.store.commits import Commit
from tracker.store.micros import from_micros, to_micros
from tracker.store.tables.sources import collection, source


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source stands: where to go on, when it is next due (None: now), and whether it is silent."""

    state: CollectState = field(default_factory=CollectState)
    next_poll_at: datetime | None = None
    fails: int = 0
    last_error: str = ""
    hole: bool = False
    last_attempt: datetime | None = None


def load_states(connection: Connection) -> dict[str, SourceState]:
    """Return the state of every source that was ever in force, by id."""
    return {
        row.id: SourceState(
            CollectState(row.etag, row.modified, row.cursor, from_micros(row.last_success)),
            from_micros(row.next_poll_at),
            row.fails,
            row.last_error,
            row.hole,
            from_micros(row.last_attempt),
        )
        for row in connection.execute(select(source))
    }


def load_sources(connection: Connection) -> list[Source]:
    """Return the sources in force as their rule files have them, in order of id."""
    chosen = select(source.c.body).where(source.c.in_force).order_by(source.c.id)
    return [from_json(Source, body) for body in connection.execute(chosen).scalars() if body]


def write_sources(commit: Commit, sources: Iterable[Source], keep_files: frozenset[str]) -> bool:
    """Put these sources into force and take others out, save those written in `keep_files`; say if any changed."""
    connection = commit.connection
    held = {
        row.id: row
        for row in connection.execute(select(source.c.id, source.c.body, source.c.file, source.c.in_force))
    }
    changed = False
    wanted = {each.id: each for each in sources}
    for each in wanted.values():
        body, file = to_json(each), each.position.file if each.position else ""
        row = held.get(each.id)
        if row is None:
            connection.execute(insert(source), {"id": each.id, "body": body, "file": file})
        elif (row.body, row.file, row.in_force) != (body, file, True):
            connection.execute(
                update(source)
                .where(source.c.id == each.id)
                # what was answered before may be read otherwise now: an unchanged answer is wanted again
                .values(body=body, file=file, in_force=True, next_poll_at=None, etag="", modified="")
            )
        changed |= row is None or row.body != body or not row.in_force
    for row in held.values():
        if row.in_force and row.id not in wanted and row.file not in keep_files:
            connection.execute(update(source).where(source.c.id == row.id).values(in_force=False))
            changed = True
    return changed


def ensure_source(commit: Commit, each: Source) -> None:
    """Put a source into force that was never heard of, as one that is collected before any rules were applied."""
    if commit.connection.execute(select(source.c.id).where(source.c.id == each.id)).first() is None:
        row = {"id": each.id, "body": to_json(each), "file": each.position.file if each.position else ""}
        commit.connection.execute(insert(source), row)


@dataclass(frozen=True, slots=True)
class Brought:
    """How many reports a collection offered, how many were new or changed, and how many of those hold a fact.

    `renamed` counts the new ones that were told before under another id.
    """

    offered: int = 0
    new: int = 0
    changed: int = 0
    with_facts: int = 0
    renamed: int = 0


NOTHING = Brought()


def write_success(
    commit: Commit, each: Source, at: datetime, state: CollectState, brought: Brought, problems: Sequence[str]
) -> None:
    """Note a successful collection and where the next one starts from."""
    _note(commit, each, at, ok=True, brought=brought, problems=problems)
    values = {
        "etag": state.etag,
        "modified": state.modified,
        "cursor": state.cursor,
        "last_success": to_micros(at),
        "fails": 0,
        "last_error": "",
        "hole": False,
    }
    _next(commit, each, at, each.every.after(at, "UTC"), values)


def write_failure(commit: Commit, each: Source, at: datetime, reason: str, again: datetime, *, hole: bool) -> None:
    """Note a failed collection with its plain reason, and the instant of the next attempt.

    `hole` says that its silence is one by now.
    """
    _note(commit, each, at, ok=False, reason=reason)
    _next(commit, each, at, again, {"fails": source.c.fails + 1, "last_error": reason, "hole": hole})


def _note(
    commit: Commit,
    each: Source,
    at: datetime,
    *,
    ok: bool,
    brought: Brought = NOTHING,
    problems: Sequence[str] = (),
    reason: str = "",
) -> None:
    row = {
        "source_id": each.id,
        "at": to_micros(at),
        "ok": ok,
        "reports": brought.offered,
        "new": brought.new,
        "changed": brought.changed,
        "with_facts": brought.with_facts,
        "renamed": brought.renamed,
        "problems": json.dumps(list(problems), ensure_ascii=False),
        "reason": reason,
        "seq": commit.seq,
    }
    commit.connection.execute(insert(collection), row)


def _next(commit: Commit, each: Source, at: datetime, again: datetime, values: dict[str, object]) -> None:
    commit.connection.execute(
        update(source)
        .where(source.c.id == each.id)
        .values(last_attempt=to_micros(at), next_poll_at=to_micros(again), **values)
    )

"""Episodes of sources: when one failed or was unlike itself, and what people were told of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, insert, or_, select, update

from tracker.domain.liveness import Ailment, Episode, Symptom
from tracker.store.canonical import hash_of
from tracker.store.commits import Commit
from tracker.store.micros import from_micros
from tracker.store.tables.sources import source_episode


def load_episodes(
    connection: Connection, *, source: str | None = None, only_open: bool = False
) -> tuple[Episode, ...]:
    """Return episodes in the order they were opened: all, those of one source, or those that still last."""
    query = select(source_episode).order_by(source_episode.c.id)
    if source is not None:
        query = query.where(source_episode.c.source_id == source)
    if only_open:
        query = query.where(source_episode.c.closed.is_(None))
    return _episodes(connection, query)


def load_untold(connection: Connection) -> tuple[Episode, ...]:
    """Return the episodes people have to be told of: that they began, or, if that was told, that they ended."""
    rows = source_episode.c
    ended = rows.told.is_not(None) & rows.closed.is_not(None) & rows.told_end.is_(None)
    begun = rows.told.is_(None) & rows.closed.is_(None)
    return _episodes(connection, select(source_episode).where(or_(begun, ended)).order_by(rows.id))


def last_told(connection: Connection) -> datetime | None:
    """Return when people were last told of a source."""
    row = connection.execute(select(func.max(source_episode.c.told), func.max(source_episode.c.told_end))).one()
    return max((from_micros(each) for each in row if each is not None), default=None)


def last_since(connection: Connection, source: str, ailment: Ailment) -> datetime | None:
    """Return from when the latest episode of its kind ran."""
    since = connection.execute(
        select(func.max(source_episode.c.since)).where(
            source_episode.c.source_id == source, source_episode.c.ailment == ailment.value
        )
    ).scalar()
    return from_micros(since)


def open_episode(commit: Commit, source: str, symptom: Symptom, since: int) -> None:
    """Note that a source began to ail."""
    row = {
        "source_id": source,
        "ailment": symptom.ailment.value,
        "since": since,
        "opened": commit.at,
        "says": symptom.says,
        "seq": commit.seq,
    }
    commit.connection.execute(insert(source_episode), row)
    commit.seal(hash_of("|".join(str(value) for value in row.values())))


def close_episode(commit: Commit, episode: Episode) -> None:
    """Note that a source recovered."""
    _change(commit, [episode.id], "closed")


def mark_told(commit: Commit, begun: Iterable[Episode], ended: Iterable[Episode]) -> None:
    """Note that people were told of the beginning of some episodes and of the end of others."""
    _change(commit, [each.id for each in begun], "told")
    _change(commit, [each.id for each in ended], "told_end")


def _change(commit: Commit, ids: list[int], column: str) -> None:
    rows = update(source_episode).where(source_episode.c.id.in_(ids), source_episode.c[column].is_(None))
    commit.connection.execute(rows.values({column: commit.at}))


def _episodes(connection: Connection, query: Select[Any]) -> tuple[Episode, ...]:
    return tuple(
        Episode(
            row.id,
            row.source_id,
            Symptom(Ailment(row.ailment), from_micros(row.since), row.says),
            from_micros(row.opened),
            from_micros(row.closed),
            from_micros(row.told),
            from_micros(row.told_end),
        )
        for row in connection.execute(query)
    )

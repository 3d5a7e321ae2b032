"""Open episodes of promises, and who acknowledged them first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, insert, select

from tracker.domain.statuses import Status
from tracker.store.canonical import hash_of
from tracker.store.commits import Commit
from tracker.store.inserting import among, pieces
from tracker.store.micros import from_micros
from tracker.store.tables.alerts import episode
from tracker.store.tables.routing import acknowledgement
from tracker.store.tables.verdicts import judged


@dataclass(frozen=True, slots=True)
class OpenEpisode:
    """An alarm that lasts: the episode, its promise, how that stands and since when it has stood so.

    `instance` is the part of the promise that it is about, empty for the whole.
    """

    id: int
    promise: str
    status: Status
    since: datetime
    opened_verdict: int
    judged: int
    instance: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Who acknowledged an episode first, and when."""

    by: str
    at: datetime


def load_open_episodes(
    connection: Connection, *, promise: str | None = None, ids: Iterable[int] | None = None
) -> tuple[OpenEpisode, ...]:
    """Return the alarms that last, in order of promise and part: all, one promise's, or some by their ids."""
    here = and_(judged.c.id == episode.c.judged_id, judged.c.reading == "")
    chosen = (
        select(episode.c.id, judged.c.promise_id, judged.c.status, judged.c.since, episode.c.opened_verdict)
        .add_columns(episode.c.judged_id, judged.c.instance)
        .join(judged, here)
        .where(episode.c.closed_verdict.is_(None))
        .order_by(judged.c.promise_id, judged.c.instance)
    )
    if promise is not None:
        chosen = chosen.where(judged.c.promise_id == promise)
    if ids is not None:
        chosen = chosen.where(among(connection, episode.c.id, sorted(ids)))
    return tuple(
        OpenEpisode(
            row.id,
            row.promise_id,
            Status(row.status),
            from_micros(row.since),
            row.opened_verdict,
            row.judged_id,
            row.instance,
        )
        for row in connection.execute(chosen)
        if row.status is not None
    )


def load_acknowledgements(connection: Connection, episodes: Iterable[int]) -> dict[int, Acknowledgement]:
    """Return who acknowledged which of these episodes."""
    return {
        row.episode_id: Acknowledgement(row.who, from_micros(row.at))
        for some in pieces(sorted(set(episodes)))
        for row in connection.execute(select(acknowledgement).where(_among(connection, some)))
    }


def add_acknowledgement(commit: Commit, episode_id: int, by: str) -> None:
    """Note who acknowledged an episode that nobody had acknowledged."""
    row = {"episode_id": episode_id, "who": by, "at": commit.at, "seq": commit.seq}
    commit.connection.execute(insert(acknowledgement), row)
    commit.seal(hash_of("|".join(str(value) for value in row.values())))


def _among(connection: Connection, episodes: Iterable[int]) -> ColumnElement[bool]:
    return among(connection, acknowledgement.c.episode_id, list(episodes))

"""What collections tell of a source's life: its news by the hour, what it learnt from them, how it fares now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, func, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite

from tracker.domain.coverage import Listening
from tracker.domain.instants import Span
from tracker.domain.liveness import Burst, Rhythm, Vitals
from tracker.engine.ailing import FEWEST_ANSWERS, counts_as_renamed
from tracker.store.canonical import from_json, to_json
from tracker.store.commits import Commit
from tracker.store.micros import from_micros, to_micros
from tracker.store.source_rows import SourceState
from tracker.store.tables.sources import NEWS, collection, coverage, source_rhythm

HISTORY = timedelta(weeks=26)
"""How far back a rhythm is learnt from."""

LATELY = timedelta(weeks=1)
"""How long a change of ids is worth telling."""

_IS_NEWS = literal_column(f"({NEWS})", Boolean)
"""The condition in the very words of the index: bound values would not let it be used."""

_HOUR = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt of a source up to an instant; no rhythm while there is too little history."""

    at: datetime
    rhythm: Rhythm | None


def load_learnt(connection: Connection) -> Mapping[str, Learnt]:
    """Return what was learnt of every source, by id."""
    return {
        row.source_id: Learnt(from_micros(row.learnt), from_json(Rhythm, row.body) if row.body else None)
        for row in connection.execute(select(source_rhythm))
    }


def write_learnt(commit: Commit, source_id: str, learnt: Learnt) -> None:
    """Keep what was learnt of a source in the place of what was learnt before; adds nothing to what is known."""
    make = postgresql.insert if commit.connection.dialect.name == "postgresql" else sqlite.insert
    values = {"learnt": to_micros(learnt.at), "body": to_json(learnt.rhythm) if learnt.rhythm else ""}
    statement = make(source_rhythm).values(source_id=source_id, **values)
    commit.connection.execute(statement.on_conflict_do_update(index_elements=["source_id"], set_=values))


def load_bursts(connection: Connection, source_id: str, now: datetime) -> list[Burst]:
    """Return what a source brought in each hour that brought something, oldest first."""
    hour = collection.c.at // _HOUR
    rows = connection.execute(
        select(
            func.min(collection.c.at).label("first"),
            func.max(collection.c.at).label("last"),
            func.sum(collection.c.new + collection.c.changed).label("items"),
            func.sum(collection.c.with_facts).label("with_facts"),
        )
        .where(*_news(source_id, now - HISTORY))
        .group_by(hour)
        .order_by(hour)
    )
    return [
        Burst(from_micros(row.first), from_micros(row.last), int(row.items), int(row.with_facts)) for row in rows
    ]


def load_seen(connection: Connection, source_id: str) -> list[Span]:
    """Return the spans in which a source was listened to by collecting, oldest first."""
    rows = connection.execute(
        select(coverage.c.from_at, coverage.c.to_at)
        .where(coverage.c.source_id == source_id, coverage.c.kind == Listening.SEEN.value)
        .order_by(coverage.c.from_at)
    )
    return [Span(from_micros(row.from_at), from_micros(row.to_at)) for row in rows]


def load_last_news(connection: Connection, source_id: str, now: datetime) -> datetime | None:
    """Return when a source last brought something new, as far back as its rhythm is learnt."""
    return _latest(connection, *_news(source_id, now - HISTORY))


def load_vitals(connection: Connection, source_id: str, state: SourceState, now: datetime) -> Vitals:
    """Return how a source fares at `now`."""
    success = state.state.last_success
    last_news = load_last_news(connection, source_id, now)
    last_fact = _latest(connection, *_news(source_id, now - HISTORY), collection.c.with_facts > 0)
    bare = _since(connection, source_id, last_fact or now)
    renamed = connection.execute(
        select(collection.c.at, collection.c.reports, collection.c.renamed)
        .where(*_news(source_id, now - LATELY), collection.c.renamed > 0)
        .order_by(collection.c.at.desc())
    )
    changed = next((row for row in renamed if counts_as_renamed(row.reports, row.renamed)), None)
    return Vitals(
        last_success=success,
        listened_since=_listened_since(connection, source_id),
        failing_since=_failing_since(connection, source_id, success) if state.fails else None,
        error=state.last_error,
        last_news=last_news,
        answers=_answers(connection, source_id, last_news),
        last_fact=last_fact,
        bare_items=bare[0],
        bare_answers=bare[1],
        renamed_at=None if changed is None else from_micros(changed.at),
        offered=0 if changed is None else changed.reports,
        steady=changed is None or _was_steady(connection, source_id, changed.at),
    )


def _news(source_id: str, since: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the condition for collections since an instant that brought something."""
    return collection.c.source_id == source_id, collection.c.at >= to_micros(since), _IS_NEWS


def _latest(connection: Connection, *where: ColumnElement[bool]) -> datetime | None:
    at = connection.execute(
        select(collection.c.at).where(*where).order_by(collection.c.at.desc()).limit(1)
    ).scalar()
    return from_micros(at)


def _since(connection: Connection, source_id: str, last: datetime) -> tuple[int, int]:
    """Return how many items came after an instant, and in how many answers."""
    row: Any = connection.execute(
        select(func.sum(collection.c.new + collection.c.changed), func.count()).where(
            *_news(source_id, last), collection.c.at > to_micros(last)
        )
    ).one()
    return int(row[0] or 0), int(row[1])


def _answers(connection: Connection, source_id: str, last_news: datetime | None) -> int:
    if last_news is None:
        return 0
    healthy = (
        select(collection.c.id)
        .where(collection.c.source_id == source_id, collection.c.at > to_micros(last_news), collection.c.ok)
        .limit(FEWEST_ANSWERS)
    )
    return len(connection.execute(healthy).all())


def _listened_since(connection: Connection, source_id: str) -> datetime | None:
    seen = coverage.c.source_id == source_id, coverage.c.kind == Listening.SEEN.value
    return from_micros(connection.execute(select(func.max(coverage.c.from_at)).where(*seen)).scalar())


def _failing_since(connection: Connection, source_id: str, success: datetime | None) -> datetime | None:
    after = () if success is None else (collection.c.at > to_micros(success),)
    at = connection.execute(
        select(collection.c.at)
        .where(collection.c.source_id == source_id, collection.c.ok.is_(False), *after)
        .order_by(collection.c.at)
        .limit(1)
    ).scalar()
    return from_micros(at)


def _was_steady(connection: Connection, source_id: str, at: int) -> bool:
    """Say whether the next answer that held anything after a change of ids kept them."""
    later = connection.execute(
        select(collection.c.reports, collection.c.renamed)
        .where(collection.c.source_id == source_id, collection.c.at > at, collection.c.reports > 0)
        .limit(1)
    ).first()
    return later is not None and not counts_as_renamed(later.reports, later.renamed)

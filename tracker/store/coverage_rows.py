"""Spans of listening: extended by each successful collection, or attested by a person."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from tracker.domain.coverage import Coverage, CoverageSpan, Listening
from tracker.domain.instants import Span
from tracker.domain.sources import Source
from tracker.store.canonical import from_json, hash_of
from tracker.store.commits import Commit
from tracker.store.micros import from_micros, to_micros
from tracker.store.tables.sources import coverage, source

MISSED_POLLS_MAKE_A_HOLE = 3
"""A gap longer than this many of a source's intervals was not listened to (section 8 of the semantics)."""


def load_coverage(connection: Connection) -> Coverage:
    """Load everything known about listening. A span that was seen counts as known from its start."""
    spans = tuple(
        CoverageSpan(
            row.source_id,
            Span(from_micros(row.from_at), from_micros(row.to_at)),
            Listening(row.kind),
            from_micros(row.recorded),
            row.note,
        )
        for row in connection.execute(select(coverage).order_by(coverage.c.source_id, coverage.c.from_at))
    )
    return Coverage(spans, tuple(each.for_judging for each in load_sources(connection)))


def load_sources(connection: Connection) -> tuple[Source, ...]:
    """Load the sources in force, in order of id."""
    bodies = connection.execute(select(source.c.body).where(source.c.in_force).order_by(source.c.id)).scalars()
    return tuple(from_json(Source, body) for body in bodies)


def grace(each: Source) -> timedelta:
    """Return how long after a success a source still counts as listened to."""
    return MISSED_POLLS_MAKE_A_HOLE * timedelta(
        days=each.every.days + 30 * each.every.months, seconds=each.every.seconds
    )


def extend_seen(commit: Commit, each: Source, at: datetime, last_success: datetime | None) -> bool:
    """Note a successful collection at `at`; return whether it began a new span (the first, or after a hole)."""
    held = commit.connection.execute(
        select(coverage.c.id, coverage.c.to_at)
        .where(coverage.c.source_id == each.id, coverage.c.kind == Listening.SEEN.value)
        .order_by(coverage.c.to_at.desc())
        .limit(1)
    ).first()
    if held is not None and last_success is not None and at - last_success <= grace(each):
        if to_micros(at) > held.to_at:
            commit.connection.execute(update(coverage).where(coverage.c.id == held.id).values(to_at=to_micros(at)))
        return False
    _add(commit, CoverageSpan(each.id, Span(at, at)), to_micros(at))
    return True


def attest(commit: Commit, span: CoverageSpan) -> None:
    """Add a span that a person vouches for or says was denied; known from this commit on."""
    _add(commit, span, commit.at)


def _add(commit: Commit, span: CoverageSpan, recorded: int) -> None:
    row = {
        "source_id": span.source,
        "from_at": to_micros(span.span.start),
        "to_at": to_micros(span.span.end),
        "kind": span.kind.value,
        "recorded": recorded,
        "seq": commit.seq,
        "note": span.note,
    }
    commit.connection.execute(insert(coverage), row)
    commit.seal(hash_of("|".join(str(value) for value in row.values())))

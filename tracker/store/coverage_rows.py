"""Spans of listening: extended by each successful collection, or attested by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from tracker.domain.coverage import Coverage, CoverageSpan, Listening
from tracker.domain.instants import Span
from tracker.domain.sources import Source
from tracker.store.canonical import from_json, hash_of
from tracker.store.commits import Commit
from tracker.store.micros import from_micros, to_micros
from tracker.store.tables.sources import coverage, coverage_revocation, source

MISSED_POLLS_MAKE_A_HOLE = 3
"""A gap longer than this many of a source's intervals was not listened to (section 8 of the semantics)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A span that a person put down, with its number and who took it back and why, if anybody did."""

    number: int
    span: CoverageSpan
    revoked_by: str = ""
    reason: str = ""


def load_coverage(connection: Connection) -> Coverage:
    """Load everything known about listening. A span that was seen counts as known from its start."""
    taken_back: dict[int, int] = {
        row.coverage_id: row.recorded for row in connection.execute(select(coverage_revocation))
    }
    rows = connection.execute(select(coverage).order_by(coverage.c.source_id, coverage.c.from_at))
    spans = tuple(_span(row, taken_back.get(row.id)) for row in rows)
    return Coverage(spans, tuple(each.for_judging for each in load_sources(connection)))


def load_entries(connection: Connection) -> tuple[Entry, ...]:
    """Load what people put down about listening, what they took back included, in the order it was put down."""
    rows = connection.execute(
        select(coverage, coverage_revocation.c.recorded.label("revoked"), coverage_revocation.c.who.label("by"))
        .add_columns(coverage_revocation.c.reason)
        .join_from(coverage, coverage_revocation, isouter=True)
        .where(coverage.c.kind.in_([Listening.ATTESTED.value, Listening.DENIED.value]))
        .order_by(coverage.c.id)
    )
    return tuple(Entry(row.id, _span(row, row.revoked), row.by or "", row.reason or "") for row in rows)


def _span(row: Row[Any], revoked: int | None) -> CoverageSpan:
    return CoverageSpan(
        row.source_id,
        Span(from_micros(row.from_at), from_micros(row.to_at)),
        Listening(row.kind),
        from_micros(row.recorded),
        row.note,
        row.who,
        from_micros(revoked),
    )


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


def attest(commit: Commit, span: CoverageSpan) -> int:
    """Add a span that a person vouches for or says was denied, known from this commit on; return its number."""
    return _add(commit, span, commit.at)


def revoke(commit: Commit, number: int, who: str, reason: str) -> None:
    """Take back a span that a person put down: from this commit on it counts no more; its row stays as it is."""
    row = {"coverage_id": number, "recorded": commit.at, "seq": commit.seq, "who": who, "reason": reason}
    commit.connection.execute(insert(coverage_revocation), row)
    commit.seal(hash_of("|".join(str(value) for value in row.values())))


def _add(commit: Commit, span: CoverageSpan, recorded: int) -> int:
    row = {
        "source_id": span.source,
        "from_at": to_micros(span.span.start),
        "to_at": to_micros(span.span.end),
        "kind": span.kind.value,
        "recorded": recorded,
        "seq": commit.seq,
        "note": span.note,
        **({"who": span.who} if span.who else {}),
    }
    number = commit.connection.execute(insert(coverage).returning(coverage.c.id), row).scalar_one()
    commit.seal(hash_of("|".join(str(value) for value in row.values())))
    return int(number)

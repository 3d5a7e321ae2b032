"""How each source fares in full: its last answers and failures, its holes, and the items that it lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from tracker.actions.health import LOOKING_BACK, SourceLine, source_lines
from tracker.domain.instants import Span
from tracker.engine.listening import holes_in
from tracker.engine.unnamed import Unnamed, unnamed
from tracker.store.coverage_rows import load_coverage
from tracker.store.micros import from_micros
from tracker.store.passed_over_rows import KeptAside, load_passed_over
from tracker.store.promise_rows import load_names
from tracker.store.said_rows import names_said
from tracker.store.store import Store
from tracker.store.tables.sources import collection


@dataclass(frozen=True, slots=True)
class ListeningState:
    """A source over the last days: `failed` is its last failure, if there ever was one, `why` its reason.

    `holes` are stretches in which it was not listened to, since it was first asked; `kept_aside` are items that
    broke a rule and could not be used since; `unnamed` is what criteria that rest on it wait for and none of its
    stored facts says.
    """

    line: SourceLine
    failed: datetime | None = None
    why: str = ""
    holes: tuple[Span, ...] = ()
    kept_aside: tuple[KeptAside, ...] = ()
    unnamed: tuple[Unnamed, ...] = ()

    @property
    def is_failing(self) -> bool:
        """Say whether it does not answer now, or has been silent too long."""
        line = self.line
        return line.source.is_asked and bool(line.state.last_error or (line.silent and line.state.last_attempt))


def listening_states(store: Store, now: datetime) -> tuple[ListeningState, ...]:
    """Return how each source in force fares, in order of id."""
    lines = source_lines(store, now)
    with store.read() as connection:
        coverage = load_coverage(connection)
        names = load_names(connection)
        promises = [each.promise for each in store.shelf.fresh(connection)[1].values() if not each.retired]
        found = []
        for line in lines:
            source = line.source.id
            failed, why = _last_failure(connection, source)
            first = _first_asked(connection, source)
            window = None if first is None or first >= now else Span(max(first, now - LOOKING_BACK), now)
            holes = _old_enough(line, holes_in(window, source, coverage), now) if window else ()
            aside = tuple(load_passed_over(connection, source, now - LOOKING_BACK))
            said = names_said(connection, source)
            waiting = unnamed(promises, line.source.for_judging, [said], names) if said.facts else ()
            found.append(ListeningState(line, failed, why, holes, aside, waiting))
    return tuple(found)


def _old_enough(line: SourceLine, holes: tuple[Span, ...], now: datetime) -> tuple[Span, ...]:
    """Leave out the time since the last answer while the next is not overdue."""
    return tuple(hole for hole in holes if hole.end < now or line.silent)


def _last_failure(connection: Connection, source: str) -> tuple[datetime | None, str]:
    row = connection.execute(
        select(collection.c.at, collection.c.reason)
        .where(collection.c.source_id == source, collection.c.ok.is_(False))
        .order_by(collection.c.at.desc(), collection.c.id.desc())
        .limit(1)
    ).first()
    return (None, "") if row is None else (from_micros(row.at), row.reason)


def _first_asked(connection: Connection, source: str) -> datetime | None:
    first = connection.execute(select(func.min(collection.c.at)).where(collection.c.source_id == source)).scalar()
    return from_micros(first)

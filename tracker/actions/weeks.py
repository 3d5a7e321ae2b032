"""What subscribers would read about a week: the store is read once, whoever asks for the same shares the work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tracker.actions.slots import WEEK, latest_slot
from tracker.actions.source_health import sources_health
from tracker.domain.alerts import Subscriber, Transition
from tracker.domain.coverage import Coverage
from tracker.domain.digests import Cited, SourceHealth, Standing, Week
from tracker.domain.instants import Span
from tracker.domain.mail_addresses import mailbox
from tracker.domain.promises import Promise
from tracker.domain.sources import Source
from tracker.engine.digest import build_week
from tracker.engine.part_names import part_words
from tracker.store.citing_rows import Named, load_cited
from tracker.store.coverage_rows import load_coverage, load_sources
from tracker.store.digest_rows import load_places
from tracker.store.showing_rows import Listed, load_listed, load_parts, load_transitions
from tracker.store.source_rows import SourceState, load_states
from tracker.store.store import Store


@dataclass(slots=True)
class Weeks:
    """Everything that weeks are made of, read at one instant: weeks may start at `since` or later."""

    now: datetime
    since: datetime
    promises: tuple[Promise, ...]
    standings: tuple[Standing, ...]
    transitions: tuple[Transition, ...]
    sources: tuple[Source, ...]
    states: dict[str, SourceState]
    coverage: Coverage
    parts: tuple[Standing, ...]
    """The parts of promises that changed."""
    cited: Mapping[Named, Cited]
    _health: dict[Span, tuple[SourceHealth, ...]] = field(default_factory=dict)

    def week_of(self, reader: Subscriber, period: Span) -> Week:
        """Return what a reader would be told of a period, as known now."""
        if period not in self._health:
            self._health[period] = tuple(
                sources_health(self.sources, self.states, self.coverage, self.promises, period, self.now)
            )
        health = self._health[period]
        return build_week(period, self.standings, self.transitions, health, reader, self.cited, self.parts)


def load_weeks(store: Store, since: datetime, now: datetime, *, pages: str = "") -> Weeks:
    """Read everything that weeks from `since` on are made of; `pages` is where promises have pages, if any."""
    with store.read() as connection:
        logged = store.shelf.fresh(connection)[1]
        in_force = {each: logged[each] for each in logged if not logged[each].retired}
        listed = load_listed(connection, in_force)
        standings = tuple(each for one in listed.values() if (each := standing_of(one, pages)) is not None)
        transitions = load_transitions(connection, since=since)
        parted = {each.promise for each in transitions if each.instance}
        parts = tuple(
            each for one in load_parts(connection, in_force, parted).values() if (each := standing_of(one, pages))
        )
        told: tuple[Standing | Transition, ...] = (*standings, *transitions)
        deciding = ((each.promise, name) for each in told for name in each.deciding)
        return Weeks(
            now,
            since,
            tuple(each.promise for each in in_force.values()),
            standings,
            transitions,
            tuple(load_sources(connection)),
            dict(load_states(connection)),
            load_coverage(connection),
            parts,
            load_cited(connection, deciding),
        )


def week_so_far(
    store: Store, subscriber: Subscriber, now: datetime, *, at: datetime | None = None, pages: str = ""
) -> Week:
    """Return the digest that a subscriber would get if their period ended now, or if a week had ended at `at`."""
    end = min(at or now, now)
    with store.read() as connection:
        place = load_places(connection).get(mailbox(subscriber.address))
    start = place.start if place is not None else latest_slot(subscriber, end)
    if at is not None or start >= end:
        start = end - WEEK
    return load_weeks(store, start, now, pages=pages).week_of(subscriber, Span(start, end))


def standing_of(listed: Listed, pages: str = "") -> Standing | None:
    """Return a promise as a digest shows it; None until it was judged once."""
    if listed.status is None:
        return None
    promise = listed.logged.promise
    page = f"{pages.rstrip('/')}/promises/{promise.id}" if pages else promise.statement.link
    return Standing(
        promise=promise.id,
        title=promise.title,
        by=promise.by,
        status=listed.status,
        instance=listed.instance,
        part=part_words(promise, listed.instance),
        tags=promise.tags,
        reason=listed.reason,
        due=listed.due,
        late_since=listed.late_since,
        tz=promise.tz,
        url=page,
        readings=listed.readings,
        deciding=listed.deciding,
    )

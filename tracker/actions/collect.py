"""Collect from every source that is due: reports and coverage in one transaction, failures as history."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from tracker.actions.backing_off import next_attempt
from tracker.actions.hearing import promises_still_listening, promises_that_hear
from tracker.actions.ingest import Ingested, take_in
from tracker.actions.matching_keys import keys_in_force
from tracker.actions.taking_turns import Pace, in_turns
from tracker.domain.collecting import Collected, Collector, CollectState
from tracker.domain.counting import first_of
from tracker.domain.errors import SourceFailed, StoreError
from tracker.domain.promises import Names
from tracker.domain.sources import Source
from tracker.engine.ailing import FEWEST_RENAMED
from tracker.store.commits import Commit
from tracker.store.coverage_rows import extend_seen, grace
from tracker.store.judged_rows import mark_dirty
from tracker.store.passed_over_rows import write_passed_over
from tracker.store.renamed_items import count_renamed
from tracker.store.source_rows import (
    Brought,
    SourceState,
    ensure_source,
    load_states,
    write_failure,
    write_success,
)
from tracker.store.store import Store

Jitter = Callable[[], float]
"""Gives numbers from 0 up to 1, by which failing sources are spread."""


@dataclass(frozen=True, slots=True)
class Collection:
    """What became of one collection: what it brought, or the plain reason why it failed."""

    source: str
    ingested: Ingested = field(default_factory=Ingested)
    problems: tuple[str, ...] = ()
    failed: str = ""


def collect(
    store: Store,
    sources: Iterable[Source],
    collector: Collector,
    now: datetime,
    *,
    names: Names | None = None,
    only_due: bool = True,
    pace: Pace | None = None,
    jitter: Jitter = random.random,
) -> tuple[Collection, ...]:
    """Collect from the sources whose time has come (all of them if not `only_due`), in order of id.

    No transaction is open while a source is asked. Whatever goes wrong with one source stops no other. `pace` says
    how many are asked at once and which hosts rest.
    """
    with store.read() as connection:
        states = load_states(connection)
    due = [each for each in sources if each.is_asked and (not only_due or _is_due(states.get(each.id), now))]
    if not due:
        return ()

    def ask(source: Source) -> Collected | SourceFailed:
        return _ask(collector, source, states.get(source.id), now)

    done = [
        record_collection(store, source, answer, now, names=names, jitter=jitter)
        for source, answer in in_turns(due, host_of, ask, pace or Pace())
    ]
    return tuple(sorted(done, key=lambda each: each.source))


def host_of(source: Source) -> str:
    """Return the host (and port) that the source asks, empty if none."""
    try:
        return urlsplit(source.url).netloc.lower()
    except ValueError:
        return ""


def record_collection(
    store: Store,
    source: Source,
    answer: Collected | SourceFailed,
    now: datetime,
    *,
    names: Names | None = None,
    jitter: Jitter = random.random,
    also: Callable[[Commit, Collection], None] | None = None,
) -> Collection:
    """Store what a collection at `now` brought, or why it failed.

    A success extends the span in which the source was listened to; after a gap of more than three of its intervals
    it starts a new one. A failure leaves a hole, and the source is asked again later and later. `also` writes what
    belongs into the same transaction.
    """
    with store.write(now, "collect", source.id) as commit:
        connection = commit.connection
        ensure_source(commit, source)
        state = load_states(connection).get(source.id, SourceState())
        last = state.state.last_success
        if isinstance(answer, SourceFailed):
            reason = f"{answer.message} ({answer.hint})" if answer.hint else answer.message
            silent = last is None or now - last > grace(source)
            again = next_attempt(source.every, state.fails + 1, now, jitter(), answer.wait)
            write_failure(commit, source, now, reason, again, hole=silent)
            if silent and not state.hole:
                mark_dirty(connection, promises_that_hear(store, connection, [source.id]), commit.at)
            done = Collection(source.id, failed=reason)
            if also is not None:
                also(commit, done)
            return done
        ingested = take_in(commit, answer.reports, keys_in_force(store, connection, names))
        begins_span = extend_seen(commit, source, now, last)
        problems = (*answer.problems, *_older_editions(ingested.older))
        brought = Brought(
            offered=len(answer.reports),
            new=ingested.new,
            changed=ingested.changed,
            with_facts=ingested.with_facts,
            renamed=_renamed(commit, source, answer, ingested) if last is not None else 0,
        )
        write_success(commit, source, now, answer.state, brought, problems)
        ids = (report.id for report in answer.reports)
        write_passed_over(commit, source.id, answer.passed_over, ids, is_whole=answer.is_whole)
        concerned = promises_that_hear if begins_span else promises_still_listening
        mark_dirty(connection, concerned(store, connection, [source.id]), commit.at)
        done = Collection(source.id, ingested, problems)
        if also is not None:
            also(commit, done)
    answer.settle()
    return done


def _older_editions(ids: Sequence[str]) -> tuple[str, ...]:
    """Say which reports came in an edition before the one that is held: a cache's, or of a clock turned back."""
    if not ids:
        return ()
    named = first_of([repr(each) for each in ids], 5)
    return (f"older than what is known of the same items, and left out: {named}",)


def _ask(
    collector: Collector, source: Source, state: SourceState | None, now: datetime
) -> Collected | SourceFailed:
    try:
        return collector(source, state.state if state else CollectState(), now)
    except SourceFailed as failure:
        return failure
    except StoreError:
        raise
    except Exception as error:  # a mistake in one kind of source stops no other
        return SourceFailed(f"{type(error).__name__}: {error}"[:500])


def _renamed(commit: Commit, source: Source, answer: Collected, ingested: Ingested) -> int:
    """Count what was told before under other ids: to be asked only where everything seems new."""
    if ingested.new < len(answer.reports) or ingested.new < FEWEST_RENAMED:
        return 0
    return count_renamed(commit, source.id, answer.reports)


def _is_due(state: SourceState | None, now: datetime) -> bool:
    return state is None or state.next_poll_at is None or state.next_poll_at <= now

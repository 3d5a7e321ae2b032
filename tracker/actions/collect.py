"""Collect from every source that is due: reports and coverage in one transaction, failures as history."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import datetime

from tracker.actions.hearing import promises_still_listening, promises_that_hear
from tracker.actions.ingest import Ingested, take_in
from tracker.actions.matching_keys import keys_in_force
from tracker.domain.collecting import Collected, Collector, CollectState
from tracker.domain.errors import SourceFailed, StoreError
from tracker.domain.promises import Names
from tracker.domain.sources import Source, SourceKind
from tracker.engine.ailing import FEWEST_RENAMED
from tracker.store.commits import Commit
from tracker.store.coverage_rows import extend_seen, grace
from tracker.store.judged_rows import mark_dirty
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

AT_ONCE = 4
"""Sources asked at the same time, so that a slow one holds up few others."""


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
) -> tuple[Collection, ...]:
    """Collect from the sources whose time has come (all of them if not `only_due`), in order of id.

    No transaction is open while a source is asked. Whatever goes wrong with one source stops no other.
    """
    with store.read() as connection:
        states = load_states(connection)
    due = [each for each in sources if _can_be_asked(each) and (not only_due or _is_due(states.get(each.id), now))]
    if not due:
        return ()
    done: list[Collection] = []
    with ThreadPoolExecutor(min(AT_ONCE, len(due)), thread_name_prefix="collect") as pool:
        asked = {pool.submit(_ask, collector, each, states.get(each.id), now): each for each in due}
        for answer in as_completed(asked):
            done.append(record_collection(store, asked[answer], answer.result(), now, names=names))
    return tuple(sorted(done, key=lambda each: each.source))


def record_collection(
    store: Store, source: Source, answer: Collected | str, now: datetime, *, names: Names | None = None
) -> Collection:
    """Store what a collection at `now` brought, or (a text) why it failed.

    A success extends the span in which the source was listened to; after a gap of more than three of its intervals
    it starts a new one. A failure leaves a hole.
    """
    with store.write(now, "collect", source.id) as commit:
        connection = commit.connection
        ensure_source(commit, source)
        state = load_states(connection).get(source.id, SourceState())
        last = state.state.last_success
        if isinstance(answer, str):
            silent = last is None or now - last > grace(source)
            write_failure(commit, source, now, answer, hole=silent)
            if silent and not state.hole:
                mark_dirty(connection, promises_that_hear(store, connection, [source.id]), commit.at)
            return Collection(source.id, failed=answer)
        ingested = take_in(commit, answer.reports, keys_in_force(store, connection, names))
        begins_span = extend_seen(commit, source, now, last)
        brought = Brought(
            offered=len(answer.reports),
            new=ingested.new,
            changed=ingested.changed,
            with_facts=ingested.with_facts,
            renamed=_renamed(commit, source, answer, ingested) if last is not None else 0,
        )
        write_success(commit, source, now, answer.state, brought, answer.problems)
        concerned = promises_that_hear if begins_span else promises_still_listening
        mark_dirty(connection, concerned(store, connection, [source.id]), commit.at)
    answer.settle()
    return Collection(source.id, ingested, answer.problems)


def _ask(collector: Collector, source: Source, state: SourceState | None, now: datetime) -> Collected | str:
    try:
        return collector(source, state.state if state else CollectState(), now)
    except SourceFailed as failure:
        return f"{failure.message} ({failure.hint})" if failure.hint else failure.message
    except StoreError:
        raise
    except Exception as error:  # a mistake in one kind of source stops no other
        return f"{type(error).__name__}: {error}"[:500]


def _renamed(commit: Commit, source: Source, answer: Collected, ingested: Ingested) -> int:
    """Count what was told before under other ids: to be asked only where everything seems new."""
    if ingested.new < len(answer.reports) or ingested.new < FEWEST_RENAMED:
        return 0
    return count_renamed(commit, source.id, answer.reports)


def _can_be_asked(source: Source) -> bool:
    return source.kind is not SourceKind.PERSON


def _is_due(state: SourceState | None, now: datetime) -> bool:
    return state is None or state.next_poll_at is None or state.next_poll_at <= now

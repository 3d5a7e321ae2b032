"""Which promises rest on what a source hears."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from tracker.domain.coverage import Coverage
from tracker.domain.promises import Promise
from tracker.engine.listening import needed_sources
from tracker.store.coverage_rows import load_sources
from tracker.store.judged_rows import listening_promises
from tracker.store.store import Store


def promises_that_hear(store: Store, connection: Connection, sources: Iterable[str]) -> frozenset[str]:
    """Return the promises in force whose verdict may rest on these sources having been listened to."""
    logged = store.shelf.fresh(connection)[1]
    names = _names(connection, sources)
    return frozenset(
        each.promise.id for each in logged.values() if not each.retired and _needs(each.promise, names)
    )


def promises_still_listening(store: Store, connection: Connection, sources: Iterable[str]) -> frozenset[str]:
    """Return those of them that a little more listening from now on could decide."""
    waiting = listening_promises(connection)
    if not waiting:
        return frozenset()
    logged = store.shelf.fresh(connection)[1]
    names = _names(connection, sources)
    return frozenset(each for each in waiting if each in logged and _needs(logged[each].promise, names))


def promises_needing(promises: Iterable[Promise], coverage: Coverage, source: str) -> tuple[str, ...]:
    """Return the ids of those promises whose silence counts only while this source (or another) is heard."""
    return tuple(sorted(each.id for each in promises if _listens_to(each, coverage, source)))


def _listens_to(promise: Promise, coverage: Coverage, source: str) -> bool:
    criteria = [criterion for reading in promise.readings for criterion in reading.criteria.values()]
    if any(each.id == source for each in needed_sources(promise, criteria, coverage)):
        return True
    return any(_listens_to(step, coverage, source) for step in promise.steps)


def _names(connection: Connection, sources: Iterable[str]) -> frozenset[str]:
    """Return the ids of the sources and the groups they are in: a promise may need either."""
    wanted = set(sources)
    groups = {group for each in load_sources(connection) if each.id in wanted for group in each.groups}
    return frozenset(wanted | groups)


def _needs(promise: Promise, names: frozenset[str]) -> bool:
    # Without `needs` the sources that cover its indicators count; taking any source errs on the side of judging.
    return not promise.needs or bool(names & set(promise.needs))

"""Make a plan of edited rule files: what they would change, over everything stored; and refuse a stale one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import get_context

from sqlalchemy import Connection

from tracker.actions.looking_back import Change, Lens, look_back
from tracker.actions.stored_history import match_stored
from tracker.domain.coverage import Coverage
from tracker.domain.errors import BadInput
from tracker.domain.instants import Span, first_instant
from tracker.domain.plans import Fate, PastAlert, Plan, PlannedPromise
from tracker.domain.promises import Names, Promise
from tracker.domain.reports import ReportVersion
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Basis, View
from tracker.engine.part_names import part_words
from tracker.engine.planning import (
    alert_changes,
    differences,
    differences_of_names,
    differences_of_sources,
    first_divergence,
)
from tracker.language.ruleset import Loaded, RuleSet
from tracker.store.canonical import hash_of, meaning_hash, to_json
from tracker.store.coverage_rows import load_coverage
from tracker.store.promise_rows import FILE, STORE, Logged, load_names, load_promises
from tracker.store.report_loading import reports_of_promises
from tracker.store.source_rows import load_sources
from tracker.store.store import Store

Progress = Callable[[int, int], None]
"""Told how many promises are done, and of how many."""

FEWEST_FOR_TWO = 16
"""With fewer promises to replay a second process costs more than it saves."""


@dataclass(frozen=True, slots=True)
class _Side:
    """A promise as one of the two rule sets reads it, with the reports that may touch it."""

    promise: Promise
    reports: tuple[ReportVersion, ...]
    names: Names


@dataclass(frozen=True, slots=True)
class _Pair:
    """A promise before and after an edit."""

    fate: Fate
    old: _Side | None
    new: _Side | None
    coverage: Coverage
    basis: Basis
    now: datetime

    @property
    def promise(self) -> Promise:
        """Return it as it would be, or as it was where it is retired."""
        sides = [side.promise for side in (self.new, self.old) if side is not None]
        return sides[0]


def make_plan(
    store: Store,
    loaded: Loaded,
    now: datetime,
    *,
    basis: Basis = Basis.PUBLISHED,
    workers: int = 1,
    progress: Progress = lambda done, of: None,
) -> Plan:
    """Compare clean rule files with what is in force, by meaning, and replay both over all stored reports.

    `basis` is the clock by which the past is replayed. Writes nothing; only promises whose meaning changes, or
    which other names may change, are replayed. The files must have no errors.
    """
    rules = loaded.rules
    with store.read() as connection:
        held = load_promises(connection)
        names = load_names(connection)
        fates = dict(_fates(rules, held, names_changed=to_json(names) != to_json(rules.names)))
        pairs = _pairs(connection, rules, held, names, fates, basis, now)
        base = _in_force(connection, held, names)
        sources = {each.id: each for each in load_sources(connection)}
    planned = tuple(each for each in _replayed(pairs, workers, progress) if _counts(each))
    return Plan(
        now,
        dict(sorted(rules.files.items())),
        base,
        planned,
        differences_of_names(names, rules.names),
        differences_of_sources(sources, {each.id: each for each in rules.sources}),
    )


def check_fresh(store: Store, loaded: Loaded, plan: Plan) -> None:
    """Raise BadInput if the rule files, or what is in force, are not what the plan was made from."""
    cure = "make a new one: deedline rules plan --out FILE"
    if dict(loaded.rules.files) != dict(plan.files):
        changed = sorted(
            name
            for name in {*loaded.rules.files, *plan.files}
            if loaded.rules.files.get(name) != plan.files.get(name)
        )
        raise BadInput(f"the plan is stale: {', '.join(changed)} changed since it was made", cure)
    with store.read() as connection:
        if _in_force(connection, load_promises(connection), load_names(connection)) != plan.in_force:
            raise BadInput("the plan is stale: other rules are in force now than when it was made", cure)


def _in_force(connection: Connection, held: Mapping[str, Logged], names: Names) -> str:
    """Return the hash of everything that rule files have in force."""
    kept = {each.promise.id: each.hash for each in held.values() if each.owner == FILE and not each.retired}
    sources = sorted(to_json(each) for each in load_sources(connection))
    return hash_of(to_json([sorted(kept.items()), to_json(names), sources]))


def _fates(rules: RuleSet, held: Mapping[str, Logged], *, names_changed: bool) -> Iterator[tuple[str, Fate]]:
    wanted = {promise.id: promise for promise in rules.promises}
    for promise in rules.promises:
        before = held.get(promise.id)
        if before is not None and before.owner == STORE and not before.retired:
            continue  # `apply` tells that the id belongs to the store
        if before is None or before.retired:
            yield promise.id, Fate.ADDED
        elif before.hash != meaning_hash(promise):
            yield promise.id, Fate.CHANGED
        elif names_changed:
            yield promise.id, Fate.AFFECTED
    for each in held.values():
        if each.owner == FILE and not each.retired and each.promise.id not in wanted:
            yield each.promise.id, Fate.RETIRED


def _pairs(
    connection: Connection,
    rules: RuleSet,
    held: Mapping[str, Logged],
    names: Names,
    fates: Mapping[str, Fate],
    basis: Basis,
    now: datetime,
) -> list[_Pair]:
    olds = [each for each, fate in fates.items() if fate is not Fate.ADDED]
    news = [each for each in rules.promises if each.id in fates]
    before = reports_of_promises(connection, olds)
    after = match_stored(connection, news, rules.names) if news else {}
    coverage = load_coverage(connection)
    wanted = {promise.id: promise for promise in news}
    return [
        _Pair(
            fate,
            _Side(held[name].promise, before[name], names) if name in before else None,
            _Side(wanted[name], after[name], rules.names) if name in wanted else None,
            coverage,
            basis,
            now,
        )
        for name, fate in sorted(fates.items())
    ]


def _replayed(pairs: Sequence[_Pair], workers: int, progress: Progress) -> Iterator[PlannedPromise]:
    """Yield what each promise comes to, in the order of the pairs; several processes share the work if allowed."""
    progress(0, len(pairs))
    if workers < 2 or len(pairs) < FEWEST_FOR_TWO:
        for done, pair in enumerate(pairs, 1):
            yield _planned(pair)
            progress(done, len(pairs))
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for done, each in enumerate(pool.map(_planned, pairs, chunksize=4), 1):
            yield each
            progress(done, len(pairs))


def _planned(pair: _Pair) -> PlannedPromise:
    """Judge one promise through the whole stored history under both rule sets, and compare."""
    promise = pair.promise
    old, new = _course(pair.old, pair), _course(pair.new, pair)
    both = pair.old is not None and pair.new is not None
    return PlannedPromise(
        promise.id,
        promise.title,
        pair.fate,
        promise.tz,
        differences(pair.old.promise, pair.new.promise) if pair.old and pair.new else (),
        _today(old),
        _today(new),
        first_divergence(_statuses(old), _statuses(new)) if both else None,
        alert_changes(_alerts(old), _alerts(new)) if pair.new is not None else alert_changes((), ()),
    )


def _course(side: _Side | None, pair: _Pair) -> tuple[Change, ...]:
    if side is None:
        return ()
    said = first_instant(side.promise.statement.said_on, side.promise.tz)
    start = min(max(_begins(side.promise), said), pair.now - timedelta(seconds=1))
    return look_back(
        side.promise, side.reports, pair.coverage, side.names, _lens(pair.basis), Span(start, pair.now)
    )


def _begins(promise: Promise) -> datetime:
    opens = [promise.opens, *(reading.opens for reading in promise.readings)]
    return min([*opens, *(_begins(step) for step in promise.steps)])


def _lens(basis: Basis) -> Lens:
    return lambda at: View.as_known_then(at, basis)


def _headlines(course: Sequence[Change]) -> Iterator[Change]:
    return (each for each in course if not each.verdict.instance and each.verdict.reading is None)


def _statuses(course: Sequence[Change]) -> list[tuple[datetime, object]]:
    return [(each.verdict.at, each.verdict.status) for each in _headlines(course)]


def _today(course: Sequence[Change]) -> Status | None:
    stood = [each.verdict.status for each in _headlines(course)]
    return stood[-1] if stood else None


def _alerts(course: Sequence[Change]) -> list[PastAlert]:
    return [
        PastAlert(
            each.verdict.at, each.verdict.status, each.alert, part_words(each.promise, each.verdict.instance)
        )
        for each in course
        if each.alert is not None
    ]


def _counts(each: PlannedPromise) -> bool:
    """Say whether there is anything to tell: other names may well change nothing for a promise."""
    return each.fate is not Fate.AFFECTED or each.diverges is not None or not each.alerts.is_nothing

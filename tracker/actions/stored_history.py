"""Looking back on what is stored: promises in force, or those of edited rules, over every report there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from tracker.actions.look_up import find_promise
from tracker.actions.looking_back import Change, Lens, look_back
from tracker.domain.errors import BadInput
from tracker.domain.instants import Span
from tracker.domain.promises import Names, Promise
from tracker.domain.reports import ReportVersion
from tracker.engine.keys import Keys
from tracker.language.ruleset import RuleSet
from tracker.store.coverage_rows import load_coverage
from tracker.store.evidence_rows import ever_joined
from tracker.store.promise_rows import load_names
from tracker.store.report_loading import (
    decided_versions,
    reports_of_promises,
    told_apart,
    versions_after,
    versions_of,
)
from tracker.store.store import Store

PIECE = 1_000


def look_back_in_store(store: Store, chosen: Sequence[str], lens: Lens, stretch: Span) -> tuple[Change, ...]:
    """Look back on promises in force by id (all without any), in order of time; writes nothing, raises Unknown."""
    with store.read() as connection:
        logged = [each for each in store.shelf.fresh(connection)[1].values() if not each.retired]
        if chosen:
            logged = [find_promise(store, connection, each) for each in chosen]
        promises = sorted((each.promise for each in logged), key=lambda promise: promise.id)
        reports = reports_of_promises(connection, [promise.id for promise in promises])
        coverage, names = load_coverage(connection), load_names(connection)
    return _in_order(
        change
        for promise in promises
        for change in look_back(promise, reports[promise.id], coverage, names, lens, stretch)
    )


def look_back_by_rules(
    store: Store, rules: RuleSet, chosen: Sequence[str], lens: Lens, stretch: Span
) -> tuple[Change, ...]:
    """Look back on the promises of a rule set that need not be in force, over everything stored; writes nothing.

    Raises BadInput for a chosen id that the rules do not hold.
    """
    held = {promise.id: promise for promise in rules.promises}
    for each in chosen:
        if each not in held:
            raise BadInput(f"the rules hold no promise {each}", f"they hold {', '.join(sorted(held)) or 'none'}")
    promises = [held[each] for each in sorted(chosen or held)]
    with store.read() as connection:
        reports = match_stored(connection, promises, rules.names)
        coverage = load_coverage(connection)
    return _in_order(
        change
        for promise in promises
        for change in look_back(promise, reports[promise.id], coverage, rules.names, lens, stretch)
    )


def match_stored(
    connection: Connection, promises: Sequence[Promise], names: Names
) -> Mapping[str, tuple[ReportVersion, ...]]:
    """Match every stored version with the promises; what refers to a match, or is referred to, comes with it."""
    keys = Keys.of(promises, names)
    touching: dict[str, set[int]] = {promise.id: set() for promise in promises}
    linked: set[int] = set()
    named: set[str] = set()
    by_name: dict[str, set[int]] = {}
    after = 0
    while versions := versions_after(connection, after, PIECE):
        for _, report_id, version in versions:
            report = version.report
            by_name.setdefault(report.id, set()).add(report_id)
            if others := (*report.copy_of, *report.same_event, *report.corrects, *report.retracts):
                linked.add(report_id)
                named.update(others)
            for promise_id in keys.touched(report).union(each.looking.whole for each in keys.words.found(report)):
                touching[promise_id].add(report_id)
        for report_id, decided in decided_versions(connection, {each[1] for each in versions}).items():
            for promise_id in frozenset().union(*(keys.touched(version.report) for version in decided)):
                touching[promise_id].add(report_id)
        after = versions[-1][0]
    linked.update(report_id for each in named for report_id in by_name.get(each, ()))
    linked |= ever_joined(connection)
    wanted = set().union(linked, *touching.values())
    loaded = versions_of(connection, wanted)
    return {
        promise_id: told_apart([version for each in sorted(ids | linked) for version in loaded.get(each, ())])
        for promise_id, ids in touching.items()
    }


def _in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda change: change.verdict.at))

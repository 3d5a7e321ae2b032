"""Match promises that are new or changed with the reports that are stored already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from tracker.actions.near_copies import group_near
from tracker.actions.questions import ask_on_words, lapse_unasked
from tracker.domain.promises import Names
from tracker.domain.reports import Report
from tracker.engine.keys import Keys
from tracker.engine.suspecting import Suspicion
from tracker.store.evidence_rows import write_evidence
from tracker.store.judged_rows import make_due
from tracker.store.promise_rows import load_names
from tracker.store.report_loading import decided_versions, versions_after
from tracker.store.store import Store
from tracker.store.tables.promises import promise

PIECE = 1_000


def scan_stored_reports(store: Store, now: datetime, names: Names | None = None) -> frozenset[str]:
    """Match every promise that still wants it with all stored report versions, then make it due.

    Works in pieces with a transaction each, so that others can write in between; after a crash it goes on where it
    stopped. Returns the ids of the promises that are done.
    """
    with store.read() as connection:
        waiting = {
            row.id: row.scan_after
            for row in connection.execute(
                select(promise.c.id, promise.c.scan_after).where(promise.c.scan_after.is_not(None))
            )
        }
        if not waiting:
            return frozenset()
        logged = store.shelf.fresh(connection)[1]
        in_force = load_names(connection) if names is None else names
    keys = Keys.of((logged[each].promise for each in waiting), in_force)
    after = min(waiting.values())
    while True:
        with store.read() as connection:
            versions = versions_after(connection, after, PIECE)
            decided = decided_versions(connection, {each[1] for each in versions})
        touched: dict[int, frozenset[str]] = {}
        found: dict[int, tuple[int, Report, Sequence[Suspicion]]] = {}
        for _, report_id, version in versions:
            suspicions = keys.words.found(version.report)
            own = keys.touched(version.report).union(each.looking.whole for each in suspicions)
            touched[report_id] = touched.get(report_id, frozenset()) | own
            if suspicions:
                found[report_id] = (version.number, version.report, suspicions)
        for report_id, known in decided.items():
            touched[report_id] = touched[report_id].union(*(keys.touched(each.report) for each in known))
        relevant = {report_id: promises for report_id, promises in touched.items() if promises}
        with store.write(now, "scan") as commit:
            chosen = promise.c.id.in_(sorted(waiting))
            if relevant:
                newest = {report_id: version.report for _, report_id, version in versions if report_id in relevant}
                group_near(commit, newest, in_force)
                write_evidence(commit.connection, commit.seq, relevant)
            ask_on_words(commit, found)
            if len(versions) < PIECE:
                lapse_unasked(commit, [logged[each].promise for each in waiting])
                commit.connection.execute(update(promise).where(chosen).values(scan_after=None))
                make_due(commit.connection, waiting, commit.at)
                return frozenset(waiting)
            after = versions[-1][0]
            commit.connection.execute(update(promise).where(chosen).values(scan_after=after))

"""Look up why a stored report touches a promise or does not, and what the verdict makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracker.actions.look_up import find_promise
from tracker.actions.stored_reports import find_report
from tracker.domain.promises import Promise
from tracker.domain.reports import Report
from tracker.domain.verdicts import Bearing, View
from tracker.engine.judging import judge
from tracker.engine.why_matched import Compared, compare
from tracker.store.coverage_rows import load_coverage
from tracker.store.promise_rows import load_names
from tracker.store.report_loading import newest_reports, reports_of_promises
from tracker.store.store import Store


@dataclass(frozen=True, slots=True)
class Use:
    """What one verdict makes of a report: set aside with a reason, or a witness that decides or not."""

    reading: str
    instance: str
    criterion: str
    bearing: Bearing | None
    why: str
    decides: bool = False


@dataclass(frozen=True, slots=True)
class Matching:
    """A report held against a promise: criterion by criterion, and what the present verdicts make of it."""

    promise: Promise
    report: Report
    compared: tuple[Compared, ...]
    uses: tuple[Use, ...]


def why_matched(store: Store, report_name: str, promise_id: str, now: datetime) -> Matching:
    """Hold the newest version of a report against a promise as it is written now.

    `report_name` is an id or `source/id`. Raises Unknown, or BadInput where an id is not enough.
    """
    with store.read() as connection:
        promise = find_promise(store, connection, promise_id).promise
        row = find_report(connection, report_name)
        report = newest_reports(connection, [row])[row]
        reports = reports_of_promises(connection, [promise_id])[promise_id]
        coverage, names = load_coverage(connection), load_names(connection)
    judgement = judge(promise, reports, coverage, View(now, now), names)
    uses: list[Use] = []
    for verdict in judgement.all[1:] or judgement.all:
        where = (verdict.reading or "", verdict.instance)
        uses += [
            Use(*where, each.criterion, each.bearing, each.why, each.account.id in verdict.deciding)
            for each in verdict.witnesses
            if report.id in {each.account.id, each.account.report.id}
        ]
        uses += [Use(*where, "", None, each.why) for each in verdict.set_aside if each.report == report.id]
    return Matching(promise, report, compare(promise, report, names), tuple(dict.fromkeys(uses)))

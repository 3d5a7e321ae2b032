"""Gather what lint may know of the store: names that reports said, and how broad the criteria are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection, select

from tracker.domain.folding import canonical
from tracker.domain.lint_facts import Seen
from tracker.domain.promises import Names, Promise
from tracker.engine.keys import Keys, criteria_of
from tracker.engine.matching import matches
from tracker.store.report_loading import newest_reports
from tracker.store.store import Store
from tracker.store.tables.reports import fact, report_ver

SAMPLE = 2_000
"""So many of the newest versions of reports are matched to see how broad a criterion is."""

_A_DAY = 86_400 * 1_000_000
"""In microseconds, as instants are stored."""


def seen_in_store(store: Store, promises: Iterable[Promise], names: Names, *, sample: int = SAMPLE) -> Seen:
    """Return what stored facts say under these names, and how many facts a day each criterion would match.

    The number a day is that of the newest reports, over the time in which they were published.
    """
    with store.read() as connection:
        said = connection.execute(select(fact.c.indicator, fact.c.event, fact.c.unit).distinct()).all()
        units: dict[str, set[str]] = {}
        for row in said:
            if row.indicator:
                of = units.setdefault(canonical(names, "indicator", row.indicator), set())
                of |= {canonical(names, "unit", row.unit)} if row.unit else set()
        return Seen(
            frozenset(units),
            frozenset(canonical(names, "event", row.event) for row in said if row.event),
            {indicator: frozenset(each) for indicator, each in units.items()},
            _daily(connection, tuple(promises), names, sample),
        )


def _daily(
    connection: Connection, promises: tuple[Promise, ...], names: Names, sample: int
) -> dict[tuple[str, str], float]:
    rows = connection.execute(
        select(report_ver.c.report_id, report_ver.c.published).order_by(report_ver.c.id.desc()).limit(sample)
    ).all()
    if len(rows) < sample:
        return {}  # too few to be a flood
    published = [row.published for row in rows]
    days = max((max(published) - min(published)) / _A_DAY, 1.0)
    keys = Keys.of(promises, names)
    by_id = {promise.id: promise for promise in promises}
    found: Counter[tuple[str, str]] = Counter()
    for report in newest_reports(connection, {row.report_id for row in rows}).values():
        for promise_id in keys.touched(report):
            for criterion in criteria_of(by_id[promise_id]):
                hits = sum(matches(criterion, report, each, names) for each in report.facts)
                found[promise_id, criterion.name] += hits
    return {which: number / days for which, number in found.items()}

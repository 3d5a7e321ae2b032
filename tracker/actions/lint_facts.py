"""Gather what lint may know of the store: names that reports said, and how broad the criteria are."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection, Integer, cast, func, select

from tracker.domain.folding import canonical
from tracker.domain.lint_facts import Seen
from tracker.domain.promises import Names, Promise
from tracker.engine.keys import Keys, criteria_of
from tracker.engine.matching import matches
from tracker.language.ruleset import RuleSet
from tracker.store.micros import to_micros
from tracker.store.report_loading import newest_reports
from tracker.store.store import Store
from tracker.store.tables.reports import fact, report, report_ver

SAMPLE = 2_000
"""So many of the newest versions of reports are matched to see how broad a criterion is."""

_A_DAY = 86_400 * 1_000_000
"""In microseconds, as instants are stored."""


def seen_in_store(store: Store, rules: RuleSet, now: datetime, *, sample: int = SAMPLE) -> Seen:
    """Return what stored facts say under the names of these rules, and how many facts a day criteria would match.

    The number a day is that of the newest reports, over the time in which they were published. What was told since
    promises opened is counted up to `now` (aware UTC), by days.
    """
    names = rules.names
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
            _daily(connection, rules.promises, names, sample),
            _told_since(connection, rules),
            now,
        )


def _told_since(connection: Connection, rules: RuleSet) -> dict[str, int]:
    """Return, by promise, how many facts the sources that it needs told since the day on which it opened."""
    day = report_ver.c.published / _A_DAY
    counted = (
        select(report.c.source, cast(day, Integer).label("day"), func.count().label("facts"))
        .join_from(fact, report_ver, fact.c.report_ver_id == report_ver.c.id)
        .join(report, report.c.id == report_ver.c.report_id)
        .where(report_ver.c.n == 1)  # a report that was mended is told once
        .group_by(report.c.source, "day")
    )
    told: dict[str, list[tuple[int, int]]] = {}
    for row in connection.execute(counted):
        told.setdefault(row.source, []).append((row.day, row.facts))
    groups: dict[str, set[str]] = {}
    for source in rules.sources:
        for name in (source.id, *source.groups):
            groups.setdefault(name, set()).add(source.id)
    found = {}
    for promise in rules.promises:
        needed = {each for name in promise.needs for each in groups.get(name, {name})}
        opened = to_micros(promise.opens) // _A_DAY
        found[promise.id] = sum(
            facts
            for source, days in told.items()
            if source in needed or not promise.needs
            for day_told, facts in days
            if day_told >= opened
        )
    return found


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
    for told in newest_reports(connection, {row.report_id for row in rows}).values():
        for promise_id in keys.touched(told):
            for criterion in criteria_of(by_id[promise_id]):
                hits = sum(matches(criterion, told, each, names) for each in told.facts)
                found[promise_id, criterion.name] += hits
    return {which: number / days for which, number in found.items()}

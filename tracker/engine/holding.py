"""What a held message says once more has happened: one notice a promise, from what people knew to what is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tracker.domain.alerts import Notice, Why
from tracker.domain.statuses import ALARMS


def merged(held: Iterable[Notice], newer: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return the notices of a held message after newer ones came: alarms first, then what is over, by promise."""
    by_promise: dict[str, Notice] = {}
    for notice in (*held, *newer):
        before = by_promise.get(notice.promise)
        by_promise[notice.promise] = notice if before is None else _both(before, notice)
    return tuple(sorted(by_promise.values(), key=lambda notice: (notice.status not in ALARMS, notice.promise)))


def _both(before: Notice, after: Notice) -> Notice:
    """Return what is told instead of two notices of a promise: the newer state, seen from before the older one."""
    if after.status in ALARMS:
        why = Why.FIRST if before.unheard else _WHY.get((before.why, after.why), after.why)
        return replace(after, why=why, old=None if before.unheard else before.old)
    if before.why is Why.FIRST:  # people never saw the alarm: what is over has to be named
        return replace(after, old=before.status, unheard=True)
    return replace(after, old=before.old)


_WHY: Mapping[tuple[Why, Why], Why] = {
    (Why.FIRST, Why.CHANGED): Why.FIRST,
    (Why.FIRST, Why.RULE_CHANGED): Why.FIRST,
    (Why.FIRST, Why.REPEATED): Why.FIRST,
    (Why.BASELINE, Why.CHANGED): Why.BASELINE,
    (Why.RESOLVED, Why.FIRST): Why.CHANGED,
    (Why.REPEATED, Why.CHANGED): Why.REPEATED,
    (Why.ESCALATED, Why.CHANGED): Why.ESCALATED,
}

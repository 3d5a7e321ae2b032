"""What a held message says once more has happened: one notice of each thing, from what people knew to what is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tracker.domain.alerts import Notice, Why
from tracker.domain.statuses import ALARMS

About = tuple[str, str]
"""A promise and a part of it, '' being the whole."""


def merged(held: Iterable[Notice], newer: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return the notices of a held message after newer ones came: alarms first, then what is over, by promise.

    A part that a notice names beside itself is told once too: by its own notice if there is one, else beside the
    newest that names it.
    """
    leads: dict[About, Notice] = {}
    beside: dict[About, tuple[About, Notice]] = {}
    for notice in (*held, *newer):
        _, before = beside.pop(notice.about, (notice.about, leads.get(notice.about)))
        leads[notice.about] = notice if before is None else _both(before, notice)
        for part in notice.parts:
            if part.about in leads:
                leads[part.about] = _both(leads[part.about], part)
            else:
                known = beside.pop(part.about, None)
                beside[part.about] = notice.about, part if known is None else _both(known[1], part)
    named: dict[About, list[Notice]] = {}
    for lead, part in beside.values():
        named.setdefault(lead, []).append(part)
    told = (replace(each, parts=tuple(named.get(about, ()))) for about, each in leads.items())
    return tuple(sorted(told, key=lambda notice: (notice.status not in ALARMS, notice.promise)))


def _both(before: Notice, after: Notice) -> Notice:
    """Return what is told instead of two notices of the same: the newer state, seen from before the older one."""
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

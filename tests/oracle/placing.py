"""Placing: which accounts a criterion admits, when they count, and whether that lies in its window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tests.oracle.accounts import Told
from tests.oracle.matching import amount, matches, may_decide
from tests.oracle.situation import Situation
from tracker.domain.criteria import Criterion, Reducer
from tracker.domain.instants import Duration, Precision, Span
from tracker.domain.promises import Kind
from tracker.domain.reports import Nature

WHOLE_INSIDE = (Reducer.SUM, Reducer.COUNT, Reducer.MEAN)


@dataclass(frozen=True)
class Dated:
    """An account with the time at which it counts for this promise."""

    told: Told
    start: datetime
    end: datetime
    preliminary: bool = False


def admitted(s: Situation, c: Criterion) -> list[Dated]:
    """Return the accounts that match the criterion and may decide it, each with its time, whatever the window."""
    found = []
    for told in s.accounts:
        if not matches(c, told, s.names) or not may_decide(c, told):
            continue
        if c.reducer not in (Reducer.HAPPENED, Reducer.COUNT) and amount(c, told, s.names) is None:
            continue
        dated = _placed(s, told)
        if dated is None or (dated.preliminary and Nature.ESTIMATE not in c.also_accept):
            continue
        if s.since is None or dated.end > s.since:
            found.append(dated)
    return found


def is_period_figure(told: Told) -> bool:
    """Say whether it is a figure for a calendar month, quarter or year."""
    return told.fact.value is not None and told.fact.occurred.is_named_period


def _placed(s: Situation, told: Told) -> Dated | None:
    """Return when the account counts, None while that has not come."""
    span = told.occurred
    due = s.deadline if s.promise.kind in (Kind.ACHIEVE, Kind.RECUR) else None
    if not is_period_figure(told):
        on_due_day = due is not None and span.precision is Precision.DAY and span.start <= due < span.end
        return Dated(told, due, due) if on_due_day and due else Dated(told, span.start, span.end)
    runs = span.end > s.at
    if due is not None and span.start <= due < span.end:
        return Dated(told, due, due, preliminary=runs)
    if runs:
        return Dated(told, told.published, told.published, preliminary=True)
    return Dated(told, span.start, span.end)


def _holds_the_deadline(s: Situation, dated: Dated) -> bool:
    due = s.deadline if s.promise.kind in (Kind.ACHIEVE, Kind.RECUR) else None
    span = dated.told.occurred
    return due is not None and is_period_figure(dated.told) and span.start <= due <= span.end


def lies_in_window(s: Situation, c: Criterion, dated: Dated, t: datetime) -> bool:
    """Say whether an account counts for the criterion at `t`."""
    if dated.end > t or not lies_in_the_whole(s, c, dated):
        return False
    return not isinstance(c.over, Duration) or c.over.before(t, s.promise.tz) < _reaches_back_to(c, dated)


def _reaches_back_to(c: Criterion, dated: Dated) -> datetime:
    """Return what must lie in the window: the end, or the whole of what adds up or is a period's."""
    whole = c.reducer in WHOLE_INSIDE or is_period_figure(dated.told)
    return dated.told.occurred.start if whole else dated.end


def lies_in_the_whole(s: Situation, c: Criterion, dated: Dated) -> bool:
    """Say whether an account lies in the promise's window or in the criterion's fixed one."""
    period = s.reading.period
    if period is not None and is_period_figure(dated.told):
        span = dated.told.occurred
        return period.start <= span.start and span.end <= period.end
    opens, until = s.opens, s.facts_until
    if isinstance(c.over, Span):
        opens, until = c.over.start, c.over.end
    at_deadline = c.reducer not in WHOLE_INSIDE and _holds_the_deadline(s, dated)
    starts = dated.end if at_deadline else _reaches_back_to(c, dated)
    if dated.end < opens or starts < opens or dated.end > s.at:
        return False
    return until is None or dated.end <= until

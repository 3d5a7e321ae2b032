"""Periods: the stretches of time in which a recurring promise has to be kept, and their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from tracker.domain.instants import LAST_INSTANT, TICK, Duration, Span, month_span

_CALENDAR = frozenset({1, 3, 12})


@dataclass(frozen=True, slots=True)
class Period:
    """One period: its name (2015-05, 2024-Q2, 2024 or its first day), the whole, and the part that counts."""

    name: str
    whole: Span
    opens: datetime
    due: datetime


def periods(every: Duration, opens: datetime, until: datetime | None, last: datetime, tz: str) -> Iterator[Period]:
    """Yield the periods that have begun by `last` and lie, at least in part, between `opens` and `until`.

    Months, quarters and years are those of the calendar; any other length is counted from `opens`.
    """
    end = last if until is None else min(last, until)
    number = 0
    while True:
        period = _numbered(every, opens, until, tz, number)
        if period.whole.start > end or period.whole.end <= period.whole.start:
            return
        yield period
        number += 1


@lru_cache(maxsize=4_096)
def _numbered(every: Duration, opens: datetime, until: datetime | None, tz: str, number: int) -> Period:
    name, whole = _period(every, opens, tz, number)
    return Period(name, whole, max(whole.start, opens), whole.end if until is None else min(whole.end, until))


def _period(every: Duration, opens: datetime, tz: str, number: int) -> tuple[str, Span]:
    local = opens.astimezone(ZoneInfo(tz))
    if every.months in _CALENDAR and not every.days and not every.seconds:
        year, month0 = divmod(local.year * 12 + local.month - 1, 12)
        first = month0 - month0 % every.months + number * every.months
        year, month0 = divmod(year * 12 + first, 12)
        if year > LAST_INSTANT.year:
            return "", Span(LAST_INSTANT, LAST_INSTANT)
        return _name(year, month0 + 1, every.months), month_span(year, month0 + 1, tz, every.months)
    start = _times(every, number).after(opens, tz)
    following = _times(every, number + 1).after(opens, tz)
    return start.astimezone(ZoneInfo(tz)).date().isoformat(), Span(start, following - TICK)


def _times(every: Duration, number: int) -> Duration:
    return Duration(every.months * number, every.days * number, every.seconds * number)


def _name(year: int, month: int, months: int) -> str:
    """Name a calendar period the ISO way."""
    if months == 12:
        return f"{year:04d}"
    return f"{year:04d}-Q{(month + 2) // 3}" if months == 3 else f"{year:04d}-{month:02d}"

"""The periods of a recurring promise, and their names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tracker.domain.instants import TICK, Span, month_span
from tracker.domain.promises import Promise


@dataclass(frozen=True)
class Period:
    """One period with the name of its instance."""

    name: str
    span: Span


def periods(promise: Promise, opens: datetime, until: datetime | None, at: datetime) -> list[Period]:
    """Return the periods that have begun by `at`, up to the end of the series."""
    every, tz = promise.every, promise.tz
    assert every is not None
    last = at if until is None else min(at, until)
    if every.days or every.seconds or every.months not in (1, 3, 12):
        return _counted_periods(promise, opens, last)
    local = opens.astimezone(ZoneInfo(tz))
    year, month = local.year, (local.month - 1) // every.months * every.months + 1
    found = []
    while (span := month_span(year, month, tz, every.months)).start <= last:
        found.append(Period(_name(year, month, every.months), span))
        year, month = year + (month - 1 + every.months) // 12, (month - 1 + every.months) % 12 + 1
    return found


def _name(year: int, month: int, months: int) -> str:
    if months == 12:
        return f"{year:04d}"
    return f"{year:04d}-{month:02d}" if months == 1 else f"{year:04d}-Q{(month + 2) // 3}"


def _counted_periods(promise: Promise, opens: datetime, last: datetime) -> list[Period]:
    assert promise.every is not None
    found, start = [], opens
    while start <= last:
        following = promise.every.after(start, promise.tz)
        name = start.astimezone(ZoneInfo(promise.tz)).date().isoformat()
        found.append(Period(name, Span(start, following - TICK)))
        start = following
    return found

"""Instants, spans of time and calendar durations: all stored instants are aware UTC datetimes."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

TICK = timedelta(microseconds=1)
"""The smallest step of time: the last instant of a day is one tick before the next day's first."""

FIRST_INSTANT = datetime.min.replace(tzinfo=UTC)
LAST_INSTANT = datetime.max.replace(tzinfo=UTC)


class Precision(StrEnum):
    """How exactly an occurrence is dated; month, quarter and year are the named periods."""

    INSTANT = "instant"
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    RANGE = "range"


NAMED_PERIODS = frozenset({Precision.MONTH, Precision.QUARTER, Precision.YEAR})


@dataclass(frozen=True, slots=True)
class Span:
    """A closed stretch of time: `start` is its first instant, `end` its last (both aware UTC)."""

    start: datetime
    end: datetime
    precision: Precision = Precision.RANGE

    def holds(self, instant: datetime) -> bool:
        """Say whether the instant lies inside the span."""
        return self.start <= instant <= self.end

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share an instant."""
        return self.start <= other.end and other.start <= self.end

    @property
    def is_named_period(self) -> bool:
        """Say whether the span is a calendar month, quarter or year."""
        return self.precision in NAMED_PERIODS


def first_instant(day: date, tz: str) -> datetime:
    """Return the first instant of a day in the zone `tz` (IANA name), as UTC."""
    return datetime.combine(day, time.min, ZoneInfo(tz)).astimezone(UTC)


def last_instant(day: date, tz: str) -> datetime:
    """Return the last instant of a day in the zone `tz`, as UTC: one microsecond before the next day."""
    if day == date.max:
        return LAST_INSTANT
    return first_instant(day + timedelta(days=1), tz) - TICK


def day_span(day: date, tz: str) -> Span:
    """Return the whole day as a span."""
    return Span(first_instant(day, tz), last_instant(day, tz), Precision.DAY)


@lru_cache(maxsize=16_384)
def month_span(year: int, month: int, tz: str, months: int = 1) -> Span:
    """Return `months` calendar months from the first of `month` as a span (1 month, 3 a quarter, 12 a year)."""
    last_year, last_month0 = divmod(year * 12 + month - 1 + months - 1, 12)
    last_day = calendar.monthrange(last_year, last_month0 + 1)[1]
    return Span(
        first_instant(date(year, month, 1), tz),
        last_instant(date(last_year, last_month0 + 1, last_day), tz),
        _PERIOD_OF.get(months, Precision.RANGE),
    )


_LAST_OFFSET = timedelta(hours=13)
"""By so much the day is found again: right for every zone but those 14 hours ahead of UTC or 11 behind it."""
_CLOCK_CHANGES = timedelta(hours=3)
_MONTHS = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.YEAR: 12}
_PERIOD_OF = {months: period for period, months in _MONTHS.items()}


@lru_cache(maxsize=4096)
def in_zone(span: Span, tz: str) -> Span:
    """Return a calendar day, month, quarter or year as it lies in the zone `tz`, whatever zone it was read in.

    Spans of any other precision are stretches of time and stay what they are.
    """
    if span.precision is not Precision.DAY and not span.is_named_period:
        return span
    here = _calendar_span(span.start.astimezone(ZoneInfo(tz)).date(), span.precision, tz)
    if here == span:
        return span
    try:
        moved = _calendar_span((span.start + _LAST_OFFSET).date(), span.precision, tz)
    except (OverflowError, ValueError):
        return span
    longer = (moved.end - moved.start) - (span.end - span.start)
    return moved if abs(longer) <= _CLOCK_CHANGES else span


def _calendar_span(first: date, precision: Precision, tz: str) -> Span:
    months = _MONTHS.get(precision)
    return day_span(first, tz) if months is None else month_span(first.year, first.month, tz, months)


_UNITS = ((3_600, "hour"), (60, "minute"), (1, "second"))


@dataclass(frozen=True, slots=True)
class Duration:
    """A calendar length: months and days are counted in a zone's calendar, seconds by the clock."""

    months: int = 0
    days: int = 0
    seconds: int = 0

    def __bool__(self) -> bool:
        return bool(self.months or self.days or self.seconds)

    def after(self, instant: datetime, tz: str) -> datetime:
        """Return the instant this long after `instant`, as UTC; past year 9999 it stays at the last instant."""
        return self._moved(instant, tz, 1)

    def before(self, instant: datetime, tz: str) -> datetime:
        """Return the instant this long before `instant`, as UTC."""
        return self._moved(instant, tz, -1)

    def _moved(self, instant: datetime, tz: str, sign: int) -> datetime:
        return _moved(instant, tz, sign * self.months, sign * self.days, sign * self.seconds) if self else instant

    def __str__(self) -> str:
        size, unit = next(each for each in _UNITS if not self.seconds % each[0])
        named = ((self.months, "month"), (self.days, "day"), (self.seconds // size, unit))
        # As it is written in rule files, where numbers have no commas.
        parts = [f"{n} {word}{'s' * (n != 1)}" for n, word in named if n]
        return " ".join(parts) or "0 days"


@lru_cache(maxsize=16_384)
def _moved(instant: datetime, tz: str, months: int, days: int, seconds: int) -> datetime:
    """Move an instant by a zone's calendar; the same few dates are asked about at every judging."""
    try:
        local = instant.astimezone(ZoneInfo(tz))
        year, month0 = divmod(local.year * 12 + local.month - 1 + months, 12)
        day = min(local.day, calendar.monthrange(year, month0 + 1)[1])
        moved = local.replace(year=year, month=month0 + 1, day=day) + timedelta(days=days)
        return moved.astimezone(UTC) + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return LAST_INSTANT if max(months, days, seconds) > 0 else FIRST_INSTANT


@lru_cache(maxsize=16_384)
def iso(instant: datetime) -> str:
    """Return the instant as ISO 8601 in UTC with a trailing Z; microseconds only where there are any."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def iso_or_none(instant: datetime | None) -> str | None:
    """Return the instant as `iso` does; None stays None."""
    return None if instant is None else iso(instant)

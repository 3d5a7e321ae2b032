"""Every zone's changes of clock from 2020 to 2035, and what a wall clock means around them, reckoned by hand.

The offsets are read from the zone's data; everything else is counted from the list of changes, so that it can bear
witness against code that asks the zone library for the same.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
STEP = timedelta(days=14)
"""No zone changes its clock twice within a fortnight in these years."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of clock: its instant, and how far the clock is ahead of UTC before and after."""

    at: datetime
    before: timedelta
    after: timedelta

    @property
    def day(self) -> date:
        """Return the day that the clock shows when it is changed."""
        return (self.at + self.before).date()

    @property
    def skipped(self) -> timedelta:
        """Return how much of the day the clock passes over; less than nothing if it is put back."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock as it is from 2020 to 2035, shared by all zones that keep it."""

    zones: tuple[str, ...]
    first: timedelta
    changes: tuple[Change, ...]

    @property
    def tz(self) -> str:
        return self.zones[0]

    def at(self, wall: datetime) -> datetime:
        """Return the first instant at which the clock shows `wall`; one that it skips as if it did not."""
        shown = wall.replace(tzinfo=UTC)
        pieces = zip(
            (FIRST - DAY, *(change.at for change in self.changes)),
            (self.first, *(change.after for change in self.changes)),
            (*(change.at for change in self.changes), LAST + DAY),
            strict=True,
        )
        for start, offset, end in pieces:
            if start <= shown - offset < end:
                return shown - offset
        return next(shown - each.before for each in self.changes if each.at > shown - each.after)

    def day_begins(self, day: date) -> datetime:
        """Return the first instant of a day."""
        return self.at(datetime.combine(day, time.min))

    def shows(self, instant: datetime) -> datetime:
        """Return what the clock shows, without a zone."""
        offset = next((each.after for each in reversed(self.changes) if each.at <= instant), self.first)
        return (instant + offset).replace(tzinfo=None)


@cache
def clocks() -> tuple[Clock, ...]:
    """Return every clock that some zone keeps."""
    kept: dict[tuple[timedelta, tuple[Change, ...]], list[str]] = defaultdict(list)
    for tz in sorted(available_timezones()):
        kept[_kept_by(ZoneInfo(tz))].append(tz)
    return tuple(Clock(tuple(zones), first, changes) for (first, changes), zones in kept.items())


def changing() -> tuple[Clock, ...]:
    """Return the clocks that are changed at all."""
    return tuple(clock for clock in clocks() if clock.changes)


def _kept_by(zone: ZoneInfo) -> tuple[timedelta, tuple[Change, ...]]:
    changes = []
    at, offset = FIRST, _offset(zone, FIRST)
    first = offset
    while at < LAST:
        following = _offset(zone, at + STEP)
        if following != offset:
            changes.append(Change(_moment(zone, at, at + STEP), offset, following))
        at, offset = at + STEP, following
    return first, tuple(changes)


def _moment(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    offset, second = _offset(zone, before), timedelta(seconds=1)
    while after - before > second:
        middle = before + (after - before) // 2 // second * second
        before, after = (middle, after) if _offset(zone, middle) == offset else (before, middle)
    return after


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset

"""Quiet hours by the clocks of a zone, over their changes too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tracker.domain.routing import Quiet

_LOOKED_AHEAD = timedelta(days=3)
"""Quiet hours end within a day and a half, or within two and a half where a zone leaves out a whole day."""
_HOUR = timedelta(hours=1)
_SECOND = timedelta(seconds=1)


def is_quiet(quiet: Quiet, at: datetime) -> bool:
    """Say whether the clocks of the zone show a quiet time: from `start`, and before `end`."""
    shown = at.astimezone(ZoneInfo(quiet.zone)).time()
    if quiet.start < quiet.end:
        return quiet.start <= shown < quiet.end
    return shown >= quiet.start or shown < quiet.end


@lru_cache(maxsize=1_024)
def held_until(quiet: Quiet, at: datetime) -> datetime | None:
    """Return the first instant after `at` that is not quiet, in UTC; None if `at` itself is not.

    Where clocks are put forward over the end, that is the moment they are put forward. Where they are put back
    into quiet hours, these begin again.
    """
    if not is_quiet(quiet, at):
        return None
    instants = sorted({*_ends(quiet, at), *_changes_of_clock(quiet.zone, at)})
    return next(instant for instant in instants if instant > at and not is_quiet(quiet, instant))


def _ends(quiet: Quiet, at: datetime) -> Iterator[datetime]:
    """Yield the instants of the next days at which the clocks show the end."""
    zone = ZoneInfo(quiet.zone)
    today = at.astimezone(zone).date()
    for days in range(-1, _LOOKED_AHEAD.days + 1):
        for fold in (0, 1):
            local = datetime.combine(today + timedelta(days), quiet.end, zone).replace(fold=fold)
            yield local.astimezone(UTC)


@lru_cache(maxsize=1_024)
def _changes_of_clock(zone_name: str, at: datetime) -> tuple[datetime, ...]:
    """Return the first instants of every new offset from UTC within the next days."""
    zone = ZoneInfo(zone_name)
    found: list[datetime] = []
    before = at
    while before < at + _LOOKED_AHEAD:
        after = before + _HOUR
        if _offset(before, zone) != _offset(after, zone):
            found.append(_between(before, after, zone))
        before = after
    return tuple(found)


def _between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first whole second of the later offset; all changes of clock fall on one."""
    low, high = before.replace(microsecond=0), after.replace(microsecond=0) + _SECOND
    old = _offset(before, zone)
    while high - low > _SECOND:
        middle = low + _SECOND * ((high - low) // _SECOND // 2)
        low, high = (middle, high) if _offset(middle, zone) == old else (low, middle)
    return high


def _offset(at: datetime, zone: ZoneInfo) -> timedelta | None:
    return at.astimezone(zone).utcoffset()

"""When a subscriber's week ends: by the wall clock of their zone, whatever its clock changes do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.alerts import Subscriber

WEEK = timedelta(days=7)


def latest_slot(subscriber: Subscriber, at: datetime) -> datetime:
    """Return the last instant up to `at` (aware UTC) at which the subscriber's digest was to go out, as UTC."""
    zone = ZoneInfo(subscriber.tz)
    today = at.astimezone(zone).date()
    day = today - timedelta(days=(today.weekday() - subscriber.weekday) % 7)
    slot = _slot(day, subscriber.hour, zone)
    return slot if slot <= at else _slot(day - WEEK, subscriber.hour, zone)


def next_slot(subscriber: Subscriber, after: datetime) -> datetime:
    """Return the first instant after `after` at which the subscriber's digest is to go out, as UTC."""
    zone = ZoneInfo(subscriber.tz)
    day = latest_slot(subscriber, after).astimezone(zone).date() + WEEK
    return _slot(day, subscriber.hour, zone)


def _slot(day: date, hour: int, zone: ZoneInfo) -> datetime:
    # An hour that the clock skips is reckoned by the clock before the change: it comes an hour later by the wall.
    return datetime.combine(day, time(hour), zone).astimezone(UTC)

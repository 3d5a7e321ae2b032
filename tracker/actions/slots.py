"""When a subscriber's week ends: by the wall clock of their zone, whatever its clock changes do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.alerts import Subscriber

WEEK = timedelta(days=7)


def latest_slot(subscriber: Subscriber, at: datetime) -> datetime:
    """Return the last instant up to `at` (aware UTC) at which the subscriber's digest was to go out, as UTC."""
    return _slot(_latest_day(subscriber, at), subscriber)


def next_slot(subscriber: Subscriber, after: datetime) -> datetime:
    """Return the first instant after `after` at which the subscriber's digest is to go out, as UTC."""
    return _slot(_latest_day(subscriber, after) + WEEK, subscriber)


def _latest_day(subscriber: Subscriber, at: datetime) -> date:
    """Return the day of the latest slot: not always the one that the clock shows then, if it skipped the hour."""
    today = at.astimezone(ZoneInfo(subscriber.tz)).date()
    day = today - timedelta(days=(today.weekday() - subscriber.weekday) % 7)
    return day if _slot(day, subscriber) <= at else day - WEEK


def _slot(day: date, subscriber: Subscriber) -> datetime:
    # An hour that the clock skips is reckoned by the clock before the change: it comes an hour later by the wall.
    return datetime.combine(day, time(subscriber.hour), ZoneInfo(subscriber.tz)).astimezone(UTC)

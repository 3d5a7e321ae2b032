"""Dates as they are typed: a date in an option means the end of that day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.errors import BadInput
from tracker.domain.instants import last_instant
from tracker.language.dates import BadDate, When, read_when
from tracker.language.pages import shown

LONGEST_HISTORY = 4_000
"""Days that one `--daily` may span."""


def only_one(text: str, zone: str, option: str) -> datetime:
    """Return the instant an option names (the last of its day), aware UTC."""
    return _named(text, option, lambda when: when.end(zone))


def first_of(text: str, zone: str, option: str) -> datetime:
    """Return the first instant of the day (or period) an option names, aware UTC."""
    return _named(text, option, lambda when: when.start(zone))


def _named(text: str, option: str, instant_of: Callable[[When], datetime]) -> datetime:
    try:
        return instant_of(read_when(text.strip()))
    except BadDate as bad:
        raise BadInput(f"{option}: `{shown(text)}`: {bad.message}", bad.hint) from None


def instants(dates: Sequence[str], daily: tuple[str, str] | None, zone: str) -> list[datetime]:
    """Return every instant to judge at, in the order given; a daily history comes last."""
    found = [only_one(date, zone, "--at") for text in dates for date in text.split(",")]
    if daily is not None:
        found += _every_day(only_one(daily[0], zone, "--daily"), only_one(daily[1], zone, "--daily"), zone)
    if not found:
        raise BadInput("no date to judge at", "give --at DATE or --daily FROM TO")
    return found


def _every_day(first: datetime, last: datetime, zone: str) -> list[datetime]:
    here = ZoneInfo(zone)
    start, end = first.astimezone(here).date(), last.astimezone(here).date()
    days = (end - start).days + 1
    if not 0 < days <= LONGEST_HISTORY:
        raise BadInput(
            f"--daily {start} {end}: not a stretch of 1 to {LONGEST_HISTORY} days", "first day, then last"
        )
    return [last_instant(start + timedelta(days=n), zone) for n in range(days)]


def checked_zone(zone: str) -> str:
    """Return the zone's name if there is such a zone."""
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise BadInput(f"no time zone is called {zone!r}", "use a name like UTC or Europe/Vienna") from None
    return zone


def day(instant: datetime, zone: str) -> str:
    """Return the day an instant falls on in a zone."""
    return instant.astimezone(ZoneInfo(zone)).date().isoformat()


def minute(instant: datetime, zone: str) -> str:
    """Return day and time of an instant in a zone."""
    return instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")

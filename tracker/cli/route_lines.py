"""Who would be told of an alarm, as lines and as data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from tracker.cli.plain import clean
from tracker.domain.alerts import Target
from tracker.domain.counting import counted
from tracker.domain.instants import iso
from tracker.engine.route_telling import Told
from tracker.engine.routing import Way
from tracker.engine.wording import minute

_UNITS = (("week", 604_800), ("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def told_lines(told: Told, now: datetime, zone: str) -> Iterator[str]:
    """Yield what `routes explain` says: the routes in their order, then who is told when."""
    for each in told.looked:
        why = "takes it" if each.takes else f"does not fit: {', '.join(each.unlike)}"
        goes_on = " and lets the next ones look" if each.takes and each.route.goes_on else ""
        yield f"route {clean(each.route.name)}: {why}{goes_on}"
    if not any(each.takes for each in told.looked):
        yield (
            "no route takes it: it goes by [alerts]" if told.looked else "there are no routes: it goes by [alerts]"
        )
    for silence in told.silences:
        end = minute(silence.until, zone)
        yield f"hidden until {end} by a silence of {clean(silence.by)}: {clean(silence.reason)}"
    if not told.ways:
        yield "nobody is told"
    for way in told.ways:
        when = "once no silence hides it" if told.silences else _when(way, zone)
        reminded = "" if told.unfollowed else _reminded(way)
        yield f"told: {_named(way.target)} by {clean(way.route.name)}, {when}{reminded}"
    for route, targets in told.escalated:
        after = in_words(route.escalate_after or timedelta(0))
        yield f"unacknowledged after {after}: {', '.join(map(_named, targets)) or 'nobody'}"
    if told.unfollowed:
        yield f"nobody is reminded and nothing escalated: {clean(told.unfollowed)}"


def told_data(told: Told, now: datetime) -> dict[str, Any]:
    """Return the same for `--json`."""
    return {
        "at": iso(now),
        "routes": [
            {"route": each.route.name, "takes": each.takes, "unlike": list(each.unlike)} for each in told.looked
        ],
        "hidden_by": [{"by": each.by, "reason": each.reason, "until": iso(each.until)} for each in told.silences],
        "told": [
            {
                "destination": way.target.destination,
                "recipient": way.target.recipient,
                "route": way.route.name,
                "held_until": None if way.held is None else iso(way.held),
                **_reminders(way, told),
            }
            for way in told.ways
        ],
        "escalated": [
            {
                "route": route.name,
                "after_seconds": (route.escalate_after or timedelta(0)).total_seconds(),
                "to": [{"destination": each.destination, "recipient": each.recipient} for each in targets],
            }
            for route, targets in told.escalated
        ],
        "not_followed_up_because": told.unfollowed or None,
    }


def in_words(length: timedelta) -> str:
    """Return a length of time as "6 hours" or "1 day"."""
    seconds = int(length.total_seconds())
    word, size = next((word, size) for word, size in _UNITS if seconds % size == 0)
    return counted(seconds // size, word)


def _named(target: Target) -> str:
    return clean(f"{target.destination}:{target.recipient}" if target.recipient else target.destination)


def _when(way: Way, zone: str) -> str:
    return "at once" if way.held is None else f"held by quiet hours until {minute(way.held, zone)}"


def _reminders(way: Way, told: Told) -> dict[str, Any]:
    every = None if told.unfollowed else way.route.remind
    return {
        "remind_seconds": None if every is None else every.total_seconds(),
        "remind_limit": 0 if every is None else way.route.remind_limit,
    }


def _reminded(way: Way) -> str:
    if way.route.remind is None:
        return ""
    return f"; reminded every {in_words(way.route.remind)}, at most {counted(way.route.remind_limit, 'time')}"

"""Explains who would get an alarm of a promise: which route takes it, when it goes, and what holds or hides it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from tracker.domain.alerts import Target
from tracker.domain.promises import Promise
from tracker.domain.routing import Matcher, Route, Routing, Silence
from tracker.domain.statuses import ALARMS, Status
from tracker.engine.routing import Way, escalated_to, fits, ways

_WORDS = {
    "promises": "promise",
    "tags": "tag",
    "actors": "actor",
    "owners": "owner",
    "priorities": "priority",
    "statuses": "status",
}


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A route that was looked at: whether it takes the alarm, and if not, in which respects it does not fit."""

    route: Route
    takes: bool
    unlike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """Who would be told of an alarm: the routes looked at in order, the ways it goes, and what hides it.

    `unfollowed` says why nobody is reminded and nothing is escalated; it is empty where routes may do so.
    """

    looked: tuple[LookedAt, ...]
    ways: tuple[Way, ...]
    silences: tuple[Silence, ...] = ()
    escalated: tuple[tuple[Route, tuple[Target, ...]], ...] = ()
    unfollowed: str = ""


def tell_of(
    routing: Routing,
    promise: Promise,
    status: Status,
    now: datetime,
    silences: Iterable[Silence] = (),
    taken_by: str = "",
) -> Told:
    """Return who would be told if the promise turned to a status now; `taken_by` acknowledged its open alarm."""
    looked: list[LookedAt] = []
    for route in routing.routes:
        takes = fits(route.matcher, promise, status)
        looked.append(LookedAt(route, takes, () if takes else _unlike(route.matcher, promise, status)))
        if takes and not route.goes_on:
            break
    going = ways(routing, promise, (status,), now)
    hiding = tuple(each for each in silences if fits(each.matcher, promise, None))
    unfollowed = _unfollowed(status, taken_by, hiding)
    routes = () if unfollowed else {way.route.name: way.route for way in going}.values()
    escalated = tuple((each, escalated_to(routing, each, promise)) for each in routes if each.escalate_after)
    return Told(tuple(looked), going, hiding, escalated, unfollowed)


def _unfollowed(status: Status, taken_by: str, hiding: tuple[Silence, ...]) -> str:
    if status not in ALARMS:
        word = status.replace("_", " ")
        return (
            f"{word} is no alarm, and told only where it ends one or is a first verdict; the digest has it always"
        )
    if taken_by:
        return f"{taken_by} acknowledged the alarm that is open"
    return "a silence hides it; both begin once it is told after that" if hiding else ""


def _unlike(matcher: Matcher, promise: Promise, status: Status) -> tuple[str, ...]:
    return tuple(
        _WORDS[field.name]
        for field in fields(Matcher)
        if getattr(matcher, field.name)
        and not fits(Matcher(**{field.name: getattr(matcher, field.name)}), promise, status)
    )

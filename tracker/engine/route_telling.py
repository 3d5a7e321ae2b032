"""Explains who would get an alarm of a promise: which route takes it, when it goes, and what holds or hides it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from tracker.domain.alerts import Target
from tracker.domain.promises import Promise
from tracker.domain.routing import Matcher, Route, Routing, Silence
from tracker.domain.statuses import Status
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
    """Who would be told of an alarm: the routes looked at in order, the ways it goes, and what hides it."""

    looked: tuple[LookedAt, ...]
    ways: tuple[Way, ...]
    silences: tuple[Silence, ...] = ()
    escalated: tuple[tuple[Route, tuple[Target, ...]], ...] = ()


def tell_of(
    routing: Routing, promise: Promise, status: Status, now: datetime, silences: Iterable[Silence] = ()
) -> Told:
    """Return who would be told if the promise turned to a status now."""
    looked: list[LookedAt] = []
    for route in routing.routes:
        takes = fits(route.matcher, promise, status)
        looked.append(LookedAt(route, takes, () if takes else _unlike(route.matcher, promise, status)))
        if takes and not route.goes_on:
            break
    going = ways(routing, promise, (status,), now)
    routes = {way.route.name: way.route for way in going}
    return Told(
        tuple(looked),
        going,
        tuple(each for each in silences if fits(each.matcher, promise, None)),
        tuple((route, escalated_to(routing, route, promise)) for route in routes.values() if route.escalate_after),
    )


def _unlike(matcher: Matcher, promise: Promise, status: Status) -> tuple[str, ...]:
    return tuple(
        _WORDS[field.name]
        for field in fields(Matcher)
        if getattr(matcher, field.name)
        and not fits(Matcher(**{field.name: getattr(matcher, field.name)}), promise, status)
    )

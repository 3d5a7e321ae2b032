"""Decides who is told of a promise, by which routes, and until when quiet hours hold it; reads no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.alerts import Target
from tracker.domain.folding import fold
from tracker.domain.promises import Priority, Promise
from tracker.domain.routing import GroupBy, Matcher, Route, Routing
from tracker.domain.statuses import ALARMS, Status
from tracker.engine.quiet import held_until

ONE_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")
LAST_RESORT = "fallback"
"""The name of the route that takes what would reach nobody."""


@dataclass(frozen=True, slots=True)
class Way:
    """One recipient of an alert: by which route, and until when quiet hours hold it (None: it goes at once)."""

    target: Target
    route: Route
    held: datetime | None = None


def fits(matcher: Matcher, promise: Promise, status: Status | None) -> bool:
    """Say whether a matcher means a promise at a status; one without a status fits no matcher that names some."""
    return (
        (not matcher.promises or promise.id in matcher.promises)
        and (not matcher.tags or not set(matcher.tags).isdisjoint(promise.tags))
        and (not matcher.actors or _is_by(matcher.actors, promise))
        and (not matcher.owners or promise.owner in matcher.owners)
        and (not matcher.priorities or promise.priority in matcher.priorities)
        and (not matcher.statuses or status in matcher.statuses)
    )


def routes_of(routing: Routing, promise: Promise, statuses: Iterable[Status | None]) -> tuple[Route, ...]:
    """Return the routes that a promise takes at any of these statuses, each once.

    At each status that is the first that fits, and the next ones as long as those before go on. An alarm that no
    route takes goes by the default one; what is no alarm only if no other status is taken by any. Whoever was told
    of an alarm hears how it goes on: so an alert asks for every status of its episode.
    """
    found: dict[str, Route] = {}
    for status in statuses:
        taken = tuple(_explicit(routing, promise, status))
        if not taken and (status is None or status in ALARMS):
            taken = (routing.default,)
        for route in taken:
            found.setdefault(route.name, route)
    return tuple(found.values()) or (routing.default,)


def ways(routing: Routing, promise: Promise, statuses: Iterable[Status | None], now: datetime) -> tuple[Way, ...]:
    """Return who is told of an alert now, each recipient once, by the first route that names it."""
    found: dict[Target, Way] = {}
    for route in routes_of(routing, promise, statuses):
        held = quiet_until(route, promise, now)
        for target in targets_of(routing, route, promise):
            found.setdefault(target, Way(target, route, held))
    if not found:
        last = Route(LAST_RESORT, targets=routing.last_resort)
        return tuple(Way(target, last) for target in routing.last_resort)
    return tuple(found.values())


def same_for_all(routing: Routing) -> tuple[Way, ...] | None:
    """Return who is told of everything at once, where no promise makes a difference; else None."""
    default = routing.default
    if routing.routes or default.to_owner or default.quiet or not default.targets:
        return None
    return tuple(Way(target, default) for target in dict.fromkeys(default.targets))


def quiet_until(route: Route, promise: Promise, now: datetime) -> datetime | None:
    """Return until when the route's quiet hours hold a message; nothing holds a critical promise."""
    if route.quiet is None or promise.priority is Priority.CRITICAL:
        return None
    return held_until(route.quiet, now)


def targets_of(routing: Routing, route: Route, promise: Promise) -> tuple[Target, ...]:
    """Return whom a route tells of a promise."""
    return (*route.targets, *(owner_targets(routing, promise.owner) if route.to_owner else ()))


def escalated_to(routing: Routing, route: Route, promise: Promise) -> tuple[Target, ...]:
    """Return whom a route tells once nobody acknowledged in time; the last resort if that is nobody."""
    owner = owner_targets(routing, promise.owner) if route.escalate_to_owner else ()
    return tuple(dict.fromkeys((*route.escalate_to, *owner))) or routing.last_resort


def owner_targets(routing: Routing, owner: str) -> tuple[Target, ...]:
    """Return where an owner is told: where the settings say, else by mail if the owner is an address."""
    if owner in routing.owners:
        return routing.owners[owner]
    if routing.mail and ONE_ADDRESS.fullmatch(owner):
        return (Target("email", owner),)
    return ()


def group_key(group_by: Sequence[GroupBy], route: Route, promise: Promise, status: Status) -> tuple[object, ...]:
    """Return what messages that come together share: those with the same key are one message."""
    parts: dict[GroupBy, object] = {
        GroupBy.ROUTE: route.name,
        GroupBy.ACTOR: promise.by,
        GroupBy.TAG: tuple(sorted(promise.tags)),
        GroupBy.OWNER: promise.owner,
        GroupBy.STATUS: status,
        GroupBy.PRIORITY: promise.priority,
        GroupBy.STATEMENT: promise.statement.id,
    }
    return (route.name, *(parts[by] for by in group_by))


def goes_by_status(routing: Routing) -> bool:
    """Say whether some route looks at the status, so that it may change within an episode who is told."""
    return any(route.matcher.statuses for route in routing.routes)


def follows_up(routing: Routing) -> bool:
    """Say whether some route reminds or escalates."""
    return any(route.remind or route.escalate_after for route in (*routing.routes, routing.default))


def _explicit(routing: Routing, promise: Promise, status: Status | None) -> Iterator[Route]:
    for route in routing.routes:
        if fits(route.matcher, promise, status):
            yield route
            if not route.goes_on:
                return


def _is_by(actors: tuple[str, ...], promise: Promise) -> bool:
    return not {fold(name) for name in actors}.isdisjoint(fold(name) for name in promise.by)

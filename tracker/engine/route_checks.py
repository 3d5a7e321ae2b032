"""Proves that every promise's alarms reach somebody and that every route can be reached."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from tracker.domain.counting import first_of
from tracker.domain.promises import Promise
from tracker.domain.routing import Matcher, Route, Routing
from tracker.domain.statuses import ALARMS, Status
from tracker.engine.routing import LAST_RESORT, ONE_ADDRESS, fits, owner_targets, routes_of, targets_of

CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class RouteProblem:
    """What is wrong with the routes: `about` names a route, a promise or an owner; a remark refuses nothing."""

    code: str
    about: str
    says: str
    cure: str
    is_remark: bool = False


def check_routes(routing: Routing, promises: Iterable[Promise]) -> tuple[RouteProblem, ...]:
    """Return everything wrong with routes for these promises, errors and remarks, routes first."""
    known = sorted(promises, key=lambda promise: promise.id)
    return (
        *_shadowed(routing.routes),
        *_idle(routing.routes, known),
        *_owners(routing, known),
        *(problem for promise in known for problem in unheard(routing, promise)),
    )


def unheard(routing: Routing, promise: Promise) -> Iterator[RouteProblem]:
    """Yield a problem if some alarm of a promise would reach nobody, or nobody but the console of the service."""
    nobody: list[Status] = []
    console: list[Status] = []
    for status in sorted(ALARMS):
        told = {
            target.destination
            for route in routes_of(routing, promise, (status,))
            for target in targets_of(routing, route, promise)
        }
        if not told:
            nobody.append(status)
        elif told == {CONSOLE} and routing.routes:
            console.append(status)
    if nobody:
        which = "alarms" if len(nobody) == len(ALARMS) else f"alarms ({', '.join(nobody)})"
        yield RouteProblem(
            "reaches nobody",
            promise.id,
            f"{which} of `{promise.id}` reach nobody",
            f"let a route take it, or name somebody in [alerts]; until then they go to the {LAST_RESORT}",
        )
    if console:
        which = "alarms" if len(console) == len(ALARMS) else f"alarms ({', '.join(console)})"
        says = f"{which} of `{promise.id}` are only printed by the service: no route takes them"
        cure = "let a route take it, or name another destination in [alerts]"
        yield RouteProblem("console only", promise.id, says, cure, is_remark=True)


def owner_is_told(routing: Routing, owner: str) -> bool:
    """Say whether an owner is told somewhere. Where neither routes nor owners are named, [alerts] is for all."""
    if not owner or not (routing.routes or routing.owners):
        return True
    return bool(owner_targets(routing, owner)) or any(owner in route.matcher.owners for route in routing.routes)


def why_untold(routing: Routing, owner: str) -> str:
    """Return a colon and why an owner is told nowhere, or nothing where there is no more to say."""
    if not routing.mail and owner not in routing.owners and ONE_ADDRESS.fullmatch(owner):
        return ": that is a mail address, and mail is not set up"
    return ""


def covers(wide: Matcher, narrow: Matcher) -> bool:
    """Say whether whatever fits `narrow` fits `wide`, whatever promises there are."""
    for field in fields(Matcher):
        asked: Collection[object] = getattr(wide, field.name)
        given: Collection[object] = getattr(narrow, field.name)
        if asked and not (given and set(given) <= set(asked)):
            return False
    return True


def _shadowed(routes: Sequence[Route]) -> Iterator[RouteProblem]:
    for number, route in enumerate(routes):
        before = next((e for e in routes[:number] if not e.goes_on and covers(e.matcher, route.matcher)), None)
        if before is not None:
            says = f"route {route.name!r} is never reached: {before.name!r} before it takes all of it"
            yield RouteProblem(
                "shadowed", route.name, says, f"put it before {before.name!r}, or let that `continue`"
            )


def _idle(routes: Sequence[Route], promises: Sequence[Promise]) -> Iterator[RouteProblem]:
    for route in routes:
        statuses = route.matcher.statuses or (None,)
        if promises and not any(fits(route.matcher, each, statuses[0]) for each in promises):
            says = f"route {route.name!r} takes none of the {len(promises)} promises"
            yield RouteProblem("idle", route.name, says, "look for a misspelt name in it", is_remark=True)


def _owners(routing: Routing, promises: Sequence[Promise]) -> Iterator[RouteProblem]:
    for owner in sorted({each.owner for each in promises}):
        if not owner_is_told(routing, owner):
            theirs = [each.id for each in promises if each.owner == owner]
            why = why_untold(routing, owner)
            says = f"the owner {owner!r} of {first_of(theirs, 3)} is told nowhere{why}"
            yield RouteProblem("owner without a route", owner, says, _cure(owner, why))


def _cure(owner: str, why: str) -> str:
    """Return what lets an owner be told, the shortest way first."""
    if why:
        return (
            "set email.host and email.from to a mail server and our address, and email.user and email.password if "
            f'it asks, or name another destination under [owners], such as "{owner}" = ["slack"]'
        )
    return f'say where under [owners], such as "{owner}" = ["email:desk@example.org"], or match it in a route'

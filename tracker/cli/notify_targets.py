"""Whom a test message goes to: everybody that a route reaches, or one destination."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from tracker.cli.delivery import known_promises, lacking_words
from tracker.domain.alerts import Target
from tracker.domain.errors import BadInput, Unknown
from tracker.domain.routing import OWNER, Route
from tracker.domain.statuses import ALARMS
from tracker.engine.routing import owner_targets, routes_of
from tracker.route_settings import split_destination, wrong_destination

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.app import App

DESTINATIONS = ("console", "slack", "slack_webhook", "webhook", "apprise", "email")

Reached = dict[Target, str]
"""Whom a test reaches, with the owner for whom they are told, empty for what the route itself names."""


def reached(app: App, name: str) -> Reached:
    """Return whom a route by its name, or a destination, reaches; raises Unknown or BadInput, with the cure."""
    routes = {route.name: route for route in (app.routing.default, *app.routing.routes)}
    found = _by_route(app, routes[name]) if name in routes and name not in DESTINATIONS else _at(app, name, routes)
    missing = app.settings.missing_for_destinations()
    for target in found:
        # Mail to somebody who is named needs no list of recipients.
        lacking = [key for key in missing[target.destination] if not (key == "to" and target.recipient)]
        if lacking:
            says = lacking_words(target.destination, lacking)
            raise BadInput(says, "settings.md or config/README.md describes them")
    return found


def in_words(target: Target, owner: str = "") -> str:
    """Return a target as the settings name it, "email:desk@example.org (owner desk)"."""
    name = f"{target.destination}:{target.recipient}" if target.recipient else target.destination
    return f"{name} (owner {owner})" if owner else name


def _by_route(app: App, route: Route) -> Reached:
    found = dict.fromkeys((*route.targets, *route.escalate_to), "")
    for target, owner in _owners(app, route):
        found.setdefault(target, owner)
    if not found:
        raise BadInput(
            f"{route.name} sends to owners only, and no promise that takes it has one who is told somewhere",
            "test their destinations: the settings name them under [owners]",
        )
    return found


def _owners(app: App, route: Route) -> Iterator[tuple[Target, str]]:
    """Yield where the owners are told whose promises' alarms take the route, as those alarms would be."""
    if not (route.to_owner or route.escalate_to_owner):
        return
    for promise in sorted(known_promises(app), key=lambda each: each.id):
        taken = (each for status in ALARMS for each in routes_of(app.routing, promise, (status,)))
        if route in taken:
            yield from ((target, promise.owner) for target in owner_targets(app.routing, promise.owner))


def _at(app: App, name: str, routes: dict[str, Route]) -> Reached:
    if name == OWNER:
        raise BadInput("owner stands for whoever looks after a promise", "name the route, or where they are told")
    wrong = wrong_destination(name, DESTINATIONS)
    if wrong is not None and split_destination(name)[0] in DESTINATIONS:
        raise BadInput(*wrong)
    if wrong is not None:
        near = difflib.get_close_matches(name, [*routes, *DESTINATIONS], 1)
        named = ", ".join([*(each for each in routes if each not in DESTINATIONS), *DESTINATIONS])
        cure = f"did you mean {near[0]}?" if near else f"there are {named}"
        raise Unknown(f"there is no destination {name}, and no route that is called so", cure)
    found = dict.fromkeys(app.targets_at(name), "")
    if split_destination(name) == ("email", "") and app.settings.email.host and not found:
        raise BadInput("nobody would get it: email.to is empty", "set email.to, or test email:ADDRESS")
    return found or {Target(split_destination(name)[0]): ""}

"""Check routes against the promises in force and the destinations that are set up, and explain one alarm's way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from tracker.actions.asking import ask
from tracker.actions.send_test import sample_notice
from tracker.domain.alerts import Delivery, DeliveryKind, Result, Target
from tracker.domain.counting import counted
from tracker.domain.ports import Sender
from tracker.domain.promises import Promise
from tracker.domain.routing import Routing
from tracker.domain.statuses import Status
from tracker.engine.route_checks import RouteProblem, check_routes
from tracker.engine.route_telling import Told, tell_of
from tracker.store.acknowledgement_rows import load_acknowledgements, load_open_episodes
from tracker.store.silence_rows import silences_in_force
from tracker.store.store import Store


def promises_in_force(store: Store) -> tuple[Promise, ...]:
    """Return every promise in force."""
    with store.read() as connection:
        logged = store.shelf.fresh(connection)[1]
    return tuple(each.promise for each in logged.values() if not each.retired)


def check_delivery(
    routing: Routing,
    promises: Iterable[Promise],
    senders: Mapping[str, Sender],
    missing: Mapping[str, Sequence[str]],
    now: datetime,
    *,
    online: bool = False,
) -> tuple[RouteProblem, ...]:
    """Return everything that keeps alarms from people: routes, owners, and the destinations that they name.

    `missing` says for every destination which settings it lacks. Every destination that is set up lays a sample
    out; with `online` it is asked whether it would take messages. Sends nothing.
    """
    named = _named(routing)
    return (
        *check_routes(routing, promises),
        *(problem for target, places in named.items() for problem in _set_up(target, places, senders, missing)),
        *(
            problem
            for name in sorted({target.destination for target in named} & senders.keys())
            for problem in _works(name, senders[name], now, online)
        ),
    )


def explain_route(store: Store, routing: Routing, promise: Promise, status: Status, now: datetime) -> Told:
    """Return who would be told if a promise turned to a status now, be it one that is only supposed."""
    with store.read() as connection:
        silences = tuple(each.silence for each in silences_in_force(connection, now))
        lasting = load_open_episodes(connection, promise=promise.id)
        taken = load_acknowledgements(connection, (each.id for each in lasting))
    return tell_of(routing, promise, status, now, silences, next((each.by for each in taken.values()), ""))


def _named(routing: Routing) -> dict[Target, tuple[str, ...]]:
    """Return every target with the places of the settings that name it."""
    places: dict[Target, list[str]] = {}
    for route in (*routing.routes, routing.default):
        where = "[alerts]" if route is routing.default else f"route {route.name!r}"
        for target in (*route.targets, *route.escalate_to):
            places.setdefault(target, []).append(where)
    for owner, targets in routing.owners.items():
        for target in targets:
            places.setdefault(target, []).append(f"owner {owner!r}")
    return {target: tuple(dict.fromkeys(where)) for target, where in places.items()}


def _set_up(
    target: Target, places: Sequence[str], senders: Mapping[str, Sender], missing: Mapping[str, Sequence[str]]
) -> Iterable[RouteProblem]:
    name = target.destination
    lacking = [f"{name}.{key}" for key in missing.get(name, ()) if not (key == "to" and target.recipient)]
    where, verb = " and ".join(places), "names" if len(places) == 1 else "name"
    if name not in senders or lacking:
        lacks = f": the settings lack {' and '.join(lacking)}" if lacking else ""
        says = f"{where} {verb} {name}, which is not set up{lacks}; messages to it wait"
        yield RouteProblem("not set up", name, says, f"set {' and '.join(lacking) or name}, or take {name} out")


def _works(name: str, sender: Sender, now: datetime, online: bool) -> Iterable[RouteProblem]:
    sample = Delivery("check", DeliveryKind.TEST, name, "", now, notices=(sample_notice(now),))
    try:
        sender.payload(sample)
    except Exception as error:  # whatever a layout raises would raise for every message
        says = f"{name} cannot lay a message out: {type(error).__name__}: {error}"[:500]
        yield RouteProblem("layout", name, says, "mend its template or sender; messages to it wait meanwhile")
        return
    if online:
        outcome = ask(sender.check)
        if outcome.result is not Result.SENT:
            says = f"{name} would not take messages: {outcome.answer}"
            yield RouteProblem("reach", name, says, f"correct [{name}] in the settings, or its network")


def summary(problems: Sequence[RouteProblem], routes: int, promises: int) -> str:
    """Return one line: how much was looked at and what was found."""
    errors = sum(not each.is_remark for each in problems)
    found = f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'remark')}"
    return f"{counted(routes, 'route')}, {counted(promises, 'promise')}: {found}"

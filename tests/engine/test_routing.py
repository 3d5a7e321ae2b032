"""Who is told of which promise: laws of matching, and the order of routes."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.routes import ACTORS, BOSS, DESK, MATCHERS, NIGHT, NOON, PROMISES, ROUTES, a_promise
from tracker.domain.alerts import Target
from tracker.domain.promises import Priority, Promise
from tracker.domain.routing import Matcher, Quiet, Route, Routing
from tracker.domain.statuses import ALARMS, Status
from tracker.engine.route_checks import check_routes, covers
from tracker.engine.routing import fits, owner_targets, routes_of, ways

STATUSES = st.sampled_from(Status)
BROKEN = Route("broken", Matcher(statuses=(Status.BROKEN,)), (BOSS,))
GRID = Route("grid", Matcher(tags=("grid",)), (DESK,))
REST = Route("alerts", targets=(NIGHT,))
ROUTING = Routing((BROKEN, GRID), REST)


def names(routing: Routing, promise: Promise, *statuses: Status) -> list[str]:
    return [route.name for route in routes_of(routing, promise, statuses)]


@settings(max_examples=60)
@given(MATCHERS, PROMISES, STATUSES)
def test_naming_more_in_one_respect_never_loses_a_promise(
    matcher: Matcher, promise: Promise, status: Status
) -> None:
    if fits(matcher, promise, status):
        wider = (
            replace(matcher, tags=()),
            replace(matcher, actors=(*matcher.actors, *ACTORS) if matcher.actors else ()),
        )
        assert all(fits(each, promise, status) for each in wider)


@settings(max_examples=60)
@given(MATCHERS, MATCHERS, PROMISES, STATUSES)
def test_what_a_matcher_covers_fits_it(wide: Matcher, narrow: Matcher, promise: Promise, status: Status) -> None:
    if covers(wide, narrow) and fits(narrow, promise, status):
        assert fits(wide, promise, status)


@settings(max_examples=60)
@given(ROUTES, PROMISES, st.sampled_from(sorted(ALARMS)))
def test_every_alarm_takes_a_route_and_each_recipient_is_told_once(
    routes: tuple[Route, ...], promise: Promise, status: Status
) -> None:
    told = ways(Routing(routes, REST), promise, (status,), NOON)
    assert told
    assert len({way.target for way in told}) == len(told)


@settings(max_examples=60)
@given(ROUTES, PROMISES, STATUSES)
def test_a_route_that_is_called_shadowed_takes_nothing(
    routes: tuple[Route, ...], promise: Promise, status: Status
) -> None:
    problems = check_routes(Routing(routes, REST), ())
    shadowed = {each.about for each in problems if each.code == "shadowed"}
    assert not shadowed & set(names(Routing(routes, REST), promise, status))


def test_the_first_route_that_fits_wins() -> None:
    assert names(ROUTING, a_promise(tags=["grid"]), Status.BROKEN) == ["broken"]
    assert names(ROUTING, a_promise(tags=["grid"]), Status.OVERDUE) == ["grid"]
    assert names(ROUTING, a_promise(), Status.OVERDUE) == ["alerts"]


def test_a_route_that_continues_lets_the_next_one_look() -> None:
    routing = Routing((replace(BROKEN, goes_on=True), GRID), REST)
    assert names(routing, a_promise(tags=["grid"]), Status.BROKEN) == ["broken", "grid"]
    assert names(routing, a_promise(), Status.BROKEN) == ["broken"]


def test_whoever_was_told_of_an_alarm_hears_how_it_goes_on() -> None:
    promise = a_promise(tags=["rail"])
    late = Route("late", Matcher(statuses=(Status.OVERDUE,)), (DESK,))
    routing = Routing((BROKEN, late), REST)
    assert names(routing, promise, Status.BROKEN, Status.OVERDUE) == ["broken", "late"]
    assert names(routing, promise, Status.KEPT_LATE, Status.OVERDUE) == ["late"]
    assert names(routing, promise, Status.DISPUTED, Status.OVERDUE) == ["alerts", "late"]


def test_actors_are_compared_as_names_are() -> None:
    assert fits(Matcher(actors=("MINISTER  x",)), a_promise(), None)
    assert not fits(Matcher(actors=("Minister",)), a_promise(), None)


def test_an_owner_is_told_where_the_settings_say_else_by_mail_at_an_address() -> None:
    routing = Routing(owners={"desk": (DESK,)}, mail=True)
    assert owner_targets(routing, "desk") == (DESK,)
    assert owner_targets(routing, "ann@example.org") == (Target("email", "ann@example.org"),)
    assert owner_targets(routing, "somebody") == ()
    assert owner_targets(replace(routing, mail=False), "ann@example.org") == ()


def test_what_would_reach_nobody_goes_to_the_last_resort() -> None:
    to_owner = Route("owners", to_owner=True)
    routing = Routing((to_owner,), REST, last_resort=(BOSS,))
    (way,) = ways(routing, a_promise(owner="nobody"), (Status.OVERDUE,), NOON)
    assert (way.target, way.route.name) == (BOSS, "fallback")


def test_quiet_hours_hold_everything_but_the_critical() -> None:
    night = replace(GRID, matcher=Matcher(), quiet=Quiet(time(11), time(13), "UTC"))
    routing = Routing((night,), REST)
    held = [
        ways(routing, a_promise(priority=priority), (Status.OVERDUE,), NOON)[0].held
        for priority in (Priority.HIGH, Priority.CRITICAL)
    ]
    assert held == [NOON.replace(hour=13), None]

"""From a judgement to the outbox by routes: who, in which message, when, and why it says it was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.actions.alarming import OVERDUE, bridges_waited_for, messages, notices
from tests.actions.making import SLACK, CountingSender, SetClock, apply, bridges, on, opened
from tracker.actions.deliver import deliver_to
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.domain.alerts import Target
from tracker.domain.routing import GroupBy, Matcher, Quiet, Route, Routing
from tracker.domain.statuses import Status
from tracker.store.store import Store
from tracker.store.tables.outbox import outbox

DESK, BOSS = Target("email", "desk@example.org"), Target("email", "boss@example.org")
ALMA = Route("alma", Matcher(promises=("alma",)), (DESK,))
ROUTING = Routing((ALMA,), Route("alerts", targets=(SLACK,)))
NIGHT = Quiet(time(22), time(7), "UTC")
QUIET = Routing((Route("night", targets=(SLACK,), quiet=NIGHT),))
MORNING = on(23, hour=7)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return bridges_waited_for(tmp_path, "alma", "kiel", targets=())


def judged(store: Store, now: datetime, routing: Routing) -> None:
    judge_due(store, now, routing=routing)


def test_each_alarm_goes_by_its_route_and_the_rest_by_the_default(store: Store) -> None:
    judged(store, OVERDUE, ROUTING)
    assert messages(store) == [
        ("email:desk@example.org", [("alma", "first", "overdue")]),
        ("slack", [("kiel", "first", "overdue")]),
    ]


def test_each_message_says_by_which_route_it_came(store: Store) -> None:
    judged(store, OVERDUE, ROUTING)
    assert [each.via for each in notices(store)] == ["alma", "alerts"]


def test_without_routes_nothing_is_said_of_any(store: Store) -> None:
    judge_due(store, OVERDUE, targets=[SLACK])
    assert [each.via for each in notices(store)] == ["", ""]


def test_whoever_was_told_of_an_alarm_is_told_when_it_is_over(store: Store) -> None:
    routing = Routing((Route("late", Matcher(statuses=(Status.OVERDUE,)), (DESK,)),))
    judged(store, OVERDUE, routing)
    ingest(store, [opened("alma", on(22))], on(24))
    judged(store, on(24), routing)
    assert messages(store)[2:] == [("email:desk@example.org", [("alma", "resolved", "kept_late")])]


def test_alerts_that_a_route_groups_share_one_message(store: Store) -> None:
    together = Routing((Route("desk", targets=(DESK,), group_by=(GroupBy.STATUS,)),))
    judged(store, OVERDUE, together)
    assert messages(store) == [
        ("email:desk@example.org", [("alma", "first", "overdue"), ("kiel", "first", "overdue")])
    ]


def test_what_quiet_hours_hold_is_one_message_at_their_end(store: Store) -> None:
    judged(store, OVERDUE, QUIET)
    ingest(store, [opened("alma", on(22))], on(23, hour=3))
    judged(store, on(23, hour=3), QUIET)
    clock, sender = SetClock(on(23, hour=6, minute=59)), CountingSender()
    assert deliver_to(store, "slack", sender, clock).sent == 0
    clock.at = MORNING
    assert deliver_to(store, "slack", sender, clock).sent == 1
    told = [
        (each.promise, each.why.value, each.old, each.status.value, each.unheard)
        for each in sender.arrived[0].notices
    ]
    assert told == [
        ("kiel", "first", Status.PENDING, "overdue", False),
        ("alma", "resolved", Status.OVERDUE, "kept_late", True),
    ]


def test_what_is_held_says_why_and_until_when(store: Store) -> None:
    judged(store, OVERDUE, QUIET)
    with store.read() as connection:
        rows = connection.execute(select(outbox.c.held_because, outbox.c.not_before)).all()
    assert [row.held_because for row in rows] == ["quiet hours of night until 23 May 2016 07:00 UTC"]
    assert {each.via for each in notices(store)} == {"night, held by quiet hours until 23 May 2016 07:00 UTC"}


def test_a_single_held_alert_is_the_root_of_its_thread(tmp_path: Path) -> None:
    store = bridges_waited_for(tmp_path, "alma", targets=())
    judged(store, OVERDUE, QUIET)
    clock, sender = SetClock(MORNING), CountingSender()
    deliver_to(store, "slack", sender, clock)
    ingest(store, [opened("alma", on(22))], on(23, hour=9))
    judged(store, on(23, hour=9), QUIET)
    clock.at = on(23, hour=9)
    deliver_to(store, "slack", sender, clock)
    assert [each.thread is None for each in sender.arrived] == [True, False]


def test_what_is_critical_passes_through_quiet_hours(tmp_path: Path) -> None:
    text = bridges("alma", "kiel").replace("  - id: kiel", "  - id: kiel\n    priority: critical")
    store = bridges_waited_for(tmp_path, text=text, targets=())
    judged(store, OVERDUE, QUIET)
    clock, sender = SetClock(OVERDUE), CountingSender()
    deliver_to(store, "slack", sender, clock)
    assert [[notice.promise for notice in each.notices] for each in sender.arrived] == [["kiel"]]


def test_what_comes_after_the_end_of_the_quiet_is_by_itself(store: Store) -> None:
    judged(store, OVERDUE, QUIET)
    apply(store, bridges("alma", "kiel", "elbe"), MORNING)
    judged(store, MORNING, QUIET)
    assert [[name for name, _, _ in told] for _, told in messages(store)] == [["alma", "kiel"], ["elbe"]]


def test_a_destination_that_is_not_set_up_keeps_its_messages_and_stops_no_other(store: Store) -> None:
    judged(store, OVERDUE, replace(ROUTING, default=Route("alerts", targets=(SLACK, BOSS))))
    sender = CountingSender()
    assert deliver_to(store, "slack", sender, SetClock(OVERDUE + timedelta(seconds=5))).sent == 1
    assert len(messages(store, state="pending")) == 2

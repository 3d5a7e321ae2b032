"""What comes of alarms by time alone: reminders, escalation, and what is still true after a silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from tests.actions.alarming import OVERDUE, bridges_waited_for, messages, notices
from tests.actions.making import SLACK, CountingSender, SetClock, on, opened
from tracker.actions import as_it_stands
from tracker.actions.acknowledge import acknowledge
from tracker.actions.deliver import deliver_to
from tracker.actions.following_up import FollowedUp, arm, follow_up
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.actions.silencing import end_silence, silence
from tracker.domain.alerts import Target
from tracker.domain.routing import Matcher, Quiet, Route, Routing, Silence
from tracker.jobs.work import Work
from tracker.store.store import Store

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BOSS = Target("email", "boss@example.org")
NAGGING = Routing((Route("desk", targets=(SLACK,), remind=DAY, remind_limit=2),))
ESCALATING = Routing((Route("desk", targets=(SLACK,), escalate_after=2 * HOUR, escalate_to=(BOSS, SLACK)),))
PLAIN = Routing.to((SLACK,))
SNOOZE = Silence(Matcher(promises=("alma",)), "ann", "the ministry answers soon", OVERDUE + 2 * DAY)
FIRST = ("slack", [("alma", "first", "overdue")])
REMINDER = ("slack", [("alma", "reminder", "overdue")])
REPEATED = ("slack", [("alma", "repeated after silence", "overdue")])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return bridges_waited_for(tmp_path, "alma", targets=())


def pass_over(store: Store, now: datetime, routing: Routing) -> FollowedUp:
    """Judge and follow up, as the service does at each tick."""
    judge_due(store, now, routing=routing)
    return follow_up(store, now, routing)


def test_an_alarm_that_lasts_is_told_again_up_to_the_limit(store: Store) -> None:
    for days in (0, 1, 1, 2, 3, 4):
        pass_over(store, OVERDUE + days * DAY, NAGGING)
    assert messages(store) == [FIRST, REMINDER, REMINDER]
    assert [each.via for each in notices(store)] == ["desk", "desk, reminder 1 of 2", "desk, reminder 2 of 2"]


def test_a_reminder_says_how_it_stands_at_that_hour(store: Store) -> None:
    for days in (0, 1):
        pass_over(store, OVERDUE + days * DAY, NAGGING)
    assert notices(store)[-1].at == OVERDUE + DAY


def test_reminders_missed_in_an_outage_are_made_up_for_by_one(store: Store) -> None:
    pass_over(store, OVERDUE, NAGGING)
    for _ in range(2):
        pass_over(store, OVERDUE + 6 * DAY, NAGGING)
    assert messages(store) == [FIRST, REMINDER]


def test_nobody_is_reminded_of_what_somebody_acknowledged(store: Store) -> None:
    pass_over(store, OVERDUE, NAGGING)
    acknowledge(store, "alma", "ann", OVERDUE + HOUR)
    assert pass_over(store, OVERDUE + DAY, NAGGING) == FollowedUp()
    assert messages(store) == [FIRST]


def test_nobody_is_reminded_of_an_alarm_that_is_over(store: Store) -> None:
    pass_over(store, OVERDUE, NAGGING)
    ingest(store, [opened("alma", on(22))], on(23, hour=9))
    for hours in (10, 30, 60):
        pass_over(store, OVERDUE + hours * HOUR, NAGGING)
    assert messages(store) == [FIRST, ("slack", [("alma", "resolved", "kept_late")])]


def test_a_reminder_that_falls_into_quiet_hours_comes_at_their_end(store: Store) -> None:
    desk = replace(NAGGING.routes[0], remind=9 * HOUR, quiet=Quiet(time(8), time(12)))
    routing = Routing((desk,))
    for hours in (0, 9, 11, 12):
        pass_over(store, OVERDUE + hours * HOUR, routing)
    assert [(each.why.value, each.at.hour) for each in notices(store)] == [("first", 0), ("reminder", 12)]


def test_a_route_that_is_gone_reminds_nobody(store: Store) -> None:
    pass_over(store, OVERDUE, NAGGING)
    assert pass_over(store, OVERDUE + DAY, PLAIN).messages == 0
    assert pass_over(store, OVERDUE + 2 * DAY, NAGGING) == FollowedUp()


def test_open_alarms_are_followed_up_by_routes_that_came_later(store: Store) -> None:
    pass_over(store, OVERDUE, PLAIN)
    assert arm(store, OVERDUE + HOUR, NAGGING) == 1
    assert arm(store, OVERDUE + 2 * HOUR, NAGGING) == 0
    pass_over(store, OVERDUE + HOUR + DAY, NAGGING)
    assert messages(store) == [FIRST, REMINDER]


def test_what_nobody_acknowledges_is_escalated_once(store: Store) -> None:
    for hours in (0, 1, 2, 2, 5, 50):
        pass_over(store, OVERDUE + hours * HOUR, ESCALATING)
    assert messages(store) == [
        FIRST,
        ("email:boss@example.org", [("alma", "escalated", "overdue")]),
        ("slack", [("alma", "escalated", "overdue")]),
    ]
    assert notices(store)[-1].via == "desk, not acknowledged in time"


@pytest.mark.parametrize("acknowledged", [False, True])
def test_whom_it_was_escalated_to_hears_that_it_is_over(store: Store, *, acknowledged: bool) -> None:
    for hours in (0, 2):
        pass_over(store, OVERDUE + hours * HOUR, ESCALATING)
    if acknowledged:
        acknowledge(store, "alma", "ann", OVERDUE + 3 * HOUR)
    ingest(store, [opened("alma", on(22))], on(23, hour=9))
    pass_over(store, OVERDUE + 10 * HOUR, ESCALATING)
    over = [("alma", "resolved", "kept_late")]
    assert sorted(messages(store)[-2:]) == [("email:boss@example.org", over), ("slack", over)]


def test_who_was_never_told_hears_nothing_of_the_end(store: Store) -> None:
    pass_over(store, OVERDUE, ESCALATING)
    ingest(store, [opened("alma", on(22))], on(23, hour=1))
    pass_over(store, OVERDUE + HOUR, ESCALATING)
    assert [where for where, _ in messages(store)] == ["slack", "slack"]


def test_what_was_acknowledged_in_time_is_not_escalated(store: Store) -> None:
    pass_over(store, OVERDUE, ESCALATING)
    acknowledge(store, "alma", "ann", OVERDUE + HOUR)
    pass_over(store, OVERDUE + 3 * HOUR, ESCALATING)
    assert messages(store) == [FIRST]


def test_the_time_to_escalate_runs_from_when_people_hear_of_it(store: Store) -> None:
    night = replace(ESCALATING.routes[0], quiet=Quiet(time(22), time(7)))
    routing = Routing((night,))
    for hours in (0, 2, 7, 8):
        pass_over(store, OVERDUE + hours * HOUR, routing)
    assert len(messages(store)) == 1
    pass_over(store, OVERDUE + 9 * HOUR, routing)
    assert len(messages(store)) == 3


def test_what_a_silence_hid_is_told_when_it_is_over(store: Store) -> None:
    silence(store, SNOOZE, on(22))
    pass_over(store, OVERDUE, PLAIN)
    pass_over(store, OVERDUE + DAY, PLAIN)
    assert messages(store) == []
    for _ in range(2):
        pass_over(store, SNOOZE.until, PLAIN)
    assert messages(store) == [REPEATED]


def test_ending_a_silence_tells_at_once_what_is_still_true(store: Store) -> None:
    number = silence(store, SNOOZE, on(22))
    pass_over(store, OVERDUE, PLAIN)
    end_silence(store, number, "bo", OVERDUE + HOUR)
    for _ in range(2):
        pass_over(store, OVERDUE + HOUR, PLAIN)
    assert messages(store) == [REPEATED]


def test_an_alarm_that_was_snoozed_comes_back(store: Store) -> None:
    pass_over(store, OVERDUE, PLAIN)
    silence(store, SNOOZE, OVERDUE + HOUR)
    for days in (1, 2, 3):
        pass_over(store, OVERDUE + days * DAY, PLAIN)
    with_dropped = [FIRST, REPEATED]
    assert messages(store) == with_dropped


def test_what_came_and_went_unseen_is_never_told(store: Store) -> None:
    silence(store, SNOOZE, on(22))
    pass_over(store, OVERDUE, PLAIN)
    ingest(store, [opened("alma", on(22))], on(23, hour=9))
    for hours in (10, 60):
        pass_over(store, OVERDUE + hours * HOUR, PLAIN)
    assert messages(store) == []


def test_the_end_of_an_alarm_that_people_knew_of_is_told_after_the_silence(store: Store) -> None:
    pass_over(store, OVERDUE, PLAIN)
    sent_first(store)
    silence(store, SNOOZE, OVERDUE + HOUR)
    ingest(store, [opened("alma", on(22))], on(23, hour=9))
    for hours in (10, 60):
        pass_over(store, OVERDUE + hours * HOUR, PLAIN)
    assert messages(store) == [FIRST, ("slack", [("alma", "resolved", "kept_late")])]


def test_what_is_told_after_a_silence_says_whose_it_was_and_why(store: Store) -> None:
    silence(store, SNOOZE, on(22))
    pass_over(store, OVERDUE, PLAIN)
    pass_over(store, SNOOZE.until, PLAIN)
    [told] = notices(store)
    assert told.silenced == "a silence of ann: the ministry answers soon"
    assert told.since == on(23, hour=0)


def test_what_another_silence_still_hides_waits_for_its_end(store: Store) -> None:
    silence(store, SNOOZE, on(22))
    silence(store, replace(SNOOZE, until=OVERDUE + 4 * DAY), on(22))
    for days in (0, 2, 3):
        pass_over(store, OVERDUE + days * DAY, PLAIN)
    assert messages(store) == []
    pass_over(store, OVERDUE + 4 * DAY, PLAIN)
    assert messages(store) == [REPEATED]


def test_nobody_is_reminded_during_a_silence_and_again_after_it(store: Store) -> None:
    pass_over(store, OVERDUE, NAGGING)
    sent_first(store)
    silence(store, replace(SNOOZE, until=OVERDUE + 36 * HOUR), OVERDUE + HOUR)
    for hours in (24, 36, 59, 60):
        pass_over(store, OVERDUE + hours * HOUR, NAGGING)
    assert messages(store) == [FIRST, REPEATED, REMINDER]


def test_what_cannot_be_judged_after_a_silence_is_told_once_it_can(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    silence(store, SNOOZE, on(22))
    pass_over(store, OVERDUE, PLAIN)
    with monkeypatch.context() as broken:
        broken.setattr(as_it_stands, "judge", _poisoned)
        assert follow_up(store, SNOOZE.until, PLAIN).repeated == 0
    assert follow_up(store, SNOOZE.until + timedelta(minutes=59), PLAIN) == FollowedUp()
    for _ in range(2):
        follow_up(store, SNOOZE.until + HOUR, PLAIN)
    assert messages(store) == [REPEATED]


def test_the_service_follows_up_at_every_tick_and_from_its_start(store: Store) -> None:
    clock = SetClock(OVERDUE)
    sender = CountingSender()
    work = Work(store, clock, lambda *_: None, {"slack": sender}, routing=PLAIN)  # type: ignore[arg-type]
    work.judge()
    nagging = replace(work, routing=NAGGING)
    nagging.go_on()
    clock.move(DAY)
    assert nagging.judge().messages == 1
    nagging.deliver()
    assert [each.notices[0].why.value for each in sender.arrived] == ["first", "reminder"]
    assert [each.thread is None for each in sender.arrived] == [True, False]


def _poisoned(*_: object, **__: object) -> None:
    raise RuntimeError("poisonous")


def sent_first(store: Store) -> None:
    """Let what waits at Slack arrive."""
    deliver_to(store, "slack", CountingSender(), SetClock(OVERDUE + timedelta(minutes=1)))

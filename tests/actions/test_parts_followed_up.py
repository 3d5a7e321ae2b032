"""Reminders, acknowledging, silences and quiet hours take the parts of a promise together under it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from tests.actions.making import SLACK, CountingSender, SetClock
from tests.actions.parted import ANSWERS, MONTHLY, STEPS, at, desk, did, learn, messages, told
from tracker.actions.acknowledge import acknowledge
from tracker.actions.deliver import deliver_to
from tracker.actions.dispute import dispute
from tracker.actions.following_up import FollowedUp, arm, follow_up
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.actions.silencing import preview_silence, silence
from tracker.domain.alerts import Target
from tracker.domain.errors import BadInput
from tracker.domain.routing import Matcher, Quiet, Route, Routing, Silence
from tracker.domain.statuses import Status
from tracker.store.store import Store

DAY = timedelta(days=1)
BOSS = Target("email", "boss@example.org")
NAGGING = Routing((Route("desk", targets=(SLACK,), remind=DAY, remind_limit=3),))
MISSED = at(3, 3, 0, 1)
"""Just after February was missed."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a store whose January was kept, judged by no route so far."""
    store = desk(tmp_path, MONTHLY)
    learn(store, at(1, 20), did("publish", at(1, 20)))
    return store


def _pass(store: Store, now: datetime, routing: Routing = NAGGING) -> FollowedUp:
    judge_due(store, now, routing=routing)
    return follow_up(store, now, routing)


def test_people_are_reminded_of_a_part_that_lasts(store: Store) -> None:
    _pass(store, MISSED)
    _pass(store, MISSED + DAY)
    assert told(store) == [[("Feb 2016", "first", "overdue")], [("Feb 2016", "reminder", "overdue")]]
    assert messages(store)[-1][0].since == at(3, 3, 0)


def test_reminders_of_several_parts_due_together_are_one_message(store: Store) -> None:
    _pass(store, at(4, 10))
    _pass(store, at(4, 11))
    assert told(store)[-1] == [("Feb 2016", "reminder", "overdue"), ("Mar 2016", "reminder", "overdue")]


def test_a_reminder_of_one_trigger_does_not_name_it_twice(tmp_path: Path) -> None:
    store = desk(tmp_path, ANSWERS)
    learn(store, at(3, 1), did("ask", at(3, 1)))
    _pass(store, at(3, 14, 0, 1))
    _pass(store, at(3, 15, 0, 1))
    assert told(store)[-1] == [("", "reminder", "overdue")]


def test_nobody_is_reminded_of_a_part_that_was_made_good(store: Store) -> None:
    _pass(store, MISSED)
    ingest(store, [did("publish", at(2, 28))], MISSED + DAY / 2)
    _pass(store, MISSED + DAY)
    assert told(store)[-1] == [("Feb 2016", "resolved", "kept")]


def test_who_acknowledges_a_promise_takes_its_open_parts_up(store: Store) -> None:
    _pass(store, MISSED)
    assert acknowledge(store, "figures", "ann", MISSED + DAY / 2).first
    assert not acknowledge(store, "figures", "bob", MISSED + DAY / 2).first
    assert _pass(store, MISSED + DAY) == FollowedUp()


def test_a_month_missed_after_that_is_told_and_to_be_acknowledged_by_itself(store: Store) -> None:
    _pass(store, MISSED)
    acknowledge(store, "figures", "ann", MISSED + DAY / 2)
    _pass(store, at(4, 3, 0, 1))
    _pass(store, at(4, 4, 0, 1))
    assert told(store)[1:] == [[("Mar 2016", "first", "overdue")], [("Mar 2016", "reminder", "overdue")]]
    assert acknowledge(store, "figures", "bob", at(4, 5)).first


def test_a_part_that_nobody_was_told_of_waits_for_nobody(tmp_path: Path) -> None:
    store = desk(tmp_path, MONTHLY, now=at(9, 15))
    learn(store, at(9, 16), did("publish", at(9, 16)))
    arm(store, at(9, 16), NAGGING)
    assert follow_up(store, at(9, 20), NAGGING) == FollowedUp()
    with pytest.raises(BadInput):
        acknowledge(store, "figures", "ann", at(9, 20))


def test_what_a_silence_hid_of_a_part_is_told_once_it_is_over(store: Store) -> None:
    silence(store, Silence(Matcher(promises=("figures",)), "ann", "they answer soon", at(3, 6)), at(3, 1))
    _pass(store, MISSED)
    assert told(store) == []
    _pass(store, at(3, 6, 12, 1))
    assert told(store) == [[("Feb 2016", "repeated after silence", "overdue")]]


def test_a_silence_shows_the_parts_it_hides(store: Store) -> None:
    _pass(store, at(4, 10))
    hides = preview_silence(store, Silence(Matcher(promises=("figures",)), "ann", "why", at(5, 1)), at(4, 11))
    assert [(each.instance, each.status) for each in hides.alarms] == [
        ("2016-02", Status.OVERDUE),
        ("2016-03", Status.OVERDUE),
    ]


def test_what_quiet_hours_hold_of_a_part_is_told_once_as_it_stands(store: Store) -> None:
    quiet = Quiet(time(0), time(23, 59))
    routing = Routing((replace(NAGGING.routes[0], quiet=quiet),))
    judge_due(store, MISSED, routing=routing)
    ingest(store, [did("publish", at(2, 28))], MISSED + timedelta(hours=1))
    judge_due(store, MISSED + timedelta(hours=1), routing=routing)
    assert told(store) == [[("Feb 2016", "resolved", "kept")]]


def test_a_route_that_wants_only_what_is_overdue_hears_of_a_missed_step_beside_its_headline(
    tmp_path: Path,
) -> None:
    store = desk(tmp_path, STEPS)
    learn(store, at(2, 1), did("declare", at(2, 1)))
    routing = Routing((Route("late", Matcher(statuses=(Status.OVERDUE,)), targets=(BOSS,)),))
    judge_due(store, at(3, 13, 0, 1), routing=routing)
    assert told(store) == [[("", "first", "at_risk"), ("step destroyed", "first", "overdue")]]


def test_in_slack_a_part_has_a_thread_of_its_own_that_shows_its_news(store: Store) -> None:
    sender, clock = CountingSender(), SetClock(MISSED)

    def send() -> None:
        deliver_to(store, "slack", sender, clock)

    send()
    for now in (MISSED, at(4, 3, 0, 1), at(4, 5)):
        clock.at = now
        if now == at(4, 5):
            ingest(store, [did("publish", at(2, 28))], now)
        judge_due(store, now, targets=[SLACK])
        send()
    threads = [each.thread.message if each.thread else "" for each in sender.arrived]
    assert [each.notices[0].part for each in sender.arrived][1:] == ["Feb 2016", "Mar 2016", "Feb 2016"]
    assert threads[1:] == ["", "", "m2"], "the news of February are a reply in its thread"


def test_a_dispute_says_which_parts_stand_in_alarm(store: Store) -> None:
    _pass(store, MISSED)
    sender, clock = CountingSender(), SetClock(MISSED)
    deliver_to(store, "slack", sender, clock)
    dispute(store, "figures", "bob", "it came out", MISSED)
    deliver_to(store, "slack", sender, clock)
    assert "disputes that it is on track, Feb 2016 overdue: it came out" in sender.arrived[-1].text

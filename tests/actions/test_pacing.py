"""A destination gets messages no faster than its pace, rests as long as it asks, and delays no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.actions.making import SLACK, CountingSender, SetClock, on, opened
from tests.actions.outbox import AT, filled, put_in
from tests.actions.test_alerts import OVERDUE
from tests.actions.test_setting_aside import overdue
from tracker.actions.deliver import Delivered, deliver, deliver_to
from tracker.actions.health import outbox_state
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.domain.alerts import Abilities, Delivery, DeliveryKind, Notice, Outcome, Result, Target, Thread
from tracker.store.store import Store

SLOW = Abilities(pace=1.0)
THREADED = Abilities(can_find=True, can_edit=True, can_thread=True, pace=1.0)


class Timed(CountingSender):
    """Notes when each message arrived."""

    clock: SetClock

    def send(self, delivery: Delivery) -> Outcome:
        self.times = [*getattr(self, "times", []), self.clock.at]
        return super().send(delivery)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(AT)


def _moving(clock: SetClock) -> Callable[[float], bool]:
    def wait(seconds: float) -> bool:
        clock.move(timedelta(seconds=seconds))
        return True

    return wait


def test_messages_to_a_paced_destination_lie_a_second_apart(tmp_path: Path, clock: SetClock) -> None:
    store, sender = filled(tmp_path, 4), Timed(SLOW)
    sender.clock = clock
    assert deliver_to(store, "hook", sender, clock, wait=_moving(clock)) == Delivered(sent=4)
    assert [(at - AT).total_seconds() for at in sender.times] == [0, 1, 2, 3]


def test_without_waiting_a_pass_ends_at_the_pace_and_the_next_goes_on(tmp_path: Path, clock: SetClock) -> None:
    store, sender = filled(tmp_path, 2), CountingSender(SLOW)
    assert deliver_to(store, "hook", sender, clock) == Delivered(sent=1)
    assert deliver_to(store, "hook", sender, clock) == Delivered()
    clock.move(timedelta(seconds=1))
    assert deliver_to(store, "hook", sender, clock) == Delivered(sent=1)


def test_a_service_that_stops_waits_no_longer(tmp_path: Path, clock: SetClock) -> None:
    store, sender = filled(tmp_path, 3), CountingSender(SLOW)
    assert deliver_to(store, "hook", sender, clock, wait=lambda _: False) == Delivered(sent=1)


def test_a_wait_in_which_no_time_passes_ends_the_pass(tmp_path: Path, clock: SetClock) -> None:
    store, sender = filled(tmp_path, 3), CountingSender(SLOW)
    assert deliver_to(store, "hook", sender, clock, wait=lambda _: True) == Delivered(sent=1)


def test_a_longer_rest_that_the_other_side_asked_for_is_not_waited_out(tmp_path: Path, clock: SetClock) -> None:
    store, sender = filled(tmp_path, 2), CountingSender(SLOW, answers=[Outcome(Result.RETRY, "429", 30.0)])
    assert deliver_to(store, "hook", sender, clock, wait=_moving(clock)) == Delivered(put_off=1)
    clock.move(timedelta(seconds=29))
    assert deliver_to(store, "hook", sender, clock) == Delivered()
    clock.move(timedelta(seconds=1))
    assert deliver_to(store, "hook", sender, clock, wait=_moving(clock)) == Delivered(sent=2)


def test_a_destination_that_asks_for_a_rest_delays_no_other(tmp_path: Path, clock: SetClock) -> None:
    store = filled(tmp_path, 3)
    put_in(store, 3, destination="other")
    resting, other = CountingSender(answers=[Outcome(Result.RETRY, "429", 600.0)]), CountingSender()
    done = deliver(store, {"hook": resting, "other": other}, clock)
    assert done == Delivered(sent=3, put_off=1)


def test_the_pace_holds_up_no_edit_of_a_root(tmp_path: Path) -> None:
    store, clock = overdue(tmp_path), SetClock(OVERDUE)
    sender = CountingSender(THREADED)
    deliver_to(store, "slack", sender, clock)
    ingest(store, [opened("alma", on(22))], clock.at)
    judge_due(store, clock.at, targets=[SLACK])
    clock.move(timedelta(seconds=1))
    assert deliver_to(store, "slack", sender, clock) == Delivered(sent=1, edited=1)


class Unedited(CountingSender):
    """Answers every edit as it is told to."""

    says: Outcome

    def edit(self, thread: Thread, notice: Notice) -> Outcome:
        return self.says


@pytest.mark.parametrize("seconds", [5, 700])
def test_a_rest_that_an_edit_is_told_of_holds_for_messages_too(tmp_path: Path, seconds: int) -> None:
    store, clock, sender = overdue(tmp_path), SetClock(OVERDUE), Unedited()
    sender.says = Outcome(Result.RETRY, "429", retry_after=float(seconds))
    _news_for(store, clock, sender)
    put_in(store, 1, destination="slack")
    clock.move(timedelta(seconds=seconds - 1))
    assert deliver_to(store, "slack", sender, clock) == Delivered()
    clock.move(timedelta(seconds=1))
    assert deliver_to(store, "slack", sender, clock).sent == 1


def test_an_edit_that_finds_the_token_revoked_is_told_to_the_fallback(tmp_path: Path) -> None:
    store, clock, sender, console = overdue(tmp_path), SetClock(OVERDUE), Unedited(), CountingSender()
    sender.says = Outcome(Result.REFUSED, "token_revoked", disables_destination=True)
    _news_for(store, clock, sender)
    deliver_to(store, "console", console, clock)
    assert [delivery.kind for delivery in console.arrived] == [DeliveryKind.TROUBLE]
    assert [each.name for each in outbox_state(store).disabled] == ["slack"]


def _news_for(store: Store, clock: SetClock, sender: CountingSender) -> None:
    deliver_to(store, "slack", sender, clock)
    ingest(store, [opened("alma", on(22))], clock.at)
    judge_due(store, clock.at, targets=[SLACK])
    deliver_to(store, "slack", sender, clock, fallback=Target("console"))

"""A message that cannot be read, laid out or sent waits an hour, is reported once, and stops no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests.actions.making import SLACK, CountingSender, SetClock, apply, bridges, new_store, on, opened
from tests.actions.outbox import AT, change, filled, put_in, rows
from tests.actions.test_alerts import OVERDUE, listening
from tracker.actions.deliver import Delivered, deliver_to
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.domain.alerts import Delivery, DeliveryKind, Outcome, Result, Target
from tracker.store.store import Store

CONSOLE = Target("console")
LATER = timedelta(minutes=61)


@dataclass
class Choking(CountingSender):
    """Raises over one text: while it lays it out, or only once it may have been sent."""

    over: str = "message 1"
    in_layout: bool = True

    def payload(self, delivery: Delivery) -> Mapping[str, object]:
        if self.in_layout and delivery.text == self.over:
            raise KeyError("notices")
        return super().payload(delivery)

    def send(self, delivery: Delivery) -> Outcome:
        if delivery.text == self.over:
            self.payload(delivery)
            raise KeyError("answer")
        return super().send(delivery)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(AT)


def _texts(sender: CountingSender) -> list[str]:
    return [delivery.text for delivery in sender.arrived]


def test_a_message_that_cannot_be_laid_out_is_set_aside_and_the_rest_go_on(
    tmp_path: Path, clock: SetClock
) -> None:
    store, sender = filled(tmp_path, 3), Choking()
    assert deliver_to(store, "hook", sender, clock) == Delivered(sent=2, put_off=1)
    assert _texts(sender) == ["message 0", "message 2"]
    assert rows(store, "state, held_because")[1] == ("retry", "set aside: KeyError: 'notices'")


def test_it_is_tried_again_after_an_hour_and_then_sent_unmarked(tmp_path: Path, clock: SetClock) -> None:
    store, sender = filled(tmp_path, 2), Choking()
    deliver_to(store, "hook", sender, clock)
    clock.move(timedelta(minutes=59))
    assert deliver_to(store, "hook", sender, clock) == Delivered()
    clock.move(timedelta(minutes=1))
    sender.over = ""
    assert deliver_to(store, "hook", sender, clock) == Delivered(sent=1)
    assert [delivery.maybe_repeated for delivery in sender.arrived] == [False, False]
    assert rows(store, "held_because") == ["", ""]


def test_one_that_may_have_left_is_looked_for_after_the_hour(tmp_path: Path, clock: SetClock) -> None:
    store, sender = filled(tmp_path, 2), Choking(in_layout=False)
    deliver_to(store, "hook", sender, clock)
    assert rows(store)[1] == "ambiguous"
    clock.move(LATER)
    sender.over = ""
    deliver_to(store, "hook", sender, clock)
    assert sender.looked == 1
    assert rows(store) == ["sent", "sent"]


def test_people_are_told_once_and_not_again_every_hour(tmp_path: Path, clock: SetClock) -> None:
    store, sender = filled(tmp_path, 2), Choking()
    for _ in range(3):
        deliver_to(store, "hook", sender, clock, fallback=CONSOLE)
        clock.move(LATER)
    console = CountingSender()
    deliver_to(store, "console", console, clock, fallback=CONSOLE)
    assert _texts(console) == [
        "Message 2 to hook cannot be laid out or sent and is set aside for an hour: KeyError: 'notices'. "
        "The others go on; `deedline outbox list --state held` shows what waits and why."
    ]


def test_many_that_choke_a_sender_make_one_report(tmp_path: Path, clock: SetClock) -> None:
    class AlwaysChoking(Choking):
        def payload(self, delivery: Delivery) -> Mapping[str, object]:
            raise KeyError("notices")

        def send(self, delivery: Delivery) -> Outcome:
            raise KeyError("notices")

    store = filled(tmp_path, 20)
    deliver_to(store, "hook", AlwaysChoking(), clock, fallback=CONSOLE)
    assert rows(store, "destination, state") == [("hook", "retry")] * 20 + [("console", "pending")]


def test_a_report_of_trouble_that_chokes_its_sender_makes_no_more_reports(tmp_path: Path, clock: SetClock) -> None:
    store = filled(tmp_path, 2, destination="console", kind=DeliveryKind.TROUBLE)
    deliver_to(store, "console", Choking(), clock, fallback=Target("slack"))
    assert rows(store) == ["sent", "retry"]


@pytest.mark.parametrize("content", ['"{not json"', "'{\"notices\": 7}'", "''"])
def test_a_message_whose_content_is_damaged_is_set_aside(tmp_path: Path, clock: SetClock, content: str) -> None:
    store, sender = filled(tmp_path, 3), CountingSender()
    change(store, f"UPDATE outbox SET payload = {content} WHERE dedupe = 'hook1'")
    deliver_to(store, "hook", sender, clock, fallback=CONSOLE)
    assert _texts(sender) == ["message 0", "message 2"]
    assert rows(store) == ["sent", "retry", "sent", "pending"]
    assert "ValidationError" in rows(store, "held_because")[1]


def test_a_look_up_that_raises_does_not_hold_up_the_channel(tmp_path: Path, clock: SetClock) -> None:
    class Blinded(CountingSender):
        def find(self, delivery: Delivery) -> Outcome:
            raise TypeError("no such page")

    store, sender = filled(tmp_path, 1), Blinded(answers=[Outcome(Result.AMBIGUOUS, "lost")])
    deliver_to(store, "hook", sender, clock)
    clock.move(timedelta(seconds=3))
    deliver_to(store, "hook", sender, clock)
    put_in(store, 1, destination="other")
    change(store, "UPDATE outbox SET destination = 'hook'")
    assert deliver_to(store, "hook", sender, clock) == Delivered(sent=1)
    assert rows(store) == ["ambiguous", "sent"]


def test_what_is_set_aside_or_held_does_not_silence_what_comes_after_it(tmp_path: Path) -> None:
    store, clock = overdue(tmp_path), SetClock(OVERDUE)
    change(store, "UPDATE outbox SET held_because = 'quiet hours', not_before = 4102444800000000")
    ingest(store, [opened("alma", on(22))], clock.at)
    judge_due(store, clock.at, targets=[SLACK])
    sender = CountingSender()
    deliver_to(store, "slack", sender, clock)
    assert [notice.why.value for delivery in sender.arrived for notice in delivery.notices] == ["resolved"]


def overdue(folder: Path) -> Store:
    store = new_store(folder)
    listening(store, on(30))
    apply(store, bridges("alma"), on(2))
    judge_due(store, on(2))
    judge_due(store, OVERDUE, targets=[SLACK])
    return store

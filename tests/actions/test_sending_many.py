"""Messages to a destination that can tell repeats go out many at a time, and nothing is lost by that."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.actions.making import CountingSender, SetClock
from tests.actions.outbox import AT, MANY, filled, rows
from tracker.actions.deliver import Delivered, deliver_to
from tracker.domain.alerts import Abilities, Delivery, Outcome, Result, Target
from tracker.store.attempts import NOT_MADE
from tracker.store.claims import CLAIM_LASTS
from tracker.store.opening import open_store
from tracker.store.store import Store

DOWN = Outcome(Result.RETRY, "connection refused")


class Died(BaseException):
    """The process was killed here."""


@dataclass
class Looking(CountingSender):
    """Looks into the store while it sends: how many attempts are begun and not ended."""

    abilities: Abilities = MANY
    store: Store | None = None
    open_attempts: list[int] = field(default_factory=list)
    fails_at: str = ""
    fails_with: Outcome = DOWN
    dies_at: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, delivery: Delivery) -> Outcome:
        with self.lock:
            if self.store is not None:
                self.open_attempts.append(rows(self.store, "ended", "attempt").count(None))
            if delivery.text == self.dies_at:
                raise Died
            if delivery.text == self.fails_at:
                return self.fails_with
            self.arrived.append(delivery)
            return Outcome(Result.SENT, "204")


@dataclass
class Ahead(Looking):
    """Takes the next message while the answers to the last are still to come."""

    began: list[str] = field(default_factory=list)
    begun_before: dict[str, int] = field(default_factory=dict)
    chokes_at: str = ""

    def begin(self, delivery: Delivery) -> Callable[[], Outcome]:
        if delivery.text == self.chokes_at:
            raise KeyError("layout")
        self.began.append(delivery.text)
        return partial(self._answer, delivery)

    def _answer(self, delivery: Delivery) -> Outcome:
        self.begun_before[delivery.text] = len(self.began)
        return self.send(delivery)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(AT)


def test_each_arrives_once_with_its_attempt_recorded(tmp_path: Path, clock: SetClock) -> None:
    store, sender = filled(tmp_path, 40), Looking()
    assert deliver_to(store, "hook", sender, clock) == Delivered(sent=40)
    assert Counter(delivery.text for delivery in sender.arrived) == {f"message {n}": 1 for n in range(40)}
    assert rows(store, "state, attempts, claim_by") == [("sent", 1, "")] * 40
    assert rows(store, "n, outcome, answer", "attempt") == [(1, "sent", "204")] * 40


def test_every_attempt_is_written_before_its_call_and_the_numbers_grow_while_all_goes_well(
    tmp_path: Path, clock: SetClock
) -> None:
    store = filled(tmp_path, 20)
    sender = Looking(store=store)
    deliver_to(store, "hook", sender, clock)
    assert sender.open_attempts == [1] + [2] * 2 + [4] * 4 + [8] * 8 + [5] * 5


def test_the_first_that_does_not_get_through_ends_the_calls_and_the_rest_never_left(
    tmp_path: Path, clock: SetClock
) -> None:
    store, sender = filled(tmp_path, 15), Looking(fails_at="message 9")
    assert deliver_to(store, "hook", sender, clock) == Delivered(sent=9, put_off=1)
    assert rows(store, "outcome", "attempt") == ["sent"] * 9 + ["retry"] + [NOT_MADE] * 5
    sender.fails_at = ""
    clock.move(timedelta(minutes=1))
    assert deliver_to(store, "hook", sender, clock) == Delivered(sent=6)
    assert not any(delivery.maybe_repeated for delivery in sender.arrived)
    assert len(sender.arrived) == 15


def test_a_destination_that_is_down_is_tried_with_one_message_at_a_time(tmp_path: Path, clock: SetClock) -> None:
    store = filled(tmp_path, 20)
    sender = Looking(answers=[], fails_at="message 0")
    for _ in range(3):
        deliver_to(store, "hook", sender, clock)
    assert len(rows(store, "id", "attempt")) == 1


def test_one_that_is_refused_by_itself_stops_no_other(tmp_path: Path, clock: SetClock) -> None:
    refusal = Outcome(Result.REFUSED, "HTTP 422")
    store, sender = filled(tmp_path, 15), Looking(fails_at="message 9", fails_with=refusal)
    assert deliver_to(store, "hook", sender, clock, fallback=Target("console")) == Delivered(sent=14, refused=1)
    assert Counter(rows(store)) == {"sent": 14, "failed": 1, "pending": 1}


def test_a_refusal_for_good_keeps_what_was_begun_with_it(tmp_path: Path, clock: SetClock) -> None:
    refusal = Outcome(Result.REFUSED, "HTTP 401", disables_destination=True)
    store, sender = filled(tmp_path, 15), Looking(fails_at="message 7", fails_with=refusal)
    deliver_to(store, "hook", sender, clock, fallback=Target("console"))
    states = Counter(rows(store, "destination, state"))
    assert states[("console", "pending")] == 1
    assert states[("hook", "sent")] + states[("hook", "retry")] == 15
    assert deliver_to(store, "hook", sender, clock) == Delivered()


def test_a_message_that_raises_is_set_aside_and_the_others_of_its_batch_go_on(
    tmp_path: Path, clock: SetClock
) -> None:
    class Choking(Looking):
        def send(self, delivery: Delivery) -> Outcome:
            if delivery.text == "message 9":
                raise KeyError("answer")
            return super().send(delivery)

    store = filled(tmp_path, 15)
    assert deliver_to(store, "hook", Choking(), clock) == Delivered(sent=14, uncertain=1)
    assert Counter(rows(store)) == {"sent": 14, "ambiguous": 1}


def test_after_a_death_in_the_middle_what_was_begun_is_sent_again_and_says_so(
    tmp_path: Path, clock: SetClock
) -> None:
    store, sender = filled(tmp_path, 15), Looking(dies_at="message 9")
    with pytest.raises(Died):
        deliver_to(store, "hook", sender, clock)
    store.close()
    sender.dies_at = ""
    clock.move(CLAIM_LASTS + timedelta(seconds=1))
    deliver_to(open_store(store.path), "hook", sender, clock)
    times = Counter(delivery.text for delivery in sender.arrived)
    assert len(times) == 15
    assert {text for text, number in times.items() if number > 1} == {"message 7", "message 8"}
    assert {delivery.text for delivery in sender.arrived if delivery.maybe_repeated} == {
        f"message {number}" for number in range(7, 15)
    }
    ids = {(delivery.text, delivery.id) for delivery in sender.arrived}
    assert len(ids) == 15, "a repeat carries the same id, by which the other side drops it"


def test_what_a_lost_answer_leaves_in_doubt_is_sent_again_marked(tmp_path: Path, clock: SetClock) -> None:
    lost = Outcome(Result.AMBIGUOUS, "the answer was lost")
    store, sender = filled(tmp_path, 1), Looking(fails_at="message 0", fails_with=lost)
    deliver_to(store, "hook", sender, clock)
    sender.fails_at = ""
    clock.move(timedelta(minutes=1))
    deliver_to(store, "hook", sender, clock)
    assert [delivery.maybe_repeated for delivery in sender.arrived] == [True]


def test_no_call_is_begun_when_the_claim_is_nearly_over(tmp_path: Path, clock: SetClock) -> None:
    class Slow(Looking):
        def send(self, delivery: Delivery) -> Outcome:
            clock.move(timedelta(minutes=3))
            return super().send(delivery)

    store, sender = filled(tmp_path, 7), Slow()
    deliver_to(store, "hook", sender, clock)
    assert Counter(rows(store, "outcome", "attempt"))[NOT_MADE] > 0
    assert set(rows(store)) == {"sent"}
    assert len(sender.arrived) == 7


def test_two_workers_send_each_once(tmp_path: Path, clock: SetClock) -> None:
    store, sender = filled(tmp_path, 120), Looking()
    workers = [
        threading.Thread(target=deliver_to, args=(open_store(store.path), "hook", sender, clock)) for _ in range(2)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert Counter(delivery.text for delivery in sender.arrived) == {f"message {n}": 1 for n in range(120)}


def test_the_next_are_begun_while_the_answers_to_the_last_are_still_to_come(
    tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.actions.deliver.LANES", 3)
    store, sender = filled(tmp_path, 15), Ahead()
    assert deliver_to(store, "hook", sender, clock) == Delivered(sent=15)
    last_batch = [sender.begun_before[f"message {number}"] for number in range(7, 15)]
    assert last_batch == [10, 11, 12, 13, 14, 15, 15, 15]
    assert sender.began == [f"message {number}" for number in range(15)]


def test_what_was_under_way_when_one_did_not_get_through_is_waited_for(
    tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.actions.deliver.LANES", 3)
    store, sender = filled(tmp_path, 15), Ahead(fails_at="message 8")
    assert deliver_to(store, "hook", sender, clock) == Delivered(sent=10, put_off=1)
    assert sender.began == [f"message {number}" for number in range(11)]
    assert rows(store, "outcome", "attempt") == ["sent"] * 8 + ["retry"] + ["sent"] * 2 + [NOT_MADE] * 4


def test_one_that_cannot_be_begun_is_set_aside_and_stops_no_other(tmp_path: Path, clock: SetClock) -> None:
    store, sender = filled(tmp_path, 15), Ahead(chokes_at="message 9")
    assert deliver_to(store, "hook", sender, clock) == Delivered(sent=14, uncertain=1)
    assert Counter(rows(store)) == {"sent": 14, "ambiguous": 1}

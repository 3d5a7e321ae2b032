"""An answer that comes after the claim was lost: what it proves counts, what it asks for does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.actions.making import CountingSender, SetClock
from tests.actions.outbox import AT, BLIND, filled, rows
from tracker.actions.deliver import Delivered, deliver_to
from tracker.domain.alerts import Delivery, Outcome, Result, Target
from tracker.store.claims import CLAIM_LASTS
from tracker.store.store import Store


@dataclass
class Overtaken(CountingSender):
    """While its call is under way the claim runs out, and another worker goes on with the message."""

    store: Store | None = None
    clock: SetClock | None = None
    other: CountingSender | None = None
    late: Outcome = Outcome(Result.SENT, "late")  # noqa: RUF009 - frozen

    def send(self, delivery: Delivery) -> Outcome:
        assert self.store
        assert self.clock
        assert self.other
        self.clock.move(CLAIM_LASTS + timedelta(seconds=1))
        deliver_to(self.store, "hook", self.other, self.clock)
        return self.late


def _overtaken(folder: Path, other: CountingSender, late: Outcome) -> tuple[Store, SetClock, Overtaken]:
    store, clock = filled(folder, 1), SetClock(AT)
    return store, clock, Overtaken(store=store, clock=clock, other=other, late=late)


def test_a_late_yes_settles_what_another_worker_put_off(tmp_path: Path) -> None:
    other = CountingSender(BLIND, answers=[Outcome(Result.RETRY, "503")])
    store, clock, slow = _overtaken(tmp_path, other, Outcome(Result.SENT, "late"))
    deliver_to(store, "hook", slow, clock)
    assert rows(store) == ["sent"]
    assert rows(store, "n, outcome", "attempt") == [(1, "sent"), (2, "retry")]
    clock.move(timedelta(hours=2))
    assert deliver_to(store, "hook", other, clock) == Delivered()


def test_a_late_no_undoes_nothing_and_tells_nobody(tmp_path: Path) -> None:
    other = CountingSender(BLIND)
    store, clock, slow = _overtaken(tmp_path, other, Outcome(Result.REFUSED, "no"))
    deliver_to(store, "hook", slow, clock, fallback=Target("console"))
    assert rows(store, "destination, state") == [("hook", "sent")]
    assert [delivery.maybe_repeated for delivery in other.arrived] == [True]


def test_a_late_wish_to_wait_does_not_reopen_what_was_sent(tmp_path: Path) -> None:
    store, clock, slow = _overtaken(tmp_path, CountingSender(BLIND), Outcome(Result.RETRY, "429", 60.0))
    deliver_to(store, "hook", slow, clock)
    assert rows(store) == ["sent"]


def test_a_claim_begins_anew_with_the_attempt(tmp_path: Path) -> None:
    """Looking may take minutes; the call that follows needs its own."""
    store, clock = filled(tmp_path, 1), SetClock(AT)

    class SlowToLook(CountingSender):
        def find(self, delivery: Delivery) -> Outcome:
            clock.move(CLAIM_LASTS - timedelta(seconds=1))
            return super().find(delivery)

        def send(self, delivery: Delivery) -> Outcome:
            outcome = super().send(delivery)
            if outcome.result is Result.SENT:
                clock.move(timedelta(seconds=30))
                assert deliver_to(store, "hook", CountingSender(), clock) == Delivered()
            return outcome

    sender = SlowToLook(answers=[Outcome(Result.AMBIGUOUS, "timed out before it arrived")])
    deliver_to(store, "hook", sender, clock)
    clock.move(timedelta(seconds=3))
    assert deliver_to(store, "hook", sender, clock) == Delivered(sent=1)

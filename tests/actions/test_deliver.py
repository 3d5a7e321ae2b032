from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from threading import Event

import pytest

from tests.actions.making import SLACK, CountingSender, SetClock, apply, bridges, new_store, on, opened
from tests.actions.outbox import put_in
from tests.actions.test_alerts import OVERDUE, listening, waiting
from tracker.actions.deliver import Delivered, ask_again, deliver, deliver_to
from tracker.actions.health import outbox_state
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.actions.send_copy import outcome_of
from tracker.actions.send_test import queue_test
from tracker.domain.alerts import (
    Abilities,
    Delivery,
    DeliveryKind,
    Notice,
    Outcome,
    Result,
    Target,
    Thread,
    Why,
)
from tracker.domain.statuses import Status
from tracker.store.outbox_rows import Payload
from tracker.store.store import Store

BLIND = Abilities()
RETRY = Outcome(Result.RETRY, "503 try later")
TOKEN_REVOKED = Outcome(Result.REFUSED, "token_revoked", disables_destination=True)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store in which one promise was just found overdue: the alert waits in the outbox."""
    store = new_store(tmp_path)
    listening(store, on(30))
    apply(store, bridges("alma"), on(2))
    judge_due(store, on(2))
    judge_due(store, OVERDUE, targets=[SLACK])
    return store


@pytest.fixture
def clock() -> SetClock:
    return SetClock(OVERDUE)


def _kept_late(store: Store, clock: SetClock) -> None:
    ingest(store, [opened("alma", on(22))], clock.at)
    judge_due(store, clock.at, targets=[SLACK])


def _whys(sender: CountingSender) -> list[str]:
    return [notice.why.value for delivery in sender.arrived for notice in delivery.notices]


def test_a_message_is_sent_once(store: Store, clock: SetClock) -> None:
    sender = CountingSender()
    assert deliver(store, {"slack": sender}, clock) == Delivered(sent=1)
    assert deliver(store, {"slack": sender}, clock) == Delivered()
    assert _whys(sender) == ["first"]


def test_later_transitions_are_replies_and_the_root_shows_the_present(store: Store, clock: SetClock) -> None:
    sender = CountingSender()
    deliver(store, {"slack": sender}, clock)
    _kept_late(store, clock)
    assert deliver(store, {"slack": sender}, clock) == Delivered(sent=1, edited=1)
    root, reply = sender.arrived
    assert root.thread is None
    assert reply.thread is not None
    assert reply.thread.message == "m1"
    assert sender.shown["m1"].status is Status.KEPT_LATE
    assert sender.shown["m1"].why is Why.RESOLVED


def test_the_root_is_edited_once_for_each_news(store: Store, clock: SetClock) -> None:
    sender = CountingSender()
    deliver(store, {"slack": sender}, clock)
    _kept_late(store, clock)
    deliver(store, {"slack": sender}, clock)
    deliver(store, {"slack": sender}, clock)
    assert sender.edits == 1


def test_a_reply_waits_until_its_root_is_sent(store: Store, clock: SetClock) -> None:
    sender = CountingSender(answers=[RETRY])
    deliver(store, {"slack": sender}, clock)
    _kept_late(store, clock)
    deliver(store, {"slack": sender}, clock)
    assert sender.arrived == []
    clock.move(timedelta(minutes=1))
    deliver(store, {"slack": sender}, clock)
    assert _whys(sender) == ["first", "resolved"]


def test_without_threads_every_message_stands_alone_and_nothing_is_edited(store: Store, clock: SetClock) -> None:
    sender = CountingSender(abilities=BLIND)
    deliver(store, {"slack": sender}, clock)
    _kept_late(store, clock)
    deliver(store, {"slack": sender}, clock)
    assert [delivery.thread for delivery in sender.arrived] == [None, None]
    assert sender.edits == 0


def test_a_named_delay_is_kept_to(store: Store, clock: SetClock) -> None:
    sender = CountingSender(answers=[Outcome(Result.RETRY, "429", retry_after=90)])
    deliver(store, {"slack": sender}, clock)
    clock.move(timedelta(seconds=89))
    assert deliver(store, {"slack": sender}, clock) == Delivered()
    clock.move(timedelta(seconds=1))
    assert deliver(store, {"slack": sender}, clock) == Delivered(sent=1)


def test_the_delay_grows_with_every_failure(store: Store, clock: SetClock) -> None:
    sender = CountingSender(answers=[RETRY] * 6)
    waits = []
    while not sender.arrived:
        before = clock.at
        while not deliver(store, {"slack": sender}, clock).put_off and not sender.arrived:
            clock.move(timedelta(seconds=1))
        waits.append((clock.at - before).total_seconds())
    assert all(later > earlier for earlier, later in pairwise(waits[1:]))


def test_what_holds_up_one_message_to_a_channel_holds_up_the_next(tmp_path: Path, clock: SetClock) -> None:
    store = new_store(tmp_path / "two")
    listening(store, on(30))
    apply(store, bridges("alma", "kiel"), on(2))
    judge_due(store, on(2))
    judge_due(store, OVERDUE, targets=[SLACK])
    sender = CountingSender(answers=[RETRY])
    assert deliver(store, {"slack": sender}, clock) == Delivered(put_off=1)
    assert deliver(store, {"slack": sender}, clock) == Delivered()


def test_one_recipient_who_must_wait_does_not_delay_another(tmp_path: Path, clock: SetClock) -> None:
    store = new_store(tmp_path / "two")
    listening(store, on(30))
    apply(store, bridges("alma"), on(2))
    judge_due(store, on(2))
    judge_due(store, OVERDUE, targets=[Target("email", "a@example.org"), Target("email", "b@example.org")])
    sender = CountingSender(abilities=BLIND, answers=[RETRY])
    assert deliver(store, {"email": sender}, clock) == Delivered(sent=1, put_off=1)
    assert [delivery.recipient for delivery in sender.arrived] == ["b@example.org"]


def test_a_revoked_token_disables_the_destination_and_tells_the_fallback(store: Store, clock: SetClock) -> None:
    sender, fallback = CountingSender(answers=[TOKEN_REVOKED]), CountingSender()
    senders = {"slack": sender, "console": fallback}
    deliver_to(store, "slack", sender, clock, fallback=Target("console"))
    deliver(store, senders, clock)
    assert [delivery.kind for delivery in fallback.arrived] == [DeliveryKind.TROUBLE]
    assert fallback.arrived[0].text.startswith("The destination slack takes no messages any more: token_revoked")
    state = outbox_state(store)
    assert [(each.name, each.why) for each in state.disabled] == [("slack", "token_revoked")]
    assert state.waiting == {"slack": 1}


def test_a_mended_destination_gets_what_was_kept_for_it(store: Store, clock: SetClock) -> None:
    sender = CountingSender(answers=[TOKEN_REVOKED], check_answer=TOKEN_REVOKED)
    deliver(store, {"slack": sender}, clock)
    clock.move(timedelta(minutes=11))
    assert deliver(store, {"slack": sender}, clock) == Delivered()
    sender.check_answer = Outcome(Result.SENT)
    assert ask_again(store, "slack", sender, clock.at)
    assert deliver(store, {"slack": sender}, clock) == Delivered(sent=1)
    assert outbox_state(store).disabled == ()


def test_a_destination_mended_while_the_service_runs_is_found_by_itself(store: Store, clock: SetClock) -> None:
    sender = CountingSender(answers=[TOKEN_REVOKED])
    deliver(store, {"slack": sender}, clock)
    assert deliver(store, {"slack": sender}, clock) == Delivered()
    clock.move(timedelta(minutes=11))
    assert deliver(store, {"slack": sender}, clock) == Delivered(sent=1)


def test_a_door_that_looks_open_and_is_not_is_told_once_until_something_gets_through(
    store: Store, clock: SetClock
) -> None:
    sender, console = CountingSender(answers=[TOKEN_REVOKED] * 3), Target("console")
    for _ in range(3):
        deliver_to(store, "slack", sender, clock, fallback=console)
        clock.move(timedelta(minutes=11))
    assert outbox_state(store).waiting == {"console": 1, "slack": 1}
    assert deliver_to(store, "slack", sender, clock, fallback=console) == Delivered(sent=1)
    sender.answers.append(TOKEN_REVOKED)
    put_in(store, 1, destination="slack")
    deliver_to(store, "slack", sender, clock, fallback=console)
    assert outbox_state(store).waiting == {"console": 2, "slack": 1}


def test_a_test_that_fails_is_lost_and_switches_nothing_off(store: Store, clock: SetClock) -> None:
    deliver_to(store, "slack", CountingSender(), clock)
    queued = queue_test(store, SLACK, Payload((_some_notice(store),)), clock.at)
    sender = CountingSender(answers=[TOKEN_REVOKED])
    assert deliver_to(store, "slack", sender, clock) == Delivered(refused=1)
    assert outcome_of(store, queued) == ("failed", "token_revoked")
    put_in(store, 1, destination="slack")
    assert deliver_to(store, "slack", sender, clock) == Delivered(sent=1)


def test_a_refused_message_fails_and_the_fallback_is_told_which(store: Store, clock: SetClock) -> None:
    sender, fallback = CountingSender(answers=[Outcome(Result.REFUSED, "msg_blocks_too_long")]), CountingSender()
    deliver_to(store, "slack", sender, clock, fallback=Target("console"))
    deliver_to(store, "console", fallback, clock, fallback=Target("console"))
    assert fallback.arrived[0].text == (
        "Message 1 to slack about alma was refused and will not be sent again: msg_blocks_too_long. "
        "`deedline outbox show 1` tells all of it."
    )
    assert outbox_state(store).counts == {"failed": 1, "sent": 1}


def test_trouble_that_cannot_be_told_makes_no_more_trouble(store: Store, clock: SetClock) -> None:
    refusal = Outcome(Result.REFUSED, "no")
    sender, fallback = CountingSender(answers=[refusal]), CountingSender(answers=[refusal])
    deliver_to(store, "slack", sender, clock, fallback=Target("console"))
    deliver_to(store, "console", fallback, clock, fallback=Target("slack"))
    assert outbox_state(store).counts == {"failed": 2}


def test_a_lost_answer_is_looked_up_before_anything_is_sent_again(store: Store, clock: SetClock) -> None:
    sender = CountingSender(answers=[Outcome(Result.AMBIGUOUS, "lost")])
    deliver(store, {"slack": sender}, clock)
    clock.move(timedelta(seconds=3))
    assert deliver(store, {"slack": sender}, clock) == Delivered(sent=1)
    assert (len(sender.arrived), sender.looked) == (1, 1)


def test_a_message_found_by_looking_is_the_root_of_its_thread(store: Store, clock: SetClock) -> None:
    sender = CountingSender(answers=[Outcome(Result.AMBIGUOUS, "lost")])
    deliver(store, {"slack": sender}, clock)
    clock.move(timedelta(seconds=3))
    deliver(store, {"slack": sender}, clock)
    _kept_late(store, clock)
    deliver(store, {"slack": sender}, clock)
    assert sender.arrived[1].thread is not None
    assert sender.arrived[1].thread.message == "m1"


def test_a_message_that_is_not_there_is_sent_again_unmarked(store: Store, clock: SetClock) -> None:
    sender = CountingSender(answers=[Outcome(Result.AMBIGUOUS, "timed out before it arrived")])
    deliver(store, {"slack": sender}, clock)
    clock.move(timedelta(seconds=3))
    deliver(store, {"slack": sender}, clock)
    assert [delivery.maybe_repeated for delivery in sender.arrived] == [False]


def test_where_nobody_can_look_it_is_sent_again_marked_as_possibly_repeated(store: Store, clock: SetClock) -> None:
    sender = CountingSender(abilities=BLIND, answers=[Outcome(Result.AMBIGUOUS, "lost")])
    deliver(store, {"slack": sender}, clock)
    clock.move(timedelta(seconds=10))
    deliver(store, {"slack": sender}, clock)
    assert [delivery.maybe_repeated for delivery in sender.arrived] == [False, True]
    assert len({delivery.id for delivery in sender.arrived}) == 1


def test_looking_that_tells_nothing_ends_in_a_marked_repetition(store: Store, clock: SetClock) -> None:
    class Silent(CountingSender):
        def find(self, delivery: Delivery) -> Outcome:
            self.looked += 1
            return Outcome(Result.AMBIGUOUS, "missing_scope")

    sender = Silent(answers=[Outcome(Result.AMBIGUOUS, "never arrived")])
    for _ in range(12):
        deliver(store, {"slack": sender}, clock)
        clock.move(timedelta(minutes=5))
    assert [delivery.maybe_repeated for delivery in sender.arrived] == [True]
    assert sender.looked == 5


def test_a_sender_that_raises_stops_no_other(store: Store, clock: SetClock) -> None:
    class Broken(CountingSender):
        def send(self, delivery: Delivery) -> Outcome:
            raise RuntimeError("a mistake")

    queue_test(store, Target("console"), Payload((_some_notice(store),)), clock.at)
    console = CountingSender()
    done = deliver(store, {"slack": Broken(), "console": console}, clock)
    assert done == Delivered(sent=1, uncertain=1)
    assert outbox_state(store).aside[0].said == "RuntimeError: a mistake"


def test_a_destination_that_hangs_delays_no_other(store: Store, clock: SetClock) -> None:
    answered = Event()

    class Hanging(CountingSender):
        def send(self, delivery: Delivery) -> Outcome:
            assert answered.wait(30), "the other destination was never served"
            return super().send(delivery)

    class Quick(CountingSender):
        def send(self, delivery: Delivery) -> Outcome:
            answered.set()
            return super().send(delivery)

    queue_test(store, Target("console"), Payload((_some_notice(store),)), clock.at)
    assert deliver(store, {"slack": Hanging(), "console": Quick()}, clock) == Delivered(sent=2)


def test_messages_for_a_destination_that_is_gone_from_the_settings_are_kept(store: Store, clock: SetClock) -> None:
    deliver(store, {"console": CountingSender()}, clock)
    assert outbox_state(store).waiting == {"slack": 1}


def _some_notice(store: Store) -> Notice:
    """Return whatever notice waits already."""
    return waiting(store)[0].notices[0]


def test_an_edit_that_fails_is_repeated_until_it_shows(store: Store, clock: SetClock) -> None:
    class Stubborn(CountingSender):
        def edit(self, thread: Thread, notice: Notice) -> Outcome:
            if self.edits < 2:
                self.edits += 1
                return RETRY
            return super().edit(thread, notice)

    sender = Stubborn()
    deliver(store, {"slack": sender}, clock)
    _kept_late(store, clock)
    for _ in range(5):
        deliver(store, {"slack": sender}, clock)
        clock.move(timedelta(minutes=1))
    assert sender.edits == 3
    assert sender.shown["m1"].status is Status.KEPT_LATE


def test_a_shared_message_makes_the_roots_of_its_episodes_show_the_news(tmp_path: Path, clock: SetClock) -> None:
    store = new_store(tmp_path / "two")
    listening(store, on(30))
    apply(store, bridges("alma", "kiel"), on(2))
    judge_due(store, on(2))
    judge_due(store, OVERDUE, targets=[SLACK])
    sender = CountingSender()
    deliver(store, {"slack": sender}, clock)
    ingest(store, [opened("alma", on(22)), opened("kiel", on(22))], on(24))
    judge_due(store, on(29), targets=[SLACK])
    deliver(store, {"slack": sender}, clock)
    assert [len(delivery.notices) for delivery in sender.arrived] == [1, 1, 2]
    assert sender.arrived[2].thread is None
    assert [sender.shown[name].status for name in ("m1", "m2")] == [Status.KEPT_LATE, Status.KEPT_LATE]

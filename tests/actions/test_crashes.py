"""A worker that dies anywhere on the way to a destination loses nothing and doubles nothing.

Death is simulated by an exception that no code catches, after which a new store object goes on; the messages that
arrived are counted on the other side.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.actions.making import SLACK, CountingSender, SetClock, apply, bridges, new_store, on, opened
from tests.actions.test_alerts import OVERDUE, listening
from tests.engine.lengths import EXAMPLES
from tracker.actions import sending
from tracker.actions.deliver import deliver_to
from tracker.actions.health import outbox_state
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.domain.alerts import Abilities, Delivery, Outcome
from tracker.store.claims import CLAIM_LASTS
from tracker.store.opening import open_store
from tracker.store.store import Store


class Died(BaseException):
    """The process was killed here."""


class DyingSender(CountingSender):
    """Dies when it is told to, before or after the message arrived."""

    dies: str = ""

    def send(self, delivery: Delivery) -> Outcome:
        if self.dies == "before arrival":
            raise Died
        outcome = super().send(delivery)
        if self.dies == "after arrival":
            raise Died
        return outcome


def _store(folder: Path) -> Store:
    store = new_store(folder)
    listening(store, on(30))
    apply(store, bridges("alma"), on(2))
    judge_due(store, on(2))
    judge_due(store, OVERDUE, targets=[SLACK])
    return store


def _die_in(store: Store, sender: DyingSender, clock: SetClock, where: str) -> Store:
    """Deliver, dying at a place, and return the store as the next process opens it."""
    sender.dies = where
    patches: dict[str, AbstractContextManager[object]] = {
        "before the attempt": mock.patch.object(sending, "begin_attempt", side_effect=Died),
        "before the answer is stored": mock.patch.object(sending, "_settle", side_effect=Died),
    }
    with patches.get(where, nullcontext()), pytest.raises(Died):
        deliver_to(store, "slack", sender, clock)
    store.close()
    sender.dies = ""
    clock.move(CLAIM_LASTS + timedelta(seconds=1))
    return open_store(store.path)


PLACES = ["before the attempt", "before arrival", "after arrival", "before the answer is stored"]


@pytest.mark.parametrize("where", PLACES)
def test_a_message_arrives_exactly_once_wherever_the_worker_dies(tmp_path: Path, where: str) -> None:
    sender, clock = DyingSender(), SetClock(OVERDUE)
    store = _die_in(_store(tmp_path), sender, clock, where)
    deliver_to(store, "slack", sender, clock)
    assert len(sender.arrived) == 1
    assert outbox_state(store).counts == {"sent": 1}


@pytest.mark.parametrize("where", PLACES)
def test_nothing_is_sent_while_the_claim_of_a_worker_may_still_live(tmp_path: Path, where: str) -> None:
    sender, clock = DyingSender(), SetClock(OVERDUE)
    store = _die_in(_store(tmp_path), sender, clock, where)
    arrived = len(sender.arrived)
    clock.move(-timedelta(seconds=30))
    deliver_to(store, "slack", sender, clock)
    assert len(sender.arrived) == arrived


def test_a_claim_without_an_attempt_was_never_sent_and_needs_no_looking(tmp_path: Path) -> None:
    sender, clock = DyingSender(), SetClock(OVERDUE)
    store = _die_in(_store(tmp_path), sender, clock, "before the attempt")
    deliver_to(store, "slack", sender, clock)
    assert sender.looked == 0
    assert not sender.arrived[0].maybe_repeated


def test_where_nobody_can_look_a_death_after_arrival_repeats_and_says_so(tmp_path: Path) -> None:
    sender, clock = DyingSender(abilities=Abilities()), SetClock(OVERDUE)
    store = _die_in(_store(tmp_path), sender, clock, "after arrival")
    deliver_to(store, "slack", sender, clock)
    assert [delivery.maybe_repeated for delivery in sender.arrived] == [False, True]


def test_a_death_between_reply_and_edit_leaves_the_root_to_be_edited(tmp_path: Path) -> None:
    sender, clock = DyingSender(), SetClock(OVERDUE)
    store = _store(tmp_path)
    deliver_to(store, "slack", sender, clock)
    ingest(store, [opened("alma", on(22))], clock.at)
    judge_due(store, clock.at, targets=[SLACK])
    with mock.patch.object(DyingSender, "edit", side_effect=Died), pytest.raises(Died):
        deliver_to(store, "slack", sender, clock)
    store.close()
    deliver_to(open_store(store.path), "slack", sender, clock)
    assert sender.shown["m1"].status.value == "kept_late"
    assert len(sender.arrived) == 2


@given(st.lists(st.sampled_from(PLACES), max_size=4))
@settings(
    max_examples=min(15, EXAMPLES), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_number_of_deaths_loses_and_doubles_nothing(
    tmp_path_factory: pytest.TempPathFactory, places: list[str]
) -> None:
    sender, clock = DyingSender(), SetClock(OVERDUE)
    store = _store(tmp_path_factory.mktemp("store"))
    for where in places:
        if sender.arrived:
            break  # what arrived is only looked for from now on
        store = _die_in(store, sender, clock, where)
    for _ in range(3):
        deliver_to(store, "slack", sender, clock)
        clock.move(timedelta(minutes=10))
    assert len(sender.arrived) == 1
    assert outbox_state(store).counts == {"sent": 1}
    store.close()


def test_verdict_transition_and_message_are_written_together_or_not_at_all(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    listening(store, on(30))
    apply(store, bridges("alma"), on(2))
    judge_due(store, on(2))
    before = store.last_commit()
    with mock.patch("tracker.actions.telling.enqueue", side_effect=Died), pytest.raises(Died):
        judge_due(store, OVERDUE, targets=[SLACK])
    assert store.last_commit() == before
    assert judge_due(store, OVERDUE, targets=[SLACK]).messages == 1


WORKER = """
import sys, time
from pathlib import Path
from tests.actions.making import CountingSender, SetClock
from tests.actions.test_alerts import OVERDUE
from tracker.actions.deliver import deliver_to
from tracker.store.opening import open_store

class Hanging(CountingSender):
    def send(self, delivery):
        print("sending", flush=True)
        time.sleep(600)

deliver_to(open_store(Path(sys.argv[1])), "slack", Hanging(), SetClock(OVERDUE))
"""


def test_what_a_killed_process_left_behind_is_taken_up_at_once(tmp_path: Path) -> None:
    store, sender = _store(tmp_path), CountingSender()
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(store.path)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == b"sending\n"
    deliver_to(store, "slack", sender, SetClock(OVERDUE))
    assert sender.arrived == []
    worker.kill()
    worker.communicate()
    deliver_to(store, "slack", sender, SetClock(OVERDUE))
    assert (len(sender.arrived), sender.looked) == (1, 1)

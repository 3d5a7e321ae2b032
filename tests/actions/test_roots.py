"""Root messages: edited once a burst is over, and begun anew, once, where somebody deleted one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.actions.alarming import OVERDUE, bridges_waited_for, judged
from tests.actions.making import CountingSender, SetClock, on, opened
from tests.stand_ins.slack import SlackStandIn
from tracker.actions.acknowledge import acknowledge
from tracker.actions.deliver import deliver
from tracker.actions.editing import EDITS_APART
from tracker.actions.ingest import ingest
from tracker.domain.alerts import Outcome, Result
from tracker.domain.statuses import Status
from tracker.store.store import Store
from tracker_notifiers.slack import SlackSender

CHANNEL = "C0POLICY"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    held = bridges_waited_for(tmp_path, "alma", targets=())
    judged(held, OVERDUE)
    return held


@pytest.fixture
def clock() -> SetClock:
    return SetClock(OVERDUE)


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn().running() as running:
        yield running


def kept_late(store: Store, clock: SetClock) -> None:
    """Let a report arrive that ends the alarm."""
    ingest(store, [opened("alma", on(22))], clock.at)
    judged(store, clock.at)


def test_a_burst_gives_one_edit(store: Store, clock: SetClock) -> None:
    sender = CountingSender()
    deliver(store, {"slack": sender}, clock)
    kept_late(store, clock)
    sender.answers = [Outcome(Result.RETRY, "ratelimited", retry_after=1.0)] * 2
    for _ in range(4):
        deliver(store, {"slack": sender}, clock)
        clock.move(timedelta(seconds=1))

    assert len(sender.arrived) == 2
    assert sender.edits == 1
    assert sender.shown["m1"].status is Status.KEPT_LATE


def test_while_a_message_of_it_is_on_its_way_a_root_waits(store: Store, clock: SetClock) -> None:
    sender = CountingSender()
    deliver(store, {"slack": sender}, clock)
    acknowledge(store, "alma", "Ann", clock.at)
    kept_late(store, clock)
    sender.answers = [Outcome(Result.RETRY, "ratelimited", retry_after=1.0)]
    deliver(store, {"slack": sender}, clock)
    assert sender.edits == 0

    clock.move(timedelta(seconds=1))
    deliver(store, {"slack": sender}, clock)
    assert (sender.edits, sender.shown["m1"].acknowledged_by) == (1, "Ann")


def test_two_edits_of_a_root_lie_apart_and_the_last_shows_the_present(store: Store, clock: SetClock) -> None:
    sender = CountingSender()
    deliver(store, {"slack": sender}, clock)
    acknowledge(store, "alma", "Ann", clock.at)
    deliver(store, {"slack": sender}, clock)
    kept_late(store, clock)
    deliver(store, {"slack": sender}, clock)
    assert (sender.edits, len(sender.arrived)) == (1, 2)

    clock.move(EDITS_APART)
    deliver(store, {"slack": sender}, clock)
    assert sender.edits == 2
    assert sender.shown["m1"].status is Status.KEPT_LATE


def test_an_acknowledgement_from_anywhere_is_shown_in_the_root(
    store: Store, clock: SetClock, slack: SlackStandIn
) -> None:
    sender = SlackSender("xoxb-test", CHANNEL, base_url=slack.url, interactive=True)
    deliver(store, {"slack": sender}, clock)
    acknowledge(store, "alma", "Ann", clock.at)
    deliver(store, {"slack": sender}, clock)

    (root,) = slack.workspace.messages
    assert "Acknowledged by Ann, Mon 23 May 2016, 00:01" in str(root["blocks"])
    assert "Acknowledge'" not in str([each["text"]["text"] for each in root["blocks"][-1]["elements"]])


def test_the_thread_of_a_root_that_was_deleted_goes_on_with_one_new_root(
    store: Store, clock: SetClock, slack: SlackStandIn
) -> None:
    sender = SlackSender("xoxb-test", CHANNEL, base_url=slack.url)
    deliver(store, {"slack": sender}, clock)
    slack.workspace.delete(slack.workspace.posts[0]["ts"])
    acknowledge(store, "alma", "Ann", clock.at)
    for _ in range(4):
        deliver(store, {"slack": sender}, clock)
        clock.move(EDITS_APART)
    kept_late(store, clock)
    for _ in range(3):
        deliver(store, {"slack": sender}, clock)
        clock.move(EDITS_APART)

    new_root, reply = slack.workspace.messages
    assert len(slack.workspace.posts) == 3
    assert "thread_ts" not in new_root
    assert reply["thread_ts"] == new_root["ts"]
    assert new_root["text"].startswith("✔ Kept: kept late")


def test_a_reply_to_a_root_that_was_deleted_becomes_the_root(
    store: Store, clock: SetClock, slack: SlackStandIn
) -> None:
    sender = SlackSender("xoxb-test", CHANNEL, base_url=slack.url)
    deliver(store, {"slack": sender}, clock)
    slack.workspace.delete(slack.workspace.posts[0]["ts"])
    kept_late(store, clock)
    for _ in range(3):
        deliver(store, {"slack": sender}, clock)
        clock.move(EDITS_APART)

    (root,) = slack.workspace.messages
    assert "thread_ts" not in root
    assert root["text"].startswith("✔ Kept: kept late")
    assert len(slack.workspace.posts) == 2

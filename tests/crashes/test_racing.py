"""Two processes at one store: one holds it, nothing is told twice, whoever was taken over tells nothing more."""

from __future__ import annotations

import mmap
import time
from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.actions.making import on
from tests.crashes.children import gone_on, run_child, stopped_child
from tests.crashes.counting import books_of, problems
from tests.crashes.mutants import begin_as_it_is, swap
from tests.crashes.racing import race
from tests.crashes.runs import Untroubled
from tests.crashes.service import run_command, serving
from tests.crashes.world import World
from tests.end_to_end.processes import wait_for
from tracker.actions import sending
from tracker.actions.deliver import deliver
from tracker.domain.alerts import DeliveryKind, Target
from tracker.store.claims import CLAIM_LASTS, Claim
from tracker.store.commits import Commit
from tracker.store.leases import take
from tracker.store.opening import open_store
from tracker.store.outbox_rows import Message, Payload, enqueue
from tracker.store.store import Store

RACERS = 3
MESSAGES = 10
ENOUGH = CLAIM_LASTS + timedelta(seconds=61)
"""After this long neither a claim nor a lease of a process that stands still holds."""


def test_of_processes_that_take_the_service_at_once_one_holds_it(tmp_path: Path) -> None:
    open_store(tmp_path / "store.db").close()
    tried = mmap.mmap(-1, RACERS)

    def compete(number: int) -> bool:
        store = open_store(tmp_path / "store.db")
        try:
            take(store, on(3))
        finally:
            tried[number] = 1
            wait_for(lambda: all(tried[:]), "every process having tried")  # who is gone would hold nothing
        return True

    for _ in range(5):
        tried[:] = bytes(RACERS)
        came = race([partial(compete, number) for number in range(RACERS)])
        assert [each.value for each in came].count(True) == 1
        assert sum("StoreHeld" in each.error and "in use by process" in each.error for each in came) == RACERS - 1


def test_two_services_begun_at_once_leave_what_one_alone_would_have_left(world: World, wanted: Untroubled) -> None:
    world.reset()
    world.trap.set(0)
    came = race([world.live, world.live])
    assert [each.error for each in came if each.error and "StoreHeld" not in each.error] == []
    assert run_child(world)
    books = books_of(world)
    assert problems(books, wanted.books) == []
    assert books.repeated == 0


def test_two_single_passes_at_once_tell_everything_once(tmp_path: Path) -> None:
    with serving(tmp_path) as service:
        service.promise(2, first=60.0, apart=60.0)
        command = ["--settings", str(tmp_path / "deedline.toml"), "run", "--once"]
        came = race([partial(run_command, command, tmp_path / f"{number}.log") for number in range(2)])
        said = [(tmp_path / f"{number}.log").read_text() for number in range(2)]
        assert sorted(each.value for each in came) in ([0, 0], [0, 1]), said
        assert all(each.value == 0 or "in use by process" in text for each, text in zip(came, said, strict=True))
        assert [("metadata" in post) for post in service.slack.workspace.posts].count(True) == 1
        assert len(service.slack.workspace.posts) == 2
        assert [mail["X-Envelope-To"] for mail in service.mailbox.mails] == ["desk@example.org"]


class FastClock:
    """A clock that runs ten times as fast as the wall's, the same in every process."""

    def now(self) -> datetime:
        return on(3) + timedelta(seconds=10 * time.monotonic() % 1e6)


def test_two_workers_deliver_every_message_once_to_every_destination(world: World) -> None:
    world.reset()
    store, clock, senders = open_store(world.path), FastClock(), dict(world.senders)
    targets = [Target("slack"), Target("slack_webhook"), Target("email", "a@example.org")]
    with store.write(clock.now(), "test") as commit:
        rows = [
            Message(DeliveryKind.TROUBLE, target, f"{target.destination} {number}", Payload(text=f"No {number}."))
            for number in range(MESSAGES)
            for target in targets
        ]
        enqueue(commit, rows)
    store.close()

    def work() -> int:
        mine = open_store(world.path)
        sent = 0

        def nothing_waits() -> bool:
            nonlocal sent
            sent += deliver(mine, senders, clock).sent
            with mine.read() as connection:
                return not _waiting(connection)

        wait_for(nothing_waits, "an empty outbox")
        return sent

    came = race([work, work])
    assert [each.error for each in came] == ["", ""]
    assert sum(each.value for each in came) == 3 * MESSAGES + 1, "these, and the one about new promises"
    assert Counter(str(post["blocks"]) for post in world.webhook_posts).most_common(1)[0][1] == 1
    assert len(world.webhook_posts) == MESSAGES
    assert len({post["metadata"]["event_payload"]["delivery"] for post in world.posts}) == len(world.posts)
    assert len(world.posts) == MESSAGES + 1
    assert len({mail["Message-ID"] for mail in world.mails}) == len(world.mails) == MESSAGES


def _waiting(connection: Connection) -> list[Any]:
    return list(connection.exec_driver_sql("SELECT id FROM outbox WHERE state NOT IN ('sent', 'failed')"))


AFTER_A_COMMIT = [
    "service: after the commit of collect",
    "service: after the commit of judge",
    "slack: after the commit of claim",
    "slack_webhook: after the commit of claim",
    "slack send: answer read",
    "slack: after the commit of sent",
    "slack edit: before connecting",
]
"""Places at which a process that stands still holds nothing that others need, and has nothing in its hands."""


@pytest.mark.parametrize("place", AFTER_A_COMMIT)
def test_a_process_taken_over_while_it_stood_still_tells_nothing_more(
    world: World, wanted: Untroubled, place: str
) -> None:
    world.reset()
    stopped = stopped_child(world, place)
    world.clock.set(world.clock.now() + ENOUGH)
    assert run_child(world)
    said = gone_on(world, stopped)
    assert said == "" or "no longer holds" in said, "it finds nothing to do, or is told that it was taken over"
    books = books_of(world)
    assert problems(books, wanted.books) == []
    assert books.repeated == 0


def _nobody_is_fenced_off() -> None:
    begin = begin_as_it_is()

    def boldly(commit: Commit, claim: Claim, *, maybe_repeated: bool) -> bool:
        begin(commit, claim, maybe_repeated=maybe_repeated)
        return True

    swap(sending, "begin_attempt", boldly)
    swap(Store, "_check_held", lambda self, connection: None)


def test_without_fencing_the_same_process_would_tell_it_twice(world: World, wanted: Untroubled) -> None:
    world.reset()
    stopped = stopped_child(world, "slack: after the commit of claim", _nobody_is_fenced_off)
    world.clock.set(world.clock.now() + ENOUGH)
    assert run_child(world)
    gone_on(world, stopped)
    assert "slack doubled" in "\n".join(problems(books_of(world), wanted.books))

"""Send a labelled test message to a destination, through the same outbox as everything else."""

from __future__ import annotations

import uuid
from datetime import datetime

from tracker.domain.alerts import DeliveryKind, Notice, Target, Why
from tracker.domain.ports import Sender
from tracker.domain.statuses import Status
from tracker.store.destination_rows import disable, load_destination, wake
from tracker.store.outbox_rows import Message, Payload, enqueue
from tracker.store.store import Store


def queue_test(store: Store, target: Target, payload: Payload, now: datetime) -> int:
    """Put a test message into the outbox and return its row; `deliver_to` sends it."""
    message = Message(DeliveryKind.TEST, target, f"test:{uuid.uuid4().hex}", payload, first=True)
    with store.write(now, "test message") as commit:
        return enqueue(commit, [message])[0]


def wake_for_test(store: Store, name: str, sender: Sender, now: datetime) -> None:
    """End the rest of a destination, since somebody wants to see now whether it works, but for what it asked."""
    with store.write(now, "test message") as commit:
        wake(commit.connection, name, now, sender.abilities.pace)


def why_off(store: Store, name: str) -> str:
    """Return why a destination is switched off; empty if it is not."""
    with store.read() as connection:
        state = load_destination(connection, name)
    return state.why if state.disabled_at is not None else ""


def leave_off(store: Store, name: str, why: str, now: datetime) -> None:
    """Switch a destination off again that only looked mended: the test that was to show it failed."""
    with store.write(now, "test message") as commit:
        disable(commit.connection, name, now, why)


def words_of_test(asked_for: str, *, is_route: bool) -> Payload:
    """Return what a test message says: that it arrives, who sent it off, and which alarms come here."""
    by = f"Alarms that the route {asked_for} takes come here." if is_route else ""
    lines = ("Test: Deedline can reach you here", by, f"Somebody asked for it: deedline notify test {asked_for}")
    return Payload(text="\n".join(line for line in lines if line))


def sample_notice(now: datetime, zone: str = "UTC") -> Notice:
    """Return a notice on which the layout of a destination can be tried."""
    return Notice(
        promise="test",
        title="A test message: Deedline can reach you here",
        by=("Deedline",),
        said_on=now.date(),
        quote="",
        quote_url="",
        old=None,
        status=Status.PENDING,
        reason="somebody asked for a test with `deedline notify test`",
        at=now,
        why=Why.TEST,
        tz=zone,
    )

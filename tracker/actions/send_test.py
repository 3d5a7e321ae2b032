"""Send a labelled test message to a destination, through the same outbox as everything else."""

from __future__ import annotations

import uuid
from datetime import datetime

from tracker.domain.alerts import DeliveryKind, Notice, Target, Why
from tracker.domain.statuses import Status
from tracker.store.outbox_rows import Message, Payload, enqueue
from tracker.store.store import Store


def queue_test(store: Store, target: Target, notice: Notice, now: datetime) -> int:
    """Put a test message into the outbox and return its row; `deliver_to` sends it."""
    message = Message(DeliveryKind.TEST, target, f"test:{uuid.uuid4().hex}", Payload((notice,)))
    with store.write(now, "test message") as commit:
        return enqueue(commit, [message])[0]


def sample_notice(now: datetime, zone: str = "UTC") -> Notice:
    """Return what a test message says."""
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

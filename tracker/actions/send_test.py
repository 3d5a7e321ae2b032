"""Send a labelled test message to a destination, through the same outbox as everything else."""

from __future__ import annotations

import uuid
from datetime import datetime

from tracker.domain.alerts import DeliveryKind, Notice, Target
from tracker.store.outbox_rows import Message, Payload, enqueue
from tracker.store.store import Store


def queue_test(store: Store, target: Target, notice: Notice, now: datetime) -> None:
    """Put a test message into the outbox; `deliver_to` sends it."""
    message = Message(DeliveryKind.TEST, target, f"test:{uuid.uuid4().hex}", Payload((notice,)))
    with store.write(now, "test message") as commit:
        enqueue(commit, [message])

"""Send somebody a copy of a digest, through the same outbox as everything else."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select

from tracker.domain.alerts import DeliveryKind, Mail, Target
from tracker.store.outbox_rows import Message, Payload, enqueue
from tracker.store.store import Store
from tracker.store.tables.outbox import outbox


def queue_copy(store: Store, to: str, mail: Mail, now: datetime) -> int:
    """Put a copy into the outbox and return its row; `deliver_to` sends it. Nobody's period ends by it."""
    message = Message(DeliveryKind.TEST, Target("email", to), f"copy:{uuid.uuid4().hex}", Payload(mail=mail))
    with store.write(now, "digest copy") as commit:
        return enqueue(commit, [message])[0]


def outcome_of(store: Store, outbox_id: int) -> tuple[str, str]:
    """Return the state of a message and what was answered last."""
    with store.read() as connection:
        row = connection.execute(select(outbox.c.state, outbox.c.last_error).where(outbox.c.id == outbox_id)).one()
    return row.state, row.last_error

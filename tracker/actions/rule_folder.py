"""Telling people that the whole folder of rules is gone, and that it is there again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tracker.domain.alerts import DeliveryKind, Target
from tracker.domain.errors import BadInput
from tracker.store.outbox_rows import Message, Payload, enqueue
from tracker.store.store import Store


def tell_folder_gone(store: Store, now: datetime, problem: BadInput, targets: Sequence[Target]) -> None:
    """Put a message into the outbox for each target: no edit counts, and every promise stays in force."""
    text = (
        f"{problem.message[0].upper()}{problem.message[1:]}: every promise stays in force as it was, and no edit "
        f"counts until it is back. To mend it: {problem.hint}."
    )
    _tell(store, now, DeliveryKind.TROUBLE, text, targets)


def tell_folder_back(store: Store, now: datetime, targets: Sequence[Target]) -> None:
    """Put a message into the outbox for each target: edits count again."""
    _tell(store, now, DeliveryKind.MENDED, "The folder of rules is there again, and edits count.", targets)


def _tell(store: Store, now: datetime, kind: DeliveryKind, text: str, targets: Sequence[Target]) -> None:
    with store.write(now, "tell of the folder of rules", "deedline") as commit:
        messages = [
            Message(kind, each, f"folder:{commit.seq}:{each.destination}:{each.recipient}", Payload(text=text))
            for each in dict.fromkeys(targets)
        ]
        enqueue(commit, messages)

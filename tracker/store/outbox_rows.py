"""Putting messages into the outbox, in the transaction of what they tell."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.domain.alerts import DeliveryKind, Mail, Notice, Target
from tracker.domain.interactions import AskedLine
from tracker.store.canonical import hash_of, to_json
from tracker.store.commits import Commit
from tracker.store.inserting import insert_rows, next_id
from tracker.store.micros import to_micros
from tracker.store.tables.outbox import outbox, outbox_alert


@dataclass(frozen=True, slots=True)
class Payload:
    """What a message says, frozen when it is put into the outbox: every attempt sends the same."""

    notices: tuple[Notice, ...] = ()
    mail: Mail | None = None
    text: str = ""
    asked: tuple[AskedLine, ...] = ()
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """A message for one target; `alerts` are the ids of those it carries, `dedupe` makes it the only one.

    With `not_before` it waits until then, and `held_because` says why.
    """

    kind: DeliveryKind
    target: Target
    dedupe: str
    payload: Payload
    episode: int | None = None
    alerts: tuple[int, ...] = ()
    not_before: datetime | None = None
    held_because: str = ""


def enqueue(commit: Commit, messages: Sequence[Message]) -> list[int]:
    """Put messages into the outbox and return their row ids."""
    first = next_id(commit.connection, outbox)
    rows: list[dict[str, Any]] = []
    carried: list[dict[str, Any]] = []
    bodies: dict[int, str] = {}
    for row_id, message in enumerate(messages, first):
        target = message.target
        payload = bodies.get(id(message.payload))
        if payload is None:
            payload = bodies[id(message.payload)] = to_json(message.payload)
        rows.append(
            {
                "id": row_id,
                # Random: a second store that writes into the same channel must not meet the same id there.
                "delivery_id": uuid.uuid4().hex,
                "kind": message.kind.value,
                "destination": target.destination,
                "recipient": target.recipient,
                "dedupe": message.dedupe,
                "episode_id": message.episode,
                "created": commit.at,
                "payload": payload,
                "payload_hash": hash_of(payload),
                "not_before": 0 if message.not_before is None else to_micros(message.not_before),
                "held_because": message.held_because,
                "seq": commit.seq,
            }
        )
        commit.seal(rows[-1]["payload_hash"])
        carried += [
            {
                "alert_id": alert,
                "destination": target.destination,
                "recipient": target.recipient,
                "outbox_id": row_id,
            }
            for alert in message.alerts
        ]
    insert_rows(commit.connection, outbox, rows)
    insert_rows(commit.connection, outbox_alert, carried)
    return [int(row["id"]) for row in rows]

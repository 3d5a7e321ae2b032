"""Putting messages into the outbox, in the transaction of what they tell."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, update

from tracker.domain.alerts import DeliveryKind, Mail, Notice, Target
from tracker.domain.interactions import AskedLine
from tracker.store.attempts import in_doubt
from tracker.store.canonical import hash_of, rows_json, to_json
from tracker.store.commits import Commit
from tracker.store.inserting import among, insert_rows, next_id
from tracker.store.micros import to_micros
from tracker.store.tables.outbox import outbox, outbox_alert

ASIDE = "set aside: "
"""What the reason of a message begins with that waits because of a mistake in it or in its sender."""


FIRST = -1
"""The turn of a message that a person waits for: before those that have waited longer."""


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

    With `not_before` it waits until then, and `held_because` says why. One that a person asked for is `first`.
    """

    kind: DeliveryKind
    target: Target
    dedupe: str
    payload: Payload
    episode: int | None = None
    alerts: tuple[int, ...] = ()
    not_before: datetime | None = None
    held_because: str = ""
    first: bool = False


_FIELDS = tuple(field.name for field in fields(Notice) if field.compare)
_PARTS = tuple(field.name for field in fields(Payload) if field.compare)
_read = attrgetter(*_FIELDS)


def _said(payload: Payload) -> str:
    """Return what `to_json` makes of a payload, made directly: a flood holds very many notices."""
    said = {name: getattr(payload, name) for name in _PARTS}
    said["notices"] = [_told(each) for each in payload.notices]
    if payload.mail is None and not payload.asked and all(map(_is_plain, payload.notices)):
        return rows_json(said)  # nothing but texts, which it writes the same and faster
    return to_json(said)


def _is_plain(notice: Notice) -> bool:
    return not (notice.evidence or notice.parts or notice.readings or notice.acknowledged_at)


def _told(notice: Notice) -> dict[str, object]:
    told: dict[str, object] = dict(zip(_FIELDS, _read(notice), strict=True))
    told["said_on"] = notice.said_on.isoformat()
    told["at"] = notice.at.isoformat()
    told["due"] = None if notice.due is None else notice.due.isoformat()
    told["late_since"] = None if notice.late_since is None else notice.late_since.isoformat()
    told["since"] = None if notice.since is None else notice.since.isoformat()
    if not notice.readings:
        told["readings"] = {}
    return told


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
            payload = bodies[id(message.payload)] = _said(message.payload)
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
                "not_before": _turn(message),
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


def _turn(message: Message) -> int:
    if message.not_before is not None:
        return to_micros(message.not_before)
    return FIRST if message.first else 0


def note_begun(connection: Connection, ids: Sequence[int], repeated: Sequence[int]) -> None:
    """Count an attempt of each message; of those `repeated` an earlier one may have arrived."""
    connection.execute(
        update(outbox).where(among(connection, outbox.c.id, ids)).values(attempts=outbox.c.attempts + 1)
    )
    if repeated:
        connection.execute(
            update(outbox).where(among(connection, outbox.c.id, repeated)).values(maybe_repeated=True)
        )


def note_sent(commit: Commit, ids: Sequence[int]) -> None:
    """Note that messages arrived. That is true even if the claim on one was lost while it was on its way."""
    commit.connection.execute(
        update(outbox)
        .where(among(commit.connection, outbox.c.id, ids), outbox.c.state != "sent")
        .values(state="sent", sent_at=commit.at, claim_by="", claim_until=None, held_because="", last_error="")
    )


def hold(connection: Connection, message: int, until: datetime, because: str) -> None:
    """Hold a claimed message that cannot even be read; whether it may have arrived stays as it was."""
    doubtful = in_doubt(connection, [message])
    connection.execute(
        update(outbox)
        .where(outbox.c.id == message)
        .values(
            state="ambiguous" if doubtful else "retry",
            not_before=to_micros(until),
            held_because=because,
            last_error=because,
        )
    )

"""Reading the outbox for people: messages, their attempts, and letting one go again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, case, or_, select, update

from tracker.domain.alerts import DeliveryKind
from tracker.store.canonical import from_json
from tracker.store.claims import SETTLED, WAITING
from tracker.store.micros import from_micros
from tracker.store.outbox_rows import FIRST, Payload
from tracker.store.tables.alerts import alert
from tracker.store.tables.outbox import attempt, outbox, outbox_alert
from tracker.store.tables.verdicts import judged, verdict

STATES = ("pending", "claimed", "retry", "ambiguous", "sent", "failed", "dropped")
WAITS = "waiting"
"""Asks for everything that is not settled."""
HELD = "held"
"""Asks for what is held back on purpose or set aside."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages are asked for: empty parts ask for all; `state` may also be WAITS or HELD."""

    state: str = ""
    destination: str = ""
    promise: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Stored:
    """A message as it stands in the outbox; `payload` is None if its content cannot be read back."""

    id: int
    delivery: str
    kind: DeliveryKind
    destination: str
    recipient: str
    state: str
    created: datetime
    sent: datetime | None
    not_before: datetime | None
    held_because: str
    attempts: int
    maybe_repeated: bool
    last_error: str
    claimed_by: str
    payload: Payload | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt; without `ended` nobody knows what became of it."""

    number: int
    started: datetime
    ended: datetime | None
    outcome: str
    answer: str


def load_messages(connection: Connection, wanted: Wanted) -> list[Stored]:
    """Return the messages asked for, the newest first."""
    query = select(outbox).order_by(outbox.c.id.desc()).limit(wanted.limit)
    if wanted.state == HELD:
        query = query.where(outbox.c.held_because != "", outbox.c.state.not_in(SETTLED))
    elif wanted.state == WAITS:
        query = query.where(outbox.c.state.not_in(SETTLED))
    elif wanted.state:
        query = query.where(outbox.c.state == wanted.state)
    if wanted.destination:
        query = query.where(outbox.c.destination == wanted.destination)
    if wanted.promise:
        query = query.where(outbox.c.id.in_(_about(wanted.promise)))
    return [_stored(row) for row in connection.execute(query)]


def load_message(connection: Connection, name: str) -> Stored | None:
    """Return the message of a number or a delivery id; None if there is none."""
    number = int(name) if name.isascii() and name.isdigit() and len(name) < 19 else -1
    query = select(outbox).where(or_(outbox.c.id == number, outbox.c.delivery_id == name)).limit(1)
    row = connection.execute(query).first()
    return None if row is None else _stored(row)


def load_attempts(connection: Connection, message: int) -> list[Attempt]:
    """Return what was tried for a message, in order."""
    rows = connection.execute(select(attempt).where(attempt.c.outbox_id == message).order_by(attempt.c.n))
    return [
        Attempt(row.n, from_micros(row.started), from_micros(row.ended), row.outcome, row.answer) for row in rows
    ]


def let_go(connection: Connection, message: int) -> bool:
    """Let a message have its turn now; one that may have arrived is looked for first. False if it may not."""
    changed = connection.execute(
        update(outbox)
        .where(outbox.c.id == message, outbox.c.state.in_((*WAITING, "failed", "dropped")))
        .values(
            state=case((outbox.c.state.in_(("failed", "dropped")), "retry"), else_=outbox.c.state),
            not_before=FIRST,
            held_because="",
            lookups=0,
        )
    )
    return changed.rowcount == 1


def _about(promise: str) -> Select[tuple[int]]:
    return (
        select(outbox_alert.c.outbox_id)
        .join(alert, outbox_alert.c.alert_id == alert.c.id)
        .join(verdict, alert.c.verdict_id == verdict.c.id)
        .join(judged, verdict.c.judged_id == judged.c.id)
        .where(judged.c.promise_id == promise)
    )


def _stored(row: Row[Any]) -> Stored:
    values = row._mapping
    try:
        payload = from_json(Payload, values["payload"])
    except ValueError:
        payload = None
    return Stored(
        values["id"],
        values["delivery_id"],
        DeliveryKind(values["kind"]),
        values["destination"],
        values["recipient"],
        values["state"],
        from_micros(values["created"]),
        from_micros(values["sent_at"]),
        from_micros(values["not_before"] if values["not_before"] > 0 else None),
        values["held_because"],
        values["attempts"],
        bool(values["maybe_repeated"]),
        values["last_error"],
        values["claim_by"],
        payload,
    )

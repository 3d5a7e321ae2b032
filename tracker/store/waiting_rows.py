"""Alerts that wait in the outbox and have certainly reached nobody yet: what they say can still be changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select, text, update

from tracker.domain.alerts import DeliveryKind, Target
from tracker.store.canonical import from_json, hash_of, to_json
from tracker.store.commits import Commit
from tracker.store.inserting import insert_rows
from tracker.store.micros import to_micros
from tracker.store.outbox_rows import Payload
from tracker.store.tables.alerts import alert
from tracker.store.tables.outbox import WAITS, outbox, outbox_alert
from tracker.store.tables.verdicts import judged, verdict

UNTOUCHED = ("pending", "retry")
"""The other side has not seen these, unless an earlier attempt was marked as possibly arrived."""
DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits: its row, its target, what it says."""

    id: int
    target: Target
    payload: Payload

    @property
    def promises(self) -> tuple[str, ...]:
        """Return the promises it tells of, each once."""
        return tuple(dict.fromkeys(notice.promise for notice in self.payload.notices))


def load_waiting(connection: Connection) -> list[Waiting]:
    """Return the alerts that wait and have reached nobody, the oldest first."""
    rows = connection.execute(
        select(outbox.c.id, outbox.c.destination, outbox.c.recipient, outbox.c.payload).where(
            text(WAITS),
            outbox.c.kind == DeliveryKind.ALERT.value,
            outbox.c.state.in_(UNTOUCHED),
            outbox.c.maybe_repeated.is_(False),
        )
    )
    return [
        Waiting(row.id, Target(row.destination, row.recipient), from_json(Payload, row.payload))
        for row in sorted(rows, key=lambda row: int(row.id))
    ]


def take_out(commit: Commit, waiting: Waiting, promises: Collection[str], why: str) -> list[int]:
    """Take promises out of a message that waits; one that then says nothing is dropped, and `why` is kept with it.

    Returns the ids of the alerts that were taken out.
    """
    kept = tuple(notice for notice in waiting.payload.notices if notice.promise not in promises)
    if kept:
        rewrite(commit, waiting.id, replace(waiting.payload, notices=kept))
    else:
        gone = update(outbox).where(outbox.c.id == waiting.id).values(state=DROPPED, held_because=why)
        commit.connection.execute(gone)
        commit.seal(hash_of(f"{waiting.id} {DROPPED} {why}"))
    carried = commit.connection.execute(
        select(outbox_alert.c.alert_id, judged.c.promise_id)
        .join_from(outbox_alert, alert, outbox_alert.c.alert_id == alert.c.id)
        .join(verdict, alert.c.verdict_id == verdict.c.id)
        .join(judged, verdict.c.judged_id == judged.c.id)
        .where(outbox_alert.c.outbox_id == waiting.id)
    )
    return [row.alert_id for row in carried if row.promise_id in promises]


def rewrite(commit: Commit, outbox_id: int, payload: Payload) -> None:
    """Let a message that waits say something else from now on."""
    body = to_json(payload)
    values = {"payload": body, "payload_hash": hash_of(body)}
    commit.connection.execute(update(outbox).where(outbox.c.id == outbox_id).values(**values))
    commit.seal(values["payload_hash"])


def find_held(connection: Connection, target: Target, until: datetime) -> Waiting | None:
    """Return the message that waits for the end of quiet hours at one recipient, if there is one."""
    row = connection.execute(
        select(outbox.c.id, outbox.c.payload).where(
            text(WAITS),
            outbox.c.destination == target.destination,
            outbox.c.recipient == target.recipient,
            outbox.c.kind == DeliveryKind.ALERT.value,
            outbox.c.state == "pending",
            outbox.c.not_before == to_micros(until),
        )
    ).first()
    return None if row is None else Waiting(row.id, target, from_json(Payload, row.payload))


def add_alerts(commit: Commit, waiting: Waiting, payload: Payload, alerts: Iterable[int]) -> None:
    """Let a message that waits carry more alerts; one that tells of several promises is nobody's root."""
    rewrite(commit, waiting.id, payload)
    connection, target = commit.connection, waiting.target
    if len(payload.notices) > 1:
        connection.execute(update(outbox).where(outbox.c.id == waiting.id).values(episode_id=None))
    where = {"destination": target.destination, "recipient": target.recipient, "outbox_id": waiting.id}
    insert_rows(connection, outbox_alert, [{"alert_id": alert, **where} for alert in alerts])

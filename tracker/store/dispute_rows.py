"""Disputes of verdicts in the store: who says that one is wrong, why, and how it was settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from tracker.domain.statuses import Status
from tracker.store.canonical import hash_of
from tracker.store.commits import Commit
from tracker.store.inserting import next_id
from tracker.store.micros import from_micros
from tracker.store.tables.interactions import dispute


@dataclass(frozen=True, slots=True)
class Dispute:
    """Somebody's word that a verdict is wrong; `status` is how the promise stood then."""

    id: int
    promise: str
    status: Status
    who: str
    reason: str
    at: datetime
    settled: datetime | None = None
    settled_by: str = ""
    settled_reason: str = ""


def add_dispute(commit: Commit, promise: str, status: Status, who: str, reason: str) -> int:
    """Add a dispute and return its number."""
    row = {
        "id": next_id(commit.connection, dispute),
        "promise_id": promise,
        "status": status.value,
        "who": who,
        "reason": reason,
        "at": commit.at,
        "settled_by": "",
        "settled_reason": "",
        "seq": commit.seq,
    }
    commit.connection.execute(insert(dispute), row)
    commit.seal(hash_of("|".join(str(value) for value in row.values())))
    return int(str(row["id"]))


def load_disputes(
    connection: Connection, *, promise: str = "", number: int | None = None, is_open: bool = False
) -> tuple[Dispute, ...]:
    """Return disputes, oldest first: of one promise, of one number, or only those that nobody settled."""
    chosen = select(dispute).order_by(dispute.c.id)
    if promise:
        chosen = chosen.where(dispute.c.promise_id == promise)
    if number is not None:
        chosen = chosen.where(dispute.c.id == number)
    if is_open:
        chosen = chosen.where(dispute.c.settled_at.is_(None))
    return tuple(
        Dispute(
            row.id,
            row.promise_id,
            Status(row.status),
            row.who,
            row.reason,
            from_micros(row.at),
            from_micros(row.settled_at),
            row.settled_by,
            row.settled_reason,
        )
        for row in connection.execute(chosen)
    )


def settle_dispute(commit: Commit, number: int, who: str, reason: str) -> None:
    """Note how a dispute ended."""
    values = {"settled_at": commit.at, "settled_by": who, "settled_reason": reason}
    commit.connection.execute(update(dispute).where(dispute.c.id == number).values(**values))
    commit.seal(hash_of("|".join(("settled", str(number), *map(str, values.values())))))

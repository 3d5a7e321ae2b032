"""Claiming messages by compare-and-set, and what is known of a claim whose holder is gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, insert, select, update

from tracker.domain.alerts import Delivery, DeliveryKind, Result, Thread
from tracker.store.canonical import from_json
from tracker.store.commits import Commit
from tracker.store.holders import is_gone, this_process
from tracker.store.inserting import next_id
from tracker.store.micros import from_micros, to_micros
from tracker.store.outbox_rows import Payload
from tracker.store.tables.alerts import thread
from tracker.store.tables.outbox import attempt, outbox

CLAIM_LASTS = timedelta(minutes=5)
"""Longer than any sender waits for an answer: until then the message is its holder's alone."""

WAITING = ("pending", "retry", "ambiguous")
SETTLED = ("sent", "failed", "dropped")
"""Nothing more is done about these; `dropped` ones need not be sent any more, `held_because` says why."""
LOST = "lost"
"""Outcome of an attempt of which the other side knows nothing."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A message held for sending; `uncertain` says that an earlier attempt may have arrived."""

    outbox_id: int
    gen: int
    delivery: Delivery
    episode: int | None
    attempts: int
    lookups: int
    uncertain: bool


def has_work(connection: Connection, destination: str, now: datetime) -> bool:
    """Say whether any message of a destination waits for its turn now, or is claimed by somebody."""
    waiting = select(outbox.c.id).where(
        outbox.c.destination == destination,
        outbox.c.state.in_(WAITING),
        outbox.c.not_before <= to_micros(now),
    )
    claimed = select(outbox.c.id).where(outbox.c.destination == destination, outbox.c.state == "claimed")
    return any(connection.execute(each.limit(1)).first() is not None for each in (waiting, claimed))


def claim_next(connection: Connection, destination: str, now: datetime, *, threaded: bool) -> Claim | None:
    """Claim the destination's next message whose time has come; None if there is none.

    Messages of one episode keep their order: a reply waits until what came before it is settled. `threaded` puts
    it into its episode's thread if there is one.
    """
    at = to_micros(now)
    earlier = outbox.alias("earlier")
    waits = (
        select(earlier.c.id)
        .where(
            earlier.c.episode_id == outbox.c.episode_id,
            earlier.c.destination == outbox.c.destination,
            earlier.c.recipient == outbox.c.recipient,
            earlier.c.id < outbox.c.id,
            earlier.c.state.not_in(SETTLED),
        )
        .exists()
    )
    row = (
        connection.execute(
            select(outbox)
            .where(
                outbox.c.destination == destination,
                outbox.c.state.in_(WAITING),
                outbox.c.not_before <= at,
                ~waits,
            )
            .order_by(outbox.c.id)
            .limit(1)
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    won = connection.execute(
        update(outbox)
        .where(outbox.c.id == row["id"], outbox.c.state == row["state"], outbox.c.claim_gen == row["claim_gen"])
        .values(
            state="claimed",
            claim_by=this_process(),
            claim_gen=row["claim_gen"] + 1,
            claim_until=to_micros(now + CLAIM_LASTS),
        )
    )
    if won.rowcount != 1:
        return None
    delivery = _delivery(row, _root(connection, row) if threaded else None)
    return Claim(
        row["id"],
        row["claim_gen"] + 1,
        delivery,
        row["episode_id"],
        row["attempts"],
        row["lookups"],
        row["state"] == Result.AMBIGUOUS.value,
    )


def begin_attempt(commit: Commit, claim: Claim, *, maybe_repeated: bool) -> bool:
    """Write the attempt that is about to be made; False if the claim was lost meanwhile."""
    values: dict[str, object] = {"attempts": claim.attempts + 1}
    if maybe_repeated:
        values["maybe_repeated"] = True
    if not change_claimed(commit.connection, claim, values):
        return False
    row = {
        "id": next_id(commit.connection, attempt),
        "outbox_id": claim.outbox_id,
        "n": claim.attempts + 1,
        "started": commit.at,
        "seq": commit.seq,
    }
    commit.connection.execute(insert(attempt), row)
    return True


def end_attempt(connection: Connection, claim: Claim, number: int, at: int, outcome: str, answer: str) -> None:
    """Write what became of an attempt."""
    connection.execute(
        update(attempt)
        .where(attempt.c.outbox_id == claim.outbox_id, attempt.c.n == number)
        .values(ended=at, outcome=outcome, answer=answer)
    )


def change_claimed(connection: Connection, claim: Claim, values: dict[str, object]) -> bool:
    """Change a message while the claim on it holds; False if it was lost."""
    changed = connection.execute(
        update(outbox)
        .where(outbox.c.id == claim.outbox_id, outbox.c.state == "claimed", outbox.c.claim_gen == claim.gen)
        .values(**values)
    )
    return changed.rowcount == 1


def note_sent(commit: Commit, claim: Claim) -> None:
    """Note that a message arrived. That is true even if the claim was lost while it was on its way."""
    commit.connection.execute(
        update(outbox)
        .where(outbox.c.id == claim.outbox_id, outbox.c.state != "sent")
        .values(state="sent", sent_at=commit.at, claim_by="", claim_until=None, last_error="")
    )


def free_abandoned(connection: Connection, destination: str, now: datetime) -> int:
    """Free the messages whose claim ran out or whose holder is gone; return how many.

    One that nobody began to send is pending again. One that may have been sent is ambiguous: look first.
    """
    rows = connection.execute(
        select(outbox.c.id, outbox.c.claim_by, outbox.c.claim_until, outbox.c.attempts).where(
            outbox.c.destination == destination, outbox.c.state == "claimed"
        )
    ).all()
    freed = 0
    for row in rows:
        if row.claim_until > to_micros(now) and not is_gone(row.claim_by):
            continue
        last = connection.execute(
            select(attempt.c.ended, attempt.c.outcome).where(
                attempt.c.outbox_id == row.id, attempt.c.n == row.attempts
            )
        ).first()
        in_doubt = last is not None and (last.ended is None or last.outcome == Result.AMBIGUOUS.value)
        connection.execute(
            update(outbox)
            .where(outbox.c.id == row.id)
            .values(state="ambiguous" if in_doubt else "pending", claim_by="", not_before=0)
        )
        freed += 1
    return freed


def _root(connection: Connection, row: RowMapping) -> Thread | None:
    if row["episode_id"] is None:
        return None
    held = connection.execute(
        select(thread.c.channel, thread.c.message).where(
            thread.c.episode_id == row["episode_id"],
            thread.c.destination == row["destination"],
            thread.c.recipient == row["recipient"],
        )
    ).first()
    return None if held is None else Thread(held.channel, held.message)


def _delivery(row: RowMapping, root: Thread | None) -> Delivery:
    payload = from_json(Payload, row["payload"])
    return Delivery(
        id=row["delivery_id"],
        kind=DeliveryKind(row["kind"]),
        destination=row["destination"],
        recipient=row["recipient"],
        created=from_micros(row["created"]),
        notices=payload.notices,
        mail=payload.mail,
        thread=root,
        maybe_repeated=row["maybe_repeated"],
        text=payload.text,
        asked=payload.asked,
        waiting=payload.waiting,
    )

"""Claiming messages by compare-and-set, and what is known of a claim whose holder is gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, RowMapping, Select, bindparam, or_, select, text, update

from tracker.domain.alerts import Delivery, DeliveryKind, Result, Thread
from tracker.store.attempts import in_doubt
from tracker.store.canonical import from_json
from tracker.store.holders import is_gone, this_process
from tracker.store.inserting import among
from tracker.store.micros import from_micros, to_micros
from tracker.store.outbox_rows import Payload
from tracker.store.tables.alerts import thread
from tracker.store.tables.outbox import CLAIMED, WAITS, outbox

CLAIM_LASTS = timedelta(minutes=5)
"""Longer than any sender waits for an answer: until then the message is its holder's alone."""

WAITING = ("pending", "retry", "ambiguous")
SETTLED = ("sent", "failed", "dropped")
"""Nothing more is done about these; `dropped` ones need not be sent any more, `held_because` says why."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A message held for sending until `until`; `uncertain` says that an earlier attempt may have arrived.

    `held` is why it was held before, empty if it was not.
    """

    outbox_id: int
    gen: int
    delivery: Delivery
    episode: int | None
    attempts: int
    lookups: int
    uncertain: bool
    held: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A message whose content cannot be read back, and the error."""

    outbox_id: int
    kind: DeliveryKind
    held: str
    error: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a look for work brought: claims, and messages that nobody can send as they are."""

    claims: tuple[Claim, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()


def has_work(connection: Connection, destination: str, now: datetime) -> bool:
    """Say whether any message of a destination waits for its turn now, or is claimed by somebody."""
    asked = {"destination": destination, "at": to_micros(now)}
    return any(connection.execute(each, asked).first() is not None for each in _signs_of_work())


def claim(connection: Connection, destination: str, now: datetime, *, threaded: bool, most: int = 1) -> Claimed:
    """Claim up to `most` of the destination's messages whose time has come, the longest waiting first.

    Messages of one episode keep their order: a reply waits until what came before it is settled, or held.
    `threaded` puts a message into its episode's thread if there is one.
    """
    at, until = to_micros(now), now + CLAIM_LASTS
    asked = {"destination": destination, "at": at, "most": most}
    rows = connection.execute(_next_few(), asked).mappings().all()
    claims: list[Claim] = []
    unreadable: list[Unreadable] = []
    won = _won(connection, [row["id"] for row in rows], until)
    for row in rows:
        gen = won.get(row["id"])
        if gen is None:
            continue
        try:
            delivery = _delivery(row, _root(connection, row) if threaded else None)
        except ValueError as error:  # pydantic's errors are such
            wrong = f"{type(error).__name__}: {error}"[:500]
            unreadable.append(Unreadable(row["id"], DeliveryKind(row["kind"]), row["held_because"], wrong))
            continue
        claims.append(
            Claim(
                row["id"],
                gen,
                delivery,
                row["episode_id"],
                row["attempts"],
                row["lookups"],
                row["state"] == Result.AMBIGUOUS.value,
                row["held_because"],
                until,
            )
        )
    return Claimed(tuple(claims), tuple(unreadable))


def change_claimed(connection: Connection, claim: Claim, values: dict[str, object]) -> bool:
    """Change a message while the claim on it holds; False if it was lost."""
    changed = connection.execute(
        update(outbox)
        .where(outbox.c.id == claim.outbox_id, outbox.c.state == "claimed", outbox.c.claim_gen == claim.gen)
        .values(**values)
    )
    return changed.rowcount == 1


def free_abandoned(connection: Connection, destination: str, now: datetime) -> int:
    """Free the messages whose claim ran out or whose holder is gone; return how many.

    One that nobody began to send is pending again. One that may have been sent is ambiguous: look first.
    """
    rows = connection.execute(
        select(outbox.c.id, outbox.c.claim_by, outbox.c.claim_until, outbox.c.attempts).where(
            outbox.c.destination == destination, text(CLAIMED)
        )
    ).all()
    gone = {holder: is_gone(holder) for holder in {row.claim_by for row in rows}}
    free = [row for row in rows if row.claim_until <= to_micros(now) or gone[row.claim_by]]
    doubtful = in_doubt(connection, [row.id for row in free])
    for state, ids in (
        ("ambiguous", [row.id for row in free if row.id in doubtful]),
        ("pending", [row.id for row in free if row.id not in doubtful]),
    ):
        if ids:
            connection.execute(
                update(outbox)
                .where(among(connection, outbox.c.id, ids))
                .values(state=state, claim_by="", not_before=0)
            )
    return len(free)


@cache
def _signs_of_work() -> tuple[Select[Any], ...]:
    to_it = outbox.c.destination == bindparam("destination")
    waiting = select(outbox.c.id).where(to_it, text(WAITS), outbox.c.not_before <= bindparam("at"))
    return waiting.limit(1), select(outbox.c.id).where(to_it, text(CLAIMED)).limit(1)


@cache
def _next_few() -> Select[Any]:
    """Return the query for the messages that are to be claimed next; making it costs more than running it."""
    return (
        select(outbox)
        .where(
            outbox.c.destination == bindparam("destination"),
            text(WAITS),
            outbox.c.not_before <= bindparam("at"),
            ~_waits_for_an_earlier_one(),
        )
        .order_by(outbox.c.not_before, outbox.c.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)  # for databases that have several writers; SQLite's is alone
    )


def _waits_for_an_earlier_one() -> ColumnElement[bool]:
    earlier = outbox.alias("earlier")
    return (
        select(earlier.c.id)
        .where(
            earlier.c.episode_id == outbox.c.episode_id,
            earlier.c.destination == outbox.c.destination,
            earlier.c.recipient == outbox.c.recipient,
            earlier.c.id < outbox.c.id,
            earlier.c.state.not_in(SETTLED),
            # What is held on purpose, or set aside, must not silence what came after it.
            or_(earlier.c.held_because == "", earlier.c.not_before <= bindparam("at")),
        )
        .exists()
    )


def _won(connection: Connection, ids: list[int], until: datetime) -> dict[int, int]:
    """Claim rows that still wait; return the generation of those that nobody else was faster with."""
    if not ids:
        return {}
    won = connection.execute(
        update(outbox)
        .where(among(connection, outbox.c.id, ids), outbox.c.state.in_(WAITING))
        .values(
            state="claimed",
            claim_by=this_process(),
            claim_gen=outbox.c.claim_gen + 1,
            claim_until=to_micros(until),
        )
        .returning(outbox.c.id, outbox.c.claim_gen)
    )
    return {row.id: row.claim_gen for row in won}


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

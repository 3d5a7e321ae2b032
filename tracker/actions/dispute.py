"""Dispute a verdict: recorded with who and why and told to the owner; it never changes the verdict itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from tracker.actions.acknowledge import named
from tracker.actions.look_up import find_promise
from tracker.domain.alerts import DeliveryKind, Target
from tracker.domain.errors import BadInput, Unknown
from tracker.domain.instants import iso
from tracker.domain.statuses import Status
from tracker.engine.part_names import part_words
from tracker.store.acknowledgement_rows import load_open_episodes
from tracker.store.commits import Commit
from tracker.store.dispute_rows import Dispute, add_dispute, load_disputes, settle_dispute
from tracker.store.outbox_rows import Message, Payload, enqueue
from tracker.store.promise_rows import Logged
from tracker.store.report_content import without_unkeepable
from tracker.store.showing_rows import load_listed
from tracker.store.store import Store
from tracker.store.tables.alerts import thread

LONGEST_REASON = 2_000


def dispute(store: Store, promise: str, by: str, reason: str, now: datetime) -> int:
    """Record that somebody thinks a verdict wrong, and return the dispute's number.

    It is told in every thread of the promise's open alarm. The same person with the same words again is the same
    dispute. Raises Unknown for a promise nobody knows, BadInput without a name or a reason, or without a verdict.
    """
    who, why = named(by), _reason(reason)
    with store.write(now, "dispute", who) as commit:
        logged = find_promise(store, commit.connection, promise)
        status = load_listed(commit.connection, {promise: logged})[promise].status
        if status is None:
            raise BadInput(f"{promise} is not judged yet", "there is no verdict to dispute")
        for each in load_disputes(commit.connection, promise=promise, is_open=True):
            if (each.who, each.reason, each.status) == (who, why, status):
                return each.id
        number = add_dispute(commit, promise, status, who, why)
        stands = _stands(commit.connection, logged, status)
        text = f"? {who} disputes that it is {stands}: {why}\n{_for_owner(logged)}"
        _tell(commit, promise, f"dispute:{number}", text)
        return number


def settle(store: Store, number: int, by: str, reason: str, now: datetime) -> Dispute:
    """Say how a dispute ended, which is told too. Raises Unknown, or BadInput for one that is settled."""
    who, why = named(by), _reason(reason)
    with store.write(now, "dispute", who) as commit:
        found = load_disputes(commit.connection, number=number)
        if not found:
            raise Unknown(f"there is no dispute {number}", "`deedline disputes` lists them")
        (held,) = found
        if held.settled is not None:
            at = iso(held.settled.replace(microsecond=0))
            raise BadInput(f"dispute {number} was settled at {at} by {held.settled_by}: {held.settled_reason}")
        settle_dispute(commit, number, who, why)
        _tell(commit, held.promise, f"dispute-settled:{number}", f"✔ {who} settled dispute {number}: {why}")
        return load_disputes(commit.connection, number=number)[0]


def list_disputes(store: Store, *, promise: str = "", settled: bool = False) -> tuple[Dispute, ...]:
    """Return the disputes that are open, with those that were settled if asked for."""
    with store.read() as connection:
        return load_disputes(connection, promise=promise, is_open=not settled)


def _reason(reason: str) -> str:
    why = " ".join(without_unkeepable(reason).split())
    if not why:
        raise BadInput("a dispute needs a reason", "say what is wrong, and where it stands otherwise")
    return why[:LONGEST_REASON]


def _stands(connection: Connection, logged: Logged, status: Status) -> str:
    """Return how a promise stands, and which alarms of its parts are open."""
    lasting = load_open_episodes(connection, promise=logged.promise.id)
    parts = [(part_words(logged.promise, each.instance), each.status) for each in lasting if each.instance]
    told = [status.value, *(f"{part} {alarm.value}" for part, alarm in parts)]
    return ", ".join(told).replace("_", " ")


def _for_owner(logged: Logged) -> str:
    owner = logged.promise.owner
    told = f"For {owner}, who looks after it." if owner else "Nobody is named who looks after it."
    return f"{told} The verdict stands: only evidence, or a ruling in the rules, changes it."


def _tell(commit: Commit, promise: str, dedupe: str, text: str) -> None:
    """Put a remark into the threads of a promise's open alarms; without one it is only on record."""
    remark = Payload(text=text)
    messages = [
        Message(DeliveryKind.REMARK, to, f"{dedupe}:{to.destination}:{to.recipient}", remark, episode)
        for episode, to in _threads(commit.connection, promise)
    ]
    enqueue(commit, messages)


def _threads(connection: Connection, promise: str) -> list[tuple[int, Target]]:
    return [
        (each.id, Target(row.destination, row.recipient))
        for each in load_open_episodes(connection, promise=promise)
        for row in connection.execute(select(thread).where(thread.c.episode_id == each.id))
    ]

"""Deliver what waits in the outbox, to every destination by itself."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.actions.asking import ask
from tracker.actions.editing import edit_roots
from tracker.actions.sending import send_claimed
from tracker.domain.alerts import Outcome, Result, Target
from tracker.domain.ports import Clock, Sender
from tracker.store.claims import claim_next, free_abandoned, has_work
from tracker.store.destination_rows import enable, load_destination, note_checked
from tracker.store.store import Store

MOST_IN_A_ROW = 500
"""Messages to one destination in one pass; the rest come with the next."""

MOST_FAILURES = 3
"""After so many failures in a row the other side, not a recipient, is the trouble: the pass ends."""

ASK_AGAIN = timedelta(minutes=10)
"""How often a disabled destination is asked whether it was mended."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a pass over the outbox did: messages by what became of them, and root messages edited."""

    sent: int = 0
    put_off: int = 0
    refused: int = 0
    uncertain: int = 0
    edited: int = 0

    def __add__(self, other: Delivered) -> Delivered:
        return Delivered(
            self.sent + other.sent,
            self.put_off + other.put_off,
            self.refused + other.refused,
            self.uncertain + other.uncertain,
            self.edited + other.edited,
        )


def deliver(
    store: Store, senders: Mapping[str, Sender], clock: Clock, *, fallback: Target | None = None
) -> Delivered:
    """Deliver to every destination at the same time, so that a slow one delays no other."""
    if len(senders) < 2:
        done = [deliver_to(store, name, sender, clock, fallback=fallback) for name, sender in senders.items()]
        return sum(done, Delivered())
    with ThreadPoolExecutor(len(senders), thread_name_prefix="deliver") as pool:
        asked = [
            pool.submit(deliver_to, store, name, sender, clock, fallback=fallback)
            for name, sender in senders.items()
        ]
        return sum((each.result() for each in asked), Delivered())


def deliver_to(
    store: Store, name: str, sender: Sender, clock: Clock, *, fallback: Target | None = None
) -> Delivered:
    """Deliver what waits for one destination; when that refuses for good, `fallback` is told."""
    done = Delivered()
    failures = 0
    for _ in range(MOST_IN_A_ROW):
        with store.read() as connection:
            if not has_work(connection, name, clock.now()):
                break
        if not _takes_messages(store, name, sender, clock.now()):
            return done
        with store.write(clock.now(), "claim") as commit:
            free_abandoned(commit.connection, name, clock.now())
            claim = claim_next(commit.connection, name, clock.now(), threaded=sender.abilities.can_thread)
        if claim is None:
            break
        outcome = send_claimed(store, claim, sender, clock, fallback)
        done += _counted(outcome)
        failures = 0 if outcome.result is Result.SENT else failures + 1
        if failures >= MOST_FAILURES:
            break
    return done + Delivered(edited=edit_roots(store, name, sender, clock))


def ask_again(store: Store, name: str, sender: Sender, now: datetime) -> bool:
    """Ask a disabled destination whether it was mended, and take it back into use if so."""
    with store.read() as connection:
        if load_destination(connection, name).disabled_at is None:
            return True
    outcome = ask(sender.check)
    with store.write(now, "check") as commit:
        if outcome.result is Result.SENT:
            enable(commit.connection, name)
            return True
        note_checked(commit.connection, name, now, outcome.answer)
    return False


def _takes_messages(store: Store, name: str, sender: Sender, now: datetime) -> bool:
    with store.read() as connection:
        state = load_destination(connection, name)
    if state.disabled_at is not None:
        lately = state.checked_at is not None and now - state.checked_at < ASK_AGAIN
        return not lately and ask_again(store, name, sender, now)
    return state.takes_messages(now)


def _counted(outcome: Outcome) -> Delivered:
    match outcome.result:
        case Result.SENT:
            return Delivered(sent=1)
        case Result.RETRY:
            return Delivered(put_off=1)
        case Result.REFUSED:
            return Delivered(refused=1)
        case Result.AMBIGUOUS:
            return Delivered(uncertain=1)

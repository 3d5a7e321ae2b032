"""Deliver what waits in the outbox, to every destination by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.actions.asking import ask
from tracker.actions.editing import edit_roots
from tracker.actions.sending import send_claimed
from tracker.actions.sending_many import begin_all, send_all
from tracker.actions.settling import Tried, set_unreadable_aside
from tracker.domain.alerts import Outcome, Result, Target
from tracker.domain.ports import Clock, Sender
from tracker.store.claims import Claim, claim, free_abandoned, has_work
from tracker.store.destination_rows import DestinationState, enable, load_destination, note_checked
from tracker.store.store import Store

MOST_IN_A_ROW = 500
"""Rounds (of one message, or of many where a destination takes them) in one pass; the rest come with the next."""

MOST_FAILURES = 3
"""After so many failures in a row the other side, not a recipient, is the trouble: the pass ends."""

ASK_AGAIN = timedelta(minutes=10)
"""How often a disabled destination is asked whether it was mended."""

LANES = 8
"""Calls to a destination that takes many messages at once that are under way at the same time."""

Wait = Callable[[float], bool]
"""Waits so many seconds; False if there is to be no more waiting, since the service stops."""


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
    store: Store,
    senders: Mapping[str, Sender],
    clock: Clock,
    *,
    fallback: Target | None = None,
    wait: Wait | None = None,
) -> Delivered:
    """Deliver to every destination at the same time, so that a slow one delays no other."""
    if len(senders) < 2:
        alone = [
            deliver_to(store, name, sender, clock, fallback=fallback, wait=wait)
            for name, sender in senders.items()
        ]
        return sum(alone, Delivered())
    with ThreadPoolExecutor(len(senders), thread_name_prefix="deliver") as pool:
        asked = [
            pool.submit(deliver_to, store, name, sender, clock, fallback=fallback, wait=wait)
            for name, sender in senders.items()
        ]
        return sum((each.result() for each in asked), Delivered())


def deliver_to(
    store: Store,
    name: str,
    sender: Sender,
    clock: Clock,
    *,
    fallback: Target | None = None,
    wait: Wait | None = None,
) -> Delivered:
    """Deliver what waits for one destination; when that refuses for good, `fallback` is told.

    Between two messages `wait` waits as long as the sender's pace asks; without it the pass ends there.
    """
    done = Delivered()
    failures, most = 0, 1
    for number in range(MOST_IN_A_ROW):
        now = clock.now()
        with store.read() as connection:
            if not has_work(connection, name, now):
                break
            state = load_destination(connection, name)
        if not _takes_messages(store, state, sender, clock, wait):
            break
        tried = _round(store, name, sender, clock, fallback, most, is_first=number == 0)
        if tried is None:
            break
        done = sum(map(_counted, tried), done)
        failed = [each for each in tried if each.outcome.result is not Result.SENT and not each.fault]
        failures = failures + len(failed) if failed else 0
        if failures >= MOST_FAILURES:
            break
        # What is begun together is in doubt together: only a destination that works gets many at once.
        most = 1 if failed else min(2 * most, sender.abilities.at_once)
    return done + Delivered(edited=edit_roots(store, name, sender, clock, fallback))


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


def _round(
    store: Store, name: str, sender: Sender, clock: Clock, fallback: Target | None, most: int, *, is_first: bool
) -> list[Tried] | None:
    """Claim and send the next message, or the next few; None if there is nothing to send."""
    abilities, now = sender.abilities, clock.now()
    together = abilities.at_once > 1 and not abilities.can_find and not abilities.pace
    with store.write(now, "claim") as commit:
        if is_first:
            free_abandoned(commit.connection, name, now)
        found = claim(commit.connection, name, now, threaded=abilities.can_thread, most=most if together else 1)
        for each in found.unreadable:
            set_unreadable_aside(commit, name, each, fallback)
        claims: Sequence[Claim] = begin_all(commit, found.claims) if together and found.claims else found.claims
    if not claims:
        return [] if found.unreadable else None
    if together:
        return send_all(store, claims, sender, clock, fallback, LANES)
    return [send_claimed(store, each, sender, clock, fallback) for each in claims]


def _takes_messages(
    store: Store, state: DestinationState, sender: Sender, clock: Clock, wait: Wait | None
) -> bool:
    now = clock.now()
    if state.disabled_at is not None:
        lately = state.checked_at is not None and now - state.checked_at < ASK_AGAIN
        return not lately and ask_again(store, state.name, sender, now)
    rest = state.rests_for(now)
    if 0 < rest <= sender.abilities.pace and wait is not None:
        return wait(rest) and state.takes_messages(clock.now())
    return rest == 0


def _counted(tried: Tried) -> Delivered:
    outcome: Outcome = tried.outcome
    match outcome.result:
        case Result.SENT:
            return Delivered(sent=1)
        case Result.RETRY:
            return Delivered(put_off=1)
        case Result.REFUSED:
            return Delivered(refused=1)
        case Result.AMBIGUOUS:
            return Delivered(uncertain=1)

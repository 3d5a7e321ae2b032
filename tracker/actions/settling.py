"""Writing down what became of a message: sent, put off, given up, or set aside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.actions.asking import again_at
from tracker.actions.troubles import about, switch_off, tell_aside, tell_refused
from tracker.domain.alerts import Abilities, Delivery, DeliveryKind, Outcome, Result, Target
from tracker.domain.ports import Sender
from tracker.store.attempts import end_attempts
from tracker.store.claims import Claim, Unreadable, change_claimed
from tracker.store.commits import Commit
from tracker.store.destination_rows import rest
from tracker.store.micros import to_micros
from tracker.store.outbox_rows import ASIDE, hold, note_sent
from tracker.store.thread_rows import note_told

LOOK_AFTER = timedelta(seconds=2)
"""A message whose answer was lost may need a moment until the other side lists it."""

HOLD = timedelta(hours=1)
"""How long a message is set aside that cannot be read, laid out or sent."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of asking a sender; `fault` is what it raised, which it promised never to do."""

    outcome: Outcome
    fault: str = ""


def try_call(sender: Sender, delivery: Delivery, call: Callable[[], Outcome]) -> Tried:
    """Ask a sender. Of one that raises nobody knows whether the message left, unless it cannot be laid out."""
    try:
        return Tried(call())
    except Exception as error:  # a poisonous message, or a mistake in a sender, stops no other
        fault = in_words(error)
    try:
        sender.payload(delivery)
    except Exception:
        return Tried(Outcome(Result.RETRY, fault), fault)
    return Tried(Outcome(Result.AMBIGUOUS, fault), fault)


def settle(
    commit: Commit, claim: Claim, number: int, tried: Tried, abilities: Abilities, fallback: Target | None
) -> None:
    """Write what became of attempt `number` of a claimed message, and let its destination rest if it must."""
    connection, now, outcome = commit.connection, commit.now, tried.outcome
    destination = claim.delivery.destination
    end_attempts(connection, to_micros(now), [(claim.outbox_id, number, outcome.result.value, outcome.answer)])
    if abilities.pace:
        rest(connection, destination, now + timedelta(seconds=abilities.pace))
    if tried.fault:
        set_aside(commit, claim, outcome.result, tried.fault, fallback)
        return
    match outcome.result:
        case Result.SENT:
            note_sent(commit, [claim.outbox_id])
            if outcome.thread is not None or abilities.can_edit:
                note_told(connection, claim.outbox_id, claim.delivery, outcome.thread, anew=outcome.is_gone)
        case Result.RETRY:
            put_off(commit, claim, outcome, again_at(now, number, outcome.retry_after))
        case Result.AMBIGUOUS:
            wait = now + LOOK_AFTER if abilities.can_find else again_at(now, number, outcome.retry_after)
            put_off(commit, claim, outcome, wait)
        case Result.REFUSED:
            _refused(commit, claim, outcome, fallback)


def put_off(commit: Commit, claim: Claim, outcome: Outcome, until: datetime, **more: object) -> None:
    """Let a message wait, and its destination too if the other side said so or has one recipient only."""
    values = {
        "state": outcome.result.value,
        "not_before": to_micros(until),
        "held_because": "",
        "last_error": outcome.answer,
        **more,
    }
    change_claimed(commit.connection, claim, values)
    if not claim.delivery.recipient:
        # One channel, one recipient: what holds up this message would hold up the next one too.
        rest(commit.connection, claim.delivery.destination, until, asked=outcome.retry_after is not None)


def set_aside(
    commit: Commit, claim: Claim, result: Result, fault: str, fallback: Target | None, **more: object
) -> None:
    """Set a message aside for an hour: its destination goes on, and people are told the first time."""
    values = {
        "state": result.value,
        "not_before": to_micros(commit.now + HOLD),
        "held_because": f"{ASIDE}{fault}",
        "last_error": fault,
        **more,
    }
    held = change_claimed(commit.connection, claim, values)
    if held and not claim.held.startswith(ASIDE) and claim.delivery.kind is not DeliveryKind.TROUBLE:
        what = about(claim.delivery)
        tell_aside(commit, claim.delivery.destination, claim.outbox_id, fault, fallback, what)


def set_unreadable_aside(commit: Commit, destination: str, each: Unreadable, fallback: Target | None) -> None:
    """Set a message aside whose content cannot be read back; it was claimed in this very transaction."""
    hold(commit.connection, each.outbox_id, commit.now + HOLD, f"{ASIDE}{each.error}")
    if not each.held.startswith(ASIDE) and each.kind is not DeliveryKind.TROUBLE:
        tell_aside(commit, destination, each.outbox_id, each.error, fallback)


def _refused(commit: Commit, claim: Claim, outcome: Outcome, fallback: Target | None) -> None:
    """Keep the message if the whole destination is at fault: it goes out once that is mended.

    A test that fails is only lost: whoever asked for it is told, and alerts are held up by their own failures.
    """
    keeps = outcome.disables_destination and claim.delivery.kind is not DeliveryKind.TEST
    values: dict[str, object] = {
        "state": "retry" if keeps else "failed",
        "not_before": 0,
        "held_because": "",
        "last_error": outcome.answer,
    }
    changed = change_claimed(commit.connection, claim, values)
    if keeps:
        switch_off(commit, claim.delivery.destination, outcome.answer, fallback)
    elif changed:  # whoever took the message over meanwhile may still get it through
        tell_refused(commit, claim, outcome.answer, fallback)


def in_words(error: Exception) -> str:
    """Return an error as one line of bounded length."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:500]

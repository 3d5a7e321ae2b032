"""Send one claimed message: look first where it may have arrived, write the attempt, then make it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from tracker.actions.asking import again_at, ask
from tracker.domain.alerts import DeliveryKind, Outcome, Result, Target
from tracker.domain.ports import Clock, Sender
from tracker.store.claims import LOST, Claim, begin_attempt, change_claimed, end_attempt, note_sent
from tracker.store.commits import Commit
from tracker.store.destination_rows import disable, rest
from tracker.store.micros import to_micros
from tracker.store.outbox_rows import Message, Payload, enqueue
from tracker.store.store import Store
from tracker.store.thread_rows import note_told

LOOK_AFTER = timedelta(seconds=2)
"""A message whose answer was lost may need a moment until the other side lists it."""

MOST_LOOKUPS = 5
"""After so many look-ups that told nothing a message is sent again, marked as possibly repeated."""

CLAIM_LOST = Outcome(Result.AMBIGUOUS, "another worker took the message over")


def send_claimed(store: Store, claim: Claim, sender: Sender, clock: Clock, fallback: Target | None) -> Outcome:
    """Send a claimed message and write what became of it. No transaction is open while the other side is asked."""
    repeated = claim.delivery.maybe_repeated
    if claim.uncertain:
        found = ask(lambda: sender.find(claim.delivery)) if sender.abilities.can_find else None
        if found is not None and found.result is Result.SENT:
            _settle(store, claim, claim.attempts, found, sender, clock.now(), fallback)
            return found
        if found is not None and found.result is Result.AMBIGUOUS and claim.lookups + 1 < MOST_LOOKUPS:
            _look_again(store, claim, found, clock.now())
            return found
        if found is not None and found.result is Result.RETRY:
            with store.write(clock.now(), "look-up") as commit:
                end_attempt(commit.connection, claim, claim.attempts, to_micros(clock.now()), LOST, found.answer)
        else:
            repeated = True
    with store.write(clock.now(), "attempt") as commit:
        if not begin_attempt(commit, claim, maybe_repeated=repeated):
            return CLAIM_LOST
    delivery = replace(claim.delivery, maybe_repeated=repeated)
    outcome = ask(lambda: sender.send(delivery))
    _settle(store, claim, claim.attempts + 1, outcome, sender, clock.now(), fallback)
    return outcome


def _settle(
    store: Store,
    claim: Claim,
    number: int,
    outcome: Outcome,
    sender: Sender,
    now: datetime,
    fallback: Target | None,
) -> None:
    with store.write(now, outcome.result.value) as commit:
        connection = commit.connection
        end_attempt(connection, claim, number, to_micros(now), outcome.result.value, outcome.answer)
        match outcome.result:
            case Result.SENT:
                note_sent(commit, claim)
                note_told(connection, claim.outbox_id, claim.delivery, outcome.thread, anew=outcome.is_gone)
            case Result.RETRY:
                _put_off(commit, claim, outcome, "retry", again_at(now, number, outcome.retry_after))
            case Result.AMBIGUOUS:
                can_find = sender.abilities.can_find
                wait = now + LOOK_AFTER if can_find else again_at(now, number, outcome.retry_after)
                _put_off(commit, claim, outcome, "ambiguous", wait)
            case Result.REFUSED:
                _refused(commit, claim, outcome, now, fallback)


def _put_off(commit: Commit, claim: Claim, outcome: Outcome, state: str, until: datetime) -> None:
    values: dict[str, object] = {"state": state, "not_before": to_micros(until), "last_error": outcome.answer}
    change_claimed(commit.connection, claim, values)
    if not claim.delivery.recipient:
        # One channel, one recipient: what holds up this message would hold up the next one too.
        rest(commit.connection, claim.delivery.destination, until)


def _look_again(store: Store, claim: Claim, found: Outcome, now: datetime) -> None:
    until = again_at(now, claim.lookups + 1, found.retry_after)
    with store.write(now, "look-up") as commit:
        values: dict[str, object] = {"lookups": claim.lookups + 1}
        change_claimed(commit.connection, claim, values)
        _put_off(commit, claim, found, "ambiguous", until)


def _refused(commit: Commit, claim: Claim, outcome: Outcome, now: datetime, fallback: Target | None) -> None:
    """Keep the message if the whole destination is at fault: it goes out once that is mended."""
    destination = claim.delivery.destination
    keeps = outcome.disables_destination
    state = "retry" if keeps else "failed"
    change_claimed(commit.connection, claim, {"state": state, "not_before": 0, "last_error": outcome.answer})
    news = disable(commit.connection, destination, now, outcome.answer) if keeps else True
    if not news or fallback is None or claim.delivery.kind is DeliveryKind.TROUBLE:
        return
    if fallback.destination == destination and (keeps or fallback.recipient == claim.delivery.recipient):
        return  # it would meet the same refusal
    enqueue(commit, [_trouble(claim, outcome, fallback)])


def _trouble(claim: Claim, outcome: Outcome, fallback: Target) -> Message:
    destination, recipient = claim.delivery.destination, claim.delivery.recipient
    if outcome.disables_destination:
        text = (
            f"The destination {destination} takes no messages any more: {outcome.answer}. "
            "They are kept and go out once it is mended; `deedline doctor` says how many wait."
        )
    else:
        who = f"{recipient} ({destination})" if recipient else destination
        text = f"A message to {who} was refused and will not be sent again: {outcome.answer}."
    dedupe = f"trouble:{claim.outbox_id}:{claim.gen}"
    return Message(DeliveryKind.TROUBLE, fallback, dedupe, Payload(text=text))

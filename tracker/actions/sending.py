"""Send one claimed message: look first where it may have arrived, write the attempt, then make it."""

from __future__ import annotations

from dataclasses import replace

from tracker.actions.asking import again_at
from tracker.actions.settling import Tried, put_off, set_aside, settle, try_call
from tracker.domain.alerts import Outcome, Result, Target
from tracker.domain.ports import Clock, Sender
from tracker.store.attempts import LOST, end_attempts, write_attempts
from tracker.store.claims import CLAIM_LASTS, Claim, change_claimed
from tracker.store.commits import Commit
from tracker.store.micros import to_micros
from tracker.store.store import Store

MOST_LOOKUPS = 5
"""After so many look-ups that told nothing a message is sent again, marked as possibly repeated."""

CLAIM_LOST = Outcome(Result.AMBIGUOUS, "another worker took the message over")


def send_claimed(store: Store, claim: Claim, sender: Sender, clock: Clock, fallback: Target | None) -> Tried:
    """Send a claimed message and write what became of it. No transaction is open while the other side is asked."""
    repeated = claim.delivery.maybe_repeated
    if claim.uncertain:
        looked = _look(sender, claim)
        found = Result.REFUSED if looked is None else looked.outcome.result
        if looked is not None and found is Result.SENT:
            _settle(store, claim, claim.attempts, looked, sender, clock, fallback)
            return looked
        if looked is not None and found is Result.AMBIGUOUS and claim.lookups + 1 < MOST_LOOKUPS:
            _look_again(store, claim, looked, clock, fallback)
            return looked
        if looked is not None and found is Result.RETRY:
            with store.write(clock.now(), "look-up") as commit:
                ended = (claim.outbox_id, claim.attempts, LOST, looked.outcome.answer)
                end_attempts(commit.connection, to_micros(clock.now()), [ended])
        else:
            repeated = True
    with store.write(clock.now(), "attempt") as commit:
        if not begin_attempt(commit, claim, maybe_repeated=repeated):
            return Tried(CLAIM_LOST)
    delivery = replace(claim.delivery, maybe_repeated=repeated)
    tried = try_call(sender, delivery, lambda: sender.send(delivery))
    _settle(store, claim, claim.attempts + 1, tried, sender, clock, fallback)
    return tried


def begin_attempt(commit: Commit, claim: Claim, *, maybe_repeated: bool) -> bool:
    """Write the attempt that is about to be made; False if the claim was lost meanwhile.

    The claim begins anew with it: looking may have taken most of its time.
    """
    values: dict[str, object] = {
        "attempts": claim.attempts + 1,
        "claim_until": to_micros(commit.now + CLAIM_LASTS),
    }
    if maybe_repeated:
        values["maybe_repeated"] = True
    if not change_claimed(commit.connection, claim, values):
        return False
    write_attempts(commit, [(claim.outbox_id, claim.attempts + 1)])
    return True


def _look(sender: Sender, claim: Claim) -> Tried | None:
    """Look whether a message arrived; None where nobody can look."""
    if not sender.abilities.can_find:
        return None
    looked = try_call(sender, claim.delivery, lambda: sender.find(claim.delivery))
    # Whatever a broken look-up raised, it says nothing about what was sent before.
    return replace(looked, outcome=replace(looked.outcome, result=Result.AMBIGUOUS)) if looked.fault else looked


def _look_again(store: Store, claim: Claim, looked: Tried, clock: Clock, fallback: Target | None) -> None:
    now, lookups = clock.now(), claim.lookups + 1
    with store.write(now, "look-up") as commit:
        if looked.fault:
            set_aside(commit, claim, Result.AMBIGUOUS, looked.fault, fallback, lookups=lookups)
        else:
            until = again_at(now, lookups, looked.outcome.retry_after)
            put_off(commit, claim, looked.outcome, until, lookups=lookups)


def _settle(
    store: Store, claim: Claim, number: int, tried: Tried, sender: Sender, clock: Clock, fallback: Target | None
) -> None:
    with store.write(clock.now(), tried.outcome.result.value) as commit:
        settle(commit, claim, number, tried, sender.abilities, fallback)

"""Send many messages to a destination that can tell a repeat: begun in one transaction, settled in another."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from tracker.actions.settling import Tried, settle, try_call
from tracker.domain.alerts import Delivery, Outcome, Result, Target
from tracker.domain.ports import Clock, Sender, SendsAhead
from tracker.store.attempts import NOT_MADE, Ended, end_attempts, write_attempts
from tracker.store.claims import Claim, change_claimed
from tracker.store.commits import Commit
from tracker.store.micros import to_micros
from tracker.store.outbox_rows import note_begun, note_sent
from tracker.store.store import Store

MARGIN = timedelta(minutes=1)
"""No call is begun when less than this is left of the claim: its answer must come before others may take over."""


def begin_all(commit: Commit, claims: Sequence[Claim]) -> list[Claim]:
    """Write the attempts of messages that this very transaction claimed, and return them as they will be sent.

    What may have arrived before is marked as possibly repeated: destinations of this kind cannot be asked.
    """
    repeated = [each.outbox_id for each in claims if each.uncertain]
    note_begun(commit.connection, [each.outbox_id for each in claims], repeated)
    write_attempts(commit, [(each.outbox_id, each.attempts + 1) for each in claims])
    return [
        replace(each, delivery=replace(each.delivery, maybe_repeated=True)) if each.uncertain else each
        for each in claims
    ]


def send_all(
    store: Store, claims: Sequence[Claim], sender: Sender, clock: Clock, fallback: Target | None, lanes: int
) -> list[Tried]:
    """Send messages whose attempts are begun, several at a time, and write what became of all of them.

    The first that does not get through ends the calls: the rest wait as they did, nothing of them having left.
    Returns what became of those that were tried.
    """
    tried = _called(claims, sender, clock, lanes)
    now = clock.now()
    with store.write(now, "deliveries") as commit:
        _settle_sent(commit, [(claim, each) for claim, each in tried if each and _is_plain(each)])
        for claim, each in tried:
            if each is None:
                _give_back(commit, claim)
            elif not _is_plain(each):
                settle(commit, claim, claim.attempts + 1, each, sender.abilities, fallback)
    return [each for _, each in tried if each is not None]


def _called(claims: Sequence[Claim], sender: Sender, clock: Clock, lanes: int) -> list[tuple[Claim, Tried | None]]:
    """Call the sender for each, the next while the answers to the last are still to come; None if not tried.

    One thread for all of them: four of them took half as much processor time again and sent no more.
    """
    ahead = sender if isinstance(sender, SendsAhead) else None
    most = 1 if ahead is None else lanes
    under_way: deque[tuple[Claim, Callable[[], Tried]]] = deque()
    called: list[tuple[Claim, Tried | None]] = []
    goes_on = True
    for claim in claims:
        if len(under_way) == most:
            goes_on &= _ended(under_way, called)
        if goes_on and clock.now() <= claim.until - MARGIN:
            under_way.append((claim, _begun(sender, ahead, claim.delivery)))
        else:
            called.append((claim, None))
    while under_way:
        _ended(under_way, called)
    return called


def _begun(sender: Sender, ahead: SendsAhead | None, delivery: Delivery) -> Callable[[], Tried]:
    """Call the sender and return what waits for the answer; `ahead` is the same sender, where it sends ahead."""
    if ahead is None:
        tried = try_call(sender, delivery, partial(sender.send, delivery))
        return lambda: tried
    try:
        waiting = ahead.begin(delivery)
    except Exception as error:  # told as if it had come with the answer
        waiting = partial(_raise, error)
    return partial(try_call, sender, delivery, waiting)


def _raise(error: Exception) -> Outcome:
    raise error


def _ended(under_way: deque[tuple[Claim, Callable[[], Tried]]], called: list[tuple[Claim, Tried | None]]) -> bool:
    """Wait for the answer that is due first, note it, and say whether the next call may be made."""
    claim, waiting = under_way.popleft()
    tried = waiting()
    called.append((claim, tried))
    return _concerns_itself(tried)


def _concerns_itself(tried: Tried) -> bool:
    """Say whether what became of a message says nothing about the others."""
    outcome = tried.outcome
    alone = outcome.result in (Result.SENT, Result.REFUSED) and not outcome.disables_destination
    return bool(tried.fault) or alone


def _is_plain(tried: Tried) -> bool:
    """Say whether a message was sent and nothing else has to be written about it."""
    return tried.outcome.result is Result.SENT and tried.outcome.thread is None


def _settle_sent(commit: Commit, sent: Sequence[tuple[Claim, Tried]]) -> None:
    if not sent:
        return
    end_attempts(commit.connection, to_micros(commit.now), list(_ends(sent)))
    note_sent(commit, [claim.outbox_id for claim, _ in sent])


def _ends(sent: Sequence[tuple[Claim, Tried]]) -> Iterator[Ended]:
    for claim, tried in sent:
        yield claim.outbox_id, claim.attempts + 1, tried.outcome.result.value, tried.outcome.answer


def _give_back(commit: Commit, claim: Claim) -> None:
    """Let a message that was not tried wait as before; what was uncertain of it stays so."""
    ended = (claim.outbox_id, claim.attempts + 1, NOT_MADE, "")
    end_attempts(commit.connection, to_micros(commit.now), [ended])
    state = "ambiguous" if claim.uncertain else "retry"
    change_claimed(commit.connection, claim, {"state": state, "not_before": 0})

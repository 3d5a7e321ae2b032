"""Boundaries: the next instant at which time alone could change a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from tracker.domain.instants import LAST_INSTANT, TICK, Span
from tracker.domain.promises import Kind
from tracker.engine.courses import ANSWERS_SILENCE
from tracker.engine.findings import Findings
from tracker.engine.hearing import Hearing
from tracker.engine.rulings import ruling_changes


def next_boundary(hearing: Hearing, found: Findings) -> datetime | None:
    """Return the earliest instant after the judged one at which the clock could change the verdict."""
    at, moved = found.at, found.docket.moved
    last_instants = (
        found.due,
        moved.later,
        moved.original,  # brought forward, it is late by the original date only once that has passed too
        found.proof_due,
        found.wait_end,
        found.review_by if found.due is None else None,
        found.until,
        found.first_wait_end if found.kind is not Kind.ACHIEVE else None,
        found.undone_by,
        found.may_yet_hear_until,
    )
    candidates = [found.opens, found.due_soon_from, *moved.changes_at]
    if hearing.promise.rulings:
        candidates += ruling_changes(hearing.promise)
    # A limit still belongs to what it ends: the change comes one tick later.
    lasting = [last for last in last_instants if last is not None and at <= last]
    if lasting and (first := min(lasting)) < LAST_INSTANT:
        candidates.append(first + TICK)
    for admitted in hearing.heard.values():
        candidates += admitted.future
    candidates += (hearing.turns_after(at), _coverage_gets_thin(hearing, found))
    if not hearing.ears.assumed and hearing.outline.silence_matters:  # what is assumed never gets thin
        candidates += _own_windows_get_thin(hearing, at)
    return earliest_after(at, candidates)


def earliest_after(at: datetime, candidates: Iterable[datetime | None]) -> datetime | None:
    """Return the earliest candidate after `at`."""
    return min([each for each in candidates if each is not None and each > at], default=None)


def _coverage_gets_thin(hearing: Hearing, found: Findings) -> datetime | None:
    """Return when the share listened to would fall below what the promise asks, if nobody listened from now on.

    Until the first waiting time is over no standing rests on that share, only conditions that silence can make
    true: without such a condition the end of that time comes first, and has a boundary of its own.
    """
    ears, reading, at = hearing.ears, hearing.reading, hearing.view.at
    least, opens = hearing.promise.coverage_share, hearing.reading.opens
    if ears.assumed or not ears.spans or least <= 0 or at < opens:
        return None
    rests_on_silence = hearing.outline.silence_matters
    if not rests_on_silence and (found.kind is Kind.ACHIEVE or at <= found.first_wait_end):
        return None
    if not hearing.was_listening(at):
        return None
    try:
        about = opens + (at - opens + TICK) * (ears.share(Span(opens, at)) / least) - TICK
    except OverflowError:
        return None
    if reading.until is not None and about > reading.until:
        return None
    # Division rounds to a tick or so: the exact one is asked for.
    nearby = (about + step * TICK for step in range(-2, 3))
    return next((thin for thin in nearby if thin > at and ears.share(Span(opens, thin)) < least), None)


def _own_windows_get_thin(hearing: Hearing, at: datetime) -> Iterator[datetime]:
    """Yield when criteria with a window of their own would no longer be listened for, if nobody did from now on.

    Nothing but silence comes in at the window's end, so once too little of it was listened to, that stays.
    """
    for criterion in hearing.reading.criteria.values():
        over = criterion.over
        if over is None or criterion.reducer not in ANSWERS_SILENCE or not hearing.was_listening(at, criterion):
            continue
        last = over.end if isinstance(over, Span) else over.after(at, hearing.promise.tz)
        if last <= at or hearing.was_listening(last, criterion):
            continue
        enough, thin = at, last
        while thin - enough > TICK:
            middle = enough + (thin - enough) // 2
            enough, thin = (middle, thin) if hearing.was_listening(middle, criterion) else (enough, middle)
        yield thin

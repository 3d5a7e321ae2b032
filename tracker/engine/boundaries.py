"""Boundaries: the next instant at which time alone could change a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from tracker.domain.instants import LAST_INSTANT, TICK
from tracker.domain.promises import Promise
from tracker.engine.findings import Findings
from tracker.engine.flags import due_soon_from
from tracker.engine.hearing import Hearing


def next_boundary(hearing: Hearing, found: Findings) -> datetime | None:
    """Return the earliest instant after the judged one at which the clock could change the verdict."""
    return earliest_after(found.at, _candidates(hearing, found))


def earliest_after(at: datetime, candidates: Iterable[datetime | None]) -> datetime | None:
    """Return the earliest candidate after `at`."""
    return min((each for each in candidates if each is not None and each > at), default=None)


def _candidates(hearing: Hearing, found: Findings) -> Iterator[datetime | None]:
    yield found.opens
    yield due_soon_from(found)
    for last_instant in (
        found.due,
        found.wait_end,
        found.review_by if found.due is None else None,
        found.until,
        found.first_wait_end,
        found.undone_by,
        found.may_yet_hear_until,
    ):
        # A limit still belongs to what it ends: the change comes one tick later.
        yield None if last_instant is None or last_instant == LAST_INSTANT else last_instant + TICK
    for admitted in hearing.admitted.values():
        yield from admitted.future
    yield _coverage_gets_thin(hearing.promise, found)


def _coverage_gets_thin(promise: Promise, found: Findings) -> datetime | None:
    """Return when the share listened to would fall below what the promise asks, if nobody listened from now on."""
    listened = found.listened
    if listened.assumed or not listened.enough or promise.coverage_share <= 0:
        return None
    if found.due is not None or found.window_over:
        return None
    heard = listened.share * (found.at - found.opens)
    return found.opens + heard / promise.coverage_share + TICK

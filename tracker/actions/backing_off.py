"""When a source that failed is asked again: soon at first, ever later while it goes on failing."""

from __future__ import annotations

from datetime import datetime, timedelta

from tracker.domain.instants import Duration

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
_MOST_DOUBLINGS = 20


def next_attempt(
    every: Duration, fails: int, now: datetime, share: float, asked_to_wait: timedelta | None = None
) -> datetime:
    """Return the instant of the next attempt after `fails` failures in a row (this one included, so 1 or more).

    The wait is a minute (or `every`, if that is shorter), doubled with each failure up to an hour (or `every`, if
    that is longer): most failures pass at once, and the sooner the source is heard again the smaller the hole.
    `share`, from 0 up to 1, spreads it between the half and the whole, so that sources that failed together do not
    come back together. Nothing is asked before `asked_to_wait` is over.
    """
    usual = every.after(now, "UTC") - now
    doubled = min(usual, FIRST_WAIT) * int(2 ** min(max(fails, 1) - 1, _MOST_DOUBLINGS))
    wait = min(doubled, max(usual, LONGEST_WAIT)) * ((1 + share) / 2)
    if asked_to_wait is not None and asked_to_wait > wait:
        wait = asked_to_wait * (1 + share / 10)
    return now + wait

"""Asking the other side, whatever it does; and how long to wait before asking again."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from tracker.domain.alerts import Outcome, Result

FIRST_WAIT = 5.0
LONGEST_WAIT = 3600.0
JITTER = 0.2


def ask(call: Callable[[], Outcome]) -> Outcome:
    """Call a sender. One that raises breaks its promise: nobody knows then what became of the message."""
    try:
        return call()
    except Exception as error:  # a mistake in one sender stops no other
        return Outcome(Result.AMBIGUOUS, f"{type(error).__name__}: {error}"[:500])


def again_at(now: datetime, attempts: int, named: float | None) -> datetime:
    """Return when to try again: after the seconds the other side named, else 5 s, 10 s, 20 s ... up to an hour.

    Waits are spread by a fifth either way, so that many messages do not come back at the same moment.
    """
    if named is not None:
        return now + timedelta(seconds=min(max(named, 0.0), 24 * LONGEST_WAIT))
    wait = min(FIRST_WAIT * 2 ** min(max(attempts - 1, 0), 20), LONGEST_WAIT)
    spread = 1 + JITTER * (2 * random.random() - 1)  # noqa: S311 - spreads load, keeps no secret
    return now + timedelta(seconds=wait * spread)

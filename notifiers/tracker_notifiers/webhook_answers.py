"""What the HTTP answer of a webhook means for a delivery."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime

from tracker.domain.alerts import Outcome, Result
from tracker_notifiers.kept_connections import Answer
from tracker_notifiers.outside_text import one_line

NOT_TAKEN_YET = frozenset({408, 425, 429, 503})
"""Answers that say the message was not taken, and may be later."""

NOBODY_GETS_IN = frozenset({401, 402, 403, 404, 405, 406, 407, 410, 415, 421, 426, 501, 505, 511})
"""Answers that speak of the address, the secret or the kind of message, not of this one."""


def outcome_of(answer: Answer, now: float) -> Outcome:
    """Return what an answer means; `now` is in seconds since 1970, for a date in Retry-After.

    2xx: it has it. 408, 425, 429, 503: not now. 3xx, and what speaks of the address or the secret: nothing gets
    through until somebody mends it. Other 4xx: this message is refused. Other 5xx: it may have been taken.
    """
    status = answer.status
    said = answer.body.decode("utf-8", "replace")
    told = one_line(f"HTTP {status}{f': {said}' if said.strip() else ''}", 300)
    if 200 <= status < 300:
        return Outcome(Result.SENT, told)
    if status in NOT_TAKEN_YET:
        return Outcome(Result.RETRY, told, retry_after=_seconds(answer.headers.get("Retry-After"), now))
    if 300 <= status < 400:
        return Outcome(Result.REFUSED, f"{told} (give the address it moved to)", disables_destination=True)
    if status in NOBODY_GETS_IN:
        return Outcome(Result.REFUSED, told, disables_destination=True)
    if 400 <= status < 500:
        return Outcome(Result.REFUSED, told)
    return Outcome(Result.AMBIGUOUS, told)


def _seconds(value: str | None, now: float) -> float | None:
    """Return the seconds that Retry-After names, as a number or as a date; None if it names none."""
    if value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        named = parsedate_to_datetime(value)
    except ValueError:
        return None
    at = named if named.tzinfo is not None else named.replace(tzinfo=UTC)
    return max(at.timestamp() - now, 0.0)

"""How long the other side asks us to stay away: the Retry-After header of a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WAIT = timedelta(days=1)
"""What is asked beyond that is not obeyed: nobody may silence a source for years with one header."""
UNSAID_WAIT = timedelta(minutes=15)
"""How long we stay away from who says that we ask too often, and not when to come again."""


def asked_to_wait(status: int, headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return how long to wait before asking again, or None if nothing (sensible) is said.

    `headers` have names in lower case. Retry-After holds seconds or an instant (RFC 9110, 10.2.3); an instant
    counts from the `Date` of the same answer, because the other side's clock may be wrong, else from `now` (UTC).
    """
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        wait = _seconds(said)
    else:
        wait = _until(said, _instant(headers.get("date", "")) or now)
    if wait is None and status == 429:
        return UNSAID_WAIT
    return wait


def _seconds(digits: str) -> timedelta | None:
    seconds = int(digits) if len(digits) < 10 else LONGEST_WAIT.total_seconds()
    return min(timedelta(seconds=seconds), LONGEST_WAIT) or None


def _until(said: str, now: datetime) -> timedelta | None:
    until = _instant(said)
    return min(until - now, LONGEST_WAIT) if until is not None and until > now else None


def _instant(said: str) -> datetime | None:
    if not said or len(said) > 60:
        return None
    try:
        instant = parsedate_to_datetime(said)
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None

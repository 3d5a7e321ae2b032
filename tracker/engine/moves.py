"""Moves: what was announced about a promise's end or amounts since, as people read it and as data."""

from __future__ import annotations

from tracker.domain.instants import iso, iso_or_none
from tracker.domain.promises import Amendment, MovedBy, Promise
from tracker.domain.verdicts import Verdict, View
from tracker.engine.amending import known_limit
from tracker.engine.wording import day


def moves_known(promise: Promise, verdict: Verdict) -> tuple[Amendment, ...]:
    """Return what had been announced and was known at the verdict's view, in order of announcement."""
    limit = known_limit(View(verdict.at, verdict.known))
    return tuple(each for each in promise.amendments if each.announced <= limit)


def move_words(amendment: Amendment, tz: str) -> str:
    """Return a move on a line: to what, when it was announced, by whom, and whether that makes it count."""
    date = amendment.due or amendment.until
    if amendment.amount:
        what = f"{amendment.for_param or 'the amount'} becomes {amendment.amount}"
    else:
        what = f"{'due' if amendment.due else 'until'} {day(date, tz)}" if date else "a new date"
    announced = f"announced on {day(amendment.announced, tz)}"
    named = f" by {', '.join(amendment.by)}" if amendment.by else ""
    match amendment.moved_by:
        case MovedBy.BOTH:
            return f"{what}, {announced}{named} and agreed by both sides"
        case MovedBy.ALONE:
            return f"{what}, {announced}{named} alone: nothing is put off by that"
        case _:
            return f"{what}, foreseen on {day(amendment.announced, tz)}{named}: no move of those who promised"


def move_data(amendment: Amendment) -> dict[str, object]:
    """Return a move as data; instants are ISO 8601 in UTC."""
    return {
        "announced": iso(amendment.announced),
        "due": iso_or_none(amendment.due),
        "until": iso_or_none(amendment.until),
        "amount": amendment.amount or None,
        "for_param": amendment.for_param or None,
        "by": list(amendment.by),
        "moved_by": amendment.moved_by.value,
    }

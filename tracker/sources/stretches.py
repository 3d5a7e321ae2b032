"""Dates of event data: a day that only stands for a stretch of time becomes the stretch it may stand for."""

from __future__ import annotations

from datetime import date, timedelta


def stretch(first: str, last: str, reach: int) -> str:
    """Return the days from `first` to `last` (ISO dates, a time of day is cut off) as an occurrence is written.

    A single day that is known to within `reach` days only becomes every day that it may stand for. What is no date
    stays as it is, so that whoever reads it can say so.
    """
    first, last = _day(first), _day(last)
    if not last or first == last:
        return _widened(first, reach)
    return f"{first}/{last}"


def _widened(day: str, reach: int) -> str:
    if not reach:
        return day
    try:
        middle = date.fromisoformat(day)
        return f"{middle - timedelta(days=reach)}/{middle + timedelta(days=reach)}"
    except (ValueError, OverflowError):
        return day


def _day(text: str) -> str:
    return text.strip().partition("T")[0].partition(" ")[0]

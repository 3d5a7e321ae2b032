"""Dates as tables and APIs write them, put into the form that reports are written in."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

_LONGEST = 80
_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0+)?)?")
_FRACTION = re.compile(r"(\d{2}:\d{2}:\d{2}\.\d{6})\d+")
_DIGITS = re.compile(r"\d{8}|\d{10}|\d{13}|\d{14}")
_MAIL = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? .{1,10}")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9}),? (\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9}) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def plain_date(text: str) -> str:
    """Return a date as the language reads it; what is not recognised stays as it is.

    A time of exactly midnight without a zone is how many tables write a day. Eight digits are a day, fourteen an
    instant in UTC, ten and thirteen the seconds and milliseconds since 1970. Months in English words are read;
    `03/04/2016` is not, because nobody knows which of the two is the month.
    """
    text = text.strip()
    return text if len(text) > _LONGEST else _plain(text)


@lru_cache(maxsize=16_384)
def _plain(text: str) -> str:
    """Recognise a date; a day's items share a few."""
    if found := _MIDNIGHT.fullmatch(text):
        return found[1]
    if _DIGITS.fullmatch(text):
        return _from_digits(text)
    if _MAIL.fullmatch(text):
        return _from_mail(text)
    if found := _DAY_FIRST.fullmatch(text):
        return _day(found[3], found[2], found[1]) or text
    if found := _MONTH_FIRST.fullmatch(text):
        return _day(found[3], found[1], found[2]) or text
    return _FRACTION.sub(r"\1", text)


def _from_digits(text: str) -> str:
    if len(text) in (8, 14):
        day = f"{text[:4]}-{text[4:6]}-{text[6:8]}"
        return day if len(text) == 8 else f"{day}T{text[8:10]}:{text[10:12]}:{text[12:]}Z"
    seconds = int(text) / (1000 if len(text) == 13 else 1)
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _from_mail(text: str) -> str:
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return text
    return when.isoformat() if when.tzinfo is not None else text


def _day(year: str, month: str, day: str) -> str:
    number = [n for n, name in enumerate(_MONTHS, start=1) if name == month.lower() or name[:3] == month.lower()]
    return f"{year}-{number[0]:02}-{int(day):02}" if number else ""

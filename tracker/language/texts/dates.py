"""Dates in English text: "by the end of March", "within 14 days", "on 15 March 2016", "since last Tuesday".

Phrases are found by a grammar of our own. What it cannot count out by itself ("three weeks ago", a weekday) is cut
out and given to dateparser, relative to the publication; dateparser never sees free text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tracker.domain.candidates import DateFound, Role
from tracker.domain.instants import Duration, Span, day_span, month_span
from tracker.domain.reports import Quote
from tracker.language.texts.numbers import number_at
from tracker.language.texts.tokens import Cursor

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ],
        1,
    )
    for name in names.split()
}
_DAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
_UNITS = {"day": (0, 1), "week": (0, 7), "fortnight": (0, 14), "month": (1, 0), "quarter": (3, 0), "year": (12, 0)}
_LEADS: dict[Role, tuple[str, ...]] = {
    Role.BY: ("no later than", "not later than", "by", "before", "until", "till"),
    Role.SINCE: ("since", "from", "after"),
    Role.WITHIN: ("within the next", "within", "in the next", "over the next"),
    Role.ON: ("on", "in", "during", "as of"),
}
_NEAR = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_YEARS = range(1000, 3000)
_LONGEST_COUNT = 10_000


class _Found(NamedTuple):
    """A stretch of time and the place after the words for it."""

    span: Span
    after: int


class _Day(NamedTuple):
    """The day of publication in a zone: what every date is read from."""

    today: date
    tz: str


def dates_in(cursor: Cursor, text: str, field: str, published: datetime, tz: str) -> Iterator[DateFound]:
    """Yield the dates of a text, in order, as they read on the day of publication (aware UTC) in the zone `tz`."""
    on = _Day(published.astimezone(ZoneInfo(tz)).date(), tz)
    place = 0
    while place < len(cursor):
        role, begin = _lead_at(cursor, place)
        found = None
        with suppress(ValueError, OverflowError):  # 31 February, the year 0: not a date
            found = _date_at(cursor, begin, role, on, text)
        if found is None:
            place += 1
            continue
        start, end = cursor.at(place).start, cursor.at(found.after - 1).end
        yield DateFound(Quote(field, start, end, text[start:end]), role or Role.ON, found.span)
        place = found.after


def _lead_at(cursor: Cursor, place: int) -> tuple[Role | None, int]:
    for role, phrases in _LEADS.items():
        if (after := cursor.skips_any(place, phrases)) != place:
            return role, after
    return None, place


def _date_at(cursor: Cursor, place: int, role: Role | None, on: _Day, text: str) -> _Found | None:
    if role is Role.WITHIN:
        return _within(cursor, place, on)
    return (
        _part_of_period(cursor, place, on)
        or _iso(cursor, place, on)
        or _day_first(cursor, place, on)
        or _month_first(cursor, place, on, role)
        or _near(cursor, place, role, on, text)
    )


def _within(cursor: Cursor, place: int, on: _Day) -> _Found | None:
    """Read "14 days", "two weeks", "a month", "24 hours": from the publication to that long after it."""
    if cursor.word(place) in ("a", "one"):
        count, after = 1.0, place + 1
    elif (number := number_at(cursor, place)) is not None:
        count, after = number.value, number.after
    else:
        return None
    unit = cursor.word(after).removesuffix("s")
    if unit == "hour":
        count, months, days = -(-count // 24), 0, 1
    elif unit in _UNITS:
        months, days = _UNITS[unit]
    else:
        return None
    if not 1 <= count <= _LONGEST_COUNT or count != int(count):
        return None
    start = day_span(on.today, on.tz)
    length = Duration(months * int(count), days * int(count))
    return _Found(Span(start.start, length.after(start.end, on.tz)), after + 1)


def _part_of_period(cursor: Cursor, place: int, on: _Day) -> _Found | None:
    """Read "the end of March 2016", "mid-March", "early 2017", "the end of the year"."""
    begin = cursor.skips(place, "the")
    part = cursor.word(begin)
    if part in ("end", "beginning", "start", "middle") and cursor.word(begin + 1) == "of":
        whole = _period(cursor, begin + 2, on)
    elif part in ("early", "mid", "late"):
        whole = _period(cursor, cursor.skips(begin + 1, "-") if part == "mid" else begin + 1, on)
    else:
        return None
    return None if whole is None else _Found(_piece(part, whole.span, on.tz), whole.after)


def _piece(part: str, whole: Span, tz: str) -> Span:
    """Return the first, second or last third of a period; its end is its last day."""
    if part == "end":
        return day_span(whole.end.astimezone(ZoneInfo(tz)).date(), tz)
    third = (whole.end - whole.start) / 3
    number = {"beginning": 0, "start": 0, "early": 0, "middle": 1, "mid": 1, "late": 2}[part]
    first, last = whole.start + number * third, whole.start + (number + 1) * third
    zone = ZoneInfo(tz)
    return Span(
        day_span(first.astimezone(zone).date(), tz).start,
        day_span(last.astimezone(zone).date(), tz).end if number < 2 else whole.end,
    )


def _period(cursor: Cursor, place: int, on: _Day) -> _Found | None:
    """Read "March", "March 2016", "2016", "the month", "this year", "next month"."""
    if (month := _MONTHS.get(cursor.word(place))) is not None:
        year, after = _year_at(cursor, cursor.skips(place + 1, ","))
        return _month(month, year, after if year else place + 1, on)
    year, after = _year_at(cursor, place)
    if year:
        return _Found(month_span(year, 1, on.tz, 12), after)
    step = {"the": 0, "this": 0, "next": 1, "last": -1}.get(cursor.word(place))
    if step is None:
        return None
    return _calendar(cursor.word(place + 1), step, place + 2, on)


def _calendar(unit: str, step: int, after: int, on: _Day) -> _Found | None:
    today = on.today
    if unit == "year":
        return _Found(month_span(today.year + step, 1, on.tz, 12), after)
    if unit in ("month", "quarter"):
        length = 1 if unit == "month" else 3
        first = today.year * 12 + (today.month - 1) // length * length + step * length
        return _Found(month_span(first // 12, first % 12 + 1, on.tz, length), after)
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * step)
        sunday = monday + timedelta(days=6)
        return _Found(Span(day_span(monday, on.tz).start, day_span(sunday, on.tz).end), after)
    return None


def _iso(cursor: Cursor, place: int, on: _Day) -> _Found | None:
    """Read 2016-03-15."""
    year, month, day = (cursor.word(place + step) for step in (0, 2, 4))
    signs = (cursor.word(place + 1), cursor.word(place + 3))
    if signs != ("-", "-") or not (len(year) == 4 and len(month) == len(day) == 2):
        return None
    if not (year + month + day).isdecimal():
        return None
    return _Found(day_span(date(int(year), int(month), int(day)), on.tz), place + 5)


def _day_first(cursor: Cursor, place: int, on: _Day) -> _Found | None:
    """Read "15 March 2016", "the 15th of March", perhaps with a weekday in front."""
    begin = _after_weekday(cursor, place)
    begin = cursor.skips(begin, "the")
    day = _small(cursor.word(begin))
    after = cursor.skips(cursor.after_ordinal(begin + 1), "of")
    month = _MONTHS.get(cursor.word(after))
    if day is None or month is None:
        return None
    year, end = _year_at(cursor, cursor.skips(after + 1, ","))
    return _dated(day, month, year, end if year else after + 1, on)


def _month_first(cursor: Cursor, place: int, on: _Day, role: Role | None) -> _Found | None:
    """Read "March 15, 2016", "March 15th", "March 2016", and (behind a preposition) "March"."""
    begin = _after_weekday(cursor, place)
    month = _MONTHS.get(cursor.word(begin))
    if month is None:
        year, end = _year_at(cursor, place)
        return _Found(month_span(year, 1, on.tz, 12), end) if year and role is not None else None
    day = _small(cursor.word(begin + 1))
    if day is not None:
        after = cursor.after_ordinal(begin + 2)
        year, end = _year_at(cursor, cursor.skips(after, ","))
        return _dated(day, month, year, end if year else after, on)
    year, end = _year_at(cursor, cursor.skips(begin + 1, ","))
    if year:
        return _month(month, year, end, on)
    return _month(month, 0, begin + 1, on) if role is not None else None


def _after_weekday(cursor: Cursor, place: int) -> int:
    return cursor.skips(place + 1, ",") if cursor.word(place) in _DAYS else place


def _small(text: str) -> int | None:
    return int(text) if len(text) <= 2 and text.isdecimal() and text.isascii() and 1 <= int(text) <= 31 else None


def _year_at(cursor: Cursor, place: int) -> tuple[int, int]:
    text = cursor.word(place)
    if len(text) == 4 and text.isascii() and text.isdecimal() and int(text) in _YEARS:
        return int(text), place + 1
    return 0, place


def _dated(day: int, month: int, year: int, after: int, on: _Day) -> _Found:
    if year:
        return _Found(day_span(date(year, month, day), on.tz), after)
    near = [
        date(on.today.year + step, month, day)
        for step in (-1, 0, 1)
        if (month, day) != (2, 29) or _leaps(on, step)
    ]
    return _Found(day_span(min(near, key=lambda each: abs(each - on.today)), on.tz), after)


def _leaps(on: _Day, step: int) -> bool:
    year = on.today.year + step
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _month(month: int, year: int, after: int, on: _Day) -> _Found:
    """Return a month; without a year the one nearest to the publication."""
    if not year:
        here = on.today.year * 12 + on.today.month
        year = min((on.today.year + step for step in (-1, 0, 1)), key=lambda each: abs(each * 12 + month - here))
    return _Found(month_span(year, month, on.tz), after)


def _near(cursor: Cursor, place: int, role: Role | None, on: _Day, text: str) -> _Found | None:
    """Read "tomorrow", "next month", "last Tuesday", "three weeks ago", "on Monday"."""
    word = cursor.word(place)
    if word in _NEAR:
        return _Found(day_span(on.today + timedelta(days=_NEAR[word]), on.tz), place + 1)
    if word in ("this", "next", "last") and (found := _period(cursor, place, on)) is not None:
        return found
    if word in ("next", "last") and cursor.word(place + 1) in _DAYS:
        return _by_dateparser(cursor, place, place + 2, "future" if word == "next" else "past", on, text)
    if word in _DAYS and role is not None:
        return _by_dateparser(cursor, place, place + 1, "future" if role is Role.BY else "past", on, text)
    number = number_at(cursor, place)
    if number is None or number.value > _LONGEST_COUNT:
        return None
    unit = cursor.word(number.after).removesuffix("s")
    if unit in ("day", "week", "month", "year") and cursor.word(number.after + 1) == "ago":
        return _by_dateparser(cursor, place, number.after + 2, "past", on, text)
    return None


def _by_dateparser(cursor: Cursor, place: int, after: int, prefer: str, on: _Day, text: str) -> _Found | None:
    """Let dateparser count out the few words that were cut out, relative to the day of publication."""
    import dateparser  # takes a third of a second to load, and few texts need it

    piece = text[cursor.at(place).start : cursor.at(after - 1).end]
    noon = datetime(on.today.year, on.today.month, on.today.day, 12)  # noqa: DTZ001 - a day of the zone, not an instant
    settings = {"RELATIVE_BASE": noon, "PREFER_DATES_FROM": prefer, "RETURN_AS_TIMEZONE_AWARE": False}
    read = dateparser.parse(" ".join(piece.split()), languages=["en"], settings=settings)
    return None if read is None else _Found(day_span(read.date(), on.tz), after)

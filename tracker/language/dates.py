"""Dates, spans and durations from text: days, months, quarters, years, instants; never a clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from tracker.domain.instants import Duration, Precision, Span, day_span, iso, month_span

FIRST_YEAR, LAST_YEAR = 1000, 2999
"""Years outside are taken for slips of the pen (or for an attack), not for dates."""

_LONGEST = 80
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])")
_YEAR = re.compile(r"\d{4}")
_INSTANT = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?"
)
_DURATION = re.compile(r"\d{1,9} ?[a-z]+(?:(?:, ?| and | )\d{1,9} ?[a-z]+)*")
_LENGTH = re.compile(r"(\d{1,9}) ?([a-z]+)")
_UNITS = {
    "second": (0, 0, 1),
    "minute": (0, 0, 60),
    "hour": (0, 0, 3600),
    "day": (0, 1, 0),
    "week": (0, 7, 0),
    "month": (1, 0, 0),
    "quarter": (3, 0, 0),
    "year": (12, 0, 0),
}
_LONGEST_YEARS = 1000
_LONGEST_SPANS = {  # with room for a change of clock
    Precision.INSTANT: timedelta(0),
    Precision.DAY: timedelta(days=1, hours=2),
    Precision.MONTH: timedelta(days=31, hours=2),
    Precision.QUARTER: timedelta(days=92, hours=2),
    Precision.YEAR: timedelta(days=366, hours=2),
}

DATE_HINT = "write 2016-05-20, 2016-05, 2016-Q2, 2016 or 2016-05-20T14:30Z"
DURATION_HINT = "write a number and a unit, such as `3 days`, `2 weeks`, `10 minutes` or 0"


class BadDate(ValueError):
    """A text that is no date, span or duration; `hint` says what to write."""

    def __init__(self, message: str, hint: str = DATE_HINT) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class When:
    """A date as it was written, not yet bound to a zone: it becomes a span in one.

    `first` and `last` are days or instants (the same for one instant), without a zone unless one was written.
    """

    first: date | datetime
    last: date | datetime
    precision: Precision

    def span(self, tz: str) -> Span:
        """Return the stretch of time it stands for in the zone `tz`, as aware UTC."""
        match Precision.RANGE if isinstance(self.first, datetime) else self.precision:
            case Precision.MONTH:
                return month_span(self.first.year, self.first.month, tz)
            case Precision.QUARTER:
                return month_span(self.first.year, self.first.month, tz, months=3)
            case Precision.YEAR:
                return month_span(self.first.year, 1, tz, months=12)
            case _:
                return Span(_bound(self.first, tz).start, _bound(self.last, tz).end, self.precision)

    def start(self, tz: str) -> datetime:
        """Return its first instant."""
        return self.span(tz).start

    def end(self, tz: str) -> datetime:
        """Return its last instant."""
        return self.span(tz).end


def _bound(point: date | datetime, tz: str) -> Span:
    if not isinstance(point, datetime):
        return day_span(point, tz)
    aware = point if point.tzinfo is not None else point.replace(tzinfo=ZoneInfo(tz))
    return Span(aware.astimezone(UTC), aware.astimezone(UTC), Precision.INSTANT)


def read_when(text: str) -> When:
    """Read a day, month, quarter, year, instant or `first/last` of these; raises BadDate."""
    text = text.strip()
    if len(text) > _LONGEST:
        raise BadDate("this text is too long for a date")
    if "/" in text and re.fullmatch(r"[^/]*\d{4}[^/]*/\d{4}-[^/]*", text):
        first, _, last = text.partition("/")
        return between(read_when(first), read_when(last))
    return _single(text)


def _single(text: str) -> When:
    try:
        if found := _DAY.fullmatch(text):
            day = date(*_numbers(found.groups()))
            return _sane(When(day, day, Precision.DAY))
        if found := _INSTANT.fullmatch(text):
            instant = _instant(found)
            return _sane(When(instant, instant, Precision.INSTANT))
        if found := _MONTH.fullmatch(text):
            return _sane(_period(int(found[1]), int(found[2]), 1, Precision.MONTH))
        if found := _QUARTER.fullmatch(text):
            return _sane(_period(int(found[1]), 3 * int(found[2]) - 2, 3, Precision.QUARTER))
        if _YEAR.fullmatch(text):
            return _sane(_period(int(text), 1, 12, Precision.YEAR))
    except BadDate:
        raise
    except (ValueError, OverflowError):
        raise BadDate("there is no such date") from None
    raise BadDate("this is not a date")


def _numbers(groups: tuple[str, ...]) -> tuple[int, int, int]:
    return int(groups[0]), int(groups[1]), int(groups[2])


def _instant(found: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second, part, zone = found.groups()
    microsecond = int((part or "").ljust(6, "0"))
    naive = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), microsecond)  # noqa: DTZ001 - the zone is added below or by the reader's zone
    if zone is None:
        return naive
    if zone == "Z":
        return naive.replace(tzinfo=UTC)
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return naive.replace(tzinfo=timezone(-offset if zone[0] == "-" else offset))


def _period(year: int, month: int, months: int, precision: Precision) -> When:
    first = date(year, month, 1)
    last = month_span(year, month, "UTC", months).end.date()
    return When(first, last, precision)


def _sane(when: When) -> When:
    if not FIRST_YEAR <= when.first.year <= LAST_YEAR:
        raise BadDate(f"the year {when.first.year} is not between {FIRST_YEAR} and {LAST_YEAR}")
    return when


def between(first: When, last: When) -> When:
    """Return the span from the first instant of `first` to the last of `last`; raises BadDate if it is negative.

    Order is checked in UTC; where one end carries a zone and the other does not, `span` may still be negative by
    hours, which `checked_span` refuses.
    """
    when = When(first.first, last.last, Precision.RANGE)
    checked_span(when, "UTC", slack=timedelta(hours=26))
    return when


def dated_as(when: When, precision: Precision) -> When:
    """Return a span between two instants with zones as dated so precisely; raises BadDate if it cannot be."""
    if precision is Precision.RANGE:
        return when
    ends = (when.first, when.last)
    if not all(isinstance(end, datetime) and end.tzinfo is not None for end in ends):
        raise BadDate("`precision` goes with instants that name their zone", "leave `precision` out")
    span = when.span("UTC")
    if span.end - span.start > _LONGEST_SPANS[precision]:
        raise BadDate(f"this span is longer than `precision: {precision}` says", "leave `precision` out")
    return When(when.first, when.last, precision)


def checked_span(when: When, tz: str, slack: timedelta = timedelta(0)) -> Span:
    """Return the span in the zone; raises BadDate if it ends (by more than `slack`) before it starts."""
    span = when.span(tz)
    if span.end + slack < span.start:
        raise BadDate("the span ends before it starts", "swap `from` and `to`")
    return span


def read_span(text: str, tz: str) -> Span:
    """Read a date, period, instant or `first/last` in the zone as a span; raises BadDate."""
    return checked_span(read_when(text), tz)


def read_point(text: str, tz: str) -> datetime:
    """Read a date as a point: its last instant in the zone, aware UTC; raises BadDate."""
    return read_span(text, tz).end


def read_duration(text: str) -> Duration:
    """Read "3 days", "1 month 2 weeks", "10 minutes" or 0; raises BadDate."""
    lowered = " ".join(text.strip().lower().split())
    if lowered == "0":
        return Duration()
    if lowered.startswith("-"):
        raise BadDate("a length of time cannot be negative", DURATION_HINT)
    if len(lowered) > _LONGEST or not _DURATION.fullmatch(lowered):
        raise BadDate("this is not a length of time", DURATION_HINT)
    months = days = seconds = 0
    for number, word in _LENGTH.findall(lowered):
        unit = _UNITS.get(word.removesuffix("s"))
        if unit is None:
            raise BadDate(f"`{word}` is not a unit of time", DURATION_HINT)
        months += int(number) * unit[0]
        days += int(number) * unit[1]
        seconds += int(number) * unit[2]
    if months / 12 + days / 365 + seconds / 31_536_000 > _LONGEST_YEARS:
        raise BadDate(f"a length of more than {_LONGEST_YEARS} years", DURATION_HINT)
    return Duration(months, days, seconds)


def span_text(span: Span, tz: str) -> str | dict[str, str]:
    """Return a span as it is written in a report: the inverse of reading it in the zone `tz`."""
    if span.precision is Precision.INSTANT and span.start == span.end:
        return iso(span.start)
    short = _short(span, tz)
    if short is not None and read_span(short, tz) == span:
        return short
    exact = {"from": iso(span.start), "to": iso(span.end)}
    return exact if span.precision is Precision.RANGE else {**exact, "precision": span.precision.value}


def _short(span: Span, tz: str) -> str | None:
    day = span.start.astimezone(ZoneInfo(tz)).date()
    match span.precision:
        case Precision.DAY:
            return day.isoformat()
        case Precision.MONTH:
            return f"{day.year:04}-{day.month:02}"
        case Precision.QUARTER:
            return f"{day.year:04}-Q{(day.month + 2) // 3}"
        case Precision.YEAR:
            return f"{day.year:04}"
        case _:
            return None

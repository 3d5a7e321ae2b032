"""The small parts of a rule, told as rule files write them: dates, lengths, numbers, shares, conditions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from tracker.domain.criteria import Condition, FieldTest, Op
from tracker.domain.instants import Duration, Precision, Span, in_zone
from tracker.domain.numbers import number_words

_PERIODS = {1: "month", 3: "quarter", 12: "year"}


class Usual(str):
    """What stands where an author wrote nothing: left out where a whole thing is told."""

    __slots__ = ()


class Named(dict[str, object]):
    """Things by the names their author gave them: each is held against its namesake."""


class Derived(Named):
    """What follows from the rest: compared, and left out where a whole thing is told."""


def usual(text: str, otherwise: str) -> str:
    """Return a text, marked if it is what stands without it."""
    return Usual(text) if text == otherwise else text


def yes_or_no(value: bool) -> str:
    """Return a switch that is off unless it is written."""
    return "true" if value else Usual("false")


def share_words(share: float) -> str:
    """Return a share (0..1) as a percentage."""
    return f"{number_words(round(share * 100, 10))}%"


def first_words(at: datetime | None, tz: str) -> str | None:
    """Return an instant from which on something counts: as a day where it is the day's first."""
    return _instant_words(at, tz, time.min)


def last_words(at: datetime | None, tz: str) -> str | None:
    """Return an instant up to which something counts: as a day where it is the day's last."""
    return _instant_words(at, tz, time.max)


def _instant_words(at: datetime | None, tz: str, whole: time) -> str | None:
    if at is None:
        return None
    local = at.astimezone(ZoneInfo(tz))
    if local.time() == whole:
        return local.date().isoformat()
    if local.time() == time.max:
        return f"the end of {local.date().isoformat()}"
    text = local.isoformat(timespec="auto" if local.second or local.microsecond else "minutes")
    return text.replace("+00:00", "Z")


def span_words(span: Span, tz: str) -> str:
    """Return a stretch of time as one would write it: a day, month, quarter or year, or from one to another."""
    here = in_zone(span, tz)
    first = here.start.astimezone(ZoneInfo(tz))
    if here.is_named_period:
        return {
            Precision.MONTH: f"{first:%Y-%m}",
            Precision.QUARTER: f"{first.year}-Q{(first.month + 2) // 3}",
            Precision.YEAR: str(first.year),
        }[here.precision]
    ends = first_words(here.start, tz), last_words(here.end, tz)
    return " to ".join(dict.fromkeys(str(each) for each in ends))


def stretch_words(over: Duration | Span | None, tz: str) -> str | None:
    """Return what a criterion looks at: so long before each instant, or between two days."""
    if isinstance(over, Span):
        return f"{first_words(over.start, tz)} to {last_words(over.end, tz)}"
    return None if over is None else length_words(over)


def length_words(length: Duration | None) -> str | None:
    """Return a length of time as one would write it."""
    if length is None:
        return None
    years, months = divmod(length.months, 12)
    if years and not (months or length.days or length.seconds):
        return "1 year" if years == 1 else f"{years} years"
    return str(length) if length else "0"


def period_words(every: Duration | None) -> str | None:
    """Return the period of a recurring promise: those of the calendar by their names."""
    if every is not None and not (every.days or every.seconds) and every.months in _PERIODS:
        return _PERIODS[every.months]
    return length_words(every)


def condition_words(condition: Condition | None) -> str | None:
    """Return a condition as one would write it on a line."""
    if condition is None or condition.op is Op.CRITERION:
        return None if condition is None else condition.name
    inner = ", ".join(str(condition_words(part)) for part in condition.parts)
    if condition.op is Op.AT_LEAST:
        return f"at least {condition.least} of ({inner})"
    if condition.op is Op.UNLESS:
        return f"unless {inner}"
    return f"{condition.op.value.replace('_', ' ')} ({inner})"


def field_words(test: FieldTest) -> str:
    """Return what a test on one field takes."""
    parts = [" or ".join(test.any_of)] if test.any_of else []
    parts += [f"starting with {each}" for each in test.starts]
    parts += [f"the pattern {each}" for each in test.patterns]
    wanted = " or ".join(parts)
    others = f"other than {', '.join(test.other_than)}" if test.other_than else ""
    return ", ".join(each for each in (wanted, others) if each)


def plain_parts(values: Mapping[str, object], without: Mapping[str, object]) -> dict[str, object]:
    """Return plain values as texts; those that stand `without` being written are marked as usual."""
    texts = {key: _plain(value) for key, value in values.items()}
    return {
        key: Usual(text) if isinstance(text, str) and text == _plain(without.get(key)) else text
        for key, text in texts.items()
    }


def _plain(value: object) -> object:
    if value is None or value == "" or value == ():
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Duration):
        return length_words(value)
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value)
    if isinstance(value, Mapping):
        return Named({str(key): _plain(each) for key, each in value.items()}) or None
    return str(value)

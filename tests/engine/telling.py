"""What was told: days, facts and reports, built for tests that read like the sentences they hold the engine to.

Dates are days of 2016 in UTC unless said. A promise opens on 1 March and, where it is dated, is due on 20 May;
reports are then expected until the end of 23 May.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from tracker.domain.instants import TICK, Span, day_span, month_span
from tracker.domain.reports import Fact, Grade, Nature, Report, ReportVersion
from tracker.domain.values import Qualifier, Value

OPENS = "2016-03-01"


DUE = "2016-05-20"


WAIT_OVER = "2016-05-24"
"""The first day on which silence is silence."""


GONE = "aircraft departed"


def day(text: str) -> Span:
    """Return the whole day."""
    return day_span(date.fromisoformat(text), "UTC")


def month(text: str) -> Span:
    """Return the whole month, given as 2016-05."""
    year, number = text.split("-")
    return month_span(int(year), int(number), "UTC")


def days(first: str, last: str) -> Span:
    """Return the stretch from one day's first instant to another's last."""
    return Span(day(first).start, day(last).end)


def morning(text: str) -> datetime:
    """Return the first instant of the day."""
    return day(text).start


def evening(text: str) -> datetime:
    """Return the last instant of the day."""
    return day(text).end


def deed(
    on: str | Span = "2016-04-10",
    event: str = "departure",
    nature: Nature = Nature.OBSERVATION,
    *,
    origin: str | None = None,
    actor: str | None = "Russia",
    place: str | None = "Syria",
) -> Fact:
    """Return a fact that says an event occurred."""
    return Fact(_span(on), event=event, nature=nature, origin=origin, actor=actor, place=place)


def figure(
    number: float,
    on: str | Span = "2016-04-10",
    indicator: str = GONE,
    nature: Nature = Nature.MEASUREMENT,
    *,
    qualifier: Qualifier = Qualifier.EQ,
    upper: float | None = None,
    unit: str | None = "aircraft",
    origin: str | None = None,
) -> Fact:
    """Return a fact that gives a figure for an indicator."""
    value = Value(number, qualifier, upper)
    return Fact(_span(on), indicator=indicator, value=value, unit=unit, nature=nature, origin=origin)


def report(
    key: str,
    *facts: Fact,
    source: str | None = None,
    published: str | datetime | None = None,
    recorded: str | datetime | None = None,
    origin: str | None = None,
    grade: str | None = None,
    copy_of: Sequence[str] = (),
    same_event: Sequence[str] = (),
    corrects: Sequence[str] = (),
    retracts: Sequence[str] = (),
    by_hand: bool = False,
) -> ReportVersion:
    """Return a report as first recorded; without a source of its own name it comes from one named like itself.

    It was published when its last fact ended, and recorded when it was published, unless told.
    """
    known = instant_of(published) if published is not None else max(fact.occurred.end for fact in facts)
    told = Report(
        key,
        source or f"source-{key}",
        known,
        facts,
        origin=origin,
        grade=grade_of(grade),
        copy_of=tuple(copy_of),
        same_event=tuple(same_event),
        corrects=tuple(corrects),
        retracts=tuple(retracts),
        by_hand=by_hand,
    )
    return ReportVersion(told, instant_of(recorded) if recorded is not None else known)


def grade_of(text: str | None) -> Grade:
    """Return the grade written as C or B2."""
    if not text:
        return Grade()
    return Grade(text[0], int(text[1:]) if text[1:] else None)


def a_tick_before(instant: datetime) -> datetime:
    return instant - TICK


def a_tick_after(instant: datetime) -> datetime:
    return instant + TICK


def _span(on: str | Span) -> Span:
    return day(on) if isinstance(on, str) else on


def instant_of(when: str | datetime) -> datetime:
    return evening(when) if isinstance(when, str) else when.astimezone(UTC)

"""Made-up histories: reports that differ, copy, join, correct and retract one another, and are edited later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from tests.engine.made_criteria import EVENTS, INDICATORS, once_in, one_of
from tests.engine.telling import days, evening, grade_of, morning
from tracker.domain.instants import Precision, Span, day_span, month_span
from tracker.domain.reports import Fact, Nature, Report, ReportVersion
from tracker.domain.values import Qualifier, Value

LAST = date(2016, 7, 10)
DAYS = [LAST - timedelta(days=back) for back in range(136)]
"""From 26 February on: the last days first, as those tell most of the story."""

SOURCES = ("wire", "paper", "blog")
_EDGES = (date(2016, 5, 20), date(2016, 4, 15), date(2016, 6, 10), date(2016, 3, 1), date(2016, 5, 31))
_NATURES = (*(Nature.OBSERVATION,) * 6, *(Nature.MEASUREMENT,) * 3, *(Nature.CONCESSION,) * 2, *Nature)
_ORIGINS = (*(None,) * 5, "mod-ru", "damascus", "pentagon", "reuters", "Russia", "Damascus")
_ACTORS = ("Russia", "Russia", "Damascus", None)
_PLACES = ("Syria", "Syria", "Tartus", None)
_TEXTS = ("", "", "The main part of the forces withdraws", "Withdrawal denied", "forces return")
_GRADES = (*(None,) * 4, "A", "B2", "D", "A1", "F", "C6")


def _occurred(draw: st.DrawFn) -> Span:
    """Draw when it occurred: mostly a day, perhaps one on which a window begins or ends."""
    match one_of(draw, "day", "day", "day", "edge", "month", "quarter", "year", "instant", "range", "month"):
        case "edge":
            return day_span(one_of(draw, *_EDGES), "UTC")
        case "month":
            return month_span(2016, draw(st.integers(3, 6)), "UTC")
        case "quarter":
            return month_span(2016, one_of(draw, 4, 1), "UTC", 3)
        case "year":
            return month_span(2016, 1, "UTC", 12)
        case "instant":
            at = morning(one_of(draw, *DAYS).isoformat()) + timedelta(hours=draw(st.integers(0, 23)))
            return Span(at, at, Precision.INSTANT)
        case "range":
            first = one_of(draw, *DAYS)
            return days(first.isoformat(), (first + timedelta(days=draw(st.integers(1, 30)))).isoformat())
        case _:
            return day_span(one_of(draw, *DAYS), "UTC")


def _value(draw: st.DrawFn) -> Value:
    qualifier = one_of(draw, *(Qualifier.EQ,) * 4, Qualifier.ABOUT, *Qualifier)
    number = one_of(draw, 20, 5, 12, 18, 19, 25, 38, 40, 0, 2)
    return Value(number, qualifier, number + one_of(draw, 2, 10) if qualifier is Qualifier.RANGE else None)


def fact(draw: st.DrawFn) -> Fact:
    """Draw one fact: that something happened, or a figure."""
    told = Fact(
        _occurred(draw),
        nature=one_of(draw, *_NATURES),
        origin=one_of(draw, *_ORIGINS),
        actor=one_of(draw, *_ACTORS),
        place=one_of(draw, *_PLACES),
        date_assumed=once_in(draw, 12),
    )
    if once_in(draw, 2):
        return replace(told, event=one_of(draw, *EVENTS))
    unit = one_of(draw, *("aircraft",) * 5, "wings", "soldiers", None)
    return replace(told, indicator=one_of(draw, *INDICATORS), value=_value(draw), unit=unit)


def retold(draw: st.DrawFn, told: Fact, *, when: bool = True) -> Fact:
    """Draw another telling of a fact: the same, with another figure, another nature or another time."""
    match one_of(draw, "same", "figure", "nature", *(("time",) if when else ())):
        case "figure" if told.value is not None:
            return replace(told, value=_value(draw))
        case "nature":
            return replace(told, nature=one_of(draw, *Nature))
        case "time":
            return replace(told, occurred=_occurred(draw))
    return told


def _links(draw: st.DrawFn, count: int, seldom: int) -> tuple[str, ...]:
    """Draw the ids of other reports, now and then: earlier, later, the report's own, or one that is not there."""
    if not once_in(draw, seldom):
        return ()
    return tuple(f"r{draw(st.integers(0, count))}" for _ in range(draw(st.integers(1, 2))))


def _report(draw: st.DrawFn, number: int, count: int, before: list[Report], *, plain: bool) -> Report:
    copy_of = _links(draw, count, 4)
    same_event, corrects, retracts = [() if plain else _links(draw, count, 6) for _ in range(3)]
    facts = tuple(fact(draw) for _ in range(draw(st.integers(1, 2))))
    for other in before:  # what refers to another report mostly tells of the same
        if other.id in (*copy_of, *same_event, *corrects) and other.facts and not once_in(draw, 4):
            facts = tuple(retold(draw, told) for told in other.facts)
    if retracts and once_in(draw, 2):
        facts = ()
    told_on = max((told.occurred.start for told in facts), default=morning("2016-05-01"))
    return Report(
        f"r{number}",
        one_of(draw, *SOURCES),
        told_on + timedelta(days=draw(st.integers(0, 40)), hours=one_of(draw, 10, 23, 30)),
        facts,
        origin=one_of(draw, *(None,) * 6, "reuters", "mod-ru"),
        title=one_of(draw, *_TEXTS),
        text=one_of(draw, *_TEXTS),
        grade=grade_of(one_of(draw, *_GRADES)),
        language=one_of(draw, None, "en"),
        tags=one_of(draw, (), ("military",)),
        copy_of=copy_of,
        same_event=same_event,
        corrects=corrects,
        retracts=retracts,
        by_hand=once_in(draw, 3),
        trust_text=once_in(draw, 3),
    )


def _edited(draw: st.DrawFn, told: Report, *, plain: bool) -> Report:
    """Draw what a later version of a report says."""
    facts = tuple(retold(draw, each) for each in told.facts)
    if once_in(draw, 3):
        facts = (*facts[:1], fact(draw))
    edited = replace(told, facts=facts, title=one_of(draw, told.title, *_TEXTS))
    if draw(st.booleans()):
        edited = replace(edited, published=told.published + timedelta(days=draw(st.integers(0, 10))))
    return edited if plain or not once_in(draw, 3) else replace(edited, retracts=(), corrects=())


def _history(draw: st.DrawFn, *, plain: bool) -> list[ReportVersion]:
    count = draw(st.integers(1, 6))
    reports: list[Report] = []
    versions: list[ReportVersion] = []
    for number in range(count):
        told = _report(draw, number, count, reports, plain=plain)
        reports.append(told)
        recorded = told.published + timedelta(days=one_of(draw, 0, 0, 1, 20))
        versions.append(ReportVersion(told, recorded))
        for version in range(draw(st.integers(0, 2)) if once_in(draw, 5) else 0):
            told = _edited(draw, told, plain=plain)
            recorded = max(recorded, told.published) + timedelta(days=one_of(draw, 1, 0, 15))
            versions.append(ReportVersion(told, recorded, version + 2))
    in_order = sorted(versions, key=lambda version: version.recorded)
    return [replace(version, seq=seq) for seq, version in enumerate(in_order, 1)]


@st.composite
def histories(draw: st.DrawFn) -> list[ReportVersion]:
    """Draw the versions of up to six reports, in the order in which they were recorded."""
    return _history(draw, plain=False)


@st.composite
def plain_histories(draw: st.DrawFn) -> list[ReportVersion]:
    """Draw a history in which reports copy one another, but join, correct and retract nothing."""
    return _history(draw, plain=True)


END = evening("2017-12-31")
"""When everything that is told in a history is known, and every window is over."""


@st.composite
def instants(draw: st.DrawFn) -> datetime:
    """Draw an instant of judging: midnights, mornings and late evenings, and the edges of windows to the tick."""
    if once_in(draw, 4):
        ticks = timedelta(microseconds=draw(st.integers(-1, 1)))
        edges = (*_EDGES, date(2016, 5, 23), date(2016, 6, 30), date(2016, 7, 4))
        return evening(one_of(draw, *edges).isoformat()) + ticks
    hours = timedelta(hours=one_of(draw, 0, 9, 23.5))
    return morning(one_of(draw, *DAYS, date(2016, 10, 1), date(2017, 2, 1)).isoformat()) + hours

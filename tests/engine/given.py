"""Small builders with which the engine's tests read like the sentences they hold it to.

Dates are days of 2016 in UTC unless said. A promise opens on 1 March and, where it is dated, is due on 20 May;
reports are then expected until the end of 23 May.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypedDict, Unpack

from tracker.domain.coverage import ASSUMED, Coverage, CoverageSpan, Listening, SourceFacts
from tracker.domain.instants import TICK, Duration, Span, day_span, month_span
from tracker.domain.promises import (
    Baseline,
    Condition,
    Conditions,
    Criterion,
    FieldTest,
    Interest,
    Kind,
    Names,
    Op,
    Promise,
    Reading,
    Reducer,
    Statement,
)
from tracker.domain.reports import Fact, Grade, Nature, Report, ReportVersion
from tracker.domain.values import Comparison, Interval, Qualifier, Value
from tracker.domain.verdicts import Judgement, Status, Verdict, View
from tracker.engine.judging import judge

OPENS = "2016-03-01"
DUE = "2016-05-20"
WAIT_OVER = "2016-05-24"
"""The first day on which silence is silence."""
NO_NAMES = Names()
GONE = "aircraft departed"

# time


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


# facts and reports


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
    known = _instant(published) if published is not None else max(fact.occurred.end for fact in facts)
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
    return ReportVersion(told, _instant(recorded) if recorded is not None else known)


def grade_of(text: str | None) -> Grade:
    """Return the grade written as C or B2."""
    if not text:
        return Grade()
    return Grade(text[0], int(text[1:]) if text[1:] else None)


# criteria and conditions


class Asked(TypedDict, total=False):
    """What a criterion may ask beside its name and figure."""

    match: tuple[FieldTest, ...]
    unit: str | None
    baseline: Baseline
    sources: int
    least_grade: Grade
    also_accept: frozenset[Nature]
    own_word_counts: bool


def happened(name: str = "departure", event: str | None = None, **rest: Unpack[Asked]) -> Criterion:
    """Return a criterion that asks whether an event (named like it) occurred."""
    match = (FieldTest("event", any_of=(event or name,)),)
    return replace(Criterion(name, match), **rest)


def counted(name: str, comparison: Comparison, event: str = "departure", **rest: Unpack[Asked]) -> Criterion:
    """Return a criterion on how often an event occurred."""
    return replace(happened(name, event, **rest), reducer=Reducer.COUNT, comparison=comparison)


def latest(name: str, comparison: Comparison, indicator: str = GONE, **rest: Unpack[Asked]) -> Criterion:
    """Return a criterion on the newest figure of an indicator, in aircraft."""
    criterion = Criterion(
        name,
        (FieldTest("indicator", any_of=(indicator,)),),
        reducer=Reducer.LATEST,
        comparison=comparison,
        unit="aircraft",
    )
    return replace(criterion, **rest)


def at_least(number: float) -> Comparison:
    return Comparison(Interval(number, math.inf), f"at least {number:g}")


def more_than(number: float) -> Comparison:
    return Comparison(Interval(number, math.inf, low_open=True), f"more than {number:g}")


def at_most(number: float) -> Comparison:
    return Comparison(Interval(-math.inf, number), f"at most {number:g}")


def less_than(number: float) -> Comparison:
    return Comparison(Interval(-math.inf, number, high_open=True), f"less than {number:g}")


def baseline(number: float, at: str | None = None) -> Baseline:
    return Baseline(number, None if at is None else evening(at))


Part = str | Condition


def named(part: Part) -> Condition:
    """Return the condition: a bare name stands for the criterion."""
    return Condition(Op.CRITERION, name=part) if isinstance(part, str) else part


def all_of(*parts: Part) -> Condition:
    return Condition(Op.ALL_OF, parts=tuple(map(named, parts)))


def any_of(*parts: Part) -> Condition:
    return Condition(Op.ANY_OF, parts=tuple(map(named, parts)))


def none_of(*parts: Part) -> Condition:
    return Condition(Op.NONE_OF, parts=tuple(map(named, parts)))


def so_many_of(least: int, *parts: Part) -> Condition:
    return Condition(Op.AT_LEAST, parts=tuple(map(named, parts)), least=least)


# promises


class Told(TypedDict, total=False):
    """What a promise may say beside its readings."""

    review_by: str
    wait: Duration
    undone_within: int
    needs: Sequence[str]
    interest: Mapping[str, Interest]
    coverage_share: float
    tz: str


def reading(
    *criteria: Criterion,
    name: str = "",
    kept: Part | None = None,
    partly: Part | None = None,
    broken: Part | None = None,
    at_risk: Part | None = None,
    undone: Part | None = None,
    cannot_verify: Part | None = None,
    opens: str = OPENS,
    due: str | None = None,
    until: str | None = None,
    progress_by: str | None = None,
) -> Reading:
    """Return one set of conditions with its dates."""
    conditions = Conditions(
        *(None if part is None else named(part) for part in (kept, partly, broken, at_risk, undone, cannot_verify))
    )
    return Reading(
        name,
        {criterion.name: criterion for criterion in criteria},
        conditions,
        morning(opens),
        None if due is None else evening(due),
        None if until is None else evening(until),
        progress_by,
    )


def promise(
    *readings: Reading,
    kind: Kind = Kind.ACHIEVE,
    review_by: str | None = None,
    wait: Duration = Duration(days=3),
    undone_within: int | None = None,
    needs: Sequence[str] = (),
    interest: Mapping[str, Interest] | None = None,
    coverage_share: float = 0.9,
    tz: str = "UTC",
) -> Promise:
    """Return a promise of Russia's with the dates of its first reading."""
    first = readings[0]
    return Promise(
        id="the-promise",
        title="The main part leaves",
        kind=kind,
        statement=Statement("said", ("Russia",), date(2016, 3, 1), "we will leave"),
        readings=readings,
        opens=first.opens,
        tz=tz,
        due=first.due,
        until=first.until,
        review_by=None if review_by is None else evening(review_by),
        wait_for_reports=wait,
        undone_within=None if undone_within is None else Duration(days=undone_within),
        needs=tuple(needs),
        coverage_share=coverage_share,
        interest=interest or {},
    )


def leaving(**rest: Unpack[Told]) -> Promise:
    """Return the plain dated promise: a departure seen by 20 May keeps it, a cancellation breaks it."""
    plain = reading(happened("departure"), happened("cancelled"), kept="departure", broken="cancelled", due=DUE)
    return promise(plain, **rest)


def reaching(number: float = 20, **rest: Unpack[Told]) -> Promise:
    """Return a dated promise to reach a figure: so many aircraft gone by 20 May."""
    plain = reading(latest("gone", at_least(number)), kept="gone", due=DUE)
    return promise(plain, **rest)


def refraining(kind: Kind = Kind.REFRAIN, until: str | None = "2016-12-31", **rest: Unpack[Told]) -> Promise:
    """Return a promise that no strike occurs, where calm is the proof of holding."""
    plain = reading(happened("strike"), happened("calm"), kept="calm", broken="strike", until=until)
    return promise(plain, kind=kind, **rest)


# listening


def heard(
    source: str,
    first: str,
    last: str,
    kind: Listening = Listening.SEEN,
    recorded: str | None = None,
) -> CoverageSpan:
    """Return a stretch of whole days in which a source was listened to."""
    return CoverageSpan(source, days(first, last), kind, None if recorded is None else evening(recorded))


def listening(*spans: CoverageSpan, sources: Sequence[SourceFacts] = ()) -> Coverage:
    """Return what is known about listening; sources that nobody describes are known by name only."""
    described = tuple(sources) or tuple(
        SourceFacts(source) for source in dict.fromkeys(span.source for span in spans)
    )
    return Coverage(spans, described)


NOBODY_LISTENED = Coverage()


# judging


def judgement(
    promise: Promise,
    *reports: ReportVersion,
    at: str | datetime,
    known: str | datetime | None = "all",
    coverage: Coverage = ASSUMED,
    names: Names = NO_NAMES,
) -> Judgement:
    """Judge at an instant (a day means its end), as known then unless told: at `known`, or None for hindsight."""
    instant = _instant(at)
    if known == "all":
        view = View.as_known_then(instant)
    else:
        view = View(instant, None if known is None else _instant(known))
    return judge(promise, reports, coverage, view, names)


def verdict(
    promise: Promise,
    *reports: ReportVersion,
    at: str | datetime,
    known: str | datetime | None = "all",
    coverage: Coverage = ASSUMED,
    names: Names = NO_NAMES,
) -> Verdict:
    """Return the headline."""
    return judgement(promise, *reports, at=at, known=known, coverage=coverage, names=names).headline


def status(
    promise: Promise,
    *reports: ReportVersion,
    at: str | datetime,
    known: str | datetime | None = "all",
    coverage: Coverage = ASSUMED,
    names: Names = NO_NAMES,
) -> Status:
    """Return the headline's status."""
    return verdict(promise, *reports, at=at, known=known, coverage=coverage, names=names).status


def a_tick_before(instant: datetime) -> datetime:
    return instant - TICK


def a_tick_after(instant: datetime) -> datetime:
    return instant + TICK


def days_after(text: str, number: float) -> datetime:
    """Return the instant so many days after the end of the day."""
    return evening(text) + timedelta(days=number)


def _span(on: str | Span) -> Span:
    return day(on) if isinstance(on, str) else on


def _instant(when: str | datetime) -> datetime:
    return evening(when) if isinstance(when, str) else when.astimezone(UTC)

"""The naive judge: section 7 of the semantics, worked out from nothing for every part of a promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tests.oracle.accounts import Told, accounts_of
from tests.oracle.achieve import decide_achieve
from tests.oracle.calendar_periods import Period, periods
from tests.oracle.conditions import AGAINST, first
from tests.oracle.knowledge import usable_reports
from tests.oracle.moves import Dates, amount_changes, dates_of, readings_in_force, ruling_on
from tests.oracle.risk import is_at_risk
from tests.oracle.situation import Situation
from tests.oracle.standing import decide_standing
from tests.oracle.triggers import Opening, openings
from tests.oracle.wholes import DECIDED, of_parts, of_periods, of_readings
from tracker.domain.coverage import Coverage
from tracker.domain.criteria import Condition, Op
from tracker.domain.promises import Kind, Names, Promise, Reading
from tracker.domain.reports import ReportVersion
from tracker.domain.statuses import Status
from tracker.domain.verdicts import View

Key = tuple[str, str | None]
"""An instance (empty for the whole) and a reading (None for the headline)."""
Answers = dict[Key, Status]


@dataclass
class World:
    """What is known of the world at a view."""

    accounts: list[Told]
    coverage: Coverage
    view: View
    names: Names


def decide(
    promise: Promise, reports: Sequence[ReportVersion], coverage: Coverage, view: View, names: Names
) -> Answers:
    """Return the status of the headline, of each reading, and of each instance."""
    world = World(accounts_of(usable_reports(reports, view, names), names), coverage, view, names)
    return _decide(promise, world)


def _decide(promise: Promise, world: World) -> Answers:
    if promise.steps:
        return _of_steps(promise, world)
    if promise.kind is Kind.RECUR and promise.every is not None:
        return _of_series(promise, world)
    if promise.trigger is not None:
        return _of_triggers(promise, world)
    readings = readings_in_force(promise, world.view)
    return _of_readings(promise, readings, world, "")


def _of_readings(promise: Promise, readings: Sequence[Reading], world: World, instance: str) -> Answers:
    """Judge one part under each reading, and what they make together."""
    statuses = [_of_reading(promise, reading, world, instance) for reading in readings]
    answers: Answers = {(instance, None): of_readings(statuses)}
    if len(readings) > 1:
        for reading, status in zip(readings, statuses, strict=True):
            answers[instance, reading.name] = status
    return answers


def _ruled(promise: Promise, world: World, instance: str, reading: str | None, status: Status) -> Status:
    ruling = ruling_on(promise, world.view, instance, reading)
    return status if ruling is None else ruling.status


def _of_reading(promise: Promise, reading: Reading, world: World, instance: str) -> Status:
    ruling = ruling_on(promise, world.view, instance, reading.name)
    if ruling is not None:
        return ruling.status
    if world.view.at < reading.opens:
        return Status.PENDING
    s = situation(promise, reading, world)
    standing = promise.kind in (Kind.MAINTAIN, Kind.REFRAIN, Kind.CLAIM)
    return decide_standing(s) if standing else decide_achieve(s)


def situation(promise: Promise, reading: Reading, world: World) -> Situation:
    """Work out the dates that count for a reading at the view."""
    standing = promise.kind in (Kind.MAINTAIN, Kind.REFRAIN, Kind.CLAIM)
    date = reading.until if standing else reading.due
    dates = dates_of(promise, date, standing, world.view)
    if reading.period is not None:
        dates = Dates(date, date)
    s = Situation(promise, reading, world.accounts, world.coverage, world.view, world.names, dates, reading.opens)
    if standing:
        s.facts_until = dates.counts
    if reading.period is not None:
        s.facts_until = reading.due
    if reading.due_before is not None:
        event = first(s, Condition(Op.CRITERION, name=reading.due_before), AGAINST, measured=True)
        if event is not None:
            s.dates = Dates(event.when, event.when)
    return s


def _of_steps(promise: Promise, world: World) -> Answers:
    """Judge each step or promisor, and the whole."""
    answers: Answers = {}
    statuses = []
    for step in promise.steps:
        name = step.id.removeprefix(f"{promise.id}/")
        own = _with_rulings_for(step, promise, name)
        for (instance, reading), status in _decide(own, world).items():
            answers[f"{name}/{instance}" if instance else name, reading] = status
        statuses.append(answers[name, None])
    at_risk, review = _own_risk(promise, world), _own_review(promise, world.view)
    whole = of_parts(statuses, at_risk, review)
    return {("", None): _ruled(promise, world, "", None, whole)} | answers


def _with_rulings_for(step: Promise, whole: Promise, name: str) -> Promise:
    """Hand a step the rulings that name it."""
    handed = tuple(
        replace(ruling, instance=ruling.instance.removeprefix(name).removeprefix("/"))
        for ruling in whole.rulings
        if ruling.instance == name or ruling.instance.startswith(f"{name}/")
    )
    return replace(step, rulings=(*step.rulings, *handed))


def _own_risk(promise: Promise, world: World) -> bool:
    if not promise.readings or world.view.at < promise.opens:
        return False
    return any(is_at_risk(situation(promise, reading, world)) for reading in promise.readings)


def _own_review(promise: Promise, view: View) -> bool:
    return promise.review_by is not None and view.at > promise.review_by


def _of_triggers(promise: Promise, world: World) -> Answers:
    """Judge each instance that the trigger opened, and what they make together, reading by reading."""
    tops: Answers = {}
    answers: Answers = {}
    for original, reading in zip(promise.readings, readings_in_force(promise, world.view), strict=True):
        name = reading.name if len(promise.readings) > 1 else None
        opened = openings(_for_the_trigger(promise, original, world), promise)
        for opening in opened:
            answers[opening.name, name] = _of_opening(promise, reading, world, opening)
        status = _of_instances([answers[opening.name, name] for opening in opened])
        tops["", name] = _ruled(promise, world, "", reading.name, status)
    return _with_headlines(tops, answers)


def _for_the_trigger(promise: Promise, reading: Reading, world: World) -> Situation:
    s = situation(promise, reading, world)
    return replace(s, facts_until=reading.until, dates=Dates(reading.due, reading.due))


def _of_opening(promise: Promise, reading: Reading, world: World, opening: Opening) -> Status:
    if opening.is_void:
        return _ruled(promise, world, opening.name, reading.name, Status.VOID)
    its = replace(reading, opens=opening.opens)
    if opening.end is not None:
        achieve = promise.kind is Kind.ACHIEVE
        its = replace(its, due=opening.end) if achieve else replace(its, until=opening.end)
    return _of_reading(promise, its, world, opening.name)


def _with_headlines(tops: Answers, answers: Answers) -> Answers:
    """Add the headline over the readings to the whole and to each instance."""
    for part in dict.fromkeys(instance for instance, _ in list(answers)):
        answers[part, None] = of_readings(
            [status for (instance, _), status in answers.items() if instance == part]
        )
    return {("", None): of_readings(list(tops.values()))} | tops | answers


def _of_instances(statuses: list[Status]) -> Status:
    if not statuses:
        return Status.DORMANT
    return statuses[0] if len(statuses) == 1 else of_parts(statuses)


def _of_series(promise: Promise, world: World) -> Answers:
    """Judge each period that has begun, and the series, reading by reading."""
    tops: Answers = {}
    answers: Answers = {}
    for number, reading in enumerate(promise.readings):
        dates = dates_of(promise, reading.until, True, world.view)
        name = reading.name if len(promise.readings) > 1 else None
        begun = periods(promise, reading.opens, dates.counts, world.view.at)
        for period in begun:
            its = _reading_of_period(promise, number, period, world.view)
            answers[period.name, name] = _of_reading(promise, its, world, period.name)
        statuses = [answers[period.name, name] for period in begun]
        status = _series(promise, world, dates, [max(one.span.start, reading.opens) for one in begun], statuses)
        tops["", name] = _ruled(promise, world, "", reading.name, status)
    return _with_headlines(tops, answers)


def _reading_of_period(promise: Promise, number: int, period: Period, view: View) -> Reading:
    own = promise.readings[number]
    opens = max(period.span.start, own.opens)
    counts = dates_of(promise, own.until, True, view).counts
    due = period.span.end if counts is None else min(period.span.end, counts)
    its = readings_in_force(promise, view, opens)[number]
    return replace(its, opens=opens, due=due, until=None, period=period.span)


def _series(promise: Promise, world: World, dates: Dates, begun: list[datetime], statuses: list[Status]) -> Status:
    at = world.view.at
    if at < promise.opens:
        return Status.PENDING
    if dates.later is not None and at <= dates.later:
        return Status.AMENDED
    is_over = dates.counts is not None and at > promise.wait_for_reports.after(dates.counts, promise.tz)
    changes = amount_changes(promise, world.view)
    if changes and not is_over:
        since = changes[-1].announced
        later = [status for start, status in zip(begun, statuses, strict=True) if start > since]
        if not any(status in DECIDED for status in later):
            return Status.AMENDED
    return of_periods(statuses, promise.tolerate, is_over)

"""The naive judge: section 7 of the semantics, worked out from nothing for every part of a promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tests.oracle.accounts import Told, accounts_of
from tests.oracle.achieve import decide_achieve, is_partly_kept_by_silence
from tests.oracle.calendar_periods import periods
from tests.oracle.conditions import AGAINST, first
from tests.oracle.knowledge import usable_reports
from tests.oracle.moves import Dates, amount_changes, amounts_over_time, dates_of, readings_in_force, ruling_on
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
    several = len(promise.readings) > 1
    answers: Answers = {}
    for number, reading in enumerate(promise.readings):
        for instance, status in _under(promise, number, world).items():
            answers[instance, reading.name if several else None] = status
    for part in dict.fromkeys(instance for instance, _ in list(answers)):
        answers[part, None] = of_readings(
            [status for (instance, _), status in answers.items() if instance == part]
        )
    return answers


def _under(promise: Promise, number: int, world: World) -> dict[str, Status]:
    """Return what one reading says of the whole (under the empty name) and of every instance."""
    reading = promise.readings[number]
    if promise.trigger is None:
        return _of_one(promise, number, reading, world, "")
    parts: dict[str, Status] = {}
    opened = openings(_for_the_trigger(promise, reading, world), promise)
    for opening in opened:
        if opening.is_void:
            parts[opening.name] = _ruled(promise, world, opening.name, reading.name, Status.VOID)
        else:
            its = _as_opened(promise, reading, opening)
            parts |= _of_one(_for_the_instance(promise, opening), number, its, world, opening.name)
    whole = _of_instances([parts[opening.name] for opening in opened])
    return {"": _ruled(promise, world, "", reading.name, whole)} | parts


def _for_the_instance(promise: Promise, opening: Opening) -> Promise:
    """Return the promise as one trigger opened it: dates moved before that were those of earlier instances."""
    by_trigger = promise.trigger is not None and promise.trigger.when is not None
    theirs = tuple(
        each for each in promise.amendments if each.amount or not by_trigger or each.announced >= opening.opens
    )
    return replace(promise, trigger=None, amendments=theirs)


def _of_one(promise: Promise, number: int, reading: Reading, world: World, instance: str) -> dict[str, Status]:
    """Judge one window, or one series with its periods."""
    if promise.kind is Kind.RECUR:
        return _of_series(promise, number, reading, world, instance)
    standing = promise.kind in (Kind.MAINTAIN, Kind.REFRAIN, Kind.CLAIM)
    date = reading.until if standing else reading.due
    by_time = [
        (begins, replace(reading, criteria=its[number].criteria, conditions=its[number].conditions))
        for begins, its in amounts_over_time(promise, date, reading.opens, standing, world.view)
    ]
    return {instance: _of_reading(promise, by_time[-1][1], world, instance, by_time)}


def _of_reading(
    promise: Promise,
    reading: Reading,
    world: World,
    instance: str,
    by_time: Sequence[tuple[datetime, Reading]] = (),
) -> Status:
    ruling = ruling_on(promise, world.view, instance, reading.name)
    if ruling is not None:
        return ruling.status
    if world.view.at < reading.opens:
        return Status.PENDING
    s = situation(promise, reading, world)
    for number in range(1, len(by_time)):
        older = by_time[number - 1][1]
        before = replace(situation(promise, older, world), dates=s.dates, begins=s.begins, before=s.before)
        s = replace(s, begins=by_time[number][0], before=before)
    standing = promise.kind in (Kind.MAINTAIN, Kind.REFRAIN, Kind.CLAIM)
    return decide_standing(s) if standing else decide_achieve(s)


def _ruled(promise: Promise, world: World, instance: str, reading: str | None, status: Status) -> Status:
    ruling = ruling_on(promise, world.view, instance, reading)
    return status if ruling is None else ruling.status


def situation(promise: Promise, reading: Reading, world: World) -> Situation:
    """Work out the dates that count for a reading at the view."""
    standing = promise.kind in (Kind.MAINTAIN, Kind.REFRAIN, Kind.CLAIM)
    date = reading.until if standing else reading.due
    dates = dates_of(promise, date, reading.opens, standing, world.view)
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


def _for_the_trigger(promise: Promise, reading: Reading, world: World) -> Situation:
    s = situation(promise, reading, world)
    return replace(s, facts_until=reading.until, dates=Dates(reading.due, reading.due))


def _as_opened(promise: Promise, reading: Reading, opening: Opening) -> Reading:
    its = replace(reading, opens=opening.opens)
    if opening.end is None:
        return its
    return replace(its, due=opening.end) if promise.kind is Kind.ACHIEVE else replace(its, until=opening.end)


def _of_instances(statuses: list[Status]) -> Status:
    if not statuses:
        return Status.DORMANT
    return statuses[0] if len(statuses) == 1 else of_parts(statuses)


def _of_series(promise: Promise, number: int, reading: Reading, world: World, instance: str) -> dict[str, Status]:
    """Judge each period that has begun as an `achieve` with its end as due, and the series."""
    view = world.view
    dates = dates_of(promise, reading.until, reading.opens, True, view)
    begun = periods(promise, reading.opens, dates.counts, view.at)
    starts = [max(period.span.start, reading.opens) for period in begun]
    statuses: list[Status] = []
    silent: set[int] = set()
    parts: dict[str, Status] = {}
    for period, opens in zip(begun, starts, strict=True):
        agreed = readings_in_force(promise, view, opens)[number]
        its = replace(
            reading,
            criteria=agreed.criteria,
            conditions=agreed.conditions,
            opens=opens,
            due=period.span.end if dates.counts is None else min(period.span.end, dates.counts),
            until=None,
            period=period.span,
        )
        name = f"{instance}/{period.name}" if instance else period.name
        parts[name] = _of_reading(promise, its, world, name)
        is_ruled = ruling_on(promise, view, name, its.name) is not None
        if parts[name] is Status.PARTLY_KEPT and not is_ruled:
            s = situation(promise, its, world)
            silent |= {len(statuses)} if is_partly_kept_by_silence(s) else set()
        statuses.append(parts[name])
    series = _series(promise, reading, view, dates, list(zip(starts, statuses, strict=True)), silent)
    return {instance: _ruled(promise, world, instance, reading.name, series)} | parts


def _series(
    promise: Promise,
    reading: Reading,
    view: View,
    dates: Dates,
    periods: list[tuple[datetime, Status]],
    silent: set[int],
) -> Status:
    if view.at < reading.opens:
        return Status.PENDING
    if dates.later is not None and view.at <= dates.later:
        return Status.AMENDED
    is_over = dates.counts is not None and view.at > promise.wait_for_reports.after(dates.counts, promise.tz)
    changes = amount_changes(promise, view)
    if changes and not is_over:
        since = changes[-1].announced
        if not any(start > since and status in DECIDED for start, status in periods):
            return Status.AMENDED
    return of_periods([status for _, status in periods], silent, promise.tolerate, is_over)

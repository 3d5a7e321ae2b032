"""Judging: a promise, reports and coverage at a view of time become a verdict; a pure function."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tracker.domain.coverage import Coverage
from tracker.domain.promises import Kind, Names, Promise, Reading
from tracker.domain.reports import ReportVersion
from tracker.domain.verdicts import Judgement, SetAside, Verdict, View
from tracker.engine.amending import amended
from tracker.engine.docket import Docket
from tracker.engine.gathering import ByZone
from tracker.engine.headline import headline
from tracker.engine.hearing import Hearing
from tracker.engine.knowledge import known_at
from tracker.engine.listening import SharedEars
from tracker.engine.rulings import ruling_in_force
from tracker.engine.series import series_of
from tracker.engine.single import Material, judge_single
from tracker.engine.steps import judge_steps
from tracker.engine.told import Told
from tracker.engine.triggers import Triggered, instances_of_triggers
from tracker.engine.whole import Part, joined, whole_of_instances


def judge(
    promise: Promise,
    reports: Sequence[ReportVersion],
    coverage: Coverage,
    view: View,
    names: Names,
    shared: SharedEars | None = None,
    overhear: Callable[[Hearing], None] | None = None,
) -> Judgement:
    """Judge a promise at a view: same inputs, same answer, whatever the order of the reports.

    Raises nothing for well-formed values; the reports may be of any promise, only matching ones count. Promises
    that are judged together may share their ears: that changes no answer. `overhear` is told of every hearing.
    """
    known = known_at(reports, view, names)
    gathered = ByZone(_trusted(known.reports, coverage), names)
    gone = (*known.set_aside, *gathered.in_zone(promise.tz).copies)
    ids = {each.report for each in gone}
    no_more = [each for each in known.told if each.report.id in ids] if ids else []
    for told in known.reports:
        if told.doubted is not None:
            gone += tuple([SetAside(told.report.id, each.why) for each in told.report.suspected])
            no_more.append(told.doubted)
    material = Material(
        gathered,
        gone,
        no_more,
        coverage,
        view,
        SharedEars() if shared is None else shared,
        [each.report for each in known.reports if each.is_only_words],
        overhear,
    )
    return _judge(promise, material)


def _trusted(reports: Sequence[Told], coverage: Coverage) -> Sequence[Told]:
    """Mark the reports of sources that are trusted in free text."""
    trusted = {source.id for source in coverage.sources if source.trust_text}
    if not trusted:
        return reports
    return [
        each.again(replace(each.report, trust_text=True)) if each.report.source in trusted else each
        for each in reports
    ]


def _judge(promise: Promise, material: Material) -> Judgement:
    if promise.steps:
        return judge_steps(promise, material, _judge)
    parts = [_judge_reading(promise, reading, material, "") for reading in promise.readings]
    verdicts = tuple(part.verdict for part in parts)
    return Judgement(headline(verdicts), verdicts if len(verdicts) > 1 else (), _instances(parts))


def _judge_reading(promise: Promise, reading: Reading, material: Material, instance: str) -> Part:
    """Judge one reading: as it stands, or by its triggers, or period by period."""
    if promise.trigger is not None:
        return _conditional(promise, reading, material)
    if promise.kind is Kind.RECUR:
        return series_of(promise, reading, material, instance)
    ears = material.ears(promise, reading)
    moved = amended(promise, reading, material.view)
    docket = Docket(moved, ruling_in_force(promise, material.view, instance, reading.name))
    return Part(judge_single(promise, moved.reading, material, ears, docket, instance))


def _conditional(promise: Promise, reading: Reading, material: Material) -> Part:
    """Judge one instance per trigger; without any the promise is dormant."""
    ruling = ruling_in_force(promise, material.view, "", reading.name)
    ears = material.ears(promise, reading)
    triggered = instances_of_triggers(promise, reading, material, ears)
    if not triggered:
        docket = Docket(amended(promise, reading, material.view), ruling, dormant=True)
        return Part(judge_single(promise, reading, material, ears, docket))
    instances: list[Verdict] = []
    parts: list[Verdict] = []
    for each in triggered:
        if each.gone is not None:
            own = ruling_in_force(promise, material.view, each.name, reading.name)
            docket = Docket(amended(promise, each.reading, material.view), own, gone=each.gone)
            part = Part(judge_single(promise, each.reading, material, ears, docket, each.name))
        else:
            part = _judge_reading(_triggered(promise, each), each.reading, material, each.name)
        parts.append(part.verdict)
        instances += [part.verdict, *part.instances]
    return Part(whole_of_instances(promise, reading, material, parts, ruling), tuple(instances))


def _triggered(promise: Promise, instance: Triggered) -> Promise:
    """Return the promise as one trigger opened it: a date moved before that was the date of another instance."""
    opened = instance.reading.opens
    theirs = promise.trigger is not None and promise.trigger.when is not None
    amendments = tuple(
        each for each in promise.amendments if each.amount or not theirs or each.announced >= opened
    )
    return replace(promise, trigger=None, amendments=amendments)


def _instances(parts: Sequence[Part]) -> tuple[Verdict, ...]:
    """Put the readings' instances side by side: each instance has a headline and, of several readings, each."""
    if len(parts) == 1:
        alone = parts[0].instances
        return tuple([each if each.reading is None else each._replace(reading=None) for each in alone])
    by_name: dict[str, list[Verdict]] = {}
    for part in parts:
        for verdict in part.instances:
            by_name.setdefault(verdict.instance, []).append(verdict)
    rows: list[Verdict] = []
    for name in sorted(by_name):
        rows += [headline(by_name[name])._replace(instance=name), *by_name[name]]
    return tuple(rows)


__all__ = ["joined", "judge"]

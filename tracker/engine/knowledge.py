"""What may be used at a view of time: the versions known, less what was retracted or corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from tracker.domain.promises import Names
from tracker.domain.reports import Report, ReportVersion
from tracker.domain.verdicts import Basis, SetAside, View
from tracker.engine.correcting import corrected
from tracker.engine.retracting import retracted
from tracker.engine.told import Told, told_all


class Known(NamedTuple):
    """The reports in force at a view, in natural order of id, and what was taken out of force and why."""

    reports: Sequence[Told]
    set_aside: tuple[SetAside, ...]
    told: Sequence[Told]
    """Every known report as it was told, before anything was corrected."""


_NOTHING = Known((), (), ())


def known_at(versions: Sequence[ReportVersion], view: View, names: Names) -> Known:
    """Choose the newest known version of each report, then let retractions and corrections take effect."""
    if not versions:
        return _NOTHING
    newest: dict[str, ReportVersion] = {}
    known_by, by_recording = view.known, view.basis is Basis.RECORDED
    for version in versions:
        report = version.report
        if known_by is not None and version.recorded > known_by and (by_recording or report.published > known_by):
            continue
        held = newest.get(report.id)
        if held is None or _order(version) > _order(held):
            newest[report.id] = version
    reports = [
        version.report if version.report.published <= version.recorded else as_published(version)
        for version in newest.values()
    ]
    told = sorted(told_all(reports, names), key=_place)
    if not any(map(_acts_on_others, told)):
        return Known(told, (), told)
    return _in_force(told, names)


def _in_force(told: Sequence[Told], names: Names) -> Known:
    by_id = {each.report.id: each for each in told}
    reports = {key: each.report for key, each in by_id.items()}
    undone = retracted(reports)
    live = {key: report for key, report in reports.items() if key not in undone}
    in_force, gone = corrected(live, names)
    set_aside = [SetAside(key, f"retracted by {by}") for key, by in sorted(undone.items())]
    set_aside += [SetAside(key, f"corrected by {by}") for key, by in sorted(gone.items())]
    left = [by_id[key] if report is reports[key] else by_id[key].again(report) for key, report in in_force.items()]
    return Known(left, tuple(set_aside), told)


_place, _acts_on_others = attrgetter("place"), attrgetter("acts_on_others")


def is_known(version: ReportVersion, view: View) -> bool:
    """Say whether a version may be used at a view: recorded or published by then, or anything in hindsight."""
    known_from = version.recorded if view.basis is Basis.RECORDED else _published(version)
    return view.known is None or known_from <= view.known


def as_published(version: ReportVersion) -> Report:
    """Return what a version says; a publication after its recording is set back to that, which is noted."""
    report = version.report
    if report.published <= version.recorded:
        return report
    return replace(report, published=version.recorded, stated=report.stated or report.published)


def _published(version: ReportVersion) -> datetime:
    return min(version.report.published, version.recorded)


def _order(version: ReportVersion) -> tuple[int, int, datetime]:
    return version.seq, version.number, version.recorded

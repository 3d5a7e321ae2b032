"""What may be used at a view of time: the versions known, less what was retracted or corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from tracker.domain.promises import Names
from tracker.domain.reports import Report, ReportVersion
from tracker.domain.verdicts import Basis, SetAside, View
from tracker.engine.correcting import corrected
from tracker.engine.natural import natural
from tracker.engine.retracting import retracted


@dataclass(frozen=True, slots=True)
class Known:
    """The reports in force at a view, in natural order of id, and what was taken out of force and why."""

    reports: tuple[Report, ...]
    set_aside: tuple[SetAside, ...]
    told: Mapping[str, Report]
    """Every known report by id as it was told, before anything was corrected."""
    places: Mapping[str, int]
    """The place of each id in natural order; ids that are alike in it, as R2 and R02, share theirs."""


_NOTHING = Known((), (), {}, {})


def known_at(versions: Sequence[ReportVersion], view: View, names: Names) -> Known:
    """Choose the newest known version of each report, then let retractions and corrections take effect."""
    newest: dict[str, ReportVersion] = {}
    known_by, by_recording = view.known, view.basis is Basis.RECORDED
    for version in versions:
        if known_by is not None and (version.recorded if by_recording else version.report.published) > known_by:
            continue
        held = newest.get(version.report.id)
        if held is None or _order(version) > _order(held):
            newest[version.report.id] = version
    if not newest:
        return _NOTHING
    places = _places(newest)
    reports = {key: newest[key].report for key in places}
    undone = retracted(reports)
    live = {key: report for key, report in reports.items() if key not in undone}
    in_force, gone = corrected(live, names)
    set_aside = [SetAside(key, f"retracted by {by}") for key, by in sorted(undone.items())]
    set_aside += [SetAside(key, f"corrected by {by}") for key, by in sorted(gone.items())]
    return Known(tuple(in_force.values()), tuple(set_aside), reports, places)


def _places(ids: Iterable[str]) -> dict[str, int]:
    """Return the ids in natural order, each with its place in it."""
    keys = {each: natural(each) for each in ids}
    places: dict[str, int] = {}
    place, last = 0, None
    for each, key in sorted(keys.items(), key=itemgetter(1)):
        place += key != last
        places[each], last = place, key
    return places


def is_known(version: ReportVersion, view: View) -> bool:
    """Say whether a version may be used at a view: recorded or published by then, or anything in hindsight."""
    known_from = version.recorded if view.basis is Basis.RECORDED else version.report.published
    return view.known is None or known_from <= view.known


def _order(version: ReportVersion) -> tuple[int, int, datetime]:
    return version.seq, version.number, version.recorded

"""What may be used at a view of time: the versions known, less what was retracted or corrected."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from tracker.domain.reports import Fact, Report, ReportVersion
from tracker.domain.verdicts import Basis, SetAside, View


@dataclass(frozen=True, slots=True)
class Known:
    """The reports in force at a view, in natural order of id, and what was taken out of force and why."""

    reports: tuple[Report, ...]
    set_aside: tuple[SetAside, ...]
    told: Mapping[str, Report]
    """Every known report by id as it was told, before anything was corrected."""


_NOTHING = Known((), (), {})


_PARTS = re.compile(r"([0-9]+)|([^0-9]+)")


@lru_cache(maxsize=65_536)
def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key in which R2 comes before R10."""
    return tuple([(0, int(digits), "") if digits else (1, 0, words) for digits, words in _PARTS.findall(text)])


def known_at(versions: Sequence[ReportVersion], view: View) -> Known:
    """Choose the newest known version of each report, then let retractions and corrections take effect."""
    newest: dict[str, ReportVersion] = {}
    if not versions:
        return _NOTHING
    for version in versions:
        if view.known is not None and _known_from(version, view.basis) > view.known:
            continue
        held = newest.get(version.report.id)
        if held is None or _order(version) > _order(held):
            newest[version.report.id] = version
    if not newest:
        return _NOTHING
    reports = {key: newest[key].report for key in sorted(newest, key=natural)}
    retracted = _retracted(reports)
    live = {key: report for key, report in reports.items() if key not in retracted}
    corrected, gone = _corrected(live)
    set_aside = [SetAside(key, f"retracted by {by}") for key, by in sorted(retracted.items())]
    set_aside += [SetAside(key, f"corrected by {by}") for key, by in sorted(gone.items())]
    return Known(tuple(corrected.values()), tuple(set_aside), reports)


def _known_from(version: ReportVersion, basis: Basis) -> datetime:
    return version.recorded if basis is Basis.RECORDED else version.report.published


def _order(version: ReportVersion) -> tuple[int, int, datetime]:
    return version.seq, version.number, version.recorded


def _may_act_on(actor: Report, target: Report) -> bool:
    """No feed can retract or correct another's report: only the same source or an analyst's hand."""
    return actor.by_hand or actor.source == target.source


def _retracted(reports: Mapping[str, Report]) -> dict[str, str]:
    """Return retracted report ids, copies included, with the id that retracted them.

    A retraction that was itself retracted has no force.
    """
    aimed: dict[str, list[Report]] = {}
    for report in reports.values():
        for target in report.retracts:
            if target in reports and target != report.id and _may_act_on(report, reports[target]):
                aimed.setdefault(target, []).append(report)
    if not aimed:
        return {}
    settled: dict[str, str | None] = {}

    def retracted_by(key: str, path: tuple[str, ...]) -> str | None:
        if key in settled:
            return settled[key]
        if key in path:  # a ring of retractions: none of them can be trusted to undo another
            return None
        for actor in aimed.get(key, ()):
            if retracted_by(actor.id, (*path, key)) is None:
                settled[key] = actor.id
                return actor.id
        settled[key] = None
        return None

    direct = {key: by for key in aimed if (by := retracted_by(key, ())) is not None}
    return _with_copies(direct, reports)


def _with_copies(direct: Mapping[str, str], reports: Mapping[str, Report]) -> dict[str, str]:
    """Extend a marking of reports to everything that tells the same observation after them."""
    copies: dict[str, list[str]] = {}
    for report in reports.values():
        for original in report.copy_of:
            copies.setdefault(original, []).append(report.id)
    reached = dict(direct)
    waiting = list(direct)
    while waiting:
        key = waiting.pop()
        for copy in copies.get(key, ()):
            if copy not in reached and copy != reached[key]:
                reached[copy] = reached[key]
                waiting.append(copy)
    return reached


def _corrected(reports: Mapping[str, Report]) -> tuple[dict[str, Report], dict[str, str]]:
    """Replace corrected facts: of the same indicator or event and time, or all if there is none such."""
    current = dict(reports)
    gone: dict[str, str] = {}
    for report in reports.values():
        for target in report.corrects:
            if target not in reports or target == report.id or not _may_act_on(report, reports[target]):
                continue
            touched = _with_copies(
                dict.fromkeys([target, *_replaced_before(report, target, reports)], report.id), reports
            )
            for key in touched:
                if key == report.id:
                    continue
                kept = _facts_left(current[key].facts, report.facts)
                if kept != current[key].facts:
                    current[key] = replace(current[key], facts=kept)
                    gone[key] = report.id
    return current, gone


def _replaced_before(report: Report, target: str, reports: Mapping[str, Report]) -> list[str]:
    """Return earlier corrections of the same report: the latest of several is the one in force."""
    return [
        other.id
        for other in reports.values()
        if target in other.corrects
        and (other.published, natural(other.id)) < (report.published, natural(report.id))
        and _may_act_on(report, other)
    ]


def _facts_left(old: Sequence[Fact], new: Sequence[Fact]) -> tuple[Fact, ...]:
    replaced = {_subject(fact) for fact in new}
    left = tuple(fact for fact in old if _subject(fact) not in replaced)
    return left if len(left) < len(old) else ()


def _subject(fact: Fact) -> tuple[object, ...]:
    return fact.indicator, fact.event, fact.occurred.start, fact.occurred.end

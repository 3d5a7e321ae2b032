"""Which reports may be used at a view, and which of their facts still stand after corrections and retractions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.domain.folding import canonical
from tracker.domain.promises import Names
from tracker.domain.reports import Fact, Report, ReportVersion
from tracker.domain.verdicts import Basis, View


def usable_reports(versions: Sequence[ReportVersion], view: View, names: Names) -> list[Report]:
    """Return what each report said by the view's knowledge, without what was retracted or corrected."""
    told = newest_known(versions, view)
    standing = [report for report in told if not _is_retracted(report, told)]
    left = [_what_is_left(report, standing, names) for report in standing]
    still_says = {report.id for report in left if report.facts}
    return [_in_the_place_of(report, standing, still_says) for report in left]


def newest_known(versions: Sequence[ReportVersion], view: View) -> list[Report]:
    """Return the newest known version of each report."""
    newest: dict[str, ReportVersion] = {}
    for version in versions:
        held = newest.get(version.report.id)
        if _is_known(version, view) and (held is None or (version.seq, version.number) > (held.seq, held.number)):
            newest[version.report.id] = version
    return [_as_published(newest[key]) for key in sorted(newest)]


def _as_published(version: ReportVersion) -> Report:
    """Return what a version says: nobody publishes after we have read it."""
    return replace(version.report, published=min(version.report.published, version.recorded))


def _is_known(version: ReportVersion, view: View) -> bool:
    if view.known is None:
        return True
    when = version.recorded if view.basis is Basis.RECORDED else _as_published(version).published
    return when <= view.known


def _may_touch(hand: Report, target: Report) -> bool:
    """Say whether a report may correct or retract another: its own source, or an analyst."""
    return hand.by_hand or hand.source == target.source


def copies_of(target: Report, told: Sequence[Report]) -> list[Report]:
    """Return the report and all that retell it, at any remove."""
    found = [target]
    for held in found:
        found += [other for other in told if held.id in other.copy_of and other not in found]
    return found


def _originals(report: Report, told: Sequence[Report]) -> list[Report]:
    """Return the reports that this one retells, itself among them."""
    return [other for other in told if report in copies_of(other, told)]


def _is_retracted(report: Report, told: Sequence[Report]) -> bool:
    """Say whether a report that stands itself took it, or what it retells, back."""
    for target in _originals(report, told):
        for hand in told:
            takes = target.id in hand.retracts and _may_touch(hand, target) and hand is not target
            if takes and not _is_retracted(hand, told):
                return True
    return False


def _what_is_left(report: Report, standing: Sequence[Report], names: Names) -> Report:
    """Return the report without the facts that corrections have replaced."""
    gone = [
        fact
        for hand in standing
        for target in standing
        if target.id in hand.corrects and target is not hand and _may_touch(hand, target)
        if hand is not report and report in _put_right(hand, target, standing)
        for fact in _replaced(report, hand, target, standing, names)
    ]
    return replace(report, facts=tuple(fact for fact in report.facts if fact not in gone))


def _in_the_place_of(report: Report, standing: Sequence[Report], still_says: set[str]) -> Report:
    """Let a correction be a copy of what the corrected report copied, and a witness of what that witnessed."""
    stood: list[Report] = []
    waiting = [report]
    while waiting:
        hand = waiting.pop()
        for target in standing:
            if target.id in hand.corrects and target is not hand and _may_touch(hand, target):
                news = [one for one in _roots(hand, target, standing) if one not in stood and one.id != report.id]
                stood += news
                waiting += news
    if not stood:
        return report
    witnesses = {key for one in standing if one.same_event for key in (one.id, *one.same_event)}
    copy_of = [key for one in stood for key in one.copy_of]
    seen = [key for one in stood if one.id in witnesses for key in (one.id, *one.same_event)]
    replaced = {one.id for one in stood}
    same_event = [key for key in seen if key not in replaced or key not in still_says]
    return replace(
        report,
        copy_of=tuple(dict.fromkeys(key for key in (*report.copy_of, *copy_of) if key != report.id)),
        same_event=tuple(dict.fromkeys(key for key in (*report.same_event, *same_event) if key != report.id)),
    )


def _roots(hand: Report, target: Report, standing: Sequence[Report]) -> list[Report]:
    """Return what a correction corrects: its target, and earlier corrections of that."""
    earlier = [
        other
        for other in standing
        if target.id in other.corrects
        and (other.published, natural(other.id)) < (hand.published, natural(hand.id))
        and _may_touch(hand, other)
    ]
    return [target, *earlier]


def _put_right(hand: Report, target: Report, standing: Sequence[Report]) -> list[Report]:
    """Return what a correction puts right: what it corrects, and copies of it all."""
    return [copy for root in _roots(hand, target, standing) for copy in copies_of(root, standing)]


def _replaced(
    report: Report, hand: Report, target: Report, standing: Sequence[Report], names: Names
) -> list[Fact]:
    """Return the facts of the same indicator or event and time as one of the correction's.

    Where what it corrects has none such, all. A copy that dates the same matter otherwise loses it too.
    """
    corrected = [fact for root in _roots(hand, target, standing) for fact in root.facts]
    if not any(_same_matter(fact, new, names) for fact in corrected for new in hand.facts):
        return list(report.facts)
    gone = []
    for fact in report.facts:
        matters = [new for new in hand.facts if subject(new, names) == subject(fact, names)]
        exact = any(_same_matter(fact, new, names) for new in matters)
        alike = [other for other in report.facts if subject(other, names) == subject(fact, names)]
        dated_otherwise = not any(_same_matter(other, new, names) for other in alike for new in hand.facts)
        if exact or (matters and dated_otherwise and report is not target):
            gone.append(fact)
    return gone


def _same_matter(old: Fact, new: Fact, names: Names) -> bool:
    same_time = (old.occurred.start, old.occurred.end) == (new.occurred.start, new.occurred.end)
    return subject(old, names) == subject(new, names) and same_time


def natural(key: str) -> list[tuple[int, int, str]]:
    """Return a key that sorts r2 before r10."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", key) if part]


def subject(fact: Fact, names: Names) -> tuple[str, str]:
    """Return what a fact is about: its indicator, else its event."""
    if fact.indicator is not None:
        return "indicator", canonical(names, "indicator", fact.indicator)
    return "event", canonical(names, "event", fact.event or "")

"""Corrections: which facts a correction replaces, and what it takes over from the report it corrects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.domain.folding import canonical
from tracker.domain.promises import Names
from tracker.domain.reports import Fact, Join, Report
from tracker.engine.natural import natural
from tracker.engine.near.agreeing import disagreement
from tracker.engine.retracting import may_act_on, with_copies

_Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Correction:
    """One report that corrects; the roots are its target and earlier corrections of that, copies follow."""

    by: Report
    roots: tuple[str, ...]


def corrected(reports: Mapping[str, Report], names: Names) -> tuple[dict[str, Report], dict[str, str]]:
    """Return the reports with corrected facts replaced, and each report that lost some with who took them.

    Of the same indicator or event and time, or all if the account has none such.
    """
    corrections = list(_corrections(reports))
    if not corrections:
        return dict(reports), {}
    current = dict(reports)
    gone: dict[str, str] = {}
    for each in corrections:
        for key, facts in _facts_left(each, reports, current, names).items():
            current[key] = replace(current[key], facts=facts)
            gone[key] = each.by.id
    _take_places(corrections, current, names)
    return current, gone


def _corrections(reports: Mapping[str, Report]) -> Iterable[_Correction]:
    for report in reports.values():
        for target in report.corrects:
            if target in reports and target != report.id and may_act_on(report, reports[target]):
                yield _Correction(report, (target, *_replaced_before(report, target, reports)))


def _replaced_before(report: Report, target: str, reports: Mapping[str, Report]) -> Iterable[str]:
    """Yield earlier corrections of the same report: the latest of several is the one in force."""
    for other in reports.values():
        if (
            target in other.corrects
            and (other.published, natural(other.id)) < (report.published, natural(report.id))
            and may_act_on(report, other)
        ):
            yield other.id


def _facts_left(
    correction: _Correction, reports: Mapping[str, Report], current: Mapping[str, Report], names: Names
) -> dict[str, tuple[Fact, ...]]:
    """Return what is left of each report of the account that loses facts.

    A copy, or an earlier correction, that dates the same thing otherwise loses it too.
    """
    exact = {(_name(fact, names), _time(fact)) for fact in correction.by.facts}
    named = {name for name, _ in exact}
    told = [fact for root in correction.roots for fact in reports[root].facts]
    replaces_all = not any((_name(fact, names), _time(fact)) in exact for fact in told)
    left: dict[str, tuple[Fact, ...]] = {}
    roots = dict.fromkeys(correction.roots, correction.by.id)
    for key in with_copies(roots, reports, joined=correction.by.by_hand):
        if key == correction.by.id:
            continue
        facts = current[key].facts
        dated_alike = {name for fact in reports[key].facts if ((name := _name(fact, names)), _time(fact)) in exact}
        loosely = frozenset() if key == correction.roots[0] else named - dated_alike
        stay = tuple(
            fact
            for fact in facts
            if not replaces_all
            and (_name(fact, names), _time(fact)) not in exact
            and _name(fact, names) not in loosely
        )
        if stay != facts:
            left[key] = stay
    return left


def _take_places(corrections: Sequence[_Correction], current: dict[str, Report], names: Names) -> None:
    """Let each correction stand where the corrected report stood: the same observation, the same occurrence.

    Otherwise a corrected copy would be one more origin, and a corrected witness one more occurrence.
    """
    told = dict(current)
    witnesses = {link for report in told.values() if report.same_event for link in (report.id, *report.same_event)}
    corrects: dict[str, list[str]] = {}
    for each in corrections:
        corrects.setdefault(each.by.id, []).extend(each.roots)
    for report_id in corrects:
        report, stood = told[report_id], _stood_before(report_id, corrects)
        copy_of = (link for key in stood for link in told[key].copy_of)
        seen = (link for key in stood if key in witnesses for link in (key, *told[key].same_event))
        same_event = (link for link in seen if link not in stood or not told[link].facts)
        current[report_id] = replace(
            report,
            copy_of=_links((*report.copy_of, *copy_of), report_id),
            same_event=_links((*report.same_event, *same_event), report_id),
            joined=(*report.joined, *_still_alike(report, stood, told, names)),
        )


def _still_alike(report: Report, stood: Sequence[str], told: Mapping[str, Report], names: Names) -> Iterable[Join]:
    """Yield the joins of what it corrects, except with those who still tell what it no longer says."""
    for key in stood:
        for join in told[key].joined:
            other = told.get(join.report)
            if other is not None and other.id != report.id and disagreement(report, other, names) is None:
                yield join


def _stood_before(report_id: str, corrects: Mapping[str, Sequence[str]]) -> list[str]:
    """Return every report that this one corrects, by however many steps."""
    found: dict[str, None] = {}
    waiting = [report_id]
    while waiting:
        for root in corrects.get(waiting.pop(), ()):
            if root not in found and root != report_id:
                found[root] = None
                waiting.append(root)
    return list(found)


def _links(links: Iterable[str], report_id: str) -> tuple[str, ...]:
    return tuple(link for link in dict.fromkeys(links) if link != report_id)


def _name(fact: Fact, names: Names) -> _Name:
    if fact.indicator:
        return "indicator", canonical(names, "indicator", fact.indicator)
    return "event", canonical(names, "event", fact.event or "")


def _time(fact: Fact) -> tuple[object, object]:
    return fact.occurred.start, fact.occurred.end

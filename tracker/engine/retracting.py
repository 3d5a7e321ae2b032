"""Retractions: which reports have lost all weight, and what tells the same observation after them."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from tracker.domain.reports import Report


def may_act_on(actor: Report, target: Report) -> bool:
    """No feed can retract or correct another's report: only the same source or an analyst's hand."""
    return actor.by_hand or actor.source == target.source


def retracted(reports: Mapping[str, Report]) -> dict[str, str]:
    """Return retracted report ids, copies included, with the id that retracted them.

    A retraction that was itself retracted has no force, and in a ring of them none has.
    """
    aimed: dict[str, list[str]] = {}
    for report in reports.values():
        for target in report.retracts:
            if target in reports and target != report.id and may_act_on(report, reports[target]):
                aimed.setdefault(target, []).append(report.id)
    if not aimed:
        return {}
    in_force = _in_force(aimed)
    direct = {
        key: next(actor for actor in actors if in_force.get(actor))
        for key, actors in aimed.items()
        if in_force.get(key) is False
    }
    return with_copies(direct, reports)


def _in_force(aimed: Mapping[str, Sequence[str]]) -> dict[str, bool]:
    """Return of each report, as far as it can be settled, whether it is in force.

    Whatever nobody retracts is; what something in force retracts is not; a ring settles nothing.
    """
    aims: dict[str, list[str]] = {}
    for target, actors in aimed.items():
        for actor in actors:
            aims.setdefault(actor, []).append(target)
    in_force = {actor: True for actor in aims if actor not in aimed}
    open_for = {target: len(actors) for target, actors in aimed.items()}
    waiting = deque(in_force)
    while waiting:
        actor = waiting.popleft()
        for target in aims.get(actor, ()):
            open_for[target] -= 1
            if target not in in_force and (in_force[actor] or not open_for[target]):
                in_force[target] = not in_force[actor]
                waiting.append(target)
    return in_force


def with_copies(direct: Mapping[str, str], reports: Mapping[str, Report]) -> dict[str, str]:
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

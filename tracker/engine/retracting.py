"""Retractions: which reports have lost all weight, and what tells the same observation after them."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence

from tracker.domain.reports import Report


def may_act_on(actor: Report, target: Report) -> bool:
    """No feed can retract or correct another's report: only the same source or an analyst's hand."""
    return actor.by_hand or actor.source == target.source


def retracted(reports: Mapping[str, Report]) -> dict[str, str]:
    """Return retracted report ids, copies included, with the id that retracted them.

    A retraction that was itself retracted has no force, be it as the copy of something else. Nor has one in a ring
    of retractions: none of them can be trusted to undo another.
    """
    copies = copies_of(reports)
    by_hand = copies_of(reports, joined=True)
    aims = {
        key: reached
        for key, report in reports.items()
        if (reached := _taken_by(report, reports, by_hand if report.by_hand else copies))
    }
    doubts = Counter(target for reached in aims.values() for target in reached)
    gone: dict[str, str] = {}
    in_force = deque(key for key in aims if not doubts[key])
    while in_force:
        actor = in_force.popleft()
        for target in aims[actor]:
            if target in gone:
                continue
            gone[target] = actor
            for freed in aims.get(target, ()):
                doubts[freed] -= 1
                if not doubts[freed] and freed in aims and freed not in gone:
                    in_force.append(freed)
    return gone


def _taken_by(
    actor: Report, reports: Mapping[str, Report], copies: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """Return what a retraction takes away if it has force: its targets with their copies, itself apart."""
    direct = {
        target: actor.id
        for target in actor.retracts
        if target in reports and target != actor.id and may_act_on(actor, reports[target])
    }
    return tuple(_reached(direct, copies)) if direct else ()


def copies_of(reports: Mapping[str, Report], *, joined: bool = False) -> dict[str, list[str]]:
    """Return the reports that copy each report; those that were only found to be copies if `joined` is asked for.

    What a feed takes back must not reach a report of another that never called itself a copy: to be published
    with an earlier date and the words of another would suffice to silence it. An analyst's hand reaches them.
    """
    copies: dict[str, list[str]] = {}
    for report in reports.values():
        found = (join.report for join in report.joined if joined and join.is_copy) if report.joined else ()
        for original in dict.fromkeys((*report.copy_of, *found)):
            copies.setdefault(original, []).append(report.id)
    return copies


def with_copies(
    direct: Mapping[str, str], reports: Mapping[str, Report], *, joined: bool = False
) -> dict[str, str]:
    """Extend a marking of reports to everything that tells the same observation after them; see `copies_of`."""
    return _reached(direct, copies_of(reports, joined=joined))


def _reached(direct: Mapping[str, str], copies: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Extend a marking of reports to everything that tells the same observation after them."""
    reached = dict(direct)
    waiting = list(direct)
    while waiting:
        key = waiting.pop()
        for copy in copies.get(key, ()):
            if copy not in reached and copy != reached[key]:
                reached[copy] = reached[key]
                waiting.append(copy)
    return reached

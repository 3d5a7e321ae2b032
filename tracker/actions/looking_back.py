"""Looking back: a promise judged through a stretch of time, with the alerts that would have been."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.actions.replaying import Cause, Moment, replay
from tracker.actions.transitions import Told, why_part_told, why_told
from tracker.domain.alerts import Why
from tracker.domain.coverage import Coverage
from tracker.domain.instants import Span
from tracker.domain.promises import Names, Promise
from tracker.domain.reports import ReportVersion
from tracker.domain.statuses import ALARMS, Status
from tracker.domain.verdicts import Basis, Judgement, Verdict, View
from tracker.engine.judging import judge
from tracker.engine.knowledge import as_published
from tracker.engine.most_telling import MOST_TELLING
from tracker.engine.standing_parts import TAKEN_BACK, in_messages, no_longer_part, parts_of, spoken_for

Lens = Callable[[datetime], View]
"""Which view an instant of the past is judged by: as known then by either clock, or with hindsight."""


@dataclass(frozen=True, slots=True)
class Change:
    """A headline, reading or instance that changed its status or an alarm flag, at `verdict.at`.

    `old` is None where it stood so from the start of the stretch, or came into being; `alert` says why people
    would have been told, None where they would not.
    """

    promise: Promise
    verdict: Verdict
    old: Status | None
    alert: Why | None
    is_beside: bool = False
    """Whether the message that tells of another change of the promise would have named this one beside it."""


_Which = tuple[str, str | None]


def look_back(
    promise: Promise, reports: Sequence[ReportVersion], coverage: Coverage, names: Names, lens: Lens, stretch: Span
) -> tuple[Change, ...]:
    """Judge a promise at every instant of the stretch that could change it, and return what changed.

    The first judgement, at the stretch's start, is a baseline: nobody would have been told of it. After it come
    the boundaries, and the instants at which a report or a span of listening became known or ended: between them
    time alone changes nothing.
    """

    def judge_at(at: datetime) -> Judgement:
        return judge(promise, reports, coverage, lens(at), names)

    view = lens(stretch.end)
    news = {*_reports_come_in(reports, view), *_listening_changes(coverage)}
    inside = {each for each in news if stretch.start < each <= stretch.end}
    return tuple(_changes(promise, replay(judge_at, stretch.start, inside, stretch.end)))


def _reports_come_in(reports: Sequence[ReportVersion], view: View) -> Iterator[datetime]:
    for version in reports:
        if view.known is None:
            yield from (fact.occurred.end for fact in version.report.facts)
        else:
            yield version.recorded if view.basis is Basis.RECORDED else as_published(version).published


def _listening_changes(coverage: Coverage) -> Iterator[datetime]:
    for each in coverage.spans:
        yield from (each.span.start, each.span.end)
        yield from (known for known in (each.recorded, each.revoked) if known is not None)


def _changes(promise: Promise, moments: Sequence[Moment]) -> Iterator[Change]:
    stood: dict[_Which, Told] = {}
    for number, moment in enumerate(moments):
        cause = moment.cause if number else Cause.BASELINE
        changes = list(_changed(promise, moment, stood, cause))
        yield from _one_message(changes, moment.judgement)


def _changed(promise: Promise, moment: Moment, stood: dict[_Which, Told], cause: Cause) -> Iterator[Change]:
    """Yield what is otherwise than it stood, each with why people would be told of it."""
    judgement = moment.judgement
    parts = {part.instance: part for part in parts_of(judgement)}
    of_parts = (parts.get(each.instance, each) if each.reading is None else each for each in judgement.instances)
    gone = [name for name, reading in stood if name and reading is None and name not in parts]
    lost = (no_longer_part(promise.id, name, judgement.headline.at, TAKEN_BACK) for name in gone)
    for verdict in (judgement.headline, *judgement.readings, *of_parts, *lost):
        which = (verdict.instance, verdict.reading)
        old, new = stood.get(which), Told.of(verdict)
        if old == new:
            continue
        stood[which] = new
        was = None if old is None else old.status
        alert = None
        if verdict.instance and verdict.reading is None:
            alert = why_part_told(was, verdict.status, cause, is_gone=verdict.instance in gone)
        elif verdict.reading is None and cause is not Cause.BASELINE:
            alert = why_told(was, verdict.status, cause)
        yield Change(promise, verdict, was, alert)


def _one_message(changes: Sequence[Change], judgement: Judgement) -> Iterator[Change]:
    """Yield changes of one instant as messages tell them: each by the headline, else by the worst part of it."""
    told = {each.verdict.instance: each for each in changes if each.alert is not None}
    spoken = spoken_for(judgement.headline.status, {part.instance: part.status for part in parts_of(judgement)})
    leads = {
        min(together, key=lambda name: _speaks_first(told[name], spoken))
        for together in in_messages({name: each.verdict.status for name, each in told.items()})
        if together
    }
    for each in changes:
        is_lead = each.alert is None or each.verdict.instance in leads
        yield each if is_lead else replace(each, alert=None, is_beside=True)


def _speaks_first(change: Change, spoken: Mapping[str, str]) -> tuple[bool, bool, bool, int]:
    name, status = change.verdict.instance, change.verdict.status
    return name != "", status not in ALARMS, name in spoken, MOST_TELLING.index(status)

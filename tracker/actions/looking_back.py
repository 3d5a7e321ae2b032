"""Looking back: a promise judged through a stretch of time, with the alerts that would have been."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.actions.replaying import Moment, replay
from tracker.actions.transitions import Told, why_told
from tracker.domain.alerts import Why
from tracker.domain.coverage import Coverage
from tracker.domain.instants import Span
from tracker.domain.promises import Names, Promise
from tracker.domain.reports import ReportVersion
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Basis, Judgement, Verdict, View
from tracker.engine.judging import judge
from tracker.engine.knowledge import as_published

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
    stood: dict[tuple[str, str | None], Told] = {}
    for number, moment in enumerate(moments):
        for verdict in moment.judgement.all:
            which = (verdict.instance, verdict.reading)
            old, new = stood.get(which), Told.of(verdict)
            if old == new:
                continue
            stood[which] = new
            is_told = number > 0 and which == ("", None)
            was = None if old is None else old.status
            alert = why_told(was, verdict.status, moment.cause) if is_told else None
            yield Change(promise, verdict, was, alert)

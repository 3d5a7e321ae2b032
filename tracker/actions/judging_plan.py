"""Judging one due promise: at which instants, by which version, and what is made of a promise out of force."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.actions.replaying import Cause, Moment, replay
from tracker.domain.coverage import Coverage
from tracker.domain.promises import STANDING, Names, Promise
from tracker.domain.reports import ReportVersion
from tracker.domain.statuses import Phase, Status
from tracker.domain.verdicts import Basis, Judgement, Reason, Verdict, View
from tracker.store.judged_rows import Due
from tracker.store.micros import from_micros
from tracker.store.promise_rows import Logged

Judge = Callable[[Promise, Sequence[ReportVersion], Coverage, View, Names], Judgement]


@dataclass(frozen=True, slots=True)
class Grounds:
    """Everything a batch of promises is judged by, read from one snapshot of the store."""

    judge: Judge
    names: Names
    coverage: Coverage
    now: datetime


def moments_of(due: Due, logged: Logged, reports: Sequence[ReportVersion], grounds: Grounds) -> tuple[Moment, ...]:
    """Judge one promise at every instant that counts; raises whatever the judge raises."""

    def judge_at(at: datetime) -> Judgement:
        return as_it_stood(logged, reports, grounds, at)

    now = grounds.now
    if logged.retired:
        return (Moment(now, withdrawn(logged.promise, now), Cause.RETIRED),) if due.promise_ver else ()
    if due.promise_ver == 0 or due.status == Status.VOID.value:
        return (Moment(now, judge_at(now), Cause.BASELINE),)
    if due.promise_ver != logged.ver:
        return (Moment(now, judge_at(now), Cause.RULE),)
    return replay(judge_at, from_micros(due.boundary_at), _learnt(due), now)


def as_it_stood(logged: Logged, reports: Sequence[ReportVersion], grounds: Grounds, at: datetime) -> Judgement:
    """Judge one promise at an instant, as known then."""
    view = View.as_known_then(at, Basis.RECORDED)
    return grounds.judge(logged.promise, reports, grounds.coverage, view, grounds.names)


def _learnt(due: Due) -> set[datetime]:
    """Return when something new was first and last learnt that no judgement used yet.

    Never before the last judgement: a clock that ran backwards must not replay what was judged already.
    """
    if due.dirty_at is None and due.dirty_to is None:
        return set()
    since = due.judged_at or 0
    return {from_micros(max(each, since)) for each in (due.dirty_at, due.dirty_to) if each is not None}


def withdrawn(promise: Promise, now: datetime) -> Judgement:
    """Return what stands of a promise whose rule was taken out of the files."""
    reason = Reason("retired", "its rule was taken out of the rule files, so it is no longer judged")
    return Judgement(Verdict(promise.id, Status.VOID, now, now, reason, Phase.CLOSED))


def could_listening_change(promise: Promise, judgement: Judgement) -> bool:
    """Say whether more listening from now on could change the verdict without any new report."""
    return any(_hears(promise, verdict) for verdict in judgement.all)


def _hears(promise: Promise, verdict: Verdict) -> bool:
    if verdict.status is Status.AWAITING:
        return True
    waits_for_ears = verdict.status in (Status.UNVERIFIABLE, Status.PENDING)
    return waits_for_ears and promise.kind in STANDING and verdict.phase is not Phase.CLOSED

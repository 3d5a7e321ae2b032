"""The order of decision for `achieve` (section 7), line by line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from tests.oracle.conditions import (
    AGAINST,
    FOR,
    First,
    by_amounts,
    candidates,
    combined,
    first,
    newest,
    overlap,
    some_part_is_true,
    state,
    witnesses,
)
from tests.oracle.criteria import Answer, answer, is_bounded_below
from tests.oracle.progress import deciding_progress_of, progress_of
from tests.oracle.risk import concessions, is_at_risk, risk_known_at
from tests.oracle.situation import Situation
from tracker.domain.criteria import Criterion, Reducer
from tracker.domain.instants import TICK
from tracker.domain.statuses import Status
from tracker.domain.values import Truth

REACHED_ONCE = (Reducer.HAPPENED, Reducer.COUNT, Reducer.SUM, Reducer.HIGHEST)


def decide_achieve(s: Situation) -> Status:
    """Return the status of one reading of a promise to achieve something."""
    due = s.deadline
    stretches = by_amounts(s)
    deed = _earliest(first(each, each.reading.conditions.kept_when, FOR, last=last) for each, last in stretches)
    broken = _earliest(
        first(each, each.reading.conditions.broken_when, AGAINST, measured=True, last=last)
        for each, last in stretches
    )
    if deed is not None and broken is not None:
        return _deed_against_contrary(s, deed)
    if deed is not None:
        return Status.REVERSED if _is_undone(s, deed) else _kept(s, deed)
    if broken is not None:
        verdict = _contrary_alone(s, broken)
        if verdict is not None:
            return verdict
    if due is None or s.at <= due:
        return _before_due(s)
    return _after_due(s, due)


def _earliest(found: Iterable[First | None]) -> First | None:
    return next((each for each in found if each is not None), None)


def _kept(s: Situation, deed: First) -> Status:
    return Status.KEPT if s.deadline is None or deed.when <= s.deadline else Status.KEPT_LATE


def _deed_against_contrary(s: Situation, deed: First) -> Status:
    contrary = newest(witnesses(s, s.reading.conditions.broken_when, AGAINST, firm=True))
    if deed.shares_an_instant_with(contrary):
        return Status.DISPUTED
    limit = _undone_by(s, deed)
    if contrary and limit is not None and deed.deed_end < contrary[0].end <= limit:
        return Status.REVERSED
    return Status.REVERSED if _is_undone(s, deed) else _kept(s, deed)


def _undone_by(s: Situation, deed: First) -> datetime | None:
    within = s.promise.undone_within
    return None if within is None else within.after(deed.deed_end, s.promise.tz)


def _is_undone(s: Situation, deed: First) -> bool:
    """Say whether what occurred after the deed, within `undone_within`, undid it."""
    limit = _undone_by(s, deed)
    if limit is None:
        return False
    undone = s.reading.conditions.undone_when
    if undone is not None:
        later = replace(s, since=deed.deed_end)
        return first(later, undone, AGAINST, measured=True, last=limit) is not None
    later = replace(s, since=deed.deed_end)
    if first(later, s.reading.conditions.broken_when, AGAINST, measured=True, last=limit) is not None:
        return True
    kept = s.reading.conditions.kept_when
    assert kept is not None
    for t in candidates(s, kept):
        given = state(s, kept, t, FOR)
        told_since = any(dated.end > deed.deed_end for dated in given.rests_on)
        if deed.deed_end < t <= limit and given.truth is Truth.FALSE and told_since:
            return True
    return False


def _contrary_alone(s: Situation, broken: First) -> Status | None:
    """Weigh the newest contrary account against the newest of `partly_when`."""
    contrary = newest(witnesses(s, s.reading.conditions.broken_when, AGAINST, firm=True)) or broken.completing
    partly_when = s.reading.conditions.partly_when
    partly = newest(witnesses(s, partly_when, FOR, firm=True))
    if not partly or first(s, partly_when, FOR) is None:  # too few ever showed a part
        return Status.BROKEN
    if overlap(contrary, partly):
        return Status.DISPUTED
    return Status.BROKEN if contrary[0].end > partly[0].end else None


def _before_due(s: Situation) -> Status:
    if is_amended(s):
        risk, moved = risk_known_at(s), s.dates.later_known
        if is_at_risk(s) and risk is not None and moved is not None and risk > moved:
            return Status.AT_RISK
        return Status.AMENDED
    if is_at_risk(s):
        return Status.AT_RISK
    review = s.promise.review_by
    if s.deadline is None and review is not None and s.at > review:
        return Status.REVIEW
    return Status.ON_TRACK if _is_on_track(s) else Status.PENDING


def is_amended(s: Situation) -> bool:
    """Say whether a later date was announced in time and has not passed."""
    return s.dates.later is not None and s.at <= s.dates.later


def _is_on_track(s: Situation) -> bool:
    """Say whether a part of it is done, or the newest figure is nearer the target than the baseline."""
    kept = s.reading.conditions.kept_when
    if kept is not None and some_part_is_true(s, kept, s.at):
        return True
    progress = progress_of(s)
    return progress is not None and progress.is_nearer


def _after_due(s: Situation, due: datetime) -> Status:
    if is_amended(s):
        return Status.AMENDED
    is_partly = _is_partly_kept(s)
    if _is_shortfall(s, due) or concessions(s):
        return Status.PARTLY_KEPT if is_partly else Status.BROKEN
    wait_over = s.wait_over
    assert wait_over is not None
    if s.at <= wait_over:
        return Status.AWAITING
    if is_partly:
        return Status.PARTLY_KEPT
    return _by_silence(s, due, wait_over)


def is_partly_kept_by_silence(s: Situation) -> bool:
    """Say whether `partly_when` is true and no account at all says so, nor that it fell short."""
    partly = s.reading.conditions.partly_when
    if partly is None or _has_enough_progress(s):
        return False
    said = state(s, partly, s.at, FOR)
    if said.truth is not Truth.TRUE or said.rests_on:
        return False
    due = s.dates.counts
    return not (due is not None and (_is_shortfall(s, due) or concessions(s)))


def _is_partly_kept(s: Situation) -> bool:
    """Say whether `partly_when` is true now, or measured progress reaches `partly_from`."""
    partly = s.reading.conditions.partly_when
    if partly is not None and state(s, partly, s.at, FOR).truth is Truth.TRUE:
        return True
    return _has_enough_progress(s)


def _has_enough_progress(s: Situation) -> bool:
    least = s.reading.partly_from
    if least is None:
        return False
    progress = deciding_progress_of(s, least)
    return progress is not None and progress.share >= least


def _by_silence(s: Situation, due: datetime, wait_over: datetime) -> Status:
    cannot = s.reading.conditions.cannot_verify_when
    since_due = replace(s, since=due - TICK)
    if cannot is not None and state(since_due, cannot, s.at, 0).truth is Truth.TRUE:
        return Status.UNVERIFIABLE
    if s.may_yet_hear(s.opens, wait_over):
        return Status.AWAITING
    spans = [(s.opens, due)] + ([(due, wait_over)] if wait_over > due else [])
    return Status.OVERDUE if s.listened(*spans) else Status.UNVERIFIABLE


def _is_shortfall(s: Situation, due: datetime) -> bool:
    """Say whether figures at or after due, none of them preliminary, show that the target was missed."""
    kept = s.reading.conditions.kept_when
    if kept is None:
        return False
    if s.reading.due_before is not None:
        return True
    later = replace(s, since=due - TICK)

    def figures(c: Criterion, side: int) -> Answer:
        return Answer(Truth.UNCLEAR) if _is_reached_once(c) else answer(later, c, s.at, side)

    given = combined(later, kept, FOR, figures)
    settled = given.rests_on and not any(dated.preliminary for dated in given.rests_on)
    return given.truth is Truth.FALSE and bool(settled)


def _is_reached_once(c: Criterion) -> bool:
    """Say whether a later miss proves nothing, because the level may have been reached before."""
    return c.reducer in REACHED_ONCE or (c.reducer is Reducer.LOWEST and not is_bounded_below(c))

"""Section 11: the laws, on made-up histories."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.given import NO_NAMES, NOBODY_LISTENED, judgement
from tests.engine.lengths import laws
from tests.engine.stories import (
    END,
    core_of,
    cores,
    coverages,
    heard_until,
    histories,
    instants,
    plain_histories,
    promises,
)
from tests.engine.telling import report
from tracker.domain.coverage import ASSUMED, Coverage
from tracker.domain.instants import TICK
from tracker.domain.promises import Promise
from tracker.domain.reports import Fact, Report, ReportVersion
from tracker.domain.statuses import Status
from tracker.domain.values import Qualifier, Value
from tracker.domain.verdicts import Judgement, View
from tracker.engine.judging import judge

CLOSING = {Status.KEPT, Status.KEPT_LATE, Status.PARTLY_KEPT, Status.BROKEN, Status.REVERSED}


def _judge(judged: Promise, told: list[ReportVersion], at: datetime, coverage: Coverage = ASSUMED) -> Judgement:
    return judge(judged, told, coverage, View(at, END), NO_NAMES)


# 1 incremental = batch


@laws
@given(promises, histories, coverages, instants, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(
    judged: Promise, told: list[ReportVersion], coverage: Coverage, at: datetime, chance: random.Random
) -> None:
    shuffled = [*told]
    chance.shuffle(shuffled)
    assert _judge(judged, shuffled, at, coverage) == _judge(judged, told, at, coverage)


# 2 no clock


@laws
@given(promises, histories, coverages, instants)
def test_judging_twice_gives_the_same_value(
    judged: Promise, told: list[ReportVersion], coverage: Coverage, at: datetime
) -> None:
    assert _judge(judged, told, at, coverage) == _judge(judged, told, at, coverage)


@laws
@given(promises, histories, coverages, instants, st.floats(0, 1, allow_nan=False))
def test_between_boundaries_time_alone_changes_nothing(
    judged: Promise, told: list[ReportVersion], coverage: Coverage, at: datetime, share: float
) -> None:
    so_far = heard_until(coverage, at)
    before = _judge(judged, told, at, so_far)
    boundary = before.headline.next_boundary or at + timedelta(days=400)
    assert boundary > at
    last = boundary - TICK
    for later in (at + (last - at) * share, last):
        assert cores(_judge(judged, told, later, so_far)) == cores(before)


@laws
@given(promises, histories, instants)
def test_boundaries_come_to_an_end(judged: Promise, told: list[ReportVersion], at: datetime) -> None:
    following: datetime | None = at
    for _ in range(60):
        if following is None:
            break
        following = _judge(judged, told, following).headline.next_boundary
    assert following is None


# 3 nothing unknown


@laws
@given(promises, histories, coverages, instants, instants)
def test_no_verdict_rests_on_a_version_that_was_not_known(
    judged: Promise, told: list[ReportVersion], coverage: Coverage, at: datetime, known: datetime
) -> None:
    published_by_then = [version for version in told if version.report.published <= known]
    view = View(at, known)
    assert judge(judged, told, coverage, view, NO_NAMES) == judge(
        judged, published_by_then, coverage, view, NO_NAMES
    )


@laws
@given(promises, histories, instants)
def test_hindsight_is_knowing_everything(judged: Promise, told: list[ReportVersion], at: datetime) -> None:
    hindsight = judge(judged, told, ASSUMED, View.hindsight(at), NO_NAMES)
    assert cores(hindsight) == cores(_judge(judged, told, at))


# 4 copies add no corroboration


def _rounded(fact: Fact) -> Fact:
    if fact.value is None or fact.value.qualifier is not Qualifier.EQ:
        return fact
    return replace(fact, value=Value(round(fact.value.number, -1), Qualifier.ABOUT))


@laws
@given(promises, plain_histories, instants, st.data())
def test_a_lower_ranked_copy_changes_no_verdict(
    judged: Promise, told: list[ReportVersion], at: datetime, data: st.DataObject
) -> None:
    original = data.draw(st.sampled_from(told)).report
    facts = original.facts if data.draw(st.booleans()) else tuple(map(_rounded, original.facts))
    copy = report(
        "z-copy",
        *facts,
        source="tabloid",
        origin=data.draw(st.sampled_from((None, "somebody else"))),
        published=END - timedelta(days=1),
        copy_of=[original.id],
    )
    assert cores(_judge(judged, [*told, copy], at)) == cores(_judge(judged, told, at))


# 5 a retraction is an undo


def _with_its_copies(original: Report, told: list[ReportVersion]) -> set[str]:
    taken = {original.id}
    for version in told:  # a copy comes after what it copies
        if taken & set(version.report.copy_of):
            taken.add(version.report.id)
    return taken


@laws
@given(promises, plain_histories, coverages, instants, st.data())
def test_after_a_retraction_verdicts_are_those_without_the_account(
    judged: Promise, told: list[ReportVersion], coverage: Coverage, at: datetime, data: st.DataObject
) -> None:
    original = data.draw(st.sampled_from(told)).report
    by_hand = data.draw(st.booleans())
    undoing = report(
        "z-retraction",
        source="desk" if by_hand else original.source,
        published=END - timedelta(days=1),
        retracts=[original.id],
        by_hand=by_hand,
    )
    taken = _with_its_copies(original, told)
    without = [version for version in told if version.report.id not in taken]
    retracted = cores(_judge(judged, [*told, undoing], at, coverage))
    never_told = cores(_judge(judged, without, at, coverage))
    assert [_without_evidence(core) for core in retracted] == [_without_evidence(core) for core in never_told]


def _without_evidence(core: tuple[object, ...]) -> tuple[object, ...]:
    """Leave out whether there is evidence that cannot tell: what was retracted is still shown as set aside."""
    return core[:5] + core[6:]


@laws
@given(promises, histories, instants, st.data())
def test_a_feed_changes_nothing_by_retracting_anothers_reports(
    judged: Promise, told: list[ReportVersion], at: datetime, data: st.DataObject
) -> None:
    targets = sorted({version.report.id for version in told}) or ["nothing"]
    hostile = report(
        "z-hostile",
        source="hostile",
        published="2016-03-01",
        retracts=targets,
        corrects=[data.draw(st.sampled_from(targets))],
    )
    assert cores(_judge(judged, [*told, hostile], at)) == cores(_judge(judged, told, at))


# 6 silence of the sensors


@laws
@given(promises, histories, instants)
def test_silence_of_the_sensors_never_makes_overdue_broken_or_kept(
    judged: Promise, told: list[ReportVersion], at: datetime
) -> None:
    for verdict in _judge(judged, told, at, NOBODY_LISTENED).all:
        assert verdict.status is not Status.OVERDUE
        if verdict.status in CLOSING:
            assert verdict.deciding


@laws
@given(promises, instants)
def test_without_reports_deaf_sensors_decide_nothing(judged: Promise, at: datetime) -> None:
    for verdict in _judge(judged, [], at, NOBODY_LISTENED).all:
        assert verdict.status not in CLOSING | {Status.OVERDUE}


# what else must always hold


@laws
@given(promises, histories, coverages, instants)
def test_every_verdict_can_be_explained(
    judged: Promise, told: list[ReportVersion], coverage: Coverage, at: datetime
) -> None:
    ids = {version.report.id for version in told}
    for verdict in _judge(judged, told, at, coverage).all:
        assert verdict.reason.text
        assert set(verdict.deciding) <= ids
        assert {entry.report for entry in verdict.set_aside} <= ids
        assert all(entry.why for entry in verdict.set_aside)


@laws
@given(promises, histories, coverages, instants)
def test_silence_is_never_worded_as_broken(
    judged: Promise, told: list[ReportVersion], coverage: Coverage, at: datetime
) -> None:
    for verdict in _judge(judged, told, at, coverage).all:
        if verdict.status in (Status.BROKEN, Status.REVERSED):
            assert verdict.deciding


@laws
@given(promises, histories, instants)
def test_known_now_agrees_with_known_then_once_everything_is_known(
    judged: Promise, told: list[ReportVersion], at: datetime
) -> None:
    late = max([at, *(version.report.published for version in told)])
    then = judgement(judged, *told, at=late)
    now = _judge(judged, told, late)
    assert [core_of(verdict) for verdict in then.all] == [core_of(verdict) for verdict in now.all]

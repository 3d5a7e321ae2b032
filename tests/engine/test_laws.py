"""Section 11: the laws of time and knowledge (1 to 3), on made-up promises, histories and listening."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.given import NO_NAMES
from tests.engine.lengths import laws
from tests.engine.made_coverage import coverages, heard_until
from tests.engine.made_reports import END, histories, instants
from tests.engine.stories import all_said, differing, promises
from tracker.domain.coverage import ASSUMED, Coverage
from tracker.domain.instants import TICK
from tracker.domain.promises import Promise
from tracker.domain.reports import ReportVersion
from tracker.domain.verdicts import Basis, Judgement, Verdict, View
from tracker.engine.judging import judge
from tracker.engine.knowledge import is_known

bases = st.sampled_from(Basis)
Told = list[ReportVersion]


def _judge(judged: Promise, told: Told, at: datetime, coverage: Coverage = ASSUMED) -> Judgement:
    return judge(judged, told, coverage, View(at, END), NO_NAMES)


# 1 incremental = batch


@laws
@given(promises, histories(), coverages(), instants(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(
    judged: Promise, told: Told, coverage: Coverage, at: datetime, chance: random.Random
) -> None:
    shuffled, spans = [*told], [*coverage.spans]
    chance.shuffle(shuffled)
    chance.shuffle(spans)
    anew = replace(coverage, spans=tuple(spans))
    assert _judge(judged, shuffled, at, anew) == _judge(judged, told, at, coverage)


# 2 no clock


@laws
@given(promises, histories(), coverages(), instants())
def test_judging_twice_gives_the_same_value(judged: Promise, told: Told, coverage: Coverage, at: datetime) -> None:
    assert _judge(judged, told, at, coverage) == _judge(judged, told, at, coverage)


def _undated(judgement: Judgement, *, words: bool) -> list[Verdict]:
    """Leave out the next boundary: a nearer one may come into sight, if nothing changes before the first."""
    return [each._replace(next_boundary=None) for each in all_said(judgement, words=words)]


@laws
@given(promises, histories(), coverages(), instants(), st.booleans(), st.floats(0, 1, allow_nan=False))
def test_between_boundaries_time_alone_changes_nothing(
    judged: Promise, told: Told, coverage: Coverage, at: datetime, all_known: bool, share: float
) -> None:
    so_far = heard_until(coverage, at)
    known = END if all_known else at
    before = judge(judged, told, so_far, View(at, known), NO_NAMES)
    boundary = before.headline.next_boundary or at + timedelta(days=400)
    assert boundary > at
    last = boundary - TICK
    for later in (at + (last - at) * share, last):
        after = judge(judged, told, so_far, View(later, known), NO_NAMES)
        words = coverage.assumed
        assert not differing(_undated(before, words=words), _undated(after, words=words))


@laws
@given(promises, histories(), coverages(), instants())
def test_boundaries_come_to_an_end(judged: Promise, told: Told, coverage: Coverage, at: datetime) -> None:
    """A series without an end has a boundary at the end of every period: it is followed for a year and a half."""
    endless = any(each.every is not None for each in (judged, *judged.steps))
    following: datetime | None = at
    for _ in range(400):
        if following is None or (endless and following > END):
            return
        following = _judge(judged, told, following, heard_until(coverage, at)).headline.next_boundary
    raise AssertionError(following)


# 3 nothing unknown


def _as_known(judged: Promise, known: datetime) -> Promise:
    """Return the promise as it stood: without what was announced, agreed or ruled later."""
    return replace(
        judged,
        amendments=tuple(each for each in judged.amendments if each.announced <= known),
        rulings=tuple(each for each in judged.rulings if each.made <= known),
        steps=tuple(_as_known(step, known) for step in judged.steps),
    )


@laws
@given(promises, histories(), coverages(), instants(), instants(), bases)
def test_no_verdict_rests_on_what_was_not_known(
    judged: Promise, told: Told, coverage: Coverage, at: datetime, known: datetime, basis: Basis
) -> None:
    view = View(at, known, basis)
    known_by_then = [version for version in told if is_known(version, view)]
    by_our_log = basis is Basis.RECORDED  # by publications listening counts whenever it was written down
    spans = tuple(
        span for span in coverage.spans if not by_our_log or span.recorded is None or span.recorded <= known
    )
    whole = judge(judged, told, coverage, view, NO_NAMES).all
    before = judge(_as_known(judged, known), known_by_then, replace(coverage, spans=spans), view, NO_NAMES).all
    # When a move or a ruling will be made is a boundary that may be known early.
    assert not differing(*([each._replace(next_boundary=None) for each in said] for said in (whole, before)))
    ids = {version.report.id for version in known_by_then}
    assert all(set(verdict.deciding) <= ids for verdict in whole)


@laws
@given(promises, histories(), instants())
def test_hindsight_is_knowing_everything(judged: Promise, told: Told, at: datetime) -> None:
    hindsight = judge(judged, told, ASSUMED, View.hindsight(at), NO_NAMES)
    assert not differing(all_said(hindsight), all_said(_judge(judged, told, at)))


@laws
@given(promises, histories(), coverages(), instants())
def test_known_now_agrees_with_known_then_once_everything_is_known(
    judged: Promise, told: Told, coverage: Coverage, at: datetime
) -> None:
    late = max([at, *(version.recorded for version in told), *(span.recorded or at for span in coverage.spans)])
    then = judge(judged, told, coverage, View.as_known_then(late, Basis.RECORDED), NO_NAMES)
    assert not differing(all_said(then), all_said(_judge(judged, told, late, coverage)))

"""Section 11, law 2: a verdict says when time alone may change it, and until then nothing does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from tests.engine.asking import happened, none_of
from tests.engine.given import (
    heard,
    judgement,
    leaving,
    listening,
    promise,
    reaching,
    reading,
    refraining,
    verdict,
)
from tests.engine.moving import amended_by, moved
from tests.engine.telling import DUE, a_tick_after, a_tick_before, deed, evening, figure, month, morning, report
from tracker.domain.coverage import ASSUMED, Coverage
from tracker.domain.instants import Duration
from tracker.domain.promises import Kind, Promise, Trigger
from tracker.domain.reports import ReportVersion
from tracker.domain.statuses import Flag, Phase, Status

START = morning("2016-02-01")


def _boundaries(
    judged: Promise, *told: ReportVersion, known: str = "2020-01-01", coverage: Coverage = ASSUMED
) -> list[datetime]:
    """Return every boundary from before the opening on, each as told at the one before."""
    found: list[datetime] = []
    at = START
    while (following := verdict(judged, *told, at=at, known=known, coverage=coverage).next_boundary) is not None:
        assert following > at
        found.append(following)
        at = following
        assert len(found) < 50
    return found


def test_a_silent_dated_promise_has_four_boundaries() -> None:
    opens, soon, after_due, after_waiting = _boundaries(leaving())
    assert opens == morning("2016-03-01")
    assert verdict(leaving(), at=soon).flags >= {Flag.DUE_SOON}
    assert Flag.DUE_SOON not in verdict(leaving(), at=a_tick_before(soon)).flags
    assert after_due == a_tick_after(evening("2016-05-20"))
    assert after_waiting == a_tick_after(evening("2016-05-23"))


@pytest.mark.parametrize(
    ("boundary", "before", "then"),
    [
        (morning("2016-03-01"), (Status.PENDING, Phase.UPCOMING), (Status.PENDING, Phase.OPEN)),
        (morning("2016-05-21"), (Status.PENDING, Phase.OPEN), (Status.AWAITING, Phase.WAITING)),
        (morning("2016-05-24"), (Status.AWAITING, Phase.WAITING), (Status.OVERDUE, Phase.CLOSED)),
    ],
)
def test_exactly_at_a_boundary_and_a_tick_before_differ(
    boundary: datetime, before: tuple[Status, Phase], then: tuple[Status, Phase]
) -> None:
    earlier, at = verdict(leaving(), at=a_tick_before(boundary)), verdict(leaving(), at=boundary)
    assert (earlier.status, earlier.phase) == before
    assert (at.status, at.phase) == then
    assert earlier.next_boundary == boundary


def test_review_by_is_a_boundary_once_it_has_passed() -> None:
    undated = promise(reading(happened(), kept="departure"), review_by="2016-08-31")
    assert _boundaries(undated)[-1] == morning("2016-09-01")
    assert verdict(undated, at="2016-08-31").status is Status.PENDING
    assert verdict(undated, at=morning("2016-09-01")).status is Status.REVIEW


def test_the_end_of_watching_is_a_boundary() -> None:
    judged = verdict(reaching(20, undone_within=30), report("a", figure(25, "2016-04-10")), at="2016-05-01")
    assert judged.next_boundary == morning("2016-05-11")


def test_a_kept_promise_that_cannot_be_undone_has_no_further_boundary() -> None:
    assert verdict(leaving(), report("a", deed("2016-04-10")), at="2016-05-25").next_boundary is None


def test_a_fact_still_to_come_is_a_boundary() -> None:
    foretold = report("a", deed("2016-04-10"), published="2016-04-01")
    assert verdict(leaving(), foretold, at="2016-04-05").next_boundary == evening("2016-04-10")


def test_the_end_of_a_preliminary_period_is_a_boundary() -> None:
    told = report("a", figure(25, month("2016-04")), published="2016-04-10")
    assert verdict(reaching(20), told, at="2016-04-12").next_boundary == evening("2016-04-30")


def test_the_end_of_a_window_is_a_boundary() -> None:
    held = refraining(Kind.REFRAIN, until="2016-06-30")
    found = _boundaries(held)
    statuses = [verdict(held, at=at).status for at in found]
    assert statuses[-1] is Status.KEPT
    assert verdict(held, at=a_tick_before(found[-1])).status is not Status.KEPT


def test_a_claim_that_nobody_contradicts_needs_no_further_look_where_coverage_is_assumed() -> None:
    assert verdict(refraining(Kind.CLAIM, until=None), at="2016-05-01").next_boundary is None


def test_coverage_that_thins_out_is_a_boundary_where_a_warning_rests_on_silence() -> None:
    stalled = promise(
        reading(happened(), kept="departure", at_risk=none_of("departure"), due="2016-12-31"), needs=["wire"]
    )
    wire = listening(heard("wire", "2016-03-01", "2016-04-30"))
    judged = verdict(stalled, at="2016-05-01", coverage=wire)
    thin = judged.next_boundary
    assert judged.status is Status.AT_RISK
    assert thin is not None
    assert verdict(stalled, at=a_tick_before(thin), known="2016-05-01", coverage=wire).status is Status.AT_RISK
    assert verdict(stalled, at=thin, known="2016-05-01", coverage=wire).status is Status.PENDING


def test_coverage_that_thins_out_is_a_boundary() -> None:
    held = promise(
        reading(happened("strike"), broken="strike", until="2016-12-31"), kind=Kind.REFRAIN, needs=["wire"]
    )
    wire = listening(heard("wire", "2016-03-01", "2016-04-30"))
    judged = verdict(held, at="2016-05-01", coverage=wire)
    assert judged.status is Status.HOLDING
    thin = judged.next_boundary
    assert thin is not None
    assert verdict(held, at=a_tick_before(thin), known="2016-05-01", coverage=wire).status is Status.HOLDING
    assert verdict(held, at=thin, known="2016-05-01", coverage=wire).status is not Status.HOLDING


HEARD_LATE = listening(heard("wire", "2016-03-03", "2016-06-30"))
"""From the third day on: for nine tenths of the window from the evening of the twentieth day."""


def test_what_silence_makes_true_is_true_from_when_enough_was_heard_not_from_when_it_is_judged() -> None:
    judged = promise(
        reading(happened("strike"), kept=none_of("strike"), due=DUE), needs=["wire"], undone_within=30
    )
    judgements = [verdict(judged, at=at, coverage=HEARD_LATE) for at in ("2016-03-25", "2016-05-01", "2016-05-25")]
    assert [each.status for each in judgements] == [Status.KEPT] * 3
    assert [each.phase for each in judgements] == [Phase.WATCHING, Phase.CLOSED, Phase.CLOSED]


def test_a_trigger_that_silence_turns_opens_on_one_day_whenever_it_is_judged() -> None:
    waiting = promise(reading(happened("strike"), happened("departure"), kept="departure"), needs=["wire"])
    judged = replace(waiting, trigger=Trigger(when=none_of("strike"), within=Duration(days=20)))
    days = {
        each.instance
        for at in ("2016-03-25", "2016-04-02", "2016-06-01")
        for each in judgement(judged, at=at, coverage=HEARD_LATE).instances
    }
    assert days == {"2016-03-20"}


def test_where_a_date_was_brought_forward_the_original_one_passing_is_a_boundary() -> None:
    """From then on it is late by the original date too."""
    sooner = amended_by(leaving(), moved("2016-04-01", "2016-05-01"))
    passed = a_tick_after(evening("2016-05-20"))
    assert passed in _boundaries(sooner)
    assert verdict(sooner, at=a_tick_before(passed)).late_since is None
    assert verdict(sooner, at=passed).late_since == evening("2016-05-20")

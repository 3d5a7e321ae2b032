"""Sections 7 and 8, maintain, refrain and claim: the end of the window, and whether somebody listened."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.engine.asking import happened
from tests.engine.given import NOBODY_LISTENED, heard, listening, promise, reading, refraining, status, verdict
from tests.engine.staying_calm import calm, mostly, standing, struck
from tests.engine.telling import a_tick_after, deed, evening, month, report
from tracker.domain.coverage import Coverage, SourceFacts
from tracker.domain.instants import Precision, Span, last_instant
from tracker.domain.promises import Kind
from tracker.domain.reports import Nature
from tracker.domain.statuses import Flag, Status

# the end of the window


def test_an_act_on_the_last_day_lapses_the_promise() -> None:
    judged = verdict(standing(Kind.MAINTAIN), report("a", struck("2016-06-30", Nature.ACT)), at="2016-07-15")
    assert (judged.status, Flag.LAPSED in judged.flags) == (Status.KEPT, True)


def test_it_closes_at_until() -> None:
    """Sections 4 and 7 know no waiting here; a report that comes later unlatches the verdict by what is known."""
    held = standing(Kind.REFRAIN)
    assert status(held, at="2016-06-30") is Status.HOLDING
    assert status(held, at=a_tick_after(evening("2016-06-30"))) is Status.KEPT
    told_late = report("a", struck("2016-06-30"), published="2016-07-10")
    assert status(held, told_late, at="2016-07-09") is Status.KEPT
    assert status(held, told_late, at="2016-07-10") is Status.BROKEN


def test_an_act_at_any_hour_of_the_last_day_lapses_the_promise() -> None:
    noon = Span(datetime(2016, 6, 30, 12, tzinfo=UTC), datetime(2016, 6, 30, 12, tzinfo=UTC), Precision.INSTANT)
    told = report("a", deed(noon, "strike", Nature.ACT))
    assert status(standing(Kind.MAINTAIN), told, at="2016-07-15") is Status.KEPT


def test_an_act_somewhere_in_the_last_month_does_not() -> None:
    told = report("a", deed(month("2016-06"), "strike", Nature.ACT))
    assert status(standing(Kind.MAINTAIN), told, at="2016-07-15") is Status.BROKEN


def test_the_last_day_is_one_of_the_promises_zone() -> None:
    """In Tokyo 30 June ends at three in the afternoon of Greenwich; six in the morning there is a day before."""
    judged = replace(standing(Kind.MAINTAIN, None), tz="Asia/Tokyo")
    until = last_instant(date(2016, 6, 30), "Asia/Tokyo")
    judged = replace(judged, readings=(replace(judged.readings[0], until=until),), until=until)
    for hour, expected in ((14, Status.BROKEN), (16, Status.KEPT)):
        instant = datetime(2016, 6, 29, hour, tzinfo=UTC)
        told = report("a", deed(Span(instant, instant, Precision.INSTANT), "strike", Nature.ACT))
        assert status(judged, told, at="2016-07-15") is expected


def test_not_listened_for_is_unverifiable_when_the_window_is_over() -> None:
    held = standing(Kind.REFRAIN)
    assert status(held, at="2016-07-15", coverage=NOBODY_LISTENED) is Status.UNVERIFIABLE
    assert status(held, report("a", mostly("2016-06-01")), at="2016-07-15", coverage=NOBODY_LISTENED) is (
        Status.UNVERIFIABLE
    )


def test_listened_for_over_the_window_it_is_kept() -> None:
    wire = listening(heard("wire", "2016-03-01", "2016-07-15"))
    held = promise(
        reading(happened("strike"), broken="strike", until="2016-06-30"), kind=Kind.REFRAIN, needs=["wire"]
    )
    assert status(held, at="2016-07-15", coverage=wire) is Status.KEPT
    assert status(held, at="2016-05-01", coverage=wire) is Status.HOLDING


def test_a_source_not_asked_since_the_end_leaves_it_awaiting() -> None:
    daily = Coverage((heard("wire", "2016-03-01", "2016-06-15"),), (SourceFacts("wire", every=timedelta(days=6)),))
    held = promise(
        reading(happened("strike"), broken="strike", until="2016-06-30"), kind=Kind.REFRAIN, needs=["wire"]
    )
    judged = verdict(held, at="2016-07-01", coverage=daily)
    assert (judged.status, judged.reason.code) == (Status.AWAITING, "not_asked_yet")
    assert status(held, at="2016-07-04", coverage=daily) is Status.UNVERIFIABLE


def test_what_rests_on_assumed_listening_says_so() -> None:
    for at, expected in (("2016-05-01", Status.HOLDING), ("2016-07-15", Status.KEPT)):
        judged = verdict(standing(Kind.REFRAIN), at=at)
        assert (judged.status, Flag.COVERAGE_ASSUMED in judged.flags) == (expected, True)


def test_what_rests_on_an_account_assumes_nothing() -> None:
    judged = verdict(standing(Kind.REFRAIN), report("a", calm("2016-04-10")), at="2016-05-01")
    assert Flag.COVERAGE_ASSUMED not in judged.flags


def test_a_breach_needs_nobody_who_listened() -> None:
    held = standing(Kind.REFRAIN)
    assert (
        status(held, report("a", struck("2016-04-10")), at="2016-07-15", coverage=NOBODY_LISTENED) is Status.BROKEN
    )


def test_holding_is_listened_for() -> None:
    """Section 6: in its window, not contradicted, and listened for."""
    assert status(standing(Kind.REFRAIN), at="2016-05-01", coverage=NOBODY_LISTENED) is not Status.HOLDING


def test_a_claim_that_nobody_listened_for_is_unverifiable_never_an_accusation() -> None:
    """The issue: what no sourced report speaks about claims no coverage and ends unverifiable."""
    assert status(standing(Kind.CLAIM, None), at="2016-05-01", coverage=NOBODY_LISTENED) is Status.UNVERIFIABLE


def test_who_saw_the_act_that_ended_it_on_the_last_day_does_not_turn_it_into_a_breach() -> None:
    act, seen = report("z", struck("2016-06-30", Nature.ACT)), report("a", struck("2016-06-30"))
    judged = verdict(standing(Kind.REFRAIN), act, seen, at="2016-07-15")
    assert (judged.status, Flag.LAPSED in judged.flags) == (Status.KEPT, True)


def test_a_source_that_heard_too_little_is_not_waited_for_as_if_it_had_heard_enough() -> None:
    """Nobody listened in March; that a source has not been asked for a day takes nothing away from that."""
    judged = refraining(until="2016-12-31", needs=["wire"])
    wire = SourceFacts("wire", every=timedelta(days=1))
    late = listening(heard("wire", "2016-04-15", "2016-05-10"), sources=[wire])
    assert status(judged, at="2016-05-10", coverage=late) is Status.UNVERIFIABLE
    assert status(judged, at="2016-05-11", coverage=late) is Status.UNVERIFIABLE
    in_time = listening(heard("wire", "2016-03-01", "2016-05-10"), sources=[wire])
    assert status(judged, at="2016-05-11", coverage=in_time) is Status.HOLDING

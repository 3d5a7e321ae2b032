"""Section 8: silence counts only while somebody listened."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.engine.asking import happened
from tests.engine.given import (
    NO_NAMES,
    NOBODY_LISTENED,
    heard,
    leaving,
    listening,
    promise,
    reading,
    refraining,
    status,
    verdict,
)
from tests.engine.telling import day, deed, evening, report
from tracker.domain.coverage import ASSUMED, Coverage, CoverageSpan, Listening, SourceFacts
from tracker.domain.instants import TICK, Duration, Span
from tracker.domain.promises import Interest, Promise
from tracker.domain.statuses import Flag, Status
from tracker.domain.verdicts import Basis, View
from tracker.engine.judging import judge

AFTER = "2016-05-24"
NEEDS_WIRE = leaving(needs=["wire"])


def _silence(*spans: CoverageSpan, judged: Promise = NEEDS_WIRE, at: str = AFTER) -> Status:
    return status(judged, at=at, coverage=listening(*spans))


def test_silence_is_overdue_where_a_needed_source_was_listened_to() -> None:
    assert _silence(heard("wire", "2016-03-01", "2016-05-24")) is Status.OVERDUE


def test_silence_is_unverifiable_where_nobody_listened() -> None:
    judged = verdict(NEEDS_WIRE, at=AFTER, coverage=NOBODY_LISTENED)
    assert judged.status is Status.UNVERIFIABLE
    assert judged.is_alarm


def test_listening_to_another_source_is_no_listening() -> None:
    assert _silence(heard("blog", "2016-03-01", "2016-05-24")) is Status.UNVERIFIABLE


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([("2016-03-09", "2016-05-24")], Status.OVERDUE),
        ([("2016-03-10", "2016-05-24")], Status.UNVERIFIABLE),
        ([("2016-03-01", "2016-04-01"), ("2016-04-10", "2016-05-24")], Status.OVERDUE),
        ([("2016-03-01", "2016-04-01"), ("2016-04-11", "2016-05-24")], Status.UNVERIFIABLE),
        ([("2016-03-01", "2016-04-10"), ("2016-04-01", "2016-05-24")], Status.OVERDUE),
    ],
    ids=[
        "8 of 81 days missing",
        "9 missing at the start",
        "8 in the middle",
        "9 in the middle",
        "overlapping spans",
    ],
)
def test_nine_tenths_of_the_window_must_be_covered(spans: list[tuple[str, str]], expected: Status) -> None:
    assert _silence(*(heard("wire", first, last) for first, last in spans)) is expected


def test_hearing_twice_at_the_same_time_is_hearing_once() -> None:
    half = heard("wire", "2016-03-01", "2016-04-20"), heard("wire", "2016-03-01", "2016-04-20", Listening.ATTESTED)
    assert _silence(*half, heard("wire", "2016-05-20", "2016-05-24")) is Status.UNVERIFIABLE


def test_the_time_from_due_to_the_end_of_waiting_must_be_covered_too() -> None:
    """Three days of waiting: one of them missing is a third, though it is little of the whole."""
    assert _silence(heard("wire", "2016-03-01", "2016-05-20")) is Status.UNVERIFIABLE
    assert _silence(heard("wire", "2016-03-01", "2016-05-22")) is Status.UNVERIFIABLE
    assert _silence(heard("wire", "2016-03-01", "2016-05-23")) is Status.OVERDUE


def test_the_window_must_be_covered_though_the_waiting_was() -> None:
    assert _silence(heard("wire", "2016-05-21", "2016-05-24")) is Status.UNVERIFIABLE


def test_the_share_asked_for_is_the_promises() -> None:
    half = leaving(needs=["wire"], coverage_share=0.5)
    assert _silence(heard("wire", "2016-04-05", "2016-05-24"), judged=half) is Status.OVERDUE
    assert _silence(heard("wire", "2016-04-15", "2016-05-24"), judged=half) is Status.UNVERIFIABLE


def test_one_needed_source_is_enough() -> None:
    either = leaving(needs=["wire", "paper"])
    coverage = listening(
        heard("wire", "2016-03-01", "2016-05-24"), sources=[SourceFacts("wire"), SourceFacts("paper")]
    )
    assert status(either, at=AFTER, coverage=coverage) is Status.OVERDUE


def test_two_sources_that_each_listened_half_are_not_one_that_listened() -> None:
    either = leaving(needs=["wire", "paper"])
    spans = heard("wire", "2016-03-01", "2016-04-10"), heard("paper", "2016-04-11", "2016-05-24")
    assert _silence(*spans, judged=either) is Status.UNVERIFIABLE


def test_a_need_may_name_a_group() -> None:
    grouped = leaving(needs=["wires"])
    span = heard("reuters", "2016-03-01", "2016-05-24")
    inside = listening(span, sources=[SourceFacts("reuters", groups=("wires",))])
    outside = listening(span, sources=[SourceFacts("reuters", groups=("papers",))])
    assert status(grouped, at=AFTER, coverage=inside) is Status.OVERDUE
    assert status(grouped, at=AFTER, coverage=outside) is Status.UNVERIFIABLE


# without `needs`: the sources that declare `covers`


def _covered_by(*covers: str, judged: Promise | None = None) -> Status:
    coverage = listening(heard("wire", "2016-03-01", "2016-05-24"), sources=[SourceFacts("wire", covers=covers)])
    return status(judged or leaving(), at=AFTER, coverage=coverage)


@pytest.mark.parametrize(
    ("covers", "expected"),
    [
        (("departure", "cancelled"), Status.OVERDUE),
        (("Departure", "Cancelled"), Status.OVERDUE),
        (("*",), Status.OVERDUE),
        (("grain prices",), Status.UNVERIFIABLE),
        ((), Status.UNVERIFIABLE),
    ],
)
def test_without_needs_the_sources_that_cover_its_events_listen(covers: tuple[str, ...], expected: Status) -> None:
    assert _covered_by(*covers) is expected


def test_named_needs_are_needed_whatever_else_covers() -> None:
    assert _covered_by("*", judged=leaving(needs=["paper"])) is Status.UNVERIFIABLE


# kinds of spans


@pytest.mark.parametrize("kind", [Listening.SEEN, Listening.ATTESTED, Listening.ASSUMED])
def test_seen_attested_and_assumed_spans_count(kind: Listening) -> None:
    assert _silence(heard("wire", "2016-03-01", "2016-05-24", kind)) is Status.OVERDUE


def test_an_attested_span_fills_a_hole() -> None:
    spans = heard("wire", "2016-03-01", "2016-04-01"), heard("wire", "2016-04-20", "2016-05-24")
    assert _silence(*spans) is Status.UNVERIFIABLE
    assert _silence(*spans, heard("wire", "2016-04-02", "2016-04-19", Listening.ATTESTED)) is Status.OVERDUE


def test_denied_access_is_no_listening() -> None:
    whole = heard("wire", "2016-03-01", "2016-05-24")
    assert _silence(whole, heard("wire", "2016-04-01", "2016-04-20", Listening.DENIED)) is Status.UNVERIFIABLE
    assert _silence(whole, heard("wire", "2016-04-01", "2016-04-03", Listening.DENIED)) is Status.OVERDUE
    assert _silence(heard("wire", "2016-03-01", "2016-05-24", Listening.DENIED)) is Status.UNVERIFIABLE


def test_access_denied_to_one_source_leaves_another() -> None:
    either = leaving(needs=["wire", "paper"])
    spans = (
        heard("wire", "2016-03-01", "2016-05-24"),
        heard("paper", "2016-03-01", "2016-05-24"),
        heard("paper", "2016-04-01", "2016-05-24", Listening.DENIED),
    )
    assert _silence(*spans, judged=either) is Status.OVERDUE


def _by_our_log(at: str, coverage: Coverage) -> Status:
    view = View.as_known_then(evening(at), Basis.RECORDED)
    return judge(NEEDS_WIRE, (), coverage, view, NO_NAMES).headline.status


ATTESTED_IN_JUNE = heard("wire", "2016-03-01", "2016-05-24", Listening.ATTESTED, recorded="2016-06-10")


def test_by_our_log_what_was_recorded_later_was_not_known_then() -> None:
    coverage = listening(ATTESTED_IN_JUNE)
    assert _by_our_log("2016-06-09", coverage) is Status.UNVERIFIABLE
    assert _by_our_log("2016-06-10", coverage) is Status.OVERDUE


def test_by_publications_and_in_hindsight_listening_counts_whenever_it_was_written_down() -> None:
    coverage = listening(ATTESTED_IN_JUNE)
    assert status(NEEDS_WIRE, at="2016-06-09", coverage=coverage) is Status.OVERDUE
    assert status(NEEDS_WIRE, at="2016-06-01", known=None, coverage=coverage) is Status.OVERDUE


def test_what_was_taken_back_counts_no_more_from_then_on_and_never_in_hindsight() -> None:
    denied = heard("wire", "2016-03-01", "2016-05-24", Listening.DENIED)
    taken_back = replace(denied, revoked=day("2016-06-10").start)
    coverage = listening(heard("wire", "2016-03-01", "2016-05-24"), taken_back)
    assert _by_our_log("2016-06-09", coverage) is Status.UNVERIFIABLE
    assert _by_our_log("2016-06-10", coverage) is Status.OVERDUE
    assert status(NEEDS_WIRE, at="2016-06-01", known=None, coverage=coverage) is Status.OVERDUE


# assumed coverage


def test_assumed_coverage_is_flagged() -> None:
    judged = verdict(NEEDS_WIRE, at=AFTER, coverage=ASSUMED)
    assert judged.status is Status.OVERDUE
    assert Flag.COVERAGE_ASSUMED in judged.flags


def test_coverage_from_assumed_spans_is_flagged() -> None:
    judged = verdict(
        NEEDS_WIRE, at=AFTER, coverage=listening(heard("wire", "2016-03-01", "2016-05-24", Listening.ASSUMED))
    )
    assert Flag.COVERAGE_ASSUMED in judged.flags


def test_seen_coverage_is_not_flagged() -> None:
    judged = verdict(NEEDS_WIRE, at=AFTER, coverage=listening(heard("wire", "2016-03-01", "2016-05-24")))
    assert Flag.COVERAGE_ASSUMED not in judged.flags


# what is told about it


def test_the_holes_are_told() -> None:
    coverage = listening(heard("wire", "2016-03-01", "2016-04-01"), heard("wire", "2016-04-20", "2016-05-24"))
    listened = verdict(NEEDS_WIRE, at=AFTER, coverage=coverage).listened
    assert listened is not None
    assert not listened.enough
    assert listened.sources == ("wire",)
    assert [(hole.start, hole.end) for hole in listened.holes] == [
        (day("2016-04-02").start, day("2016-04-19").end)
    ]


def test_holes_in_the_waiting_time_are_told_too() -> None:
    listened = verdict(
        NEEDS_WIRE, at=AFTER, coverage=listening(heard("wire", "2016-03-01", "2016-05-20"))
    ).listened
    assert listened is not None
    assert [(hole.start, hole.end) for hole in listened.holes] == [
        (day("2016-05-21").start, day("2016-05-23").end)
    ]


# a source that has simply not been asked yet


def _daily(*spans: CoverageSpan) -> Coverage:
    return Coverage(spans, (SourceFacts("wire", every=timedelta(days=1)), SourceFacts("paper")))


LAST_HEARD = heard("wire", "2016-03-01", "2016-05-22")


def test_a_gap_of_three_intervals_at_the_end_is_no_hole_yet() -> None:
    """Asked daily, last on 22 May: until the end of 25 May nobody can say that it has gone deaf."""
    judged = verdict(NEEDS_WIRE, at="2016-05-24", coverage=_daily(LAST_HEARD))
    assert (judged.status, judged.reason.code) == (Status.AWAITING, "not_asked_yet")
    assert judged.next_boundary == day("2016-05-26").start
    assert status(NEEDS_WIRE, at="2016-05-25", coverage=_daily(LAST_HEARD)) is Status.AWAITING
    assert status(NEEDS_WIRE, at="2016-05-26", coverage=_daily(LAST_HEARD)) is Status.UNVERIFIABLE


def test_a_collection_after_the_deadline_ends_the_grace() -> None:
    asked = _daily(heard("wire", "2016-03-01", "2016-05-24"))
    assert status(NEEDS_WIRE, at="2016-05-24", coverage=asked) is Status.OVERDUE


def test_another_needed_source_that_listened_and_was_asked_since_ends_the_grace() -> None:
    either = leaving(needs=["wire", "paper"])
    asked = _daily(LAST_HEARD, heard("paper", "2016-03-01", "2016-05-24"))
    deaf_before = _daily(LAST_HEARD, heard("paper", "2016-05-20", "2016-05-24"))
    assert status(either, at="2016-05-24", coverage=asked) is Status.OVERDUE
    assert status(either, at="2016-05-24", coverage=deaf_before) is Status.AWAITING


def test_where_no_interval_is_known_the_gap_is_a_hole_at_once() -> None:
    coverage = Coverage((LAST_HEARD,), (SourceFacts("wire"),))
    assert status(NEEDS_WIRE, at="2016-05-24", coverage=coverage) is Status.UNVERIFIABLE


def test_the_grace_does_not_hold_back_a_deed_or_a_part_of_it() -> None:
    judged = promise(
        reading(happened(), happened("loading"), kept="departure", partly="loading", due="2016-05-20"),
        needs=["wire"],
    )
    assert status(judged, report("a", deed(event="loading")), at="2016-05-24", coverage=_daily(LAST_HEARD)) is (
        Status.PARTLY_KEPT
    )


# holding and hearing (decision 003)


def test_an_account_of_holding_is_enough_without_ears() -> None:
    held = refraining(needs=["wire"])
    calm = report("a", deed("2016-04-10", "calm"))
    assert status(held, calm, at="2016-05-01", coverage=NOBODY_LISTENED) is Status.HOLDING
    assert status(held, at="2016-05-01", coverage=NOBODY_LISTENED) is Status.UNVERIFIABLE


def test_the_promisors_own_account_of_holding_is_enough_without_ears_and_flagged() -> None:
    """`holding` closes nothing, so the promisor's word counts for it."""
    held = refraining(needs=["wire"], interest={"mod-ru": Interest.SELF})
    own = report("a", deed("2016-04-10", "calm", origin="mod-ru"))
    judged = verdict(held, own, at="2016-05-01", coverage=NOBODY_LISTENED)
    assert (judged.status, Flag.CLAIMED_NOT_CONFIRMED in judged.flags) == (Status.HOLDING, True)


def test_a_source_last_asked_at_the_opening_still_listens_a_tick_later() -> None:
    """Time alone changes nothing between boundaries, not even at the edge of a window."""
    held, opening = refraining(needs=["wire"]), day("2016-03-01").start
    asked = listening(CoverageSpan("wire", Span(day("2016-02-01").start, opening)))
    statuses = {status(held, at=at, coverage=asked) for at in (opening, opening + TICK, opening + 5 * TICK)}
    assert statuses == {Status.HOLDING}


def test_the_first_waiting_time_says_nothing_yet() -> None:
    held = refraining(needs=["wire"])
    assert status(held, at="2016-03-03", coverage=NOBODY_LISTENED) is Status.PENDING
    assert status(held, at="2016-03-05", coverage=NOBODY_LISTENED) is Status.UNVERIFIABLE


def test_one_source_must_have_heard_both_the_window_and_the_waiting_time() -> None:
    """Section 8: a needed source was covered for enough of the window and of the time to the end of waiting."""
    both = leaving(needs=["wire", "paper"])
    before, after = heard("wire", "2016-03-01", "2016-05-20"), heard("paper", "2016-05-21", "2016-05-30")
    assert _silence(before, after, judged=both) is Status.UNVERIFIABLE
    assert _silence(before, heard("wire", "2016-05-21", "2016-05-30"), judged=both) is Status.OVERDUE


def test_one_source_must_have_heard_both_the_window_and_the_time_since_the_last_proof() -> None:
    """Section 7: overdue if somebody listened over the window and since that proof."""
    proven = replace(refraining(needs=["wire", "paper"]), proof_every=Duration(days=10))
    told = report("a", deed("2016-04-20", "calm"))
    before = heard("wire", "2016-03-01", "2016-05-01")
    for since, expected in (("paper", Status.UNVERIFIABLE), ("wire", Status.OVERDUE)):
        coverage = listening(before, heard(since, "2016-04-20", "2016-05-05"))
        assert status(proven, told, at="2016-05-05", coverage=coverage) is expected


def test_a_promise_that_asks_for_no_share_still_needs_somebody_who_heard_something() -> None:
    judged = leaving(needs=["wire"], coverage_share=0.0)
    assert status(judged, at=AFTER, coverage=NOBODY_LISTENED) is Status.UNVERIFIABLE
    assert _silence(heard("wire", "2016-05-01", "2016-05-21"), judged=judged) is Status.OVERDUE


def test_spans_are_told_by_source_and_time_in_whatever_order_they_were_recorded() -> None:
    spans = [heard("wire", "2016-03-01", "2016-05-10"), heard("wire", "2016-03-01", "2016-05-24")]
    told, turned = (verdict(NEEDS_WIRE, at=AFTER, coverage=listening(*order)) for order in (spans, spans[::-1]))
    assert told.listened is not None
    assert told.listened.spans == tuple(spans)
    assert turned == told


def test_needed_sources_are_told_by_name_in_whatever_order_the_file_has_them() -> None:
    one, other = leaving(needs=["wire", "paper"]), leaving(needs=["paper", "wire"])
    told, turned = (verdict(each, at=AFTER, coverage=NOBODY_LISTENED) for each in (one, other))
    assert "one of paper, wire was listened to all the same" in told.next_step
    assert turned == told

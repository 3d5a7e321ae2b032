"""Section 9: what would change a verdict next is said for every status, and it comes true."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.asking import all_of, any_of, happened, none_of, so_many_of
from tests.engine.given import heard, leaving, listening, promise, reaching, reading, refraining, status, verdict
from tests.engine.moving import amended_by, moved, overruled, ruled
from tests.engine.telling import deed, figure, report
from tracker.domain.coverage import CoverageSpan
from tracker.domain.criteria import Condition, Op
from tracker.domain.instants import Duration
from tracker.domain.promises import Interest, Kind, Promise
from tracker.domain.reports import Nature, ReportVersion
from tracker.domain.statuses import Status
from tracker.engine.outlook import condition_words

UNDATED = promise(reading(happened(), kept="departure"), review_by="2016-08-31")
TWO = promise(reading(happened(sources=2), kept="departure", due="2016-05-20"))
LEFT, CANCELLED = report("a", deed("2016-04-10")), report("b", deed("2016-04-20", "cancelled"))
STRIKE = report("s", deed("2016-04-10", "strike"))
CALM = report("c", deed("2016-04-10", "calm"))

ROWS: list[tuple[str, Promise, tuple[ReportVersion, ...], str, list[str]]] = [
    ("not open", leaving(), (), "2016-02-01", ["it opens on 1 Mar 2016", "by 20 May 2016"]),
    (
        "pending",
        leaving(),
        (),
        "2016-05-01",
        ["shown to be done by 20 May 2016 (departure), it is kept", "silence until 23 May 2016 makes it overdue"],
    ),
    ("one of two sources", TWO, (LEFT,), "2016-05-01", ["one more independent source", "by 20 May 2016", "kept"]),
    ("awaiting", leaving(), (), "2016-05-21", ["by 20 May 2016", "silence until 23 May 2016"]),
    ("overdue", leaving(), (), "2016-06-01", ["by 20 May 2016", "done since, it is kept late"]),
    ("kept", leaving(), (LEFT,), "2016-05-01", ["correction or retraction"]),
    ("kept and watched", leaving(undone_within=30), (LEFT,), "2016-05-01", ["undone by 10 May 2016", "reversed"]),
    ("reversed", leaving(undone_within=30), (LEFT, CANCELLED), "2016-05-01", ["restore it"]),
    ("broken", leaving(), (CANCELLED,), "2016-05-01", ["by 20 May 2016 (departure), it is kept"]),
    ("undated", UNDATED, (), "2016-05-01", ["review after 31 Aug 2016"]),
    ("in review", UNDATED, (), "2016-09-15", ["shown to be done (departure), it is kept"]),
    ("amended", amended_by(leaving(), moved("2016-05-01", "2016-06-30")), (), "2016-05-02", ["until 3 Jul 2016"]),
    ("holding", refraining(), (), "2016-05-01", ["until 31 Dec 2016, it is kept", "(strike), it is broken"]),
    ("a breach", refraining(), (STRIKE,), "2016-05-01", ["equally good proof", "(calm)", "disputed"]),
    ("in dispute", refraining(), (STRIKE, CALM), "2016-05-01", ["accounts of the breach (strike)", "broken"]),
    ("a broken claim", refraining(Kind.CLAIM, None), (STRIKE,), "2016-05-01", ["in its favour (calm)"]),
    ("a window that closed", refraining(), (), "2017-02-01", ["breach up to 31 Dec 2016", "(strike)"]),
    (
        "proof wanted",
        replace(refraining(), proof_every=Duration(days=30)),
        (CALM,),
        "2016-05-01",
        ["without proof of it (calm) by 10 May 2016 it is overdue"],
    ),
    (
        "a ruling",
        overruled(leaving(), ruled(Status.SUSPENDED, "2016-04-01", "2016-04-30")),
        (),
        "2016-04-10",
        ["the ruling ends on 30 Apr 2016"],
    ),
]


@pytest.mark.parametrize(("claim", "judged", "reports", "at", "words"), ROWS, ids=[row[0] for row in ROWS])
def test_what_comes_next_is_said(
    claim: str, judged: Promise, reports: tuple[ReportVersion, ...], at: str, words: list[str]
) -> None:
    text = verdict(judged, *reports, at=at).next_step
    assert all(word in text for word in words), f"{claim}: {text}"


def test_an_undated_promise_is_never_told_it_would_be_late() -> None:
    assert "late" not in verdict(UNDATED, at="2016-09-15").next_step


def test_one_more_source_is_not_promised_to_do_where_another_part_is_missing() -> None:
    both = promise(
        reading(happened(sources=2), happened("loading"), kept=all_of("departure", "loading"), due="2016-05-20")
    )
    text = verdict(both, LEFT, at="2016-05-01").next_step
    assert text.startswith("shown to be done by 20 May 2016 (departure and loading), it is kept")


def test_where_two_must_say_so_one_without_interest_is_not_promised_to_do() -> None:
    own = report("a", deed(origin="mod-ru"))
    friend = report("b", deed(origin="damascus"))
    parties = {"mod-ru": Interest.SELF, "damascus": Interest.ALLY}
    text = verdict(replace(TWO, interest=parties), own, friend, at="2016-05-01").next_step
    assert text.startswith("enough accounts of the deed")
    one = verdict(leaving(interest={"mod-ru": Interest.SELF}), own, at="2016-05-01").next_step
    assert one.startswith("one account of the deed by 20 May 2016 (departure) by somebody with no interest")


def test_silence_after_an_admitted_miss_is_not_told_to_make_it_overdue() -> None:
    slipping = promise(
        reading(happened(), happened("halted"), kept="departure", at_risk="halted", due="2016-05-20"),
        interest={"mod-ru": Interest.SELF},
    )
    told = report("a", deed("2016-04-10", "halted", Nature.CONCESSION, origin="mod-ru"))
    text = verdict(slipping, told, at="2016-05-01").next_step
    assert "after 20 May 2016 the admitted miss makes it broken" in text
    assert status(slipping, told, at="2016-05-21") is Status.BROKEN


def test_silence_after_a_figure_that_falls_short_is_not_told_to_make_it_overdue() -> None:
    later = amended_by(reaching(20), moved("2016-05-01", "2016-06-30"))
    told = report("a", figure(12, "2016-05-20"))
    judged = verdict(later, told, at="2016-06-01")
    assert judged.status is Status.AMENDED
    assert "after 30 Jun 2016 the figure that falls short makes it broken" in judged.next_step
    assert status(later, told, at="2016-07-01") is Status.BROKEN


def test_silence_after_a_part_of_the_deed_makes_it_partly_kept() -> None:
    parted = promise(
        reading(happened(), happened("half-left"), kept="departure", partly="half-left", due="2016-05-20")
    )
    told = report("a", deed("2016-04-10", "half-left"))
    assert "silence until 23 May 2016 makes it partly kept" in verdict(parted, told, at="2016-05-01").next_step
    assert status(parted, told, at="2016-05-24") is Status.PARTLY_KEPT


def test_where_nobody_listens_silence_makes_it_unverifiable() -> None:
    ears = listening(heard("wire", "2016-03-01", "2016-03-10"))
    judged = leaving(needs=["wire"])
    assert "makes it unverifiable" in verdict(judged, at="2016-05-01", coverage=ears).next_step
    assert "an analyst attests" in verdict(judged, at="2016-06-01", coverage=ears).next_step


def test_what_silence_makes_of_it_where_too_little_was_heard_is_told_with_how_much_that_was() -> None:
    judged = leaving(needs=["wire"])

    def told(at: str, *spans: CoverageSpan) -> str:
        return verdict(judged, at=at, coverage=listening(*spans)).next_step

    fresh = told("2016-03-03", heard("wire", "2016-03-02", "2016-03-03"))
    assert "makes it overdue if it is listened to from now on, else unverifiable" in fresh
    late = told("2016-05-01", heard("wire", "2016-03-01", "2016-03-10"))
    assert "unverifiable, as only 1" in late
    assert "% of the time so far was listened to" in late
    assert "unverifiable, as nobody listened so far" in told(
        "2016-05-10", heard("other", "2016-03-01", "2016-03-10")
    )


def test_an_event_that_ends_its_time_is_named() -> None:
    law = promise(replace(reading(happened("departure"), happened("vote"), kept="departure"), due_before="vote"))
    assert "once vote is shown without it, it is a miss" in verdict(law, at="2016-05-01").next_step


def test_conditions_read_as_they_combine() -> None:
    either = any_of(all_of("a", "b"), none_of("c"))
    assert condition_words(either) == "(a and b) or not c"
    assert condition_words(so_many_of(2, "a", "b", "c")) == "2 of a, b, c"


def test_criteria_are_told_in_words_to_who_never_saw_the_rule() -> None:
    named = tuple(Condition(Op.CRITERION, name) for name in ("most-gone", "few_left"))
    assert condition_words(Condition(Op.ANY_OF, parts=named)) == "most gone or few left"

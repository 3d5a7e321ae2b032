"""Section 5: phase, fulfilment, timeliness, evidence, and the flags."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.asking import all_of, any_of, at_least, counted, happened, latest, none_of
from tests.engine.given import heard, leaving, listening, promise, reaching, reading, refraining, verdict
from tests.engine.telling import days, deed, evening, figure, morning, report
from tracker.domain.criteria import Baseline
from tracker.domain.promises import Promise, Reading
from tracker.domain.reports import Fact, Nature
from tracker.domain.statuses import EvidenceState, Flag, Fulfilment, Phase, Status, Timeliness
from tracker.domain.values import Qualifier

# phase


@pytest.mark.parametrize(
    ("told", "at", "expected"),
    [
        ([], "2016-02-20", Phase.UPCOMING),
        ([], "2016-05-01", Phase.OPEN),
        ([], "2016-05-20", Phase.OPEN),
        ([], "2016-05-21", Phase.WAITING),
        ([], "2016-05-23", Phase.WAITING),
        ([], "2016-05-24", Phase.CLOSED),
        ([deed("2016-04-10")], "2016-05-01", Phase.CLOSED),
    ],
)
def test_the_phase_of_a_dated_promise(told: list[Fact], at: str, expected: Phase) -> None:
    assert verdict(leaving(), *[report("a", fact) for fact in told], at=at).phase is expected


def test_an_undated_promise_stays_open() -> None:
    undated = promise(reading(happened(), kept="departure"), review_by="2016-08-31")
    assert verdict(undated, at="2016-12-01").phase is Phase.OPEN


# timeliness


def _timed(judged: Promise, *facts: Fact, at: str) -> tuple[object, object]:
    told = verdict(judged, *[report(f"r{n}", fact) for n, fact in enumerate(facts)], at=at)
    return told.timeliness, told.late_since


DUE_INSTANT = evening("2016-05-20")


def test_a_deed_in_time_is_on_time() -> None:
    assert _timed(leaving(), deed("2016-05-20"), at="2016-06-01") == (Timeliness.ON_TIME, None)


def test_a_late_deed_is_late_since_the_deadline() -> None:
    assert _timed(leaving(), deed("2016-05-25"), at="2016-06-01") == (Timeliness.LATE, DUE_INSTANT)


def test_what_is_broken_before_the_deadline_is_not_late() -> None:
    assert _timed(leaving(), deed("2016-04-10", "cancelled"), at="2016-05-01") == (None, None)


def test_an_overdue_promise_is_late_since_the_deadline() -> None:
    assert _timed(leaving(), at="2016-06-01") == (Timeliness.LATE, DUE_INSTANT)


def test_a_shortfall_is_late_since_the_deadline() -> None:
    assert _timed(reaching(20), figure(15, "2016-05-21"), at="2016-06-01") == (Timeliness.LATE, DUE_INSTANT)


def test_a_deed_whose_span_holds_the_deadline_is_not_called_late() -> None:
    told = deed(days("2016-05-15", "2016-05-22"))
    assert _timed(leaving(), told, at="2016-06-01") == (Timeliness.UNCLEAR, None)


def test_a_deed_that_nobody_dates_is_not_called_late() -> None:
    told = replace(deed("2016-05-22"), date_assumed=True)
    judged = verdict(leaving(), report("a", told, published="2016-05-22"), at="2016-06-01")
    assert (judged.status, judged.timeliness) == (Status.KEPT_LATE, Timeliness.UNCLEAR)
    assert "nobody says when it was done" in judged.reason.text


def test_nothing_is_late_while_it_is_open_or_undated() -> None:
    undated = promise(reading(happened(), kept="departure"), review_by="2016-08-31")
    assert _timed(leaving(), at="2016-05-01")[1] is None
    assert _timed(undated, at="2016-12-01")[1] is None
    assert _timed(undated, deed("2016-12-01"), at="2016-12-01")[1] is None


# fulfilment and progress


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([], Fulfilment.NONE),
        ([deed(event="loading")], Fulfilment.PARTIAL),
        ([deed(event="loading"), deed()], Fulfilment.FULL),
    ],
)
def test_fulfilment_is_none_partial_or_full(facts: list[Fact], expected: Fulfilment) -> None:
    two = promise(reading(happened("loading"), happened(), kept=all_of("loading", "departure"), due="2016-05-20"))
    told = [report(f"r{n}", fact) for n, fact in enumerate(facts)]
    assert verdict(two, *told, at="2016-05-01").fulfilment is expected


@pytest.mark.parametrize(("number", "expected"), [(0, 0.0), (5, 0.25), (20, 1.0), (30, 1.0), (-4, 0.0)])
def test_progress_lies_between_nothing_and_all(number: float, expected: float) -> None:
    toward = promise(reading(latest("gone", at_least(20), baseline=Baseline(0)), kept="gone", due="2016-05-20"))
    assert verdict(toward, report("a", figure(number)), at="2016-05-01").progress == expected


def test_without_a_baseline_there_is_no_progress() -> None:
    assert verdict(reaching(20), report("a", figure(10)), at="2016-05-01").progress is None


# evidence


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([], EvidenceState.NONE),
        ([deed("2016-04-10")], EvidenceState.SUPPORTING),
        ([deed("2016-04-10", "cancelled")], EvidenceState.CONTRADICTING),
        ([deed("2016-04-10"), deed("2016-04-20", "cancelled")], EvidenceState.CONFLICTING),
        ([deed("2016-04-10", nature=Nature.ANNOUNCEMENT)], EvidenceState.CANNOT_TELL),
    ],
)
def test_evidence_says_which_way_the_accounts_point(facts: list[Fact], expected: EvidenceState) -> None:
    told = [report(f"r{n}", fact) for n, fact in enumerate(facts)]
    assert verdict(leaving(), *told, at="2016-05-01").evidence is expected


def test_a_figure_too_vague_for_the_threshold_cannot_tell() -> None:
    vague = report("a", figure(15, qualifier=Qualifier.AT_LEAST))
    assert verdict(reaching(20), vague, at="2016-05-01").evidence is EvidenceState.CANNOT_TELL


# due_soon: the last tenth of the window, at least 1 day and at most 30, before the deadline that counts


def _dated(opens: str, due: str) -> Promise:
    return promise(reading(happened(), kept="departure", opens=opens, due=due))


@pytest.mark.parametrize(
    ("opens", "due", "first_day", "day_before"),
    [
        ("2016-01-01", "2016-04-09", "2016-03-31", "2016-03-30"),  # 100 days: the last ten
        ("2016-05-16", "2016-05-20", "2016-05-20", "2016-05-19"),  # 5 days: the last one
        ("2014-01-01", "2016-12-31", "2016-12-02", "2016-12-01"),  # three years: the last thirty
    ],
)
def test_due_soon_is_the_last_tenth_of_the_window(opens: str, due: str, first_day: str, day_before: str) -> None:
    judged = _dated(opens, due)
    assert Flag.DUE_SOON in verdict(judged, at=morning(first_day)).flags
    assert Flag.DUE_SOON in verdict(judged, at=due).flags
    assert Flag.DUE_SOON not in verdict(judged, at=morning(day_before)).flags


def test_after_due_nothing_is_due_soon() -> None:
    assert Flag.DUE_SOON not in verdict(leaving(), at="2016-05-21").flags
    assert Flag.DUE_SOON not in verdict(leaving(), at="2016-06-01").flags


def test_a_kept_promise_is_not_due_soon() -> None:
    assert Flag.DUE_SOON not in verdict(leaving(), report("a", deed()), at="2016-05-19").flags


def test_a_promise_that_opens_late_is_not_due_soon_before_it_opens() -> None:
    assert Flag.DUE_SOON not in verdict(_dated("2016-05-20", "2016-05-20"), at="2016-05-18").flags
    assert Flag.DUE_SOON in verdict(_dated("2016-05-20", "2016-05-20"), at=morning("2016-05-20")).flags


# silence that was taken on trust


CALM = all_of("departure", none_of("strike"))
CRITERIA = (happened(), happened("strike"), happened("deed"))


@pytest.mark.parametrize(
    "asked",
    [
        reading(*CRITERIA, kept=CALM, due="2016-05-20"),
        reading(*CRITERIA, kept="deed", at_risk=CALM, due="2016-05-20"),
        reading(*CRITERIA, kept="deed", broken=CALM, due="2016-05-20"),
    ],
    ids=["kept", "at risk", "broken"],
)
def test_a_condition_that_silence_makes_true_flags_coverage_that_is_assumed(asked: Reading) -> None:
    told = report("a", deed())
    heard_all = listening(heard("wire", "2016-03-01", "2016-05-01"))

    assert Flag.COVERAGE_ASSUMED in verdict(promise(asked), told, at="2016-05-01").flags
    assert (
        Flag.COVERAGE_ASSUMED
        not in verdict(promise(asked, needs=["wire"]), told, at="2016-05-01", coverage=heard_all).flags
    )


def test_a_deed_alone_rests_on_no_silence() -> None:
    either = reading(happened(), happened("strike"), kept=any_of("departure", "strike"), due="2016-05-20")

    assert not verdict(promise(either), report("a", deed()), at="2016-05-01").flags


# flags of later issues


def test_an_unreached_count_is_not_said_to_have_been_reached() -> None:
    """A single later occurrence is no later miss: it says nothing about the days before."""
    twice = promise(reading(counted("twice", at_least(2)), kept="twice", due="2016-05-20"))
    judged = verdict(twice, report("a", deed("2016-05-21")), at="2016-06-01")
    assert Flag.MAY_HAVE_BEEN_REACHED not in judged.flags


def test_no_flag_of_later_issues_is_raised() -> None:
    judged = verdict(refraining(), report("a", deed(event="strike")), at="2016-05-01")
    assert not judged.flags & {Flag.DEADLINE_MOVED, Flag.AMOUNT_CHANGED}

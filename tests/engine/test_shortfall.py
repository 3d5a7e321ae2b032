"""Section 3: shortfall and concession, the two ways a miss is shown rather than supposed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.asking import Part, all_of, any_of, at_least, at_most, baseline, counted, happened, latest
from tests.engine.given import promise, reaching, reading, status, verdict
from tests.engine.telling import deed, figure, report
from tracker.domain.criteria import Criterion
from tracker.domain.promises import Interest, Promise
from tracker.domain.reports import Fact, Nature
from tracker.domain.statuses import Flag, Status

AFTER = "2016-06-01"


@pytest.mark.parametrize("on", ["2016-05-20", "2016-05-21", "2016-05-30"])
def test_a_figure_dated_at_or_after_due_that_misses_the_target_is_a_shortfall(on: str) -> None:
    judged = verdict(reaching(20), report("a", figure(15, on)), at=AFTER)
    assert (judged.status, judged.reason.code) == (Status.BROKEN, "missed")
    assert judged.deciding == ("a",)
    assert Flag.MAY_HAVE_BEEN_REACHED not in judged.flags


def test_the_latest_of_them_counts() -> None:
    exceeding = promise(
        reading(latest("few", at_most(20), "aircraft present"), kept="few", due="2016-05-20"),
    )
    told = [figure(30, "2016-05-21", "aircraft present"), figure(15, "2016-05-25", "aircraft present")]
    assert status(exceeding, report("a", *told), at=AFTER) is Status.KEPT_LATE


def test_a_figure_of_before_due_is_none() -> None:
    assert status(reaching(20), report("a", figure(15, "2016-05-19")), at=AFTER) is Status.OVERDUE


def test_broken_by_a_shortfall_is_not_final() -> None:
    told = report("a", figure(15, "2016-05-21")), report("b", figure(25, "2016-06-20"))
    assert status(reaching(20), *told, at="2016-06-19") is Status.BROKEN
    assert status(reaching(20), *told, at="2016-06-20") is Status.KEPT_LATE


def test_a_later_miss_proves_nothing_for_a_count() -> None:
    twice = promise(reading(counted("twice", at_least(2)), kept="twice", due="2016-05-20"))
    judged = verdict(twice, report("a", deed("2016-05-21")), at=AFTER)
    assert judged.status is Status.OVERDUE


def _with(kept: Part, *criteria: Criterion) -> Promise:
    return promise(reading(*criteria, kept=kept, due="2016-05-20"))


GONE = latest("gone", at_least(20))
LEFT = latest("left", at_most(10), "aircraft left")


@pytest.mark.parametrize(
    ("kept", "told", "expected"),
    [
        (all_of("gone", "left"), [figure(15, "2016-05-21")], Status.BROKEN),
        (any_of("gone", "left"), [figure(15, "2016-05-21")], Status.OVERDUE),
        (
            any_of("gone", "left"),
            [figure(15, "2016-05-21"), figure(20, "2016-05-21", "aircraft left")],
            Status.BROKEN,
        ),
        (
            any_of("gone", "left"),
            [figure(15, "2016-05-21"), figure(20, "2016-05-19", "aircraft left")],
            Status.OVERDUE,
        ),
        (all_of("gone", "left"), [figure(25, "2016-05-21")], Status.OVERDUE),
    ],
)
def test_of_a_composite_the_whole_must_come_out_false_on_figures_at_or_after_due(
    kept: Part, told: list[Fact], expected: Status
) -> None:
    assert status(_with(kept, GONE, LEFT), report("a", *told), at=AFTER) is expected


def test_a_missing_event_beside_a_reached_figure_is_silence() -> None:
    both = _with(all_of("gone", "departure"), GONE, happened())
    assert status(both, report("a", figure(25, "2016-05-21")), at=AFTER) is Status.OVERDUE


# concession

PARTIES = {"mod-ru": Interest.SELF, "damascus": Interest.ALLY, "pentagon": Interest.ADVERSARY}


def admitted(event: str, on: str = "2016-04-10", origin: str = "mod-ru") -> Fact:
    return deed(on, event, Nature.CONCESSION, origin=origin)


WATCHED = promise(
    reading(
        happened("departure"),
        happened("loading"),
        happened("halted", sources=2),
        happened("cancelled", sources=2),
        latest("gone", at_least(20)),
        kept=all_of("departure", "loading", "gone"),
        at_risk="halted",
        broken="cancelled",
        due="2016-05-20",
    ),
    interest=PARTIES,
)


@pytest.mark.parametrize(
    "fact",
    [
        admitted("halted"),
        admitted("cancelled"),
        figure(5, nature=Nature.CONCESSION, origin="mod-ru"),
    ],
    ids=["of at_risk_when", "of broken_when", "makes one of kept_when false"],
)
def test_a_concession_of_the_promisor_puts_it_at_risk_before_due_and_breaks_it_after(fact: Fact) -> None:
    before = verdict(WATCHED, report("a", fact), at="2016-05-01")
    assert (before.status, Flag.CONCEDED in before.flags) == (Status.AT_RISK, True)
    after = verdict(WATCHED, report("a", fact), at="2016-05-21")
    assert (after.status, after.reason.code) == (Status.BROKEN, "missed")


@pytest.mark.parametrize("origin", ["damascus", "pentagon", "reuters"])
def test_only_the_promisor_itself_can_concede(origin: str) -> None:
    assert status(WATCHED, report("a", admitted("halted", origin=origin)), at="2016-05-01") is Status.PENDING


def test_other_words_of_the_promisor_are_no_concession() -> None:
    told = report("a", deed(event="halted", origin="mod-ru"))
    assert status(WATCHED, told, at="2016-05-01") is Status.PENDING


def test_a_concession_that_touches_no_criterion_is_none() -> None:
    assert status(WATCHED, report("a", admitted("budget cut")), at="2016-05-01") is Status.PENDING


def test_before_due_a_later_supporting_account_ends_a_concession() -> None:
    told = report("a", admitted("halted", "2016-04-10")), report("b", deed("2016-04-20", "loading"))
    judged = verdict(WATCHED, *told, at="2016-05-01")
    assert (judged.status, Flag.CONCEDED in judged.flags) == (Status.ON_TRACK, False)


def test_a_concession_ended_before_due_does_not_come_back_as_a_miss_after_it() -> None:
    told = report("a", admitted("halted", "2016-04-10")), report("b", deed("2016-04-20", "loading"))
    assert [status(WATCHED, *told, at=at) for at in ("2016-05-21", "2016-06-01")] == [
        Status.AWAITING,
        Status.OVERDUE,
    ]


def test_an_account_after_due_does_not_end_a_concession() -> None:
    told = report("a", admitted("halted", "2016-04-10")), report("b", deed("2016-05-21", "loading"))
    assert status(WATCHED, *told, at="2016-05-22") is Status.BROKEN


@pytest.mark.parametrize("on", ["2016-04-01", "2016-04-10"])
def test_an_account_that_is_not_later_does_not_end_a_concession(on: str) -> None:
    told = report("a", admitted("halted", "2016-04-10")), report("b", deed(on, "loading"))
    assert status(WATCHED, *told, at="2016-05-01") is Status.AT_RISK


def test_the_promisors_own_later_account_ends_its_concession() -> None:
    told = (
        report("a", admitted("halted", "2016-04-10")),
        report("b", deed("2016-04-20", "loading", origin="mod-ru")),
    )
    assert status(WATCHED, *told, at="2016-05-01") is Status.ON_TRACK


def test_an_account_of_a_part_ends_a_concession() -> None:
    parted = promise(
        reading(
            happened(), happened("part-left"), happened("halted"), kept="departure", partly="part-left",
            at_risk="halted", due="2016-05-20",
        ),
        interest=PARTIES,
    )  # fmt: skip
    halted_for_a_while = report("a", figure(3)), report("b", admitted("halted", "2016-04-10"))
    assert Flag.CONCEDED in verdict(parted, *halted_for_a_while, at="2016-05-01").flags
    gone_on = report("c", deed("2016-04-20", "part-left", origin="mod-ru"))
    assert Flag.CONCEDED not in verdict(parted, *halted_for_a_while, gone_on, at="2016-05-01").flags


def test_a_concession_outranks_waiting_for_reports() -> None:
    assert status(WATCHED, report("a", admitted("halted", "2016-05-21")), at="2016-05-21") is Status.BROKEN


def test_a_retracted_concession_is_none() -> None:
    told = report("a", admitted("halted"), source="wire")
    undone = report("b", source="wire", published="2016-04-20", retracts=["a"])
    assert status(WATCHED, told, undone, at="2016-05-01") is Status.PENDING


def test_silence_neither_breaks_a_promise_nor_makes_the_event_that_it_was_due_before() -> None:
    """Section 6: silence is never worded as broken; section 4: the event has to be shown sufficiently."""
    silent = counted("no-visits", at_most(0), "visit")
    stopped = promise(
        reading(happened("departure"), silent, kept="departure", broken="no-visits", due="2016-05-20")
    )
    assert status(stopped, at="2016-05-01") is Status.PENDING
    before = replace(reading(happened("departure"), silent, kept="departure"), due_before="no-visits")
    assert status(promise(before), at="2016-05-01") is Status.PENDING


def test_a_concession_that_an_account_before_due_has_ended_does_not_return_after_due() -> None:
    """Section 3: before due a later supporting account ends a concession."""
    told = report("a", admitted("halted")), report("b", deed("2016-05-10", "loading"))
    assert status(WATCHED, *told, at="2016-05-15") is Status.ON_TRACK
    assert status(WATCHED, *told, at="2016-05-21") is Status.AWAITING
    claimed_after_due = report("b", deed("2016-05-22", "loading"))
    assert status(WATCHED, report("a", admitted("halted")), claimed_after_due, at="2016-05-23") is Status.BROKEN


@pytest.mark.parametrize(("own_word", "expected"), [(False, Status.OVERDUE), (True, Status.PARTLY_KEPT)])
def test_progress_by_the_promisors_word_alone_closes_where_its_own_word_counts(
    own_word: bool, expected: Status
) -> None:
    """Section 2: they do not suffice for a closing verdict, unless the criterion says `own_word_counts`."""
    high = replace(latest("gone", at_least(20), baseline=baseline(0)), sources=2, own_word_counts=own_word)
    judged = replace(reading(high, kept="gone", due="2016-05-20"), partly_from=0.5)
    claimed = report("a", figure(25, "2016-05-10", origin="mod-ru"))
    assert status(promise(judged, interest=PARTIES), claimed, at="2016-06-01") is expected

"""Section 2, Accounts: copies are one account, and through whom it speaks."""

from __future__ import annotations

import pytest

from tests.engine.asking import all_of, at_least, counted, happened, latest, more_than
from tests.engine.given import leaving, promise, reaching, reading, status, verdict
from tests.engine.telling import deed, evening, figure, grade_of, report
from tracker.domain.promises import Interest, Promise
from tracker.domain.reports import Nature, ReportVersion
from tracker.domain.statuses import Status
from tracker.domain.values import Qualifier

BEFORE_DUE = "2016-05-01"


def _by_two() -> Promise:
    return promise(reading(happened(sources=2), kept="departure", due="2016-05-20"))


def test_two_origins_are_two_accounts() -> None:
    assert status(_by_two(), report("a", deed()), report("b", deed()), at=BEFORE_DUE) is Status.KEPT


def test_two_reports_of_one_origin_do_not_corroborate() -> None:
    told = report("a", deed(origin="reuters")), report("b", deed("2016-04-11", origin="reuters"))
    assert status(_by_two(), *told, at=BEFORE_DUE) is not Status.KEPT


def test_where_no_origin_is_known_the_source_counts() -> None:
    same = report("a", deed(), source="wire"), report("b", deed("2016-04-11"), source="wire")
    other = report("a", deed(), source="wire"), report("b", deed("2016-04-11"), source="paper")
    assert status(_by_two(), *same, at=BEFORE_DUE) is not Status.KEPT
    assert status(_by_two(), *other, at=BEFORE_DUE) is Status.KEPT


@pytest.mark.parametrize(
    "told",
    [
        [report("a", deed()), report("b", deed(), copy_of=["a"])],
        [report("a", deed()), report("b", deed(), copy_of=["a"]), report("c", deed(), copy_of=["b"])],
        [report("b", deed(), copy_of=["unknown"]), report("c", deed(), copy_of=["unknown"])],
        [report("a", deed()), report("b", deed()), report("c", deed(), copy_of=["a", "b"])],
    ],
    ids=["a copy", "a chain", "copies of an unknown original", "a copy that joins two"],
)
def test_copies_are_one_account(told: list[ReportVersion]) -> None:
    assert status(_by_two(), *told, at=BEFORE_DUE) is not Status.KEPT
    assert status(_by_two(), *reversed(told), at=BEFORE_DUE) is not Status.KEPT


def test_copies_may_join_any_sources() -> None:
    told = report("a", deed(), source="wire"), report("b", deed(), source="paper", copy_of=["a"])
    assert status(_by_two(), *told, at=BEFORE_DUE) is not Status.KEPT


def test_a_witness_of_his_own_corroborates_an_account_with_copies() -> None:
    told = report("a", deed()), report("b", deed(), copy_of=["a"]), report("c", deed())
    assert status(_by_two(), *told, at=BEFORE_DUE) is Status.KEPT


def test_copies_are_counted_once() -> None:
    twice = promise(reading(counted("twice", at_least(2)), kept="twice", due="2016-05-20"))
    assert status(twice, report("a", deed()), report("b", deed(), copy_of=["a"]), at=BEFORE_DUE) is not Status.KEPT
    assert status(twice, report("a", deed()), report("b", deed("2016-04-12")), at=BEFORE_DUE) is Status.KEPT


def test_another_witness_of_the_same_event_is_counted_once_but_corroborates() -> None:
    twice = promise(reading(counted("twice", at_least(2)), kept="twice", due="2016-05-20"))
    told = report("a", deed()), report("b", deed(), same_event=["a"])
    assert status(twice, *told, at=BEFORE_DUE) is not Status.KEPT
    assert status(_by_two(), *told, at=BEFORE_DUE) is Status.KEPT


def _twice(*told: ReportVersion) -> Status:
    return status(
        promise(reading(counted("twice", at_least(2)), kept="twice", due="2016-05-20")), *told, at=BEFORE_DUE
    )


def test_witnesses_of_one_occurrence_are_joined_over_any_number_of_steps() -> None:
    chain = report("a", deed()), report("b", deed(), same_event=["a"]), report("c", deed(), same_event=["b"])
    unknown = report("b", deed(), same_event=["x"]), report("c", deed(), same_event=["x"])
    assert _twice(*chain) is not Status.KEPT
    assert _twice(*unknown) is not Status.KEPT
    assert _twice(*chain, report("d", deed("2016-04-20"))) is Status.KEPT


def test_a_copy_tells_which_occurrence_its_account_witnessed() -> None:
    told = report("a", deed()), report("b", deed()), report("c", deed(), copy_of=["b"], same_event=["a"])
    assert _twice(*told) is not Status.KEPT


def test_of_a_report_on_two_occurrences_a_witness_saw_the_one_of_the_same_day() -> None:
    two = report("a", deed("2016-04-10"), deed("2016-04-15"))
    one = report("b", deed("2016-04-15"), same_event=["a"])
    assert _twice(two, one) is Status.KEPT
    thrice = promise(reading(counted("thrice", at_least(3)), kept="thrice", due="2016-05-20"))
    assert status(thrice, two, one, at=BEFORE_DUE) is not Status.KEPT


# the speaker


def test_the_original_speaks_where_it_is_known() -> None:
    original = report("a", figure(15), grade="C")
    better_graded = report("b", figure(25), grade="A", copy_of=["a"])
    assert status(reaching(20), original, better_graded, at=BEFORE_DUE) is Status.PENDING


def test_the_original_of_a_chain_speaks() -> None:
    told = (
        report("c", figure(15)),
        report("b", figure(25), grade="A", copy_of=["c"]),
        report("a", figure(25), grade="A", copy_of=["b"]),
    )
    judged = verdict(reaching(10), *told, at=BEFORE_DUE)
    assert judged.deciding == ("c",)


def test_without_a_known_original_the_best_graded_speaks() -> None:
    told = report("a", figure(15), grade="C", copy_of=["x"]), report("b", figure(25), grade="B", copy_of=["x"])
    assert verdict(reaching(10), *told, at=BEFORE_DUE).deciding == ("b",)


def test_of_equally_graded_copies_the_earliest_published_speaks() -> None:
    told = (
        report("a", figure(15), grade="B", copy_of=["x"], published="2016-04-13"),
        report("b", figure(25), grade="B", copy_of=["x"], published="2016-04-12"),
    )
    assert verdict(reaching(10), *told, at=BEFORE_DUE).deciding == ("b",)


def test_of_copies_published_together_the_lowest_id_in_natural_order_speaks() -> None:
    told = report("r10", figure(15), copy_of=["x"]), report("r2", figure(25), copy_of=["x"])
    assert verdict(reaching(10), *told, at=BEFORE_DUE).deciding == ("r2",)


def test_an_exact_figure_speaks_for_a_rounding_that_is_graded_no_better() -> None:
    rounded = report("a", figure(20, qualifier=Qualifier.ABOUT), grade="B")
    exact = report("b", figure(19), grade="B", copy_of=["a"])
    assert status(reaching(20), rounded, at=BEFORE_DUE) is Status.KEPT
    assert status(reaching(20), rounded, exact, at=BEFORE_DUE) is Status.PENDING


def test_an_exact_figure_that_is_graded_worse_does_not_speak() -> None:
    rounded = report("a", figure(20, qualifier=Qualifier.ABOUT), grade="B")
    exact = report("b", figure(19), grade="D", copy_of=["a"])
    assert status(reaching(20), rounded, exact, at=BEFORE_DUE) is Status.KEPT


def test_an_exact_original_is_not_replaced_by_the_rounding_of_its_copy() -> None:
    exact = report("a", figure(19), grade="B")
    rounded = report("b", figure(20, qualifier=Qualifier.ABOUT), grade="B", copy_of=["a"])
    assert status(reaching(20), exact, rounded, at=BEFORE_DUE) is Status.PENDING


def test_the_account_has_its_speakers_nature() -> None:
    original = report("a", deed(nature=Nature.ANNOUNCEMENT))
    hardened = report("b", deed(nature=Nature.OBSERVATION), copy_of=["a"])
    assert status(leaving(), original, hardened, at=BEFORE_DUE) is Status.PENDING
    assert status(leaving(), hardened, at=BEFORE_DUE) is Status.KEPT


def test_the_account_has_its_speakers_time() -> None:
    original = report("a", deed("2016-05-22"))
    copy = report("b", deed("2016-05-19"), copy_of=["a"], published="2016-05-23")
    assert status(leaving(), original, copy, at="2016-06-01") is Status.KEPT_LATE


def test_the_account_has_the_best_grade_of_its_members() -> None:
    asked = promise(reading(happened(least_grade=grade_of("B")), kept="departure", due="2016-05-20"))
    original, copy = report("a", deed(), grade="D"), report("b", deed(), grade="B", copy_of=["a"])
    assert status(asked, original, at=BEFORE_DUE) is Status.PENDING
    assert status(asked, original, copy, at=BEFORE_DUE) is Status.KEPT


def test_the_account_has_the_earliest_publication_of_its_members() -> None:
    original = report("a", deed(), published="2016-05-01")
    copy = report("b", deed(), copy_of=["a"], published="2016-04-12")
    judged = verdict(leaving(), original, copy, at="2016-05-02")
    assert judged.witnesses[0].account.published == evening("2016-04-12")


def test_an_original_that_is_not_yet_known_does_not_speak_yet() -> None:
    original = report("a", figure(15), published="2016-05-01")
    copy = report("b", figure(25), copy_of=["a"], published="2016-04-12")
    assert status(reaching(20), original, copy, at="2016-04-30") is Status.KEPT
    assert status(reaching(20), original, copy, at="2016-05-01") is Status.PENDING


def test_a_copy_that_carries_another_indicator_adds_that_fact() -> None:
    both = promise(
        reading(
            latest("gone", at_least(20)),
            latest("left", more_than(0), "aircraft left"),
            kept=all_of("gone", "left"),
            due="2016-05-20",
        )
    )
    original = report("a", figure(22))
    copy = report("b", figure(22), figure(14, indicator="aircraft left"), copy_of=["a"])
    assert status(both, original, at=BEFORE_DUE) is Status.ON_TRACK
    assert status(both, original, copy, at=BEFORE_DUE) is Status.KEPT


def test_the_fact_a_copy_adds_has_the_same_origin() -> None:
    """The original is the ministry's own word, so is what its copy computes from it."""
    left = promise(
        reading(latest("left", more_than(0), "aircraft left"), kept="left", due="2016-05-20"),
        interest={"mod-ru": Interest.SELF},
    )
    original = report("a", figure(22), origin="mod-ru")
    copy = report("b", figure(14, indicator="aircraft left"), source="reuters", copy_of=["a"])
    assert status(left, original, copy, at=BEFORE_DUE) is not Status.KEPT
    assert status(left, copy, at=BEFORE_DUE) is Status.KEPT


def test_a_copy_is_set_aside_as_a_copy() -> None:
    judged = verdict(leaving(), report("a", deed()), report("b", deed(), copy_of=["a"]), at=BEFORE_DUE)
    assert judged.deciding == ("a",)
    assert [(entry.report, "copy" in entry.why) for entry in judged.set_aside] == [("b", True)]


def test_each_fact_of_a_report_counts_for_itself() -> None:
    two = promise(
        reading(happened("loading"), happened("departure"), kept=all_of("loading", "departure"), due="2016-05-20")
    )
    assert (
        status(two, report("a", deed("2016-04-01", "loading"), deed("2016-04-10")), at=BEFORE_DUE) is Status.KEPT
    )


def test_several_facts_of_one_indicator_are_a_series() -> None:
    falling = promise(reading(latest("few", at_least(20)), at_risk="few", due="2016-05-20"))
    assert status(falling, report("a", figure(25, "2016-04-01"), figure(15, "2016-04-10")), at="2016-04-05") is (
        Status.PENDING
    )
    told = report("a", figure(25, "2016-04-01"), figure(15, "2016-04-10"), published="2016-04-01")
    assert status(falling, told, at="2016-04-05") is Status.AT_RISK
    assert status(falling, told, at="2016-04-10") is Status.PENDING


def test_several_events_of_one_report_are_counted_each() -> None:
    twice = promise(reading(counted("twice", at_least(2)), kept="twice", due="2016-05-20"))
    assert status(twice, report("a", deed("2016-04-01"), deed("2016-04-10")), at=BEFORE_DUE) is Status.KEPT

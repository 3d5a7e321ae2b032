"""Section 2, Corrections: what replaces, what takes all weight, and how far either reaches."""

from __future__ import annotations

import pytest

from tests.engine.asking import at_least, counted, happened, latest, more_than
from tests.engine.given import leaving, promise, reaching, reading, status, verdict
from tests.engine.telling import deed, figure, report
from tracker.domain.statuses import Status

AT = "2016-05-10"
LATER = "2016-05-01"


def test_a_retraction_within_the_source_takes_all_weight_from_its_target() -> None:
    told = report("a", deed(), source="wire")
    undone = report("b", source="wire", published=LATER, retracts=["a"])
    judged = verdict(leaving(), told, undone, at=AT)
    assert judged.status is Status.PENDING
    assert [(entry.report, "retract" in entry.why) for entry in judged.set_aside] == [("a", True)]


def test_no_feed_can_retract_anothers_report() -> None:
    told = report("a", deed(), source="wire")
    foreign = report("b", source="paper", published=LATER, retracts=["a"])
    assert status(leaving(), told, foreign, at=AT) is Status.KEPT


def test_an_analyst_can_retract_any_report() -> None:
    told = report("a", deed(), source="wire")
    by_hand = report("b", source="desk", published=LATER, retracts=["a"], by_hand=True)
    assert status(leaving(), told, by_hand, at=AT) is Status.PENDING


def test_no_feed_can_correct_anothers_report() -> None:
    told = report("a", deed(), source="wire")
    foreign = report("b", deed(event="loading"), source="paper", published=LATER, corrects=["a"])
    assert status(leaving(), told, foreign, at=AT) is Status.KEPT


def test_an_analyst_can_correct_any_report() -> None:
    told = report("a", figure(25), source="wire")
    by_hand = report("b", figure(15), source="desk", published=LATER, corrects=["a"], by_hand=True)
    assert status(reaching(20), told, by_hand, at=AT) is Status.PENDING


def test_a_correction_replaces_the_figure() -> None:
    told = report("a", figure(15), source="wire")
    corrected = report("b", figure(25), source="wire", published=LATER, corrects=["a"])
    judged = verdict(reaching(20), told, corrected, at=AT)
    assert (judged.status, judged.deciding) == (Status.KEPT, ("b",))


def test_a_correction_is_not_a_second_account() -> None:
    twice = promise(reading(counted("twice", at_least(2)), kept="twice", due="2016-05-20"))
    told = report("a", deed("2016-04-10"), source="wire")
    corrected = report("b", deed("2016-04-11"), source="wire", published=LATER, corrects=["a"])
    assert status(twice, told, corrected, at=AT) is not Status.KEPT


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_retraction_of_the_original_takes_its_copies_too(by_hand: bool) -> None:
    told = report("a", deed(), source="wire"), report("b", deed(), source="paper", copy_of=["a"])
    undone = report("c", source="desk" if by_hand else "wire", published=LATER, retracts=["a"], by_hand=by_hand)
    assert status(leaving(), *told, undone, at=AT) is Status.PENDING


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_correction_replaces_the_account_copies_included(by_hand: bool) -> None:
    told = (
        report("a", figure(25), source="wire"),
        report("b", figure(25), source="paper", copy_of=["a"], grade="A"),
    )
    undone = report(
        "c", figure(15), source="desk" if by_hand else "wire", published=LATER, corrects=["a"], by_hand=by_hand
    )
    assert status(reaching(20), *told, undone, at=AT) is Status.PENDING


def test_a_paper_that_retracts_its_copy_does_not_take_the_original() -> None:
    told = report("a", deed(), source="wire"), report("b", deed(), source="paper", copy_of=["a"])
    undone = report("c", source="paper", published=LATER, retracts=["b"])
    judged = verdict(leaving(), *told, undone, at=AT)
    assert (judged.status, judged.deciding) == (Status.KEPT, ("a",))


def test_a_retraction_of_a_retraction_gives_the_weight_back() -> None:
    told = report("a", deed(), source="wire")
    undone = report("b", source="wire", published="2016-04-20", retracts=["a"])
    restored = report("c", source="wire", published=LATER, retracts=["b"])
    assert status(leaving(), told, undone, restored, at="2016-04-30") is Status.PENDING
    assert status(leaving(), told, undone, restored, at=AT) is Status.KEPT


def test_a_retraction_of_a_correction_brings_the_first_figure_back() -> None:
    told = report("a", figure(25), source="wire")
    corrected = report("b", figure(15), source="wire", published="2016-04-20", corrects=["a"])
    withdrawn = report("c", source="wire", published=LATER, retracts=["b"])
    assert status(reaching(20), told, corrected, withdrawn, at="2016-04-30") is Status.PENDING
    assert status(reaching(20), told, corrected, withdrawn, at=AT) is Status.KEPT


def test_a_correction_of_a_correction_replaces_both() -> None:
    told = report("a", figure(25), source="wire")
    second = report("b", figure(15), source="wire", published="2016-04-20", corrects=["a"])
    third = report("c", figure(22), source="wire", published=LATER, corrects=["b"])
    judged = verdict(reaching(20), told, second, third, at=AT)
    assert (judged.status, judged.deciding) == (Status.KEPT, ("c",))


def test_of_two_corrections_of_one_report_the_later_counts() -> None:
    told = report("a", figure(25), source="wire")
    second = report("c", figure(15), source="wire", published="2016-04-20", corrects=["a"])
    third = report("b", figure(22), source="wire", published=LATER, corrects=["a"])
    assert status(reaching(20), told, second, third, at="2016-04-30") is Status.PENDING
    assert verdict(reaching(20), told, second, third, at=AT).deciding == ("b",)


def test_retractions_that_name_each_other_end() -> None:
    one = report("a", deed(), source="wire", retracts=["b"])
    other = report("b", deed(), source="wire", retracts=["a"])
    assert status(leaving(), one, other, at=AT) in (Status.PENDING, Status.KEPT)
    assert status(leaving(), one, other, at=AT) is status(leaving(), other, one, at=AT)


def test_a_correction_replaces_the_facts_of_the_same_indicator_and_time_only() -> None:
    both = promise(
        reading(
            latest("gone", at_least(20)),
            latest("left", more_than(0), "aircraft left"),
            kept="gone",
            at_risk="left",
            due="2016-05-20",
        )
    )
    told = report("a", figure(25), figure(14, indicator="aircraft left"), source="wire")
    corrected = report("b", figure(15), source="wire", published=LATER, corrects=["a"])
    assert status(both, told, at=AT) is Status.KEPT
    assert status(both, told, corrected, at=AT) is Status.AT_RISK


def test_a_correction_without_such_a_fact_replaces_all() -> None:
    told = report("a", figure(25), figure(14, indicator="aircraft left"), source="wire")
    other_time = report("b", figure(15, "2016-04-12"), source="wire", published=LATER, corrects=["a"])
    other_event = report("b", deed(), source="wire", published=LATER, corrects=["a"])
    for corrected in (other_time, other_event):
        assert status(reaching(20), told, corrected, at=AT) is Status.PENDING


def test_the_same_indicator_at_another_time_is_left_where_one_fact_fits() -> None:
    told = report("a", figure(25, "2016-04-01"), figure(15, "2016-04-10"), source="wire")
    corrected = report("b", figure(18, "2016-04-10"), source="wire", published=LATER, corrects=["a"])
    assert status(reaching(20), told, corrected, at=AT) is Status.KEPT


def test_a_correction_unlatches_by_changing_what_is_known() -> None:
    told = report("a", deed("2016-05-19"), source="wire")
    corrected = report("b", deed("2016-05-25"), source="wire", published="2016-06-10", corrects=["a"])
    assert status(leaving(), told, corrected, at="2016-06-09") is Status.KEPT
    assert status(leaving(), told, corrected, at="2016-06-10") is Status.KEPT_LATE


def test_a_retraction_of_an_unknown_report_does_nothing() -> None:
    undone = report("b", source="wire", published=LATER, retracts=["never-seen"])
    assert status(leaving(), report("a", deed(), source="wire"), undone, at=AT) is Status.KEPT


def test_a_retracting_report_may_carry_facts_of_its_own() -> None:
    told = report("a", deed(), source="wire")
    swapped = report("b", deed("2016-04-12"), source="wire", published=LATER, retracts=["a"])
    judged = verdict(leaving(), told, swapped, at=AT)
    assert (judged.status, judged.deciding) == (Status.KEPT, ("b",))


def test_a_report_with_the_criterions_event_by_happened_is_gone_once_corrected_away() -> None:
    plain = promise(reading(happened(), kept="departure", due="2016-05-20"))
    told = report("a", deed(), source="wire")
    corrected = report("b", deed(event="loading"), source="wire", published=LATER, corrects=["a"])
    assert status(plain, told, corrected, at=AT) is Status.PENDING


def test_two_corrections_of_one_row_leave_the_other_rows() -> None:
    """Section 2: a correction replaces the facts of the same indicator and time; all only where there are none."""
    table = report("a", figure(10, "2016-04-10"), deed("2016-04-12"), source="wire")
    first = report("b", figure(11, "2016-04-10"), source="wire", published="2016-04-20", corrects=["a"])
    second = report("c", figure(12, "2016-04-10"), source="wire", published="2016-04-21", corrects=["a"])
    assert status(leaving(), table, first, second, at=AT) is Status.KEPT


def test_a_retraction_told_by_a_copy_of_a_retracted_report_has_no_force() -> None:
    told = report("a", deed(), source="wire")
    strike = report("b", deed(event="strike"), source="paper")
    copy = report("c", source="wire", published=LATER, retracts=["a"], copy_of=["b"])
    undone = report("d", source="paper", published=LATER, retracts=["b"])
    assert status(leaving(), told, strike, copy, at=AT) is Status.PENDING
    assert status(leaving(), told, strike, copy, undone, at=AT) is Status.KEPT


def test_of_retractions_in_a_ring_none_has_force() -> None:
    ring = [
        report("a", deed(), source="wire", published=LATER, retracts=["b"]),
        report("b", deed(event="cancelled"), source="wire", published=LATER, retracts=["a"]),
    ]
    assert status(leaving(), ring[0], ring[1], at=AT) is Status.DISPUTED
    assert status(leaving(), ring[1], ring[0], at=AT) is Status.DISPUTED


def test_a_ring_of_retractions_falls_apart_where_one_of_them_is_retracted() -> None:
    told = report("a", deed(), source="wire", published=LATER, retracts=["b"])
    against = report("b", deed(event="cancelled"), source="wire", published=LATER, retracts=["a"])
    undone = report("c", source="wire", published=LATER, retracts=["a"])
    assert status(leaving(), told, against, undone, at=AT) is status(leaving(), against, at=AT) is Status.BROKEN

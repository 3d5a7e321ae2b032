"""Section 2, Corrections: what is left of an account with copies, witnesses or several facts once corrected."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.asking import at_least, counted, happened, latest, more_than
from tests.engine.given import leaving, promise, reaching, reading, status, verdict
from tests.engine.telling import DUE, deed, figure, report
from tracker.domain.promises import Names, Promise
from tracker.domain.statuses import Status

AT = "2016-05-10"
LATER = "2016-05-01"
CONFIRMED = promise(reading(happened(sources=2), kept="departure", due=DUE))
TWICE = promise(reading(counted("twice", at_least(2)), kept="twice", due=DUE))


def test_a_corrected_copy_is_no_second_origin() -> None:
    wire = report("o", deed())
    copy = report("c", deed(), source="paper", copy_of=["o"])
    mended = report("b", deed(), source="paper", published=LATER, corrects=["c"])

    assert status(CONFIRMED, wire, copy, mended, at=AT) is Status.PENDING


def test_a_corrected_copy_of_an_original_that_nobody_has_is_no_second_origin() -> None:
    copies = [report(key, deed(), copy_of=["unseen"]) for key in ("c", "d")]
    mended = report("b", deed(), source="source-c", published=LATER, corrects=["c"])

    assert status(CONFIRMED, *copies, mended, at=AT) is Status.PENDING


@pytest.mark.parametrize("named_by", ["the corrected witness", "the other"])
def test_a_corrected_witness_is_no_second_occurrence(named_by: str) -> None:
    of_one, of_other = ((), ("b",)) if named_by == "the other" else (("a",), ())
    one = report("b", deed(), same_event=of_one)
    other = report("a", deed(), same_event=of_other)
    mended = report("d", deed("2016-04-10"), source="source-b", published=LATER, corrects=["b"])
    again = report("e", deed("2016-04-10"), source="source-b", published="2016-05-02", corrects=["d"])

    assert status(TWICE, one, other, mended, at=AT) is not Status.KEPT
    assert status(TWICE, one, other, mended, again, at=AT) is not Status.KEPT


def test_a_correction_leaves_the_other_occurrences_of_a_witness_alone() -> None:
    both = report("b", deed("2016-04-10"), deed("2016-04-20"))
    other = report("a", deed("2016-04-10"), same_event=["b"])
    mended = report("d", deed("2016-04-10"), source="source-b", published=LATER, corrects=["b"])

    assert status(TWICE, both, other, mended, at=AT) is Status.KEPT


def counted_and_gone() -> Promise:
    return promise(reading(latest("gone", at_least(20)), happened("departure"), kept="departure", due=DUE))


def test_a_copy_keeps_what_it_adds_when_the_original_is_corrected() -> None:
    original = report("o", figure(15))
    copy = report("c", figure(15), deed(), copy_of=["o"])
    mended = report("b", figure(25), source="source-o", published=LATER, corrects=["o"])

    assert status(counted_and_gone(), original, copy, mended, at=AT) is Status.KEPT
    assert status(reaching(20), original, copy, mended, at=AT) is Status.KEPT


def test_a_copy_that_dates_the_corrected_figure_otherwise_loses_it_too() -> None:
    original = report("o", figure(25, "2016-04-10"))
    copy = report("c", figure(25, "2016-04-11"), deed(), copy_of=["o"])
    mended = report("b", figure(15, "2016-04-10"), source="source-o", published=LATER, corrects=["o"])

    assert status(reaching(20), original, copy, mended, at=AT) is Status.PENDING


def test_a_later_correction_of_one_fact_keeps_an_earlier_one_of_another() -> None:
    told = report("a", figure(15), deed(event="loading"), source="wire")
    first = report("b", figure(25), source="wire", published="2016-04-20", corrects=["a"])
    second = report("c", deed(event="boarding"), source="wire", published=LATER, corrects=["a"])
    third = report(
        "d", replace(deed(event="loading"), place="Tartus"), source="wire", published=LATER, corrects=["a"]
    )

    assert status(reaching(20), told, first, third, at=AT) is Status.KEPT
    assert status(reaching(20), told, first, second, at=AT) is Status.PENDING


def test_a_correction_finds_the_same_indicator_under_another_name() -> None:
    names = Names({"indicator": {"planes gone": "aircraft departed"}})
    told = report("a", figure(15), deed(), source="wire")
    mended = report("b", figure(25, indicator="Planes  gone"), source="wire", published=LATER, corrects=["a"])

    assert verdict(leaving(), told, mended, at=AT, names=names).status is Status.KEPT
    assert verdict(reaching(20), told, mended, at=AT, names=names).deciding == ("b",)


def test_a_correction_moved_in_time_is_replaced_by_a_later_one() -> None:
    told = report("a", figure(15), source="wire")
    moved = report("b", figure(30, "2016-04-12"), source="wire", published="2016-04-20", corrects=["a"])
    final = report("c", figure(10), source="wire", published=LATER, corrects=["a"])
    over = promise(reading(latest("gone", more_than(20)), kept="gone", due=DUE))

    assert status(over, told, moved, at=AT) is Status.KEPT
    assert status(over, told, moved, final, at=AT) is Status.PENDING


def test_a_long_chain_of_retractions_ends() -> None:
    chain = [report("r0", deed(), source="wire")]
    chain += [
        report(f"r{number}", source="wire", published=LATER, retracts=[f"r{number - 1}"])
        for number in range(1, 3001)
    ]

    assert status(leaving(), *chain, at=AT) is Status.KEPT
    assert status(leaving(), *chain[:-1], at=AT) is Status.PENDING

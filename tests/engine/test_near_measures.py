"""Figures of two texts in other units, as fractions, rough or below zero: which are one, and which never are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.reports import Report
from tracker.engine.near.likeness import Likeness, likeness
from tracker.engine.near.measures import Rough, is_converted, rounds_to
from tracker.engine.near.telling import Telling, telling_of

FRAME = (
    "Engineers in Orvik opened the gates on Tuesday after the water had passed {}, the harbour office said."
    " Nobody was hurt, and the ferry to Lund ran as on any other day."
)


def telling(text: str) -> Telling:
    return telling_of(Report("r", "s", datetime(2016, 3, 16, 12, tzinfo=UTC), text=text))


def compared(first: str, second: str) -> Likeness:
    return likeness(telling(FRAME.format(first)), telling(FRAME.format(second)))


ONE_MEASURE = [
    ("50 kilometres", "31 miles"),
    ("50 kilometres", "30 miles"),
    ("12 km", "7.5 miles"),
    ("130 kilometres an hour", "80 mph"),
    ("4,800 hectares", "nearly 12,000 acres"),
    ("2,800 hectares", "28 square kilometers"),
    ("900 metres", "nearly 3,000 feet"),
    ("80 centimetres", "31 inches"),
    ("600 tonnes", "1.3 million pounds"),
    ("600 tonnes", "600,000 kg"),
    ("60 million cubic metres", "2.1 billion cubic feet"),
    ("1,500 megawatts", "1.5 gigawatts"),
    ("471 megawatts", "0.471 GW"),
    ("46.2 degrees Celsius", "115F"),
    ("minus 22 degrees Celsius", "-8F"),
    ("two weeks", "14 days"),
    ("two weeks", "a fortnight"),
    ("a mark within a week", "a mark within seven days"),
    ("ten years", "a decade"),
    ("66.7 percent", "two thirds"),
    ("49 percent", "nearly half"),
    ("87 percent", "nearly nine out of ten"),
    ("two dozen marks", "24 marks"),
    ("half a million litres", "500,000 litres"),
    ("1,237 marks", "more than 1,200 marks"),
    ("38 marks", "nearly 40 marks"),
]

TWO_MEASURES = [
    ("50 kilometres", "50 miles"),
    ("60 kilometres", "31 miles"),
    ("130 kilometres an hour", "130 mph"),
    ("4,800 hectares", "4,800 acres"),
    ("900 metres", "900 feet"),
    ("600 tonnes", "600 barrels"),
    ("60 million cubic metres", "60 million cubic feet"),
    ("1,500 megawatts", "15 gigawatts"),
    ("1,480 megawatts", "1.5 gigawatts"),
    ("46.2 degrees Celsius", "113F"),
    ("minus 22 degrees Celsius", "22 degrees Celsius"),
    ("two weeks", "12 days"),
    ("34 percent", "two thirds"),
    ("a third of the scale", "a fifth of the scale"),
    ("1,237 marks", "more than 1,300 marks"),
    ("1,237 marks", "nearly 1,200 marks"),
    ("more than 120 marks", "fewer than 120 marks"),
    ("500 dollars", "450 euros"),
]


@pytest.mark.parametrize(("first", "second"), ONE_MEASURE)
def test_a_figure_that_a_desk_converted_or_rounded_leaves_a_copy(first: str, second: str) -> None:
    assert compared(first, second).joins, compared(first, second)


@pytest.mark.parametrize(("first", "second"), TWO_MEASURES)
def test_another_figure_in_whatever_unit_keeps_two_reports_apart(first: str, second: str) -> None:
    assert not compared(first, second).joins, compared(first, second)


@pytest.mark.parametrize(("first", "second"), [*ONE_MEASURE, *TWO_MEASURES])
def test_whichever_text_converts_the_answer_is_the_same(first: str, second: str) -> None:
    there, back = compared(first, second), compared(second, first)
    assert (there.score, there.link) == (back.score, back.link)


def test_a_bare_degree_has_the_scale_that_the_text_names() -> None:
    warm = "It was {} at Orvik on Tuesday, the harbour office said. The record of {} was set there in 2012."
    metric, other = warm.format("46.2 degrees Celsius", "45.4 degrees"), warm.format("115F", "113.7 degrees")
    assert likeness(telling(metric), telling(other)).joins


_LENGTHS = st.sampled_from([("metre",), ("km",), ("mile",), ("foot",), ("yard",), ("inch",)])
_FIGURES = st.floats(0.1, 1e6)


@given(_FIGURES, _LENGTHS, _FIGURES, _LENGTHS, st.sampled_from([None, *Rough]), st.sampled_from([None, *Rough]))
def test_being_converted_is_mutual(
    one: float,
    unit: tuple[str, ...],
    other: float,
    into: tuple[str, ...],
    rough: Rough | None,
    other_rough: Rough | None,
) -> None:
    there = is_converted(one, unit, other, into, rough=rough, rougher=other_rough)
    assert there == is_converted(other, into, one, unit, rough=other_rough, rougher=rough)


@given(st.integers(1, 100_000))
def test_a_figure_is_never_its_own_number_of_another_length(number: int) -> None:
    assert not is_converted(number, ("km",), number, ("mile",), rough=Rough.ABOUT, rougher=None)


@given(st.integers(11, 1_000_000), st.integers(11, 1_000_000))
def test_more_than_is_never_said_of_less_nor_nearly_of_more(exact: int, told: int) -> None:
    assert not (rounds_to(exact, told, Rough.OVER) and told >= exact)
    assert not (rounds_to(exact, told, Rough.UNDER) and told <= exact)

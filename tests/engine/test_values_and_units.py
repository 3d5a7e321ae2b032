"""Section 2, Units and Values: what is comparable, and how intervals compare."""

from __future__ import annotations

import math

import pytest

from tests.engine.asking import at_least, at_most, less_than, more_than
from tests.engine.given import reaching, status, verdict
from tests.engine.telling import figure, report
from tracker.domain.promises import Names
from tracker.domain.statuses import Status
from tracker.domain.values import Comparison, Interval, Qualifier, Truth, Value

Q = Qualifier


@pytest.mark.parametrize(
    ("asked", "value", "expected"),
    [
        (at_least(20), Value(20), Truth.TRUE),
        (at_least(20), Value(19.9), Truth.FALSE),
        (more_than(20), Value(20), Truth.FALSE),
        (more_than(20), Value(20.1), Truth.TRUE),
        (at_most(20), Value(20), Truth.TRUE),
        (less_than(20), Value(20), Truth.FALSE),
        (at_least(20), Value(20, Q.AT_LEAST), Truth.TRUE),
        (at_least(20), Value(15, Q.AT_LEAST), Truth.UNCLEAR),
        (at_least(20), Value(25, Q.AT_MOST), Truth.UNCLEAR),
        (at_least(20), Value(15, Q.AT_MOST), Truth.FALSE),
        (at_least(20), Value(20, Q.AT_MOST), Truth.UNCLEAR),
        (at_least(20), Value(20, Q.LESS_THAN), Truth.FALSE),
        (more_than(20), Value(20, Q.MORE_THAN), Truth.TRUE),
        (more_than(20), Value(20, Q.AT_LEAST), Truth.UNCLEAR),
        (more_than(20), Value(20, Q.AT_MOST), Truth.FALSE),
        (at_most(20), Value(20, Q.MORE_THAN), Truth.FALSE),
        (less_than(20), Value(20, Q.LESS_THAN), Truth.TRUE),
        (at_least(20), Value(20, Q.RANGE, 25), Truth.TRUE),
        (at_least(20), Value(18, Q.RANGE, 22), Truth.UNCLEAR),
        (at_least(20), Value(10, Q.RANGE, 15), Truth.FALSE),
        (at_least(20), Value(20, Q.ABOUT), Truth.TRUE),
        (at_least(20), Value(19, Q.ABOUT), Truth.FALSE),
        (Comparison(Interval(10, 20), "between 10 and 20"), Value(20), Truth.TRUE),
        (Comparison(Interval(10, 20), "between 10 and 20"), Value(5, Q.RANGE, 25), Truth.UNCLEAR),
        (Comparison(Interval(10, 10), "equals 10"), Value(10, Q.AT_LEAST), Truth.UNCLEAR),
        (at_least(-math.inf), Value(3), Truth.TRUE),
    ],
)
def test_a_comparison_is_true_if_the_whole_interval_satisfies_it_false_if_none_does(
    asked: Comparison, value: Value, expected: Truth
) -> None:
    assert asked.holds_for(value) is expected


@pytest.mark.parametrize(
    ("qualifier", "number", "expected"),
    [
        (Q.EQ, 20, Status.KEPT),
        (Q.AT_LEAST, 20, Status.KEPT),
        (Q.AT_LEAST, 15, Status.PENDING),
        (Q.AT_MOST, 30, Status.PENDING),
    ],
)
def test_an_unclear_figure_does_not_keep(qualifier: Qualifier, number: float, expected: Status) -> None:
    told = report("a", figure(number, qualifier=qualifier))
    assert status(reaching(20), told, at="2016-05-01") is expected


def test_an_unclear_figure_makes_no_shortfall() -> None:
    told = report("a", figure(15, "2016-05-21", qualifier=Q.AT_LEAST))
    assert status(reaching(20), told, at="2016-06-01") is Status.OVERDUE


def test_another_unit_is_not_comparable_and_shown_with_that_reason() -> None:
    judged = verdict(reaching(20), report("a", figure(25, unit="helicopters")), at="2016-05-01")
    assert judged.status is Status.PENDING
    assert [entry.report for entry in judged.set_aside] == ["a"]
    assert "not comparable" in judged.set_aside[0].why


def test_another_unit_makes_no_shortfall() -> None:
    judged = verdict(reaching(20), report("a", figure(5, "2016-05-21", unit="helicopters")), at="2016-06-01")
    assert judged.status is Status.OVERDUE


def test_units_are_compared_as_names() -> None:
    names = Names(aliases={"unit": {"planes": "aircraft"}})
    assert status(reaching(20), report("a", figure(25, unit="Aircraft")), at="2016-05-01") is Status.KEPT
    assert (
        status(reaching(20), report("a", figure(25, unit="planes")), at="2016-05-01", names=names) is Status.KEPT
    )

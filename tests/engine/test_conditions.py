"""Section 3: conditions combine criteria in Kleene logic, no data counting as unclear."""

from __future__ import annotations

from itertools import product

import pytest

from tests.engine.asking import Part, all_of, any_of, at_least, latest, none_of, so_many_of
from tests.engine.given import promise, reading, status
from tests.engine.telling import figure, report
from tracker.domain.criteria import Condition
from tracker.domain.reports import Fact, ReportVersion
from tracker.domain.statuses import Status
from tracker.domain.values import Qualifier

NAMES = ("x", "y", "z")
TOLD: dict[str, Fact | None] = {
    "T": figure(25),
    "F": figure(15),
    "U": figure(5, qualifier=Qualifier.AT_LEAST),
    "-": None,
}


def _holds(condition: Condition, states: str) -> bool:
    """Say whether the condition is true when x, y, z are so: T true, F false, U unclear, - no data."""
    criteria = [latest(name, at_least(20), f"figure of {name}") for name in NAMES]
    facts: list[ReportVersion] = []
    for name, state in zip(NAMES, states, strict=False):
        fact = TOLD[state]
        if fact is not None:
            facts.append(report(name, figure_of(name, fact)))
    watched = promise(reading(*criteria, at_risk=condition, due="2016-05-20"))
    return status(watched, *facts, at="2016-05-01") is Status.AT_RISK


def figure_of(name: str, fact: Fact) -> Fact:
    assert fact.value is not None
    return figure(fact.value.number, indicator=f"figure of {name}", qualifier=fact.value.qualifier)


@pytest.mark.parametrize("states", ["".join(pair) for pair in product("TFU-", repeat=2)])
def test_all_of_is_true_when_all_are(states: str) -> None:
    assert _holds(all_of("x", "y"), states) is (states == "TT")


@pytest.mark.parametrize("states", ["".join(pair) for pair in product("TFU-", repeat=2)])
def test_any_of_is_true_when_one_is_whatever_the_other(states: str) -> None:
    assert _holds(any_of("x", "y"), states) is ("T" in states)


@pytest.mark.parametrize("states", ["".join(pair) for pair in product("TFU-", repeat=2)])
def test_none_of_is_true_when_all_are_false(states: str) -> None:
    assert _holds(none_of("x", "y"), states) is (states == "FF")


@pytest.mark.parametrize("states", ["".join(three) for three in product("TFU-", repeat=3)])
def test_at_least_is_true_when_so_many_are(states: str) -> None:
    assert _holds(so_many_of(2, "x", "y", "z"), states) is (states.count("T") >= 2)


@pytest.mark.parametrize("states", ["".join(three) for three in product("TFU-", repeat=3)])
def test_none_of_at_least_is_true_when_too_few_can_be(states: str) -> None:
    """The negation shows where `at_least` is false rather than unclear."""
    assert _holds(none_of(so_many_of(2, "x", "y", "z")), states) is (states.count("F") >= 2)


@pytest.mark.parametrize(
    ("condition", "false_when"),
    [
        (all_of("x", "y"), lambda states: "F" in states),
        (any_of("x", "y"), lambda states: states == "FF"),
        (none_of("x", "y"), lambda states: "T" in states),
    ],
    ids=["all_of", "any_of", "none_of"],
)
def test_where_a_combination_is_false_its_negation_is_true(condition: Part, false_when: object) -> None:
    assert callable(false_when)
    for pair in product("TFU-", repeat=2):
        states = "".join(pair)
        assert _holds(none_of(condition), states) is false_when(states), states


def test_conditions_nest() -> None:
    nested = any_of(all_of("x", "y"), none_of("z"))
    assert _holds(nested, "TTT")
    assert _holds(nested, "--F")
    assert not _holds(nested, "T-T")
    assert not _holds(nested, "T-U")

"""What is asked: criteria, comparisons and conditions for tests."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TypedDict, Unpack

from tests.engine.telling import GONE, evening
from tracker.domain.criteria import Baseline, Condition, Criterion, FieldTest, Op, Reducer
from tracker.domain.reports import Grade, Nature
from tracker.domain.values import Comparison, Interval


class Asked(TypedDict, total=False):
    """What a criterion may ask beside its name and figure."""

    match: tuple[FieldTest, ...]
    unit: str | None
    baseline: Baseline
    sources: int
    least_grade: Grade
    also_accept: frozenset[Nature]
    own_word_counts: bool


def happened(name: str = "departure", event: str | None = None, **rest: Unpack[Asked]) -> Criterion:
    """Return a criterion that asks whether an event (named like it) occurred."""
    match = (FieldTest("event", any_of=(event or name,)),)
    return replace(Criterion(name, match), **rest)


def counted(name: str, comparison: Comparison, event: str = "departure", **rest: Unpack[Asked]) -> Criterion:
    """Return a criterion on how often an event occurred."""
    return replace(happened(name, event, **rest), reducer=Reducer.COUNT, comparison=comparison)


def latest(name: str, comparison: Comparison, indicator: str = GONE, **rest: Unpack[Asked]) -> Criterion:
    """Return a criterion on the newest figure of an indicator, in aircraft."""
    criterion = Criterion(
        name,
        (FieldTest("indicator", any_of=(indicator,)),),
        reducer=Reducer.LATEST,
        comparison=comparison,
        unit="aircraft",
    )
    return replace(criterion, **rest)


def at_least(number: float) -> Comparison:
    return Comparison(Interval(number, math.inf), f"at least {number:g}")


def more_than(number: float) -> Comparison:
    return Comparison(Interval(number, math.inf, low_open=True), f"more than {number:g}")


def at_most(number: float) -> Comparison:
    return Comparison(Interval(-math.inf, number), f"at most {number:g}")


def less_than(number: float) -> Comparison:
    return Comparison(Interval(-math.inf, number, high_open=True), f"less than {number:g}")


def baseline(number: float, at: str | None = None) -> Baseline:
    return Baseline(number, None if at is None else evening(at))


Part = str | Condition


def named(part: Part) -> Condition:
    """Return the condition: a bare name stands for the criterion."""
    return Condition(Op.CRITERION, name=part) if isinstance(part, str) else part


def all_of(*parts: Part) -> Condition:
    return Condition(Op.ALL_OF, parts=tuple(map(named, parts)))


def any_of(*parts: Part) -> Condition:
    return Condition(Op.ANY_OF, parts=tuple(map(named, parts)))


def none_of(*parts: Part) -> Condition:
    return Condition(Op.NONE_OF, parts=tuple(map(named, parts)))


def so_many_of(least: int, *parts: Part) -> Condition:
    return Condition(Op.AT_LEAST, parts=tuple(map(named, parts)), least=least)

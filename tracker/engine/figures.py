"""Figures: what a report's value comes to in a criterion's unit, and how intervals compare and add up."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from tracker.domain.criteria import Criterion, Reducer
from tracker.domain.folding import canonical
from tracker.domain.promises import Names
from tracker.domain.reports import Fact
from tracker.domain.values import Comparison, Interval, Qualifier, Truth, Value

_EXACTLY_WHOLE = 2**53
"""Below it a whole number is written as what it is."""


def in_unit_of(criterion: Criterion, fact: Fact, names: Names) -> Value | None:
    """Return the fact's value in the criterion's unit; None without a figure or if no factor leads there."""
    if fact.value is None or not criterion.unit or not fact.unit or fact.unit == criterion.unit:
        return fact.value
    unit = canonical(names, "unit", fact.unit)
    if unit == canonical(names, "unit", criterion.unit):
        return fact.value
    factors = {canonical(names, "unit", name): factor for name, factor in criterion.convert.items()}
    factor = factors.get(unit)
    return None if factor is None else _scaled(fact.value, factor)


def _scaled(value: Value, factor: float) -> Value:
    upper = None if value.upper is None else _times(value.upper, factor)
    return replace(value, number=_times(value.number, factor), upper=upper)


def _times(number: float, factor: float) -> float:
    """Multiply as people write numbers: 0.1 times 3 is 0.3; what is too large for a number is infinite."""
    if not math.isfinite(number):
        return number
    return _float(Fraction(repr(number)) * Fraction(repr(factor)))


def compared(criterion: Criterion, value: Value) -> Truth:
    """Compare one value with the criterion's threshold, loosened where the value was reported as "about"."""
    if criterion.comparison is None:
        return Truth.TRUE
    if value.qualifier is Qualifier.EQ and criterion.reducer is not Reducer.CHANGE:
        return criterion.comparison.holds_for_number(value.number)
    interval = value.interval
    if criterion.reducer is Reducer.CHANGE:
        interval = change_of(criterion, interval)
    comparison = loosened(criterion, criterion.comparison) if is_about(value) else criterion.comparison
    return comparison.holds_for_interval(interval)


def is_about(value: Value | None) -> bool:
    """Say whether a figure was reported as "about" so much."""
    return value is not None and value.qualifier is Qualifier.ABOUT


def loosened(criterion: Criterion, comparison: Comparison) -> Comparison:
    """Return the comparison that figures reported as "about" are held to."""
    if not criterion.about:
        return comparison
    low, high = comparison.allowed.low, comparison.allowed.high
    loose = replace(comparison.allowed, low=low - _slack(low, criterion), high=high + _slack(high, criterion))
    return replace(comparison, allowed=loose)


def _slack(bound: float, criterion: Criterion) -> float:
    return abs(bound) * criterion.about if math.isfinite(bound) else 0.0


def change_of(criterion: Criterion, interval: Interval) -> Interval:
    """Return how far an interval of numbers lies from the baseline, absolutely or as a share of it.

    As a share of a baseline of nought nothing can be said: every number is possible.
    """
    base = 0.0 if criterion.baseline is None else criterion.baseline.value
    if not criterion.relative:
        return replace(interval, low=_less(interval.low, base), high=_less(interval.high, base))
    if base == 0:
        return Interval(-math.inf, math.inf)
    size = abs(base)
    return replace(interval, low=_less(interval.low, base) / size, high=_less(interval.high, base) / size)


def _less(number: float, base: float) -> float:
    if not math.isfinite(number):
        return number
    return _float(Fraction(repr(number)) - Fraction(repr(base)))


@lru_cache(maxsize=4_096)
def exact(number: float) -> Fraction | int:
    """Return a finite number as people wrote it: 0.1 is a tenth. Whole numbers, as integers, add up fastest."""
    if abs(number) < _EXACTLY_WHOLE and number == int(number):
        return int(number)
    return Fraction(repr(number))


@dataclass(slots=True)
class RunningSum:
    """A sum of intervals, exact in decimals, to which figures are added one by one."""

    low: Fraction | int = 0
    high: Fraction | int = 0
    without_low: int = 0
    without_high: int = 0
    low_open: bool = False
    high_open: bool = False
    number: int = 0

    def add(self, value: Value) -> None:
        """Add one value; an end that is open or infinite stays so."""
        self.number += 1
        if value.qualifier is Qualifier.EQ and math.isfinite(value.number):  # a point, as most figures are
            number = exact(value.number)
            self.low += number
            self.high += number
            return
        interval = value.interval
        if math.isfinite(interval.low):
            self.low += exact(interval.low)
            self.low_open |= interval.low_open
        else:
            self.without_low += 1
        if math.isfinite(interval.high):
            self.high += exact(interval.high)
            self.high_open |= interval.high_open
        else:
            self.without_high += 1

    @property
    def interval(self) -> Interval:
        """Return the interval in which the sum lies."""
        return self.divided_by(1)

    def divided_by(self, number: int) -> Interval:
        """Return the interval in which the sum over `number` lies."""
        return Interval(
            -math.inf if self.without_low else _float(Fraction(self.low, number)),
            math.inf if self.without_high else _float(Fraction(self.high, number)),
            self.low_open and not self.without_low,
            self.high_open and not self.without_high,
        )


def _float(exact: Fraction) -> float:
    try:
        return float(exact)
    except OverflowError:
        return math.inf if exact > 0 else -math.inf

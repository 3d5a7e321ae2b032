"""Measured values as intervals, and the comparisons that a criterion makes with them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.numbers import number_words


class Truth(StrEnum):
    """Kleene's three values and a fourth, no data, which counts as unclear in conditions."""

    TRUE = "true"
    FALSE = "false"
    UNCLEAR = "unclear"
    NO_DATA = "no_data"


class Qualifier(StrEnum):
    """How a reported figure is meant."""

    EQ = "eq"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    ABOUT = "about"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers from `low` to `high`; infinite ends are allowed, `*_open` excludes the end itself."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def within(self, other: Interval) -> bool:
        """Say whether every number of this interval lies in the other."""
        low_ok = self.low > other.low or (self.low == other.low and (self.low_open or not other.low_open))
        high_ok = self.high < other.high or (self.high == other.high and (self.high_open or not other.high_open))
        return low_ok and high_ok

    def apart_from(self, other: Interval) -> bool:
        """Say whether the two intervals share no number."""
        return _ends_before(self, other) or _ends_before(other, self)


def _ends_before(left: Interval, right: Interval) -> bool:
    return left.high < right.low or (left.high == right.low and (left.high_open or right.low_open))


@dataclass(frozen=True, slots=True)
class Value:
    """A reported figure: a number (or two, for a range) and how it is meant.

    A figure reported as "about" is a point unless the criterion loosens its threshold.
    """

    number: float
    qualifier: Qualifier = Qualifier.EQ
    upper: float | None = None

    @property
    def interval(self) -> Interval:
        """Return the numbers the figure may stand for."""
        match self.qualifier:
            case Qualifier.AT_LEAST:
                return Interval(self.number, math.inf)
            case Qualifier.MORE_THAN:
                return Interval(self.number, math.inf, low_open=True)
            case Qualifier.AT_MOST:
                return Interval(-math.inf, self.number)
            case Qualifier.LESS_THAN:
                return Interval(-math.inf, self.number, high_open=True)
            case Qualifier.RANGE:
                return Interval(self.number, self.number if self.upper is None else self.upper)
            case _:
                return Interval(self.number, self.number)

    @property
    def point(self) -> float:
        """Return the figure as one number: itself, or the middle of a range."""
        return self.number if self.upper is None else (self.number + self.upper) / 2

    def __str__(self) -> str:
        words = {
            Qualifier.EQ: "",
            Qualifier.AT_LEAST: "at least ",
            Qualifier.AT_MOST: "at most ",
            Qualifier.MORE_THAN: "more than ",
            Qualifier.LESS_THAN: "less than ",
            Qualifier.ABOUT: "about ",
            Qualifier.RANGE: "",
        }
        upper = "" if self.upper is None else f" to {number_words(self.upper)}"
        return f"{words[self.qualifier]}{number_words(self.number)}{upper}"


_BEYOND = {
    "not at most": "more than",
    "not at least": "less than",
    "not less than": "at least",
    "not more than": "at most",
}
_WHOLE = re.compile(r"(?<![\d.])\d{4,}(?![\d.])")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The numbers a criterion allows, with the words the analyst used for them."""

    allowed: Interval
    words: str

    def holds_for(self, value: Value) -> Truth:
        """Compare: true if the whole value satisfies it, false if none of it does, else unclear."""
        return self.holds_for_interval(value.interval)

    def holds_for_interval(self, interval: Interval) -> Truth:
        """Compare an interval of numbers."""
        if interval.within(self.allowed):
            return Truth.TRUE
        return Truth.FALSE if interval.apart_from(self.allowed) else Truth.UNCLEAR

    def holds_for_number(self, number: float) -> Truth:
        """Compare one number."""
        allowed = self.allowed
        if allowed.low < number < allowed.high:
            return Truth.TRUE
        if number < allowed.low or number > allowed.high:
            return Truth.FALSE
        return self.holds_for_interval(Interval(number, number))

    @property
    def told(self) -> str:
        """Return the threshold as people read it: what lies beyond a `limit` by its own name, and commas."""
        words = self.words
        for denied, said in _BEYOND.items():
            if words.startswith(denied):
                words = f"{said}{words.removeprefix(denied)}"
        return _WHOLE.sub(lambda found: number_words(float(found[0])), words)

    @property
    def target(self) -> float:
        """Return the finite bound that has to be reached (the lower one if both are finite)."""
        return self.allowed.low if math.isfinite(self.allowed.low) else self.allowed.high

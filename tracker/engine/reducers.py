"""Reducers: how the accounts of a criterion, taken in one after the other, become one answer."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Protocol

from tracker.domain.criteria import Criterion, Reducer
from tracker.domain.values import Interval, Truth
from tracker.engine.extremes import Extreme
from tracker.engine.figures import RunningSum, is_about, loosened
from tracker.engine.occurrences import occurrences
from tracker.engine.pieces import Piece
from tracker.engine.states import State


class Tally(Protocol):
    """An answer in the making: takes in the accounts of one instant after the other, in order of time."""

    def take(self, group: Sequence[Piece]) -> State | None:
        """Take in the accounts of one instant; return the answer, or None while it is what it was."""


class Happened:
    """True from the first account on; with `sources: n`, from the nth distinct origin on.

    Later accounts do not change that, but an open status rests on the latest of them.
    """

    def __init__(self, criterion: Criterion) -> None:
        self._asked = criterion.sources
        self._newest: dict[str, Piece] = {}

    def take(self, group: Sequence[Piece]) -> State:
        """Take in the accounts of one instant."""
        if self._asked == 1:
            return State(Truth.TRUE, (group[0],))  # of the latest instant the first in order
        self._newest = with_newest(self._newest, group)
        enough = len(self._newest) >= self._asked
        return State(Truth.TRUE if enough else Truth.UNCLEAR, latest_of(self._newest.values(), self._asked))


class Latest:
    """The newest figure by when it occurred; different answers at one instant are conflicting.

    A figure too vague to answer takes nothing from one of the same instant that does: 33, and "more than nothing".

    With `sources: n` an answer, either way, needs n origins that give it one after the other.
    """

    def __init__(self, criterion: Criterion) -> None:
        self._asked = criterion.sources
        self._agreeing: dict[str, Piece] = {}
        self._held: Truth | None = None

    def take(self, group: Sequence[Piece]) -> State:
        """Take in the accounts of one instant."""
        if len(group) == 1 and self._asked == 1:  # as most are
            return State(group[0].satisfied, tuple(group))
        answers = {piece.satisfied for piece in group}
        if len(answers) > 1 and Truth.UNCLEAR in answers:
            group = [piece for piece in group if piece.satisfied is not Truth.UNCLEAR]
            answers.discard(Truth.UNCLEAR)
        if len(answers) == 1 and self._asked == 1:
            return State(group[0].satisfied, (group[0],))
        if len(answers) > 1:
            self._agreeing, self._held = {}, None
            return State(Truth.UNCLEAR, tuple(group))
        (answer,) = answers
        self._agreeing = with_newest(self._agreeing if answer is self._held else {}, group)
        self._held = answer
        enough = len(self._agreeing) >= self._asked
        return State(answer if enough else Truth.UNCLEAR, latest_of(self._agreeing.values(), self._asked))


class Many:
    """What counts, sums and means share: an answer about everything seen so far, told again when it changes."""

    def __init__(self, criterion: Criterion) -> None:
        self.criterion = criterion
        self.seen: list[Piece] = []
        self._joined = False
        self._rough = True
        self._origins: set[str] = set()
        self._truth: Truth | None = None

    def take(self, group: Sequence[Piece]) -> State | None:
        """Take in the accounts of one instant."""
        self._absorb(group)
        truth = self._compared()
        if truth is self._truth:
            return None
        self._truth = truth
        return State(truth, self.deciding(truth), by_silence=self._rests_on_silence(truth))

    def _rests_on_silence(self, truth: Truth) -> bool:
        """Say whether the answer holds only if nothing more occurred than was told."""
        return False

    def _absorb(self, group: Sequence[Piece]) -> None:
        self.seen.extend(group)
        self._origins.update(piece.origin for piece in group)
        self._rough = self._rough and all(is_about(piece.value) for piece in group)
        self._joined = self._joined or any(piece.account.same_event for piece in group)
        if self._joined:
            self.start_again()
            for told in occurrences(self.seen):
                self.include(told[0])
        else:
            for piece in group:
                self.include(piece)

    def _compared(self) -> Truth:
        comparison = self.criterion.comparison
        if comparison is None:
            return Truth.UNCLEAR
        if self._rough:
            comparison = loosened(self.criterion, comparison)
        truth = comparison.holds_for_interval(self.total())
        return Truth.UNCLEAR if len(self._origins) < self.criterion.sources else truth

    def deciding(self, truth: Truth) -> tuple[Piece, ...]:
        """Return a smallest set of accounts that gives the answer; all of them where fewer do not."""
        if truth is not Truth.TRUE or self.criterion.comparison is None:
            return tuple(self.seen)
        tally = type(self)(self.criterion)
        for piece in sorted(self.seen, key=self.weight):
            tally._absorb((piece,))
            if tally._compared() is Truth.TRUE:
                return tuple(sorted(tally.seen, key=lambda each: each.order))
        return tuple(self.seen)

    def weight(self, piece: Piece) -> tuple[object, ...]:
        """Sort first what brings the answer about fastest; of equals the earliest."""
        return (piece.order,)

    def start_again(self) -> None:
        """Forget everything included."""
        raise NotImplementedError

    def include(self, piece: Piece) -> None:
        """Include one occurrence."""
        raise NotImplementedError

    def total(self) -> Interval:
        """Return what everything included comes to."""
        raise NotImplementedError


class Count(Many):
    """The number of occurrences that the accounts so far tell of."""

    def __init__(self, criterion: Criterion) -> None:
        super().__init__(criterion)
        self._number = 0

    def start_again(self) -> None:
        """Forget everything included."""
        self._number = 0

    def include(self, piece: Piece) -> None:
        """Include one occurrence."""
        self._number += 1

    def total(self) -> Interval:
        """Return the number."""
        return Interval(self._number, self._number)

    def _rests_on_silence(self, truth: Truth) -> bool:
        return _would_change_with_more(self.criterion, self.total(), truth)

    def deciding(self, truth: Truth) -> tuple[Piece, ...]:
        """Of a count that is true by being large enough the first accounts that made it so; else all."""
        comparison = self.criterion.comparison
        if comparison is not None and comparison.holds_for_number(0) is Truth.TRUE:
            return tuple(self.seen)
        return super().deciding(truth)


class Sum(Many):
    """The sum of the figures, one for each occurrence."""

    def __init__(self, criterion: Criterion) -> None:
        super().__init__(criterion)
        self._sum = RunningSum()

    def start_again(self) -> None:
        """Forget everything included."""
        self._sum = RunningSum()

    def include(self, piece: Piece) -> None:
        """Include one occurrence."""
        if piece.value is not None:
            self._sum.add(piece.value)

    def total(self) -> Interval:
        """Return the sum."""
        return self._sum.interval

    def _rests_on_silence(self, truth: Truth) -> bool:
        return _would_change_with_more(self.criterion, self.total(), truth)

    def weight(self, piece: Piece) -> tuple[object, ...]:
        """Sort the greatest contributions first."""
        value = piece.value
        return (0.0 if value is None else -value.interval.low, piece.order)

    def deciding(self, truth: Truth) -> tuple[Piece, ...]:
        """Of a sum that is true by being large enough the greatest contributions that make it so; else all."""
        comparison = self.criterion.comparison
        if comparison is not None and comparison.holds_for_number(0) is Truth.TRUE:
            return tuple(self.seen)
        return super().deciding(truth)


class Mean(Sum):
    """The mean of the figures, each occurrence weighing the same."""

    def total(self) -> Interval:
        """Return the mean."""
        return self._sum.divided_by(max(1, self._sum.number))

    def _rests_on_silence(self, truth: Truth) -> bool:
        return False

    def deciding(self, truth: Truth) -> tuple[Piece, ...]:
        """Every figure has a part in a mean."""
        return tuple(self.seen)


def _would_change_with_more(criterion: Criterion, total: Interval, truth: Truth) -> bool:
    if criterion.comparison is None or truth not in (Truth.TRUE, Truth.FALSE):
        return False
    open_ended = Interval(total.low, math.inf, low_open=total.low_open)
    return criterion.comparison.holds_for_interval(open_ended) is not truth


def with_newest(by_origin: Mapping[str, Piece], group: Sequence[Piece]) -> dict[str, Piece]:
    """Let each origin speak through its newest account; of one instant, through the first in order."""
    return {**by_origin, **{piece.origin: piece for piece in reversed(group)}}


def latest_of(pieces: Iterable[Piece], number: int) -> tuple[Piece, ...]:
    """Choose so many: the latest, then the best graded, then the lowest id; return them in order of time."""
    in_order = sorted(pieces, key=_order)
    if number == 1 and in_order:
        return (max(in_order, key=_when_it_ends),)
    chosen = sorted(in_order, key=_when_it_ends, reverse=True)[:number]
    return tuple(sorted(chosen, key=_order))


_order, _when_it_ends = attrgetter("order"), attrgetter("when.end")


TALLIES: Mapping[Reducer, type[Happened | Latest | Many | Extreme]] = {
    Reducer.HAPPENED: Happened,
    Reducer.COUNT: Count,
    Reducer.LATEST: Latest,
    Reducer.SUM: Sum,
    Reducer.HIGHEST: Extreme,
    Reducer.LOWEST: Extreme,
    Reducer.MEAN: Mean,
    Reducer.CHANGE: Latest,
}
"""How each reducer of the rule language takes in its accounts."""

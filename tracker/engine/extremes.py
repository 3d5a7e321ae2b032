"""Extremes: the highest or lowest figure so far, an interval where figures are."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tracker.domain.criteria import Criterion, Reducer
from tracker.domain.values import Comparison, Interval, Truth, Value
from tracker.engine.pieces import Piece
from tracker.engine.states import State


class Extreme:
    """The highest (or lowest) figure; of equals the first. It is an interval where figures are."""

    def __init__(self, criterion: Criterion) -> None:
        self._criterion = criterion
        self._sign = 1 if criterion.reducer is Reducer.HIGHEST else -1
        self._by_low: Piece | None = None
        self._by_high: Piece | None = None
        self._satisfying: dict[str, Piece] = {}
        self._missing: dict[str, Piece] = {}
        self._answers: set[Truth] = set()
        self._told: State | None = None

    def take(self, group: Sequence[Piece]) -> State | None:
        """Take in the accounts of one instant."""
        for piece in group:
            if piece.value is None:
                continue
            self._by_low = self._further(self._by_low, piece, high=False)
            self._by_high = self._further(self._by_high, piece, high=True)
            self._answers.add(piece.satisfied)
            if piece.satisfied is Truth.TRUE:
                self._satisfying.setdefault(piece.origin, piece)
            elif piece.satisfied is Truth.FALSE:
                self._missing.setdefault(piece.origin, piece)
        told = self._answer()
        if told is None or told == self._told:
            return None
        self._told = told
        return told

    def _further(self, held: Piece | None, piece: Piece, *, high: bool) -> Piece:
        if held is None:
            return piece
        return piece if self._sign * _end(piece, high=high) > self._sign * _end(held, high=high) else held

    def _answer(self) -> State | None:
        low, high, comparison = self._by_low, self._by_high, self._criterion.comparison
        if low is None or high is None or low.value is None or high.value is None or comparison is None:
            return None
        truth = self._truth(comparison, low.value, high.value)
        agreeing = {Truth.TRUE: self._satisfying, Truth.FALSE: self._missing}.get(truth)
        if agreeing is not None and len(agreeing) < self._criterion.sources:
            return State(Truth.UNCLEAR, tuple(agreeing.values()))
        if truth is Truth.TRUE:
            asked = self._criterion.sources
            chosen = sorted(self._satisfying.values(), key=lambda piece: piece.order)[:asked]
            return State(truth, tuple(chosen) if self._is_reached_by_one() else _two(low, high))
        return State(truth, _two(low, high))

    def _truth(self, comparison: Comparison, low: Value, high: Value) -> Truth:
        """Compare the highest. Of a bound on one side every figure says by itself whether it lies beyond it."""
        if self._is_reached_by_one():
            return _decided_by_one(Truth.TRUE, self._answers)
        if math.isinf(comparison.allowed.low if self._sign > 0 else comparison.allowed.high):
            return _decided_by_one(Truth.FALSE, self._answers)
        one, other = low.interval, high.interval
        return comparison.holds_for_interval(Interval(one.low, other.high, one.low_open, other.high_open))

    def _is_reached_by_one(self) -> bool:
        """Say whether one figure beyond the threshold settles it: a highest from below, a lowest from above."""
        comparison = self._criterion.comparison
        if comparison is None:
            return False
        allowed = comparison.allowed
        far_end = allowed.high if self._sign > 0 else -allowed.low
        return far_end == math.inf


def _decided_by_one(truth: Truth, answers: set[Truth]) -> Truth:
    """Return the truth that one figure settles, or what all the figures agree on without it."""
    if truth in answers:
        return truth
    (only,) = answers if len(answers) == 1 else (Truth.UNCLEAR,)
    return only


def _end(piece: Piece, *, high: bool) -> float:
    if piece.value is None:
        raise ValueError("a piece without a figure has no ends")
    return piece.value.interval.high if high else piece.value.interval.low


def _two(one: Piece, other: Piece) -> tuple[Piece, ...]:
    return tuple(sorted({id(piece): piece for piece in (one, other)}.values(), key=lambda piece: piece.order))

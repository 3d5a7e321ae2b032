"""Courses: how the truth of a criterion runs through time as accounts follow one another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from tracker.domain.promises import Criterion, Reducer
from tracker.domain.values import Truth
from tracker.engine.evidence import Piece


@dataclass(frozen=True, slots=True)
class State:
    """What a criterion or condition is at an instant, and the pieces that make it so."""

    truth: Truth
    pieces: tuple[Piece, ...] = ()


NO_DATA = State(Truth.NO_DATA)


@dataclass(frozen=True, slots=True)
class Course:
    """A step function of time: from `instants[i]` on the criterion is in `states[i]`; `before` until then.

    `absent` says that `before` rests on silence alone and holds only where somebody listened.
    """

    before: State
    instants: tuple[datetime, ...]
    states: tuple[State, ...]
    absent: bool

    def at(self, instant: datetime, was_listening: Callable[[datetime], bool]) -> State:
        """Return the state at an instant; silence counts only if `was_listening` up to it."""
        index = bisect_right(self.instants, instant) - 1
        if index >= 0:
            return self.states[index]
        return NO_DATA if self.absent and not was_listening(instant) else self.before


def course_of(criterion: Criterion, pieces: Sequence[Piece]) -> Course:
    """Reduce a criterion's pieces, given in order of time, to its course."""
    steps = list(REDUCERS[criterion.reducer](criterion, pieces))
    return Course(
        _before(criterion),
        tuple(instant for instant, _ in steps),
        tuple(state for _, state in steps),
        absent=criterion.reducer in (Reducer.HAPPENED, Reducer.COUNT),
    )


Steps = Iterator[tuple[datetime, State]]


def _before(criterion: Criterion) -> State:
    if criterion.reducer is Reducer.HAPPENED:
        return State(Truth.FALSE)
    if criterion.reducer is Reducer.COUNT and criterion.comparison is not None:
        return State(criterion.comparison.holds_for_number(0))
    return NO_DATA


def _by_instant(pieces: Sequence[Piece]) -> Iterable[tuple[datetime, tuple[Piece, ...]]]:
    for instant, group in groupby(pieces, key=lambda piece: piece.when.end):
        yield instant, tuple(group)


def _happened(criterion: Criterion, pieces: Sequence[Piece]) -> Steps:
    """True from the first account on; with `sources: n`, from the nth distinct origin on."""
    first_by_origin: dict[str, Piece] = {}
    for instant, group in _by_instant(pieces):
        for piece in group:
            first_by_origin.setdefault(piece.account.origin, piece)
        if len(first_by_origin) >= criterion.sources:
            yield instant, State(Truth.TRUE, tuple(first_by_origin.values())[: criterion.sources])
            return
        yield instant, State(Truth.UNCLEAR, tuple(first_by_origin.values()))


def _count(criterion: Criterion, pieces: Sequence[Piece]) -> Steps:
    """Compare the number of accounts so far, each of them one occurrence."""
    if criterion.comparison is None:
        return
    seen: list[Piece] = []
    told: tuple[Piece, ...] = ()
    truth: Truth | None = None
    for instant, group in _by_instant(pieces):
        seen.extend(group)
        now = criterion.comparison.holds_for_number(len(seen))
        if now is Truth.TRUE and len({piece.account.origin for piece in seen}) < criterion.sources:
            now = Truth.UNCLEAR
        if now is not truth:
            truth, told = now, tuple(seen)
            yield instant, State(truth, told)


def _latest(criterion: Criterion, pieces: Sequence[Piece]) -> Steps:
    """Follow the newest figure by when it occurred; different answers at one instant are conflicting."""
    agreeing: dict[str, Piece] = {}
    for instant, group in _by_instant(pieces):
        answers = {piece.satisfied for piece in group}
        if len(answers) > 1:
            agreeing = {}
            yield instant, State(Truth.UNCLEAR, group)
            continue
        (answer,) = answers
        if answer is not Truth.TRUE:
            agreeing = {}
            yield instant, State(answer, group[:1])
            continue
        agreeing = {**{piece.account.origin: piece for piece in reversed(group)}, **_others(agreeing, group)}
        enough = len(agreeing) >= criterion.sources
        chosen = sorted(agreeing.values(), key=lambda piece: piece.order, reverse=True)[: criterion.sources]
        chosen = list(group[:1]) if criterion.sources == 1 else chosen
        yield instant, State(Truth.TRUE if enough else Truth.UNCLEAR, tuple(chosen))


def _others(agreeing: Mapping[str, Piece], group: Sequence[Piece]) -> dict[str, Piece]:
    fresh = {piece.account.origin for piece in group}
    return {origin: piece for origin, piece in agreeing.items() if origin not in fresh}


REDUCERS: Mapping[Reducer, Callable[[Criterion, Sequence[Piece]], Steps]] = {
    Reducer.HAPPENED: _happened,
    Reducer.COUNT: _count,
    Reducer.LATEST: _latest,
}
"""How each reducer of the rule language follows its accounts."""

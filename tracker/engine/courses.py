"""Courses: how the truth of a criterion runs through time as accounts follow one another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from tracker.domain.criteria import Criterion, Reducer
from tracker.domain.values import Truth
from tracker.engine.evidence import Piece
from tracker.engine.occurrences import occurrences


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
    """True from the first account on; with `sources: n`, from the nth distinct origin on.

    Later accounts do not change that, but an open status rests on the latest of them.
    """
    newest: dict[str, Piece] = {}
    for instant, group in _by_instant(pieces):
        newest = _with_newest(newest, group)
        enough = len(newest) >= criterion.sources
        chosen = _latest_of(newest.values(), criterion.sources)
        yield instant, State(Truth.TRUE if enough else Truth.UNCLEAR, chosen)


def _count(criterion: Criterion, pieces: Sequence[Piece]) -> Steps:
    """Compare the number of occurrences that the accounts so far tell of."""
    if criterion.comparison is None:
        return
    seen: list[Piece] = []
    told: tuple[Piece, ...] = ()
    truth: Truth | None = None
    for instant, group in _by_instant(pieces):
        seen.extend(group)
        now = criterion.comparison.holds_for_number(occurrences(seen))
        if now is Truth.TRUE and len({piece.account.origin for piece in seen}) < criterion.sources:
            now = Truth.UNCLEAR
        if now is not truth:
            truth, told = now, tuple(seen)
            yield instant, State(truth, told)


def _latest(criterion: Criterion, pieces: Sequence[Piece]) -> Steps:
    """Follow the newest figure by when it occurred; different answers at one instant are conflicting.

    With `sources: n` an answer, either way, needs n origins that give it one after the other.
    """
    agreeing: dict[str, Piece] = {}
    held: Truth | None = None
    for instant, group in _by_instant(pieces):
        answers = {piece.satisfied for piece in group}
        if len(answers) > 1:
            agreeing, held = {}, None
            yield instant, State(Truth.UNCLEAR, group)
            continue
        (answer,) = answers
        agreeing = _with_newest(agreeing if answer is held else {}, group)
        held = answer
        enough = len(agreeing) >= criterion.sources
        yield instant, State(answer if enough else Truth.UNCLEAR, _latest_of(agreeing.values(), criterion.sources))


def _with_newest(by_origin: Mapping[str, Piece], group: Sequence[Piece]) -> dict[str, Piece]:
    """Let each origin speak through its newest account; of one instant, through the first in order."""
    return {**by_origin, **{piece.account.origin: piece for piece in reversed(group)}}


def _latest_of(pieces: Iterable[Piece], number: int) -> tuple[Piece, ...]:
    """Choose so many: the latest, then the best graded, then the lowest id; return them in order of time."""
    in_order = sorted(pieces, key=lambda piece: piece.order)
    chosen = sorted(in_order, key=lambda piece: piece.when.end, reverse=True)[:number]
    return tuple(sorted(chosen, key=lambda piece: piece.order))


REDUCERS: Mapping[Reducer, Callable[[Criterion, Sequence[Piece]], Steps]] = {
    Reducer.HAPPENED: _happened,
    Reducer.COUNT: _count,
    Reducer.LATEST: _latest,
}
"""How each reducer of the rule language follows its accounts."""

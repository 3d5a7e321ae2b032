"""Courses: how the truth of a criterion runs through time as accounts come in, leave a window, or last."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from tracker.domain.criteria import Criterion, Reducer
from tracker.domain.instants import Duration
from tracker.domain.values import Truth
from tracker.engine.evidence import WHOLE_INTERVAL
from tracker.engine.pieces import Piece
from tracker.engine.reducers import TALLIES
from tracker.engine.states import NO_DATA, State

ANSWERS_SILENCE = frozenset({Reducer.HAPPENED, Reducer.COUNT, Reducer.SUM})
"""Reducers for which nothing reported is an answer, as far as somebody listened."""

Step = tuple[datetime, State | None]
"""From an instant on, a state; None where there is nothing any more, as before the first account."""


class Course(NamedTuple):
    """A step function of time: from `instants[i]` on the criterion is in `states[i]`; silence until then.

    `silence` is what no account means (None in `states` means the same); `absent` says that it is an answer only
    where somebody listened. `silence_counts_from` delays an answer that silence gives (`for_at_least`).
    """

    silence: State
    instants: tuple[datetime, ...]
    states: tuple[State | None, ...]
    absent: bool
    silence_counts_from: datetime | None = None
    truths: frozenset[Truth] = frozenset()
    """Every truth it has at some instant, but for those of not knowing."""

    def at(self, instant: datetime, was_listening: Callable[[datetime], bool]) -> State:
        """Return the state at an instant; silence counts only if `was_listening` up to it."""
        index = bisect_right(self.instants, instant) - 1
        state = self.states[index] if index >= 0 else None
        if state is not None:
            deaf = state.by_silence and not was_listening(instant)
            return State(Truth.UNCLEAR, state.pieces) if deaf else state
        if self.absent and not was_listening(instant):
            return NO_DATA
        if self.silence_counts_from is not None and instant < self.silence_counts_from:
            return State(Truth.UNCLEAR, by_silence=self.absent)
        return self.silence


_NOT_HAPPENED_BY_SILENCE = State(Truth.FALSE, by_silence=True)
_NOT_HAPPENED = Course(_NOT_HAPPENED_BY_SILENCE, (), (), absent=True, truths=frozenset({Truth.FALSE}))
_HAPPENED_TRUTHS = frozenset({Truth.FALSE, Truth.TRUE})
_NO_FIGURES = Course(NO_DATA, (), (), absent=False)


def course_of(criterion: Criterion, pieces: Sequence[Piece], opens: datetime, tz: str) -> Course:
    """Reduce a criterion's pieces, given in order of time, to its course."""
    if not pieces and criterion.for_at_least is None:
        return _silent(criterion)
    if _asks_only_whether(criterion):
        return _happened(pieces)
    if isinstance(criterion.over, Duration):
        steps = list(_rolling(criterion, criterion.over, pieces, tz))
    else:
        steps = list(_growing(criterion, pieces))
    silence = _silence(criterion)
    counts_from = None
    if criterion.for_at_least is not None:
        steps = list(_lasting(criterion.for_at_least, steps, silence, opens, tz))
        if silence.truth is Truth.TRUE:
            counts_from = criterion.for_at_least.after(opens, tz)
    states = tuple([state for _, state in steps])
    return Course(
        silence,
        tuple([instant for instant, _ in steps]),
        states,
        criterion.reducer in ANSWERS_SILENCE,
        counts_from,
        frozenset([silence.truth, *[state.truth for state in states if state is not None]]),
    )


def _asks_only_whether(criterion: Criterion) -> bool:
    """Say whether it is true from the first account on and for good, as most criteria are."""
    is_lasting = criterion.for_at_least is not None or isinstance(criterion.over, Duration)
    return criterion.reducer is Reducer.HAPPENED and criterion.sources == 1 and not is_lasting


def _happened(pieces: Sequence[Piece]) -> Course:
    """Return the course of what has happened once anybody tells of it; the latest who does speaks."""
    firsts: dict[datetime, State] = {}
    for piece in pieces:
        if piece.when.end not in firsts:  # of one instant the first in order speaks
            firsts[piece.when.end] = State(Truth.TRUE, (piece,))
    return Course(_NOT_HAPPENED_BY_SILENCE, tuple(firsts), tuple(firsts.values()), True, None, _HAPPENED_TRUTHS)


def _silent(criterion: Criterion) -> Course:
    """Return the course of a criterion nothing was reported on: nearly all have the same."""
    if criterion.reducer is Reducer.HAPPENED:
        return _NOT_HAPPENED
    if criterion.reducer in ANSWERS_SILENCE:
        silence = _silence(criterion)
        return Course(silence, (), (), absent=True, truths=frozenset({silence.truth}))
    return _NO_FIGURES


def _silence(criterion: Criterion) -> State:
    """What it means that nothing was reported: nought for a number, false for an occurrence."""
    if criterion.reducer is Reducer.HAPPENED:
        return _NOT_HAPPENED_BY_SILENCE
    if criterion.reducer in ANSWERS_SILENCE:
        comparison = criterion.comparison
        truth = Truth.NO_DATA if comparison is None else comparison.holds_for_number(0)
        return State(truth, by_silence=True)
    return NO_DATA


def _by_instant(pieces: Sequence[Piece]) -> Iterable[tuple[datetime, tuple[Piece, ...]]]:
    for instant, group in groupby(pieces, key=_when_it_ends):
        yield instant, tuple(group)


_when_it_ends = attrgetter("when.end")


def _growing(criterion: Criterion, pieces: Sequence[Piece]) -> Iterator[Step]:
    """Take in the accounts one instant after the other; nothing ever leaves."""
    tally = TALLIES[criterion.reducer](criterion)
    for instant, group in _by_instant(pieces):
        state = tally.take(group)
        if state is not None:
            yield instant, state


def _rolling(criterion: Criterion, over: Duration, pieces: Sequence[Piece], tz: str) -> Iterator[Step]:
    """Answer anew, from what lies in the window, at each instant at which an account comes in or leaves it."""
    stays = [(piece, _leaves_at(criterion, over, piece, tz)) for piece in pieces]
    stays = [(piece, leaves) for piece, leaves in stays if leaves > piece.when.end]
    instants = {piece.when.end for piece, _ in stays} | {leaves for _, leaves in stays}
    for instant in sorted(instants):
        inside = [piece for piece, leaves in stays if piece.when.end <= instant < leaves]
        yield instant, _answer(criterion, inside)


def _leaves_at(criterion: Criterion, over: Duration, piece: Piece, tz: str) -> datetime:
    """An account leaves by its end; where the whole interval must lie inside, by its start."""
    is_whole = criterion.reducer in WHOLE_INTERVAL or piece.is_period_value
    return over.after(piece.account.fact.occurred.start if is_whole else piece.when.end, tz)


def _answer(criterion: Criterion, inside: Sequence[Piece]) -> State | None:
    answers = [state for _, state in _growing(criterion, inside)]
    return answers[-1] if answers else None


def _lasting(span: Duration, steps: Sequence[Step], silence: State, opens: datetime, tz: str) -> Iterator[Step]:
    """Let an answer count as true only once it has been true for so long; until then it is unclear."""
    true_since: datetime | None = opens if silence.truth is Truth.TRUE else None
    made_by: State | None = None
    for number, (instant, state) in enumerate(steps):
        truth = silence.truth if state is None else state.truth
        if truth is not Truth.TRUE or state is None:
            true_since = made_by = None
            yield instant, state
            continue
        true_since = instant if true_since is None else true_since
        made_by = made_by or state  # what has lasted rests on what began it, however often it is told again
        lasted = span.after(true_since, tz)
        if lasted <= instant:
            yield instant, made_by if lasted == instant else state
            continue
        yield instant, State(Truth.UNCLEAR, state.pieces)
        following = steps[number + 1][0] if number + 1 < len(steps) else None
        if following is None or lasted < following:
            yield lasted, made_by

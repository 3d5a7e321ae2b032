"""Conditions in Kleene logic: how criteria combine, and which pieces make the outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tracker.domain.criteria import Condition, Op
from tracker.domain.values import Truth
from tracker.engine.states import State

StateOf = Callable[[str, int], State]
"""The state of a criterion by name, seen with a polarity (+1 supports the promise, -1 contradicts it)."""


UntilOf = Callable[[Condition, int], State]
"""The state of `unless`, given its part and polarity: it depends on what was true before."""


def evaluate(condition: Condition, polarity: int, state_of: StateOf, until_of: UntilOf | None = None) -> State:
    """Evaluate a condition; no data counts as unclear. The pieces are a smallest set that makes it so.

    Without `until_of` an `unless` looks at the instant alone, like `none_of`.
    """
    match condition.op:
        case Op.CRITERION:
            return state_of(condition.name, polarity)
        case Op.ALL_OF:
            return _at_least(len(condition.parts), _parts(condition, polarity, state_of, until_of))
        case Op.ANY_OF:
            return _at_least(1, _parts(condition, polarity, state_of, until_of))
        case Op.AT_LEAST:
            return _at_least(condition.least, _parts(condition, polarity, state_of, until_of))
        case Op.UNLESS if until_of is not None:
            return until_of(condition.parts[0], -polarity)
        case Op.NONE_OF | Op.UNLESS:
            inner = _at_least(1, _parts(condition, -polarity, state_of, until_of))
            return State(_NOT[inner.truth], inner.pieces, inner.by_silence)


def truth_of(
    condition: Condition,
    polarity: int,
    truth_at: Callable[[str, int], Truth],
    until_of: Callable[[Condition, int], Truth],
) -> Truth:
    """Return the truth that `evaluate` would, without the pieces that make it so."""
    op = condition.op
    if op is Op.CRITERION:
        return truth_at(condition.name, polarity)
    if op is Op.UNLESS:
        return until_of(condition.parts[0], -polarity)
    turned = op is Op.NONE_OF
    its = -polarity if turned else polarity
    truths = [truth_of(part, its, truth_at, until_of) for part in condition.parts]
    least = len(truths) if op is Op.ALL_OF else condition.least if op is Op.AT_LEAST else 1
    if truths.count(Truth.TRUE) >= least:
        return Truth.FALSE if turned else Truth.TRUE
    if truths.count(Truth.FALSE) >= len(truths) - least + 1:
        return Truth.TRUE if turned else Truth.FALSE
    return Truth.UNCLEAR


def may_be(
    truth: Truth, condition: Condition, polarity: int, truths_of: Callable[[str, int], frozenset[Truth]]
) -> bool:
    """Say whether a condition can have a truth at any instant at all, given the truths each criterion ever has.

    It may say so of one that never has it, but a "no" is certain.
    """
    op = condition.op
    if op is Op.CRITERION:
        return truth in truths_of(condition.name, polarity)
    if op is Op.UNLESS or truth not in (Truth.TRUE, Truth.FALSE):
        return True
    if op is Op.NONE_OF:
        polarity, truth = -polarity, _NOT[truth]
    least = len(condition.parts) if op is Op.ALL_OF else condition.least if op is Op.AT_LEAST else 1
    asked = least if truth is Truth.TRUE else len(condition.parts) - least + 1
    return asked <= sum([may_be(truth, part, polarity, truths_of) for part in condition.parts])


_NOT = {
    Truth.TRUE: Truth.FALSE,
    Truth.FALSE: Truth.TRUE,
    Truth.UNCLEAR: Truth.UNCLEAR,
    Truth.NO_DATA: Truth.UNCLEAR,
}


def _parts(condition: Condition, polarity: int, state_of: StateOf, until_of: UntilOf | None) -> list[State]:
    return [evaluate(part, polarity, state_of, until_of) for part in condition.parts]


def _at_least(least: int, states: Sequence[State]) -> State:
    """At least `least` of the parts: 1 is any_of, all of them is all_of."""
    true = [state for state in states if state.truth is Truth.TRUE]
    false = [state for state in states if state.truth is Truth.FALSE]
    if len(true) >= least:
        return _resting_on(Truth.TRUE, _smallest(true, least))
    fatal = len(states) - least + 1
    if len(false) >= fatal:
        return _resting_on(Truth.FALSE, _smallest(false, fatal))
    return _resting_on(Truth.UNCLEAR, states)


def _smallest(states: Sequence[State], number: int) -> Sequence[State]:
    """Choose the parts that rest on the fewest accounts; those that silence alone makes so come last."""
    return sorted(states, key=lambda state: (not state.is_shown, not state.pieces, len(state.pieces)))[:number]


def _resting_on(truth: Truth, states: Sequence[State]) -> State:
    pieces = tuple(dict.fromkeys(piece for state in states for piece in state.pieces))
    by_silence = any(state.by_silence for state in states)
    return State(truth, pieces, by_silence, any(state.is_shown for state in states))

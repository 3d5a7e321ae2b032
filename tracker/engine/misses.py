"""Misses: how it is shown, rather than supposed, that a deed was not done in time (section 3)."""

from __future__ import annotations

from math import isinf

from tracker.domain.criteria import Criterion, Reducer
from tracker.domain.instants import TICK
from tracker.domain.promises import Interest
from tracker.domain.reports import Nature
from tracker.domain.values import Truth
from tracker.engine.conditions import evaluate
from tracker.engine.docket import Docket
from tracker.engine.hearing import Hearing
from tracker.engine.pieces import Piece
from tracker.engine.roles import AGAINST, FOR, leaves
from tracker.engine.states import NO_DATA, State


def concession_of(hearing: Hearing) -> Piece | None:
    """Return the promisor's own admission, unless an account after it, up to the deadline, is in support."""
    if not hearing.has_interest:
        return None
    conditions = hearing.reading.conditions
    against = [
        *hearing.pointing(conditions.at_risk_when, AGAINST, confirmed=False),
        *hearing.pointing(conditions.broken_when, AGAINST, confirmed=False),
        *hearing.pointing(conditions.kept_when, FOR, Truth.FALSE, confirmed=False),
    ]
    conceded = [
        piece
        for piece in against
        if piece.account.fact.nature is Nature.CONCESSION
        and piece.interest is Interest.SELF
        and not piece.for_another  # whoever speaks of a fellow promisor admits nothing
    ]
    if not conceded:
        return None
    newest = max(conceded, key=lambda piece: piece.order)
    due = hearing.reading.due
    support = (
        *hearing.pointing(conditions.kept_when, FOR, confirmed=False),
        *hearing.pointing(conditions.partly_when, FOR, confirmed=False),
    )
    ends = (piece.when.end for piece in support if due is None or piece.when.end <= due)
    if any(end > newest.when.end for end in ends):  # ended before the deadline, it does not come back after it
        return None
    return newest


_ONE_REACH_IS_ENOUGH = frozenset({Reducer.HAPPENED, Reducer.COUNT, Reducer.SUM, Reducer.HIGHEST})


def _reached_once(criterion: Criterion) -> bool:
    """Say whether reaching it at any time does, so that a later miss proves nothing."""
    if criterion.reducer is Reducer.LOWEST and criterion.comparison is not None:
        return isinf(criterion.comparison.allowed.low)
    return criterion.reducer in _ONE_REACH_IS_ENOUGH


def shortfall_of(hearing: Hearing, docket: Docket) -> tuple[State, bool]:
    """`kept_when` on figures dated at or after due; false there is a shortfall.

    Where reaching it once is enough, a later miss proves nothing: then it may have been reached unseen.
    """
    condition, due = hearing.reading.conditions.kept_when, hearing.reading.due
    if condition is None or due is None or hearing.view.at <= due:
        return NO_DATA, False
    if docket.event:  # the event came without the deed: that alone is a shortfall
        return State(Truth.FALSE, docket.event), False
    since = due - TICK  # figures dated at the deadline itself count

    def figure_state(name: str, sign: int) -> State:
        if _reached_once(hearing.reading.criteria[name]):
            return State(Truth.UNCLEAR)
        return hearing.criterion_state(name, sign, hearing.view.at, confirmed=True, since=since)

    figures = evaluate(condition, FOR, figure_state)
    settled = [piece for piece in figures.pieces if not piece.preliminary]
    if figures.truth is Truth.FALSE and len(settled) == len(figures.pieces) and settled:
        return figures, False
    missed_later = any(
        hearing.reading.criteria[name].reducer in (Reducer.HIGHEST, Reducer.LOWEST)
        for name, _ in leaves(condition, 1)
    ) and bool(hearing.pointing(condition, FOR, Truth.FALSE, confirmed=True, since=since))
    return NO_DATA, missed_later

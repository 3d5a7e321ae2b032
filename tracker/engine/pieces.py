"""Pieces: accounts as they count for one criterion."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from tracker.domain.instants import Span
from tracker.domain.promises import Interest
from tracker.domain.values import Truth, Value
from tracker.domain.verdicts import Account

_BEARINGS = {Truth.TRUE: 1, Truth.FALSE: -1}

Order = tuple[datetime, tuple[int, int], tuple[object, ...]]
"""By the time it occurred, then the better grade, then the lower id."""


class Piece(NamedTuple):
    """An admitted account of one criterion: when it counts, and whether it satisfies the comparison.

    A tuple, as many are made in every judging.
    """

    account: Account
    when: Span
    satisfied: Truth
    interest: Interest
    order: Order
    """By which pieces are sorted."""
    preliminary: bool = False
    time_unclear: bool = False
    value: Value | None = None
    """The figure in the criterion's unit."""
    for_another: bool = False
    """Told by one promisor about another, with whom it is bound by the same promise."""
    origin: str = ""
    """Who observed or spoke, however it is spelled: by this, origins are told apart."""

    def __hash__(self) -> int:
        return hash((self.account, self.satisfied))

    @property
    def is_period_value(self) -> bool:
        """Say whether it is a figure for a calendar month, quarter or year."""
        return self.account.fact.occurred.is_named_period and self.account.fact.value is not None

    @property
    def has_interest(self) -> bool:
        """Say whether it could serve its author, one way or the other."""
        return self.for_another or self.interest is not Interest.NEUTRAL

    def serves_its_author(self, polarity: int) -> bool:
        """Say whether its origin gains by it: self or ally supporting, adversary contradicting,
        and one promisor speaking of another.

        `polarity` is +1 where satisfying the criterion supports the promise, -1 where it contradicts it.
        """
        if not self.has_interest:
            return False
        bearing = polarity * _BEARINGS.get(self.satisfied, 0)
        if self.for_another:
            return bearing != 0
        if self.interest in (Interest.SELF, Interest.ALLY):
            return bearing > 0
        return self.interest is Interest.ADVERSARY and bearing < 0

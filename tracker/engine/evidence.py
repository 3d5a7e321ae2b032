"""Evidence: which accounts a criterion admits, when they count, and which way they point."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from tracker.domain.criteria import Criterion, Reducer
from tracker.domain.instants import Span
from tracker.domain.promises import Interest, Reading
from tracker.domain.reports import DECIDING_NATURES, Nature
from tracker.domain.values import Truth, Value
from tracker.domain.verdicts import Account, SetAside
from tracker.engine.figures import compared, in_unit_of
from tracker.engine.natural import natural
from tracker.engine.parties import Parties

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


class Admitted(NamedTuple):
    """What one criterion admits, in order of time, and what it set aside.

    `cannot_decide` says which way accounts in the window point whose nature or grade does not do; `future` when
    accounts that are known already will count, or will count otherwise.
    """

    pieces: tuple[Piece, ...]
    set_aside: tuple[SetAside, ...]
    cannot_decide: frozenset[Truth] = frozenset()
    future: tuple[datetime, ...] = ()
    has_interest: bool = False
    """Some of the pieces could serve their author."""


NOTHING = Admitted((), ())


def admit(
    criterion: Criterion,
    matched: Sequence[Account],
    parties: Parties,
    reading: Reading,
    at: datetime,
) -> Admitted:
    """Admit those of the accounts that match the criterion that may decide at `at`; say why others may not."""
    pieces: list[Piece] = []
    aside: list[SetAside] = []
    cannot_decide: set[Truth] = set()
    future: list[datetime] = []
    for account in matched:
        if criterion.words is not None and not account.report.trust_text:
            aside.append(SetAside(account.id, "suspected by its words, not accepted by anybody"))
            continue
        placed = _placed(account, reading, at, future)
        if placed is None or placed.when.end > at:
            aside.append(SetAside(account.id, "not yet occurred"))
            continue
        value = in_unit_of(criterion, account.fact, parties.names)
        why = _outside(criterion, account, placed, reading) or _not_comparable(criterion, account, value)
        if why:
            aside.append(SetAside(account.id, why))
            continue
        satisfied = _satisfied(criterion, value)
        if why := _cannot_decide(criterion, account, placed):
            cannot_decide.add(satisfied)
            aside.append(SetAside(account.id, why))
            continue
        pieces.append(
            Piece(
                account,
                placed.when,
                satisfied,
                parties.interest_of(account),
                (placed.when.end, account.grade.rank, natural(account.report.id)),
                placed.preliminary,
                placed.time_unclear,
                value,
                parties.speaks_for_another(account),
                parties.origin_of(account),
            )
        )
    if len(pieces) > 1:
        pieces.sort(key=_by_order)
    interested = any(piece.has_interest for piece in pieces)
    return Admitted(tuple(pieces), tuple(aside), frozenset(cannot_decide), tuple(future), interested)


class _Placed(NamedTuple):
    """Where on the time line an account counts."""

    when: Span
    is_period_value: bool = False
    preliminary: bool = False
    time_unclear: bool = False


def _by_order(piece: Piece) -> Order:
    return piece.order


def _placed(account: Account, reading: Reading, at: datetime, future: list[datetime]) -> _Placed | None:
    """Place an account in time; None while it does not count. Add when it will count, or will count otherwise."""
    fact = account.fact
    if fact.value is not None and fact.occurred.is_named_period:
        future.extend([turn for turn in _turning_points(account, fact.occurred, reading) if turn > at])
        return _period_placed(account, fact.occurred, reading, at)
    occurred = told_as_past(account)
    if occurred.end <= at:
        return _Placed(occurred)
    future.append(occurred.end)
    return None


def _period_placed(account: Account, occurred: Span, reading: Reading, at: datetime) -> _Placed | None:
    """Place a figure for a calendar period in time; None while it does not count.

    A figure for the period that holds the deadline counts as dated at the deadline, with timeliness unclear. One
    for a period still running is preliminary: an estimate dated at its publication.
    """
    preliminary = occurred.end > at
    due = reading.due
    if due is not None and occurred.start <= due < occurred.end:
        return _Placed(Span(due, due), True, preliminary, time_unclear=True) if due <= at else None
    if preliminary:
        return _Placed(Span(account.published, account.published), True, preliminary=True)
    return _Placed(occurred, True)


def told_as_past(account: Account) -> Span:
    """Return when it occurred, ending no later than it was told (decision 006); figures of a period stay whole."""
    occurred, told = account.fact.occurred, account.report.published
    if told >= occurred.end or occurred.start > told:
        return occurred
    if occurred.is_named_period and account.fact.value is not None:
        return occurred
    return Span(occurred.start, told, occurred.precision)


def _turning_points(account: Account, occurred: Span, reading: Reading) -> tuple[datetime, ...]:
    """Return when a figure for a period starts to count, or starts to count differently, by time alone."""
    due = reading.due
    if due is not None and occurred.start <= due < occurred.end:
        return due, occurred.end
    return account.published, occurred.end


ANOTHER_PERIOD, BEFORE, AFTER = "for another period", "before the window", "after the window"
OUTSIDE = frozenset({ANOTHER_PERIOD, BEFORE, AFTER})
"""The reasons for which an account lies outside a window."""


def _outside(criterion: Criterion, account: Account, placed: _Placed, reading: Reading) -> str:
    """Return why the account lies outside the window (or the criterion's own), or an empty text."""
    occurred = account.fact.occurred
    if reading.period is not None and placed.is_period_value:
        return "" if _within(occurred, reading.period) else ANOTHER_PERIOD
    opens, until = reading.opens, reading.until
    if isinstance(criterion.over, Span):
        opens, until = criterion.over.start, criterion.over.end
    if placed.when.end < opens:
        return BEFORE
    if occurred.start < opens and (placed.is_period_value or criterion.reducer in WHOLE_INTERVAL):
        return BEFORE
    if until is not None and placed.when.end > until:
        return AFTER
    return ""


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _cannot_decide(criterion: Criterion, account: Account, placed: _Placed) -> str:
    """Return why an account of this nature or grade does not decide, or an empty text."""
    nature = Nature.ESTIMATE if placed.preliminary else account.fact.nature
    if nature not in DECIDING_NATURES and nature not in criterion.also_accept:
        return f"{nature.value} does not decide by itself"
    if criterion.least_grade is not None and not account.grade.meets(criterion.least_grade):
        return f"graded {account.grade}, {criterion.least_grade} asked for"
    return ""


def _not_comparable(criterion: Criterion, account: Account, value: Value | None) -> str:
    """Return why the figure cannot be compared with the threshold, or an empty text."""
    fact = account.fact
    if criterion.reducer not in _WITH_VALUES:
        return ""
    if fact.value is None:
        return "has no figure"
    return f"not comparable: {fact.unit}, not {criterion.unit}" if value is None else ""


WHOLE_INTERVAL = frozenset({Reducer.COUNT, Reducer.SUM, Reducer.MEAN})
"""Reducers for which the whole interval of a fact must lie in the window."""
_WITH_VALUES = frozenset(Reducer) - {Reducer.HAPPENED, Reducer.COUNT}
_ADDS_UP = frozenset({Reducer.COUNT, Reducer.SUM})


def _satisfied(criterion: Criterion, value: Value | None) -> Truth:
    """Say whether this account by itself points towards the criterion being true."""
    if criterion.comparison is None:
        return Truth.TRUE
    if criterion.reducer in _ADDS_UP:
        return Truth.FALSE if criterion.comparison.holds_for_number(0) is Truth.TRUE else Truth.TRUE
    return Truth.UNCLEAR if value is None else compared(criterion, value)

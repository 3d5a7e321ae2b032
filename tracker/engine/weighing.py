"""Weighing: what an account means to a criterion of a promise, whatever the window and the clock."""

from __future__ import annotations

from typing import NamedTuple

from tracker.domain.criteria import Criterion, Reducer
from tracker.domain.instants import Span
from tracker.domain.reports import DECIDING_NATURES, Nature
from tracker.domain.values import Truth, Value
from tracker.domain.verdicts import Account
from tracker.engine.figures import compared, in_unit_of
from tracker.engine.natural import natural
from tracker.engine.parties import Parties
from tracker.engine.pieces import Piece
from tracker.engine.reviewing import doubted
from tracker.engine.told import Telling


class Weighed(NamedTuple):
    """An account weighed: its piece, and why it would not count; no text where nothing stands against it."""

    piece: Piece
    is_period_value: bool
    doubt: str
    """Its words alone matched, and nobody has accepted them."""
    not_comparable: str
    cannot_decide: str
    report: str
    """The id of the report that speaks."""


def weighed(criterion: Criterion, telling: Telling, parties: Parties) -> Weighed:
    """Return what an account means to a criterion: worked out once, as nothing about it changes by time."""
    if telling.weighed is None:
        return _weigh(criterion, telling.account, parties)
    known = telling.weighed.get((id(criterion), id(parties)))
    if known is None:  # kept with both, so that no others can have their ids
        known = telling.weighed[id(criterion), id(parties)] = (
            _weigh(criterion, telling.account, parties),
            criterion,
            parties,
        )
    return known[0]


def _weigh(criterion: Criterion, account: Account, parties: Parties) -> Weighed:
    fact = account.fact
    value = in_unit_of(criterion, fact, parties.names)
    when = told_as_past(account)
    piece = Piece(
        account,
        when,
        _satisfied(criterion, value),
        parties.interest_of(account),
        (when.end, account.grade.rank, natural(account.report.id)),
        value=value,
        for_another=parties.speaks_for_another(account),
        origin=parties.origin_of(account),
    )
    return Weighed(
        piece,
        fact.occurred.is_named_period and fact.value is not None,
        "" if criterion.words is None else doubted(account, parties.promise, criterion),
        _not_comparable(criterion, account, value),
        cannot_decide(criterion, account, fact.nature),
        account.report.id,
    )


def told_as_past(account: Account) -> Span:
    """Return when it occurred, ending no later than it was told (decision 006); figures of a period stay whole."""
    occurred, told = account.fact.occurred, account.report.published
    if told >= occurred.end or occurred.start > told:
        return occurred
    if occurred.is_named_period and account.fact.value is not None:
        return occurred
    return Span(occurred.start, told, occurred.precision)


def cannot_decide(criterion: Criterion, account: Account, nature: Nature) -> str:
    """Return why an account of this nature or grade does not decide, or an empty text."""
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


def _satisfied(criterion: Criterion, value: Value | None) -> Truth:
    """Say whether this account by itself points towards the criterion being true."""
    if criterion.comparison is None:
        return Truth.TRUE
    if criterion.reducer in _ADDS_UP:
        return Truth.FALSE if criterion.comparison.holds_for_number(0) is Truth.TRUE else Truth.TRUE
    return Truth.UNCLEAR if value is None else compared(criterion, value)


_WITH_VALUES = frozenset(Reducer) - {Reducer.HAPPENED, Reducer.COUNT}
_ADDS_UP = frozenset({Reducer.COUNT, Reducer.SUM})

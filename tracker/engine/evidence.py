"""Evidence: which accounts a criterion admits, and when they count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from tracker.domain.criteria import Criterion, Reducer
from tracker.domain.instants import Precision, Span
from tracker.domain.promises import Reading
from tracker.domain.reports import Nature
from tracker.domain.values import Truth
from tracker.domain.verdicts import Account
from tracker.engine.pieces import Piece
from tracker.engine.weighing import Weighed, cannot_decide

Aside = tuple[str, str]
"""The report of an account that was set aside, and why: put into words only for those who read it."""


class Admitted(NamedTuple):
    """What one criterion admits, in order of time, and what it set aside.

    `cannot_decide` says which way accounts in the window point whose nature or grade does not do; `future` when
    accounts that are known already will count, or will count otherwise.
    """

    pieces: tuple[Piece, ...]
    set_aside: tuple[Aside, ...]
    cannot_decide: frozenset[Truth] = frozenset()
    future: tuple[datetime, ...] = ()
    has_interest: bool = False
    """Some of the pieces could serve their author."""


NOTHING = Admitted((), ())


def admit(criterion: Criterion, matched: Sequence[Weighed], reading: Reading, at: datetime) -> Admitted:
    """Admit those of the accounts that match the criterion that may decide at `at`; say why others may not."""
    pieces: list[Piece] = []
    aside: list[Aside] = []
    cannot: set[Truth] = set()
    future: list[datetime] = []
    interested = False
    opens, until, due = reading.opens, reading.until, reading.due
    if isinstance(criterion.over, Span):
        opens, until = criterion.over.start, criterion.over.end
    for piece, is_period_value, doubt, not_comparable, why_not, report in matched:
        if doubt:
            aside.append((report, doubt))
            continue
        if is_period_value:
            future.extend([turn for turn in _turning_points(piece.account, reading) if turn > at])
            piece = _period_placed(piece, reading, at)
        elif due is not None and piece.when.end > due:
            piece = _placed_on_due_day(piece, due)
        ends = piece.when.end
        if ends > at:
            if not is_period_value:
                future.append(ends)
            aside.append((report, "not yet occurred"))
            continue
        why = _outside(criterion, piece, reading, opens, until, is_period_value) or not_comparable
        if not why:
            why = cannot_decide(criterion, piece.account, Nature.ESTIMATE) if piece.preliminary else why_not
            if why:
                cannot.add(piece.satisfied)
        if why:
            aside.append((report, why))
        else:
            pieces.append(piece)
            interested = interested or piece.has_interest
    if len(pieces) > 1:
        pieces.sort(key=_by_order)
    return Admitted(tuple(pieces), tuple(aside), frozenset(cannot), tuple(future), interested)


_by_order = attrgetter("order")


def _period_placed(piece: Piece, reading: Reading, at: datetime) -> Piece:
    """Place a figure for a calendar period in time; while it does not count it lies after `at`.

    A figure for the period that holds the deadline counts as dated at the deadline, with timeliness unclear. One
    for a period still running is preliminary: an estimate dated at its publication.
    """
    occurred, due = piece.account.fact.occurred, reading.due
    preliminary = occurred.end > at
    if due is not None and occurred.start <= due < occurred.end:
        return _dated(piece, due, preliminary=preliminary, time_unclear=True)
    return _dated(piece, piece.account.published, preliminary=True) if preliminary else piece


def _placed_on_due_day(piece: Piece, due: datetime) -> Piece:
    """Date what is dated on the due day at the deadline, whatever hour that has: it is in time (section 1)."""
    if piece.when.precision is not Precision.DAY or piece.when.start > due:
        return piece
    return _dated(piece, due, preliminary=False, time_unclear=True)


def _dated(piece: Piece, instant: datetime, *, preliminary: bool, time_unclear: bool = False) -> Piece:
    return piece._replace(
        when=Span(instant, instant),
        order=(instant, *piece.order[1:]),
        preliminary=preliminary,
        time_unclear=time_unclear,
    )


def _turning_points(account: Account, reading: Reading) -> tuple[datetime, ...]:
    """Return when a figure for a period starts to count, or starts to count differently, by time alone."""
    occurred, due = account.fact.occurred, reading.due
    if due is not None and occurred.start <= due < occurred.end:
        return due, occurred.end
    return account.published, occurred.end


ANOTHER_PERIOD, BEFORE, AFTER = "for another period", "before the window", "after the window"
OUTSIDE = frozenset({ANOTHER_PERIOD, BEFORE, AFTER})
"""The reasons for which an account lies outside a window."""


def _outside(
    criterion: Criterion,
    piece: Piece,
    reading: Reading,
    opens: datetime,
    until: datetime | None,
    is_period_value: bool,
) -> str:
    """Return why the account lies outside the window (or the criterion's own), or an empty text."""
    occurred = piece.account.fact.occurred
    if reading.period is not None and is_period_value:
        return "" if _within(occurred, reading.period) else ANOTHER_PERIOD
    if piece.when.end < opens:
        return BEFORE
    if occurred.start < opens and (
        criterion.reducer in WHOLE_INTERVAL or (is_period_value and not _holds(occurred, reading.due))
    ):
        return BEFORE
    if until is not None and piece.when.end > until:
        return AFTER
    return ""


def _holds(occurred: Span, due: datetime | None) -> bool:
    """Say whether a period holds the deadline: its figure is dated there, wherever the period began."""
    return due is not None and occurred.start <= due <= occurred.end


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


WHOLE_INTERVAL = frozenset({Reducer.COUNT, Reducer.SUM, Reducer.MEAN})
"""Reducers for which the whole interval of a fact must lie in the window."""

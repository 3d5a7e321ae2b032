"""Amending: which dates and amounts count at a view, after what was announced since (section 7, Amendments)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from tracker.domain.promises import Amendment, Kind, MovedBy, Promise, Reading
from tracker.domain.verdicts import View


class Moved(NamedTuple):
    """A reading with the dates and amounts that count, and what was announced about its end.

    `original` is the first date of its end; `later` is a later date announced in time (whether it counts or only
    annotates), known from `later_known` on; `last` is the last date announced.
    """

    reading: Reading
    original: datetime | None = None
    last: datetime | None = None
    later: datetime | None = None
    later_known: datetime | None = None
    deadline_moved: bool = False
    amount_changed: datetime | None = None
    """When the amount was last changed, by whomever of the two sides."""
    earlier: tuple[tuple[datetime, Reading], ...] = ()
    """The amounts that both sides replaced, each with the instant from which others were in force."""
    changes_at: tuple[datetime, ...] = ()
    """When amendments that are not known yet at the view will be."""

    @property
    def is_agreed(self) -> bool:
        """Say whether the date that counts is not the original one."""
        return end_of(self.reading) != self.original


def end_of(reading: Reading) -> datetime | None:
    """Return the deadline or, without one, the end of the window."""
    return reading.until if reading.due is None else reading.due


def known_limit(view: View) -> datetime:
    """Return up to which instant moves and rulings count: those made by `at` and known by then."""
    return view.at if view.known is None else min(view.at, view.known)


def amended(promise: Promise, reading: Reading, view: View) -> Moved:
    """Apply every amendment known at the view, in order of announcement, to the reading's own dates."""
    end = end_of(reading)
    if not promise.amendments:
        return Moved(reading, end, end)
    limit = known_limit(view)
    known = [each for each in promise.amendments if each.announced <= limit]
    pending = tuple(each.announced for each in promise.amendments if each.announced > limit)
    moved = Moved(reading, original=end, last=end, changes_at=pending)
    for amendment in known:
        if amendment.moved_by is MovedBy.THIRD_PARTY:
            continue  # a forecast by others is not a move
        with_change = _with_amount if amendment.amount else _with_date
        moved = with_change(promise, moved, amendment)
    return moved


def amounts_before(promise: Promise, reading: Reading, instant: datetime) -> Reading:
    """Return the reading with the amounts that both sides had agreed on before an instant."""
    for amendment in promise.amendments:
        if amendment.announced < instant and amendment.moved_by is MovedBy.BOTH:
            reading = _filled_anew(reading, amendment)
    return reading


def _with_amount(promise: Promise, moved: Moved, amendment: Amendment) -> Moved:
    """An amount changed by both replaces the parameter from its announcement on, one changed alone does not.

    One announced after the last date and its waiting time changes nothing but the flag.
    """
    moved = moved._replace(amount_changed=amendment.announced)
    if amendment.moved_by is not MovedBy.BOTH or _is_too_late(promise, moved, amendment):
        return moved
    earlier = (*moved.earlier, (amendment.announced, moved.reading))
    return moved._replace(reading=_filled_anew(moved.reading, amendment), earlier=earlier)


def _is_too_late(promise: Promise, moved: Moved, amendment: Amendment) -> bool:
    return moved.last is not None and amendment.announced > promise.wait_for_reports.after(moved.last, promise.tz)


def by_amounts_of(reading: Reading, other: Reading) -> Reading:
    """Return a reading, its dates as they are, with the amounts of another."""
    return replace(reading, criteria=other.criteria, conditions=other.conditions, progress_by=other.progress_by)


def _filled_anew(reading: Reading, amendment: Amendment) -> Reading:
    for anew in amendment.readings:
        if anew.name == reading.name:
            return by_amounts_of(reading, anew)
    return reading


def _with_date(promise: Promise, moved: Moved, amendment: Amendment) -> Moved:
    date = amendment.due if promise.kind is Kind.ACHIEVE else amendment.until
    if date is None or date < moved.reading.opens:  # an instance that opened later never had this date
        return moved
    counting, last = end_of(moved.reading), moved.last
    if last is None or counting is None:  # the first date of an undated promise is not a move
        return moved._replace(reading=_ending(promise, moved.reading, date), original=date, last=date)
    if _is_too_late(promise, moved, amendment):
        return moved._replace(deadline_moved=True)
    if date < counting:  # an earlier date takes effect, whoever announced it
        still_later = moved.original is not None and date > moved.original
        return moved._replace(
            reading=_ending(promise, moved.reading, date),
            last=date,
            later=date if still_later else None,
            later_known=amendment.announced if still_later else None,
            deadline_moved=True,
        )
    if amendment.moved_by is MovedBy.BOTH:
        moved = moved._replace(reading=_ending(promise, moved.reading, date))
    is_later = date > last or (moved.later is not None and date > counting)
    return moved._replace(
        last=date,
        later=date if is_later else None,
        later_known=amendment.announced if is_later else None,
        deadline_moved=moved.deadline_moved or date != last,
    )


def _ending(promise: Promise, reading: Reading, date: datetime) -> Reading:
    return replace(reading, due=date) if promise.kind is Kind.ACHIEVE else replace(reading, until=date)

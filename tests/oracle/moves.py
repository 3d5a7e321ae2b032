"""Amendments and rulings: which dates and conditions count at a view."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from tracker.domain.promises import Amendment, MovedBy, Promise, Reading, Ruling
from tracker.domain.statuses import Status
from tracker.domain.verdicts import View

RETIREMENTS = (Status.SUSPENDED, Status.SUPERSEDED, Status.VOID)


@dataclass
class Dates:
    """A deadline as it was promised and as it was moved."""

    counts: datetime | None
    last: datetime | None
    """The last date announced in time, whoever announced it."""
    original: datetime | None = None
    later: datetime | None = None
    """A later date announced in time and not taken back since."""
    later_known: datetime | None = None
    moved: bool = False


def is_made(instant: datetime, view: View) -> bool:
    """Say whether a move or a ruling was made by the view, and is known."""
    return instant <= view.at and (view.known is None or instant <= view.known)


def amendments_in_force(promise: Promise, view: View) -> list[Amendment]:
    """Return the amendments made so far, in file order within a day."""
    made = [one for one in promise.amendments if is_made(one.announced, view)]
    return sorted(made, key=lambda one: one.announced)


def dates_of(promise: Promise, date: datetime | None, opens: datetime, standing: bool, view: View) -> Dates:
    """Return the dates that count after every move made so far."""
    dates = Dates(date, date, date)
    for move in amendments_in_force(promise, view):
        new = move.until if standing else move.due
        if new is None or new < opens or move.moved_by is MovedBy.THIRD_PARTY:
            continue
        if dates.counts is None or dates.last is None:
            dates = Dates(new, new, new)
            continue
        if move.announced > promise.wait_for_reports.after(dates.last, promise.tz):
            dates.moved = True
            continue
        dates = _moved(dates, dates.counts, dates.last, move, new)
    return dates


def _moved(dates: Dates, counts: datetime, last: datetime, move: Amendment, new: datetime) -> Dates:
    """An earlier date takes effect; a later one counts if both sides agreed, and is announced either way."""
    if new < counts:
        is_later = dates.original is not None and new > dates.original
        known = move.announced if is_later else None
        return Dates(new, new, dates.original, new if is_later else None, known, moved=True)
    is_later = new > last or (dates.later is not None and new > counts)
    return Dates(
        new if move.moved_by is MovedBy.BOTH else counts,
        new,
        dates.original,
        new if is_later else None,
        move.announced if is_later else None,
        moved=dates.moved or new != last,
    )


def readings_in_force(promise: Promise, view: View, begun: datetime | None = None) -> tuple[Reading, ...]:
    """Return the readings with the amounts that both sides agreed on (by `begun`, for a period)."""
    readings = promise.readings
    for change in amendments_in_force(promise, view):
        in_time = begun is None or change.announced < begun
        if change.readings and change.moved_by is MovedBy.BOTH and in_time:
            readings = change.readings
    return readings


def amounts_over_time(
    promise: Promise, date: datetime | None, opens: datetime, standing: bool, view: View
) -> list[tuple[datetime, tuple[Reading, ...]]]:
    """Return every amount that both sides agreed on in time, with the instant from which it is in force.

    The first is in force from the opening. One announced after the last date and its waiting time never is.
    """
    over_time = [(opens, promise.readings)]
    made: list[Amendment] = []
    for change in amendments_in_force(promise, view):
        so_far = dates_of(replace(promise, amendments=tuple(made)), date, opens, standing, view)
        made.append(change)
        if not change.readings or change.moved_by is not MovedBy.BOTH:
            continue
        if so_far.last is None or change.announced <= promise.wait_for_reports.after(so_far.last, promise.tz):
            over_time.append((change.announced, change.readings))
    return over_time


def amount_changes(promise: Promise, view: View) -> list[Amendment]:
    """Return the changes of amount made so far, whoever made them; a third party makes none."""
    made = amendments_in_force(promise, view)
    return [one for one in made if one.amount and one.moved_by is not MovedBy.THIRD_PARTY]


def ruling_on(promise: Promise, view: View, instance: str, reading: str | None) -> Ruling | None:
    """Return the ruling in force on a part: an outcome before a retirement, the one made last of several."""
    fitting = [
        ruling
        for ruling in promise.rulings
        if is_made(ruling.made, view)
        and (ruling.expires is None or view.at <= ruling.expires)
        and ruling.instance == instance
        and ruling.reading in ("", reading or "")
    ]
    outcomes = [ruling for ruling in fitting if ruling.status not in RETIREMENTS] or fitting
    best = None
    for ruling in outcomes:
        if best is None or ruling.made >= best.made:
            best = ruling
    return best

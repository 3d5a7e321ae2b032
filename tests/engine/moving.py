"""What was announced after the promise, for tests: moves of a date, changes of an amount, rulings."""

from __future__ import annotations

from dataclasses import replace

from tests.engine.telling import evening, morning
from tracker.domain.promises import Amendment, MovedBy, Promise, Reading, Ruling
from tracker.domain.statuses import Status


def moved(
    announced: str, due: str | None = None, by: MovedBy = MovedBy.ALONE, *, until: str | None = None
) -> Amendment:
    """Return a move of the deadline (or of the window's end), known from the end of the day it was announced."""
    return Amendment(
        evening(announced),
        by,
        due=None if due is None else evening(due),
        until=None if until is None else evening(until),
    )


def changed(announced: str, anew: Reading, by: MovedBy) -> Amendment:
    """Return a change of amount: the reading as it is under the new one."""
    return Amendment(evening(announced), by, amount="new", for_param="amount", readings=(anew,))


def ruled(
    status: Status, made: str, expires: str | None = None, *, instance: str = "", reading: str = ""
) -> Ruling:
    """Return a ruling in force from the first instant of a day."""
    ends = None if expires is None else evening(expires)
    return Ruling(status, "the port was closed", "desk", morning(made), ends, instance, reading)


def amended_by(promise: Promise, *amendments: Amendment) -> Promise:
    return replace(promise, amendments=amendments)


def overruled(promise: Promise, *rulings: Ruling) -> Promise:
    return replace(promise, rulings=rulings)

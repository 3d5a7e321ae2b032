"""Rulings: which decision of an analyst is in force at a view, and when that changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tracker.domain.instants import LAST_INSTANT, TICK
from tracker.domain.promises import Promise, Ruling
from tracker.domain.statuses import GROUPS, Group
from tracker.domain.verdicts import View
from tracker.engine.amending import known_limit


def ruling_in_force(promise: Promise, view: View, instance: str, reading: str | None) -> Ruling | None:
    """Return the ruling on an instance (empty: the promise as a whole) and reading that is in force, or None.

    A ruling outranks a retirement (suspended, superseded, void); of several the one made last counts.
    """
    if not promise.rulings:
        return None
    limit = known_limit(view)
    in_force = [
        ruling
        for ruling in promise.rulings
        if ruling.made <= limit
        and (ruling.expires is None or view.at <= ruling.expires)
        and ruling.instance == instance
        and (not ruling.reading or ruling.reading == reading)
    ]
    latest: Ruling | None = None
    for ruling in in_force:
        if latest is None or _rank(ruling) >= _rank(latest):
            latest = ruling
    return latest


def _rank(ruling: Ruling) -> tuple[bool, datetime]:
    return GROUPS[ruling.status] is not Group.CLOSED, ruling.made


def ruling_changes(promise: Promise) -> Iterator[datetime]:
    """Yield every instant at which a ruling comes into force or has expired."""
    for ruling in promise.rulings:
        yield ruling.made
        if ruling.expires is not None and ruling.expires != LAST_INSTANT:
            yield ruling.expires + TICK

"""What is made of an event of ACLED: when it occurred, as exactly as is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tracker.sources.mapping import Fields
from tracker.sources.stretches import stretch

_REACH: Final = {"2": 6, "3": 30}
"""Days by which the day may be off: `time_precision` 2 is a week that holds it, 3 a month."""


def made_of(event: Fields) -> Mapping[str, Sequence[str]]:
    """Return `occurred` of an event (its day, or every day that it stands for) and a `title` in a few words."""
    day = _one(event, "event_date")
    return {
        "occurred": (stretch(day, "", _REACH.get(_one(event, "time_precision"), 0)),) if day else (),
        "title": (_told(event),),
    }


def _told(event: Fields) -> str:
    sides = " - ".join(side for name in ("actor1", "actor2") if (side := _one(event, name)))
    where = ", ".join(part for name in ("location", "country") if (part := _one(event, name)))
    return ": ".join(part for part in (_one(event, "sub_event_type"), sides, where) if part)


def _one(event: Fields, name: str) -> str:
    return next(iter(event.get(name, ())), "").strip()

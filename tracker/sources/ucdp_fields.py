"""What is made of an event of the Uppsala Conflict Data Program: when it occurred and how many died, as ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tracker.sources.items import LONGEST_TITLE
from tracker.sources.mapping import Fields
from tracker.sources.plain_text import cut
from tracker.sources.stretches import stretch

_REACH: Final = {"2": 5, "3": 6, "4": 30, "5": 365}
"""Days by which a single day may be off: `date_prec` 2 is up to six days, 3 a week, 4 a month, 5 a year."""


def made_of(event: Fields) -> Mapping[str, Sequence[str]]:
    """Return `occurred`, `deaths`, `deaths_to` and `title` of an event.

    `date_start` and `date_end` are the stretch in which it occurred; if they are the same day although `date_prec`
    says that the day is not known, it is widened. Deaths go from the lowest to the highest of `low`, `best` and
    `high`, whatever their order: in published data `best` at times lies outside the other two. The title is the
    headline of a source (some are lists, which are cut), else who fought whom and where.
    """
    reach = _REACH.get(_one(event, "date_prec").partition(".")[0], 0)
    occurred = stretch(_one(event, "date_start"), _one(event, "date_end"), reach)
    lowest, highest = _bounds([text for name in ("low", "best", "high") if (text := _one(event, name))])
    return {
        "occurred": (occurred,) if occurred else (),
        "deaths": (lowest,) if lowest else (),
        "deaths_to": (highest,) if highest != lowest else (),
        "title": (cut(_one(event, "source_headline") or _told(event), LONGEST_TITLE),),
    }


def _told(event: Fields) -> str:
    sides = " - ".join(side for name in ("side_a", "side_b") if (side := _one(event, name)))
    where = ", ".join(part for name in ("where_coordinates", "country") if (part := _one(event, name)))
    return ": ".join(part for part in (sides, where) if part)


def _one(event: Fields, name: str) -> str:
    return next(iter(event.get(name, ())), "").strip()


def _bounds(figures: list[str]) -> tuple[str, str]:
    """Return the least and the greatest as they were written; what is no figure is for its reader to refuse."""
    try:
        ordered = sorted(figures, key=float)
    except ValueError:
        return (figures[0], figures[0])
    return (ordered[0], ordered[-1]) if ordered else ("", "")

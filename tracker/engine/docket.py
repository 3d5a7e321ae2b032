"""The docket: what stands about a reading beside its evidence."""

from __future__ import annotations

from typing import NamedTuple

from tracker.domain.promises import Ruling
from tracker.engine.amending import Moved
from tracker.engine.pieces import Piece


class Docket(NamedTuple):
    """What stands about a reading beside its evidence: moves, rulings, triggers, an event that ends its time."""

    moved: Moved
    ruling: Ruling | None = None
    dormant: bool = False
    """Conditional, and no trigger yet."""
    gone: tuple[Piece, ...] | None = None
    """The condition of the promise has gone: by these pieces it is void."""
    event: tuple[Piece, ...] = ()
    """What shows the event before which the deed was due; the deadline is then the event's last instant."""

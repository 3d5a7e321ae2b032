"""Accept an item of the review queue: suspected evidence becomes admitted."""

from __future__ import annotations

from datetime import datetime

from tracker.actions.deciding import Decided, Wish, decide
from tracker.domain.reviewing import Act
from tracker.store.store import Store


def accept(
    store: Store, item_id: int, who: str, reason: str, now: datetime, *, seen: int | None = None
) -> Decided:
    """Accept what an item asks: text evidence is admitted, a date or a unit is as it should be; see `decide`."""
    return decide(store, item_id, Wish(Act.ACCEPTED, who, reason), now, seen=seen)

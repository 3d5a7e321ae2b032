"""Take the last decision on an item of the review queue back: one more version, after which it is open again."""

from __future__ import annotations

from datetime import datetime

from tracker.actions.deciding import Decided, Wish, decide
from tracker.domain.reviewing import Act
from tracker.store.store import Store


def undo(store: Store, item_id: int, who: str, reason: str, now: datetime, *, seen: int | None = None) -> Decided:
    """Take back what was decided last; verdicts become what they were, from now on. See `decide`."""
    return decide(store, item_id, Wish(Act.UNDONE, who, reason), now, seen=seen)

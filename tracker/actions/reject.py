"""Reject an item of the review queue: what it is about stays out, or is taken out, visibly."""

from __future__ import annotations

from datetime import datetime

from tracker.actions.deciding import Decided, Wish, decide
from tracker.domain.reviewing import Act
from tracker.store.store import Store


def reject(
    store: Store, item_id: int, who: str, reason: str, now: datetime, *, seen: int | None = None
) -> Decided:
    """Reject what an item asks: evidence stays out, facts are set aside, two reports stay apart; see `decide`."""
    return decide(store, item_id, Wish(Act.REJECTED, who, reason), now, seen=seen)

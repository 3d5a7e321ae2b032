"""Part two reports by an analyst's hand, whoever had joined them."""

from __future__ import annotations

from datetime import datetime

from tracker.actions.deciding import Decided, Wish, decide, decide_within
from tracker.actions.stored_reports import find_report
from tracker.domain.errors import BadInput
from tracker.domain.reviewing import Act, ItemKind, Question
from tracker.store.review_rows import Asked, open_items
from tracker.store.store import Store


def split_item(
    store: Store, item_id: int, who: str, reason: str, now: datetime, *, seen: int | None = None
) -> Decided:
    """Part a pair of the queue: no link between the two counts any more; see `decide`."""
    return decide(store, item_id, Wish(Act.SPLIT, who, reason), now, seen=seen)


def split_reports(store: Store, report_id: str, other_id: str, who: str, reason: str, now: datetime) -> Decided:
    """Part two reports, be it that they say themselves that one copies the other.

    They stay together if a third report is joined with both. Raises Unknown, BadInput, and Changed if the pair was
    decided on before.
    """
    with store.write(now, "review", who) as commit:
        row, other = (find_report(commit.connection, each) for each in (report_id, other_id))
        if row == other:
            raise BadInput("a report cannot be parted from itself", "name two reports")
        question = Question(ItemKind.COPIES, why=("an analyst parted them",))
        ((_, item_id),) = open_items(commit, [Asked(question, row, other)]).items()
        return decide_within(store, commit, item_id, Wish(Act.SPLIT, who, reason))

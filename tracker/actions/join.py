"""Join two reports by an analyst's hand: copies of one account, or two witnesses of one occurrence."""

from __future__ import annotations

from datetime import datetime

from tracker.actions.deciding import Decided, Wish, decide, decide_within
from tracker.actions.stored_reports import find_report
from tracker.domain.errors import BadInput
from tracker.domain.reviewing import Act, ItemKind, Link, Question
from tracker.store.review_rows import Asked, open_items
from tracker.store.store import Store


def join_item(
    store: Store,
    item_id: int,
    who: str,
    reason: str,
    now: datetime,
    *,
    link: Link | None = None,
    seen: int | None = None,
) -> Decided:
    """Join a proposed pair, as it was proposed or by another kind of link; see `decide`."""
    return decide(store, item_id, Wish(Act.JOINED, who, reason, link=link), now, seen=seen)


def join_reports(
    store: Store, report_id: str, other_id: str, link: Link, who: str, reason: str, now: datetime
) -> Decided:
    """Join two reports that nobody proposed: the first names the other, for copies its original.

    Raises Unknown, BadInput, and Changed if the pair was decided on before.
    """
    with store.write(now, "review", who) as commit:
        row, other = (find_report(commit.connection, each) for each in (report_id, other_id))
        if row == other:
            raise BadInput("a report cannot be joined with itself", "name two reports")
        question = Question(ItemKind.COPIES, link=link, why=("an analyst joined them",))
        ((_, item_id),) = open_items(commit, [Asked(question, row, other)]).items()
        return decide_within(store, commit, item_id, Wish(Act.JOINED, who, reason, link=link))

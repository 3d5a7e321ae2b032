"""Correct a fact by hand: the corrected one counts from the decision on, the original is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tracker.actions.deciding import Decided, Wish, decide_within, find_item
from tracker.actions.stored_reports import find_report
from tracker.domain.errors import BadInput
from tracker.domain.reviewing import Act, Decision, ItemKind, Question
from tracker.language.fact_editing import edited_fact
from tracker.store.report_loading import versions_of
from tracker.store.review_rows import Asked, items_of_reports, open_items
from tracker.store.store import Store


def edit_item(
    store: Store,
    item_id: int,
    changes: Mapping[str, str],
    who: str,
    reason: str,
    now: datetime,
    *,
    seen: int | None = None,
    tz: str = "UTC",
) -> Decided:
    """Accept an item with its fact corrected: fields as in a file of reports, an empty text takes one away.

    Raises BadInput for fields that cannot be read and for an item without a fact, and all that `decide` raises.
    """
    with store.write(now, "review", who) as commit:
        item = find_item(commit.connection, item_id)
        if len(item.question.facts) != 1:
            raise BadInput(
                f"item {item.id} is about {len(item.question.facts)} facts",
                "correct one fact of its report: deedline review edit --report ID --fact N",
            )
        report = versions_of(commit.connection, [item.report.row])[item.report.row][-1].report
        fact = edited_fact(item.question.facts[0], report, changes, tz)
        if fact == item.question.facts[0]:
            raise _nothing_changes()
        return decide_within(store, commit, item_id, Wish(Act.EDITED, who, reason, fact), seen=seen)


def edit_fact(
    store: Store,
    report_id: str,
    number: int,
    changes: Mapping[str, str],
    who: str,
    reason: str,
    now: datetime,
    *,
    tz: str = "UTC",
) -> Decided:
    """Correct a fact of a report that nobody asked about; `number` counts its facts from 1."""
    with store.write(now, "review", who) as commit:
        row = find_report(commit.connection, report_id)
        report = versions_of(commit.connection, [row])[row][-1].report
        if not 1 <= number <= len(report.facts):
            raise BadInput(f"{report_id} has {len(report.facts)} facts, there is no fact {number}", "count from 1")
        old = report.facts[number - 1]
        fact = edited_fact(old, report, changes, tz)
        if fact == old:
            for item in items_of_reports(commit.connection, [row]):
                if item.last is not None and Wish(Act.EDITED, who, reason, fact) == _wish_of(item.last):
                    return Decided(item, is_new=False)
            raise _nothing_changes()
        question = Question(ItemKind.FACT, facts=(old,), why=("an analyst looked at it",))
        ((_, item_id),) = open_items(commit, [Asked(question, row)]).items()
        return decide_within(store, commit, item_id, Wish(Act.EDITED, who, reason, fact))


def _wish_of(decision: Decision) -> Wish:
    return Wish(decision.act, decision.who, decision.reason, decision.fact, decision.link)


def _nothing_changes() -> BadInput:
    return BadInput("nothing would change", "give at least one field another value")

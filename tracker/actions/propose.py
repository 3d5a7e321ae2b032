"""Propose that two reports go back to one observation, or join them on the machine's own word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.actions.deciding import Wish, decide_within
from tracker.domain.reviewing import MACHINE, Act, ItemKind, Link, Question
from tracker.store.commits import Commit
from tracker.store.review_rows import Asked, items_by_id, open_items
from tracker.store.store import Store


@dataclass(frozen=True, slots=True)
class Pair:
    """Two stored reports by row id: the first would name the other as its original, or as another witness.

    `score` lies between 0 and 1; `reasons` are short phrases for people.
    """

    report: int
    other: int
    link: Link
    score: float
    reasons: tuple[str, ...]
    is_sure: bool = False
    """Join them at once; an analyst can still split them."""


def propose(store: Store, pairs: Sequence[Pair], now: datetime) -> tuple[int, ...]:
    """Put pairs into the review queue, join those that are sure, and return the ids of their items, in order.

    A pair that was proposed before, whichever way round, stays as it was decided.
    """
    with store.write(now, "copies") as commit:
        return propose_within(store, commit, pairs)


def propose_within(store: Store, commit: Commit, pairs: Iterable[Pair]) -> tuple[int, ...]:
    """Propose within a transaction that does more; see `propose`."""
    chosen = tuple(pairs)
    asked = [
        Asked(
            Question(ItemKind.COPIES, link=each.link, score=round(each.score, 4), why=each.reasons),
            each.report,
            each.other,
        )
        for each in chosen
    ]
    ids = open_items(commit, asked)
    held = {item.id: item for item in items_by_id(commit.connection, ids.values())}
    for each, question in zip(chosen, asked, strict=True):
        item = held[ids[question.key]]
        if each.is_sure and not item.decisions:
            wish = Wish(Act.JOINED, MACHINE, "; ".join(each.reasons) or "near copy", link=each.link)
            decide_within(store, commit, item.id, wish)
    return tuple(ids[each.key] for each in asked)

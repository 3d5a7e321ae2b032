"""What is typed at the review queue, read: items or pairs, fields to change, and what decisions would do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from tracker.actions.deciding import Wish
from tracker.actions.review_queue import Effect, preview
from tracker.domain.errors import BadInput
from tracker.domain.reviewing import Act, ItemKind, ReviewItem
from tracker.store.store import Store

Pair = tuple[str, str]
_OF_KIND = {
    ItemKind.SUSPECTED: {"accepting": Act.ACCEPTED, "rejecting": Act.REJECTED},
    ItemKind.COPIES: {"joining": Act.JOINED, "splitting": Act.SPLIT},
    ItemKind.FUTURE: {"rejecting": Act.REJECTED},
    ItemKind.UNIT: {"rejecting": Act.REJECTED},
}


def effects_of(store: Store, item: ReviewItem, now: datetime) -> dict[str, tuple[Effect, ...]]:
    """Return what each decision that an open item waits for would do; nothing for one that is not open."""
    acts = _OF_KIND.get(item.question.kind, {}) if item.is_open else {}
    return {
        name: preview(store, item.id, Wish(act, "preview", "preview"), now)
        for name, act in acts.items()
        if act is not Act.JOINED or item.question.link is not None
    }


def changes_of(typed: Iterable[str]) -> dict[str, str]:
    """Read FIELD=VALUE; raises BadInput."""
    changes: dict[str, str] = {}
    for each in typed:
        name, sign, value = each.partition("=")
        if not sign or not name.strip():
            raise BadInput(f"{each!r} changes nothing", "write FIELD=VALUE, such as value=21")
        changes[name.strip().replace("-", "_")] = value
    if not changes:
        raise BadInput("nothing is to be changed", "say what with --set, such as --set value=21")
    return changes


def item_or_pair(names: Sequence[str]) -> tuple[int, Pair | None]:
    """Read the number of an item, or the ids of two reports; raises BadInput."""
    if len(names) == 2:
        return 0, (names[0], names[1])
    if len(names) == 1 and names[0].isascii() and names[0].isdigit() and len(names[0]) < 19:
        return int(names[0]), None
    raise BadInput("this names neither an item nor two reports", "give the number of an item, or two report ids")

"""Deciding on an item of the review queue: checked, written as a version, and what it concerns made due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from tracker.actions.matching_keys import keys_in_force
from tracker.domain.errors import BadInput, Changed, Unknown
from tracker.domain.reports import Fact
from tracker.domain.reviewing import Act, ItemKind, Link, ReviewItem
from tracker.store.commits import Commit
from tracker.store.evidence_rows import write_evidence
from tracker.store.judged_rows import mark_dirty
from tracker.store.report_content import without_unkeepable
from tracker.store.report_loading import versions_of
from tracker.store.review_rows import add_decision, load_item
from tracker.store.store import Store

LONGEST_NAME = 200
LONGEST_REASON = 2_000
_FOR_KINDS: Mapping[Act, frozenset[ItemKind]] = {
    Act.ACCEPTED: frozenset({ItemKind.SUSPECTED, ItemKind.FUTURE, ItemKind.UNIT}),
    Act.REJECTED: frozenset({*ItemKind}),
    Act.EDITED: frozenset({ItemKind.SUSPECTED, ItemKind.FUTURE, ItemKind.UNIT, ItemKind.FACT}),
    Act.JOINED: frozenset({ItemKind.COPIES}),
    Act.SPLIT: frozenset({ItemKind.COPIES}),
    Act.UNDONE: frozenset({*ItemKind}),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants done with an item, and why; perhaps a corrected fact, or how reports are joined."""

    act: Act
    who: str
    reason: str
    fact: Fact | None = None
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """An item after a decision, and the promises it concerns; `is_new` is false where it had been decided so."""

    item: ReviewItem
    concerns: frozenset[str] = frozenset()
    is_new: bool = True


def decide(store: Store, item_id: int, wish: Wish, now: datetime, *, seen: int | None = None) -> Decided:
    """Decide on an item as known from `now` (aware UTC) on; the same decision twice is nothing.

    `seen` is the version of the item that the decision was made on. Raises Unknown for an item that does not
    exist, Changed if it was decided meanwhile, BadInput for a wish that does not fit it.
    """
    with store.write(now, "review", wish.who) as commit:
        return decide_within(store, commit, item_id, wish, seen=seen)


def decide_within(store: Store, commit: Commit, item_id: int, wish: Wish, *, seen: int | None = None) -> Decided:
    """Decide within a transaction that does more; see `decide`."""
    wish = _checked(wish)
    item = find_item(commit.connection, item_id)
    if _is_repeated(item, wish, seen):
        return Decided(item, is_new=False)
    if seen is not None and seen != item.version:
        raise Changed(f"item {item.id} is not as you saw it: {how_it_stands(item)}", "look at it again")
    _check_fits(item, wish)
    add_decision(commit, item, wish.act, wish.who, wish.reason, fact=wish.fact, link=wish.link)
    return Decided(find_item(commit.connection, item_id), _concern(store, commit, item))


def find_item(connection: Connection, item_id: int) -> ReviewItem:
    """Return an item; raises Unknown."""
    item = load_item(connection, item_id)
    if item is None:
        raise Unknown(f"there is no item {item_id} in the review queue", "`deedline review list` shows those open")
    return item


def _checked(wish: Wish) -> Wish:
    """Return the wish with its texts as they can be kept."""
    who, reason = (without_unkeepable(text).strip() for text in (wish.who, wish.reason))
    if not who:
        raise BadInput("nobody is named who decides", "say who with --by")
    if not reason:
        raise BadInput("a decision needs a reason", "say why with --reason")
    for name, text, longest in (("name", who, LONGEST_NAME), ("reason", reason, LONGEST_REASON)):
        if len(text) > longest:
            raise BadInput(f"the {name} has {len(text)} characters", f"write at most {longest}")
    return Wish(wish.act, who, reason, wish.fact, wish.link)


def _is_repeated(item: ReviewItem, wish: Wish, seen: int | None) -> bool:
    """Say whether this very decision was the last one: a double click, or a request sent again."""
    last = item.last
    if last is None or seen not in (None, item.version, item.version - 1):
        return False
    return Wish(last.act, last.who, last.reason, last.fact, last.link) == wish


def _check_fits(item: ReviewItem, wish: Wish) -> None:
    if item.question.kind not in _FOR_KINDS[wish.act]:
        fitting = [act.value for act, kinds in _FOR_KINDS.items() if item.question.kind in kinds]
        raise BadInput(
            f"an item of kind {item.question.kind.value} cannot be {wish.act.value}",
            f"it can be {', '.join(fitting)}",
        )
    if wish.act is Act.JOINED and wish.link is None and item.question.link is None:
        raise BadInput("nobody says how the two belong together", "say whether it is a copy or another witness")
    if wish.act is Act.UNDONE:
        if item.is_open or (item.last is not None and item.last.act is Act.LAPSED):
            raise Changed(f"there is nothing to undo: {how_it_stands(item)}", "look at it again")
    elif not item.is_open and not (
        item.last is not None and item.last.act is Act.JOINED and wish.act is Act.SPLIT
    ):
        raise Changed(f"item {item.id} is not open: {how_it_stands(item)}", _cure(item))


def _cure(item: ReviewItem) -> str:
    if item.last is not None and item.last.act is Act.LAPSED:
        return "it comes back if the report says so again"
    return f"take that back first: deedline review undo {item.id}"


def how_it_stands(item: ReviewItem) -> str:
    """Return whether an item is open, or what was decided on it, by whom and why."""
    last = item.last
    if last is None:
        return "it is open"
    return f"it was {last.act.value} by {last.who} on {last.at:%Y-%m-%d %H:%M} UTC: {last.reason}"


def _concern(store: Store, commit: Commit, item: ReviewItem) -> frozenset[str]:
    """Note which promises the reports touch as they are now, and make them due."""
    rows = [each.row for each in (item.report, item.other) if each is not None]
    keys = keys_in_force(store, commit.connection)
    versions = versions_of(commit.connection, rows)
    touched = {row: keys.touched(versions[row][-1].report) for row in rows}
    concerned = write_evidence(commit.connection, commit.seq, touched)
    mark_dirty(commit.connection, concerned, commit.at)
    return concerned

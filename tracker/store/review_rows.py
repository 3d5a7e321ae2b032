"""The review queue in the store: opening items, deciding on them, and finding them again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, or_, select

from tracker.domain.reports import Fact
from tracker.domain.reviewing import OPENING, Act, Decision, ItemKind, Link, Question, ReviewItem, Told
from tracker.store.canonical import from_json, hash_of, to_json
from tracker.store.commits import Commit
from tracker.store.inserting import among, insert_missing, pieces
from tracker.store.micros import from_micros
from tracker.store.report_content import fact_hash
from tracker.store.tables.reports import evidence, report, report_ver
from tracker.store.tables.reviews import review_decision, review_item, review_open


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a stored report (and another, for copies), by their row ids; `about` tells it apart."""

    question: Question
    report_id: int
    other_id: int | None = None
    about: str = ""
    """What the question is about where report, promise and fact do not tell it apart: a sentence, a unit."""

    @property
    def key(self) -> str:
        """Return what makes it the same question when it is asked again."""
        question = self.question
        if question.kind is ItemKind.UNIT:
            return hash_of(f"unit\n{self.about}")[:32]
        reports = sorted((self.report_id, self.other_id or 0))
        facts = "+".join(fact_hash(each) for each in question.facts)
        parts = (question.kind.value, *map(str, reports), question.promise, question.criterion, question.predicate)
        return hash_of("\n".join((*parts, facts, self.about)))[:32]


def open_items(commit: Commit, asked: Sequence[Asked]) -> dict[str, int]:
    """Ask questions; those asked before stay as they are. Returns the row id of each by its key."""
    by_key = {each.key: each for each in asked}
    if not by_key:
        return {}
    connection = commit.connection
    held = _ids(connection, by_key)
    new = [(key, each) for key, each in by_key.items() if key not in held]
    rows = [
        {
            "key": key,
            "kind": each.question.kind.value,
            "report_id": each.report_id,
            "other_id": each.other_id,
            "promise_id": each.question.promise,
            "body": to_json(each.question),
            "opened": commit.at,
            "seq": commit.seq,
        }
        for key, each in new
    ]
    if rows:
        insert_missing(connection, review_item, rows)
        made = _ids(connection, [key for key, _ in new])
        insert_missing(connection, review_open, [{"item_id": each} for each in made.values()])
        commit.seal(*(hash_of(f"{row['key']}\n{row['body']}") for row in rows))
        held |= made
    return held


def add_decision(
    commit: Commit,
    item: ReviewItem,
    act: Act,
    who: str,
    reason: str,
    *,
    fact: Fact | None = None,
    link: Link | None = None,
) -> None:
    """Add a version to an item."""
    body = {"fact": None if fact is None else to_json(fact), "link": None if link is None else link.value}
    row = {
        "item_id": item.id,
        "n": item.version + 1,
        "act": act.value,
        "who": who,
        "reason": reason,
        "body": json.dumps({name: value for name, value in body.items() if value is not None}),
        "at": commit.at,
        "seq": commit.seq,
    }
    commit.connection.execute(insert(review_decision), row)
    commit.seal(hash_of("|".join(str(value) for value in row.values())))
    if act in OPENING:
        insert_missing(commit.connection, review_open, [{"item_id": item.id}])
    else:
        commit.connection.execute(delete(review_open).where(review_open.c.item_id == item.id))


def load_item(connection: Connection, item_id: int) -> ReviewItem | None:
    """Return one item with its decisions."""
    found = _load(connection, _items().where(review_item.c.id == item_id))
    return found[0] if found else None


def load_items(
    connection: Connection,
    *,
    is_open: bool = True,
    kind: ItemKind | None = None,
    promise: str = "",
    source: str = "",
    after: int = 0,
    limit: int = 100,
) -> tuple[ReviewItem, ...]:
    """Return items in the order they were opened, those of row id `after` and before left out."""
    chosen = _items().where(review_item.c.id > after).order_by(review_item.c.id).limit(limit)
    if is_open:
        chosen = chosen.join(review_open, review_open.c.item_id == review_item.c.id)
    if kind is not None:
        chosen = chosen.where(review_item.c.kind == kind.value)
    if promise:
        own = review_item.c.promise_id
        is_its_own = or_(own == promise, own.startswith(f"{promise}/", autoescape=True))
        of_reports = select(evidence.c.report_id).where(evidence.c.promise_id == promise)
        chosen = chosen.where(or_(is_its_own, and_(own == "", review_item.c.report_id.in_(of_reports))))
    if source:
        chosen = chosen.where(_TELLER.c.source == source)
    return _load(connection, chosen)


def items_by_id(connection: Connection, item_ids: Iterable[int]) -> tuple[ReviewItem, ...]:
    """Return the items with these row ids."""
    return tuple(
        each
        for some in pieces(sorted(set(item_ids)))
        for each in _load(connection, _items().where(among(connection, review_item.c.id, some)))
    )


def open_on_words(connection: Connection, promises: Iterable[str]) -> tuple[ReviewItem, ...]:
    """Return the open items on words that criteria of these promises, or of their steps, look for."""
    own = review_item.c.promise_id
    waiting = _items().join(review_open, review_open.c.item_id == review_item.c.id)
    return tuple(
        item
        for promise in promises
        for item in _load(
            connection,
            waiting.where(or_(own == promise, own.startswith(f"{promise}/", autoescape=True))),
        )
    )


def count_open(connection: Connection) -> dict[ItemKind, int]:
    """Return how many items of each kind wait."""
    rows = connection.execute(
        select(review_item.c.kind, func.count())
        .join_from(review_open, review_item, review_open.c.item_id == review_item.c.id)
        .group_by(review_item.c.kind)
    )
    return {ItemKind(kind): number for kind, number in rows}


def items_of_reports(connection: Connection, report_ids: Iterable[int]) -> tuple[ReviewItem, ...]:
    """Return every item about these reports (row ids), open or not."""
    found: dict[int, ReviewItem] = {}
    for some in pieces(sorted(set(report_ids))):
        for each in _load(connection, _items().where(_about(connection, some))):
            found[each.id] = each
    return tuple(found[each] for each in sorted(found))


def decided_items(connection: Connection, report_ids: Sequence[int]) -> tuple[ReviewItem, ...]:
    """Return the items about these reports on which something was decided."""
    decided = select(review_decision.c.item_id)
    found: dict[int, ReviewItem] = {}
    for some in pieces(report_ids):
        chosen = _items().where(_about(connection, some), review_item.c.id.in_(decided))
        for each in _load(connection, chosen):
            found[each.id] = each
    return tuple(found[each] for each in sorted(found))


def reviewed_reports(connection: Connection, report_ids: Iterable[int]) -> frozenset[int]:
    """Return those of the reports (row ids) on which something was decided."""
    wanted = set(report_ids)
    decided = decided_items(connection, sorted(wanted))
    told = (each for item in decided for each in (item.report, item.other) if each is not None)
    return frozenset(each.row for each in told) & wanted


def newest_numbers(connection: Connection, report_ids: Iterable[int]) -> dict[int, int]:
    """Return the number of the newest version of each report (row ids)."""
    return {
        row.report_id: row.newest
        for some in pieces(sorted(set(report_ids)))
        for row in connection.execute(
            select(report_ver.c.report_id, func.max(report_ver.c.n).label("newest"))
            .where(among(connection, report_ver.c.report_id, some))
            .group_by(report_ver.c.report_id)
        )
    }


_TELLER = report.alias("teller")
_OTHER = report.alias("other")


def _about(connection: Connection, report_ids: Sequence[int]) -> ColumnElement[bool]:
    return or_(
        among(connection, review_item.c.report_id, report_ids),
        among(connection, review_item.c.other_id, report_ids),
    )


def _items() -> Select[tuple[object, ...]]:
    return (
        select(
            review_item,
            _TELLER.c.ext_id.label("told"),
            _TELLER.c.source.label("told_by"),
            _OTHER.c.ext_id.label("other_told"),
            _OTHER.c.source.label("other_by"),
        )
        .join_from(review_item, _TELLER, _TELLER.c.id == review_item.c.report_id)
        .outerjoin(_OTHER, _OTHER.c.id == review_item.c.other_id)
    )


def _load(connection: Connection, chosen: Select[tuple[object, ...]]) -> tuple[ReviewItem, ...]:
    rows = connection.execute(chosen).mappings().all()
    decisions = _decisions(connection, [row["id"] for row in rows])
    return tuple(
        ReviewItem(
            row["id"],
            row["key"],
            from_json(Question, row["body"]),
            Told(row["report_id"], row["told"], row["told_by"]),
            None if row["other_id"] is None else Told(row["other_id"], row["other_told"], row["other_by"]),
            from_micros(row["opened"]),
            row["seq"],
            tuple(decisions.get(row["id"], ())),
        )
        for row in rows
    )


def _decisions(connection: Connection, item_ids: Sequence[int]) -> dict[int, list[Decision]]:
    found: dict[int, list[Decision]] = {}
    for some in pieces(item_ids):
        chosen = select(review_decision).where(among(connection, review_decision.c.item_id, some))
        for row in connection.execute(chosen.order_by(review_decision.c.item_id, review_decision.c.n)):
            body = json.loads(row.body)
            found.setdefault(row.item_id, []).append(
                Decision(
                    row.n,
                    Act(row.act),
                    row.who,
                    row.reason,
                    from_micros(row.at),
                    row.seq,
                    from_json(Fact, body["fact"]) if "fact" in body else None,
                    Link(body["link"]) if "link" in body else None,
                )
            )
    return found


def _ids(connection: Connection, keys: Iterable[str]) -> dict[str, int]:
    return {
        row.key: row.id
        for some in pieces(sorted(keys))
        for row in connection.execute(
            select(review_item.c.key, review_item.c.id).where(among(connection, review_item.c.key, some))
        )
    }

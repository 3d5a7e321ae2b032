"""Items that broke a rule, kept aside: which, what was wrong, and whether they could be used later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Update, delete, insert, select, update

from tracker.domain.collecting import PassedOver
from tracker.store.commits import Commit
from tracker.store.micros import from_micros, to_micros
from tracker.store.tables.sources import passed_over

MOST = 1_000
"""Items kept aside for one source; beyond that the oldest go."""
_LONGEST_WRONG = 1_000
_LONGEST_ITEM = 300


@dataclass(frozen=True, slots=True)
class KeptAside:
    """An item that broke a rule: `first` and `last` are when it was seen so, `mended` when it could be used."""

    source: str
    item: str
    wrong: str
    excerpt: str
    first: datetime
    last: datetime
    mended: datetime | None = None


def write_passed_over(
    commit: Commit,
    source_id: str,
    passed: Sequence[PassedOver],
    reports: Iterable[str],
    *,
    is_whole: bool = False,
) -> None:
    """Keep aside what a collection passed over; what is now among its `reports` and was not, is mended.

    So is what a whole answer no longer holds: an item without an id of its own is another one once it is mended.
    """
    connection = commit.connection
    held: dict[str, Row[Any]] = {
        row.item: row
        for row in connection.execute(select(passed_over).where(passed_over.c.source_id == source_id))
    }
    if not passed and not any(row.mended is None for row in held.values()):
        return
    now = commit.at
    wrong = _by_item(passed)
    for item, (said, excerpt) in wrong.items():
        values = {"wrong": said, "excerpt": excerpt, "last_at": now, "mended": None}
        if item in held:
            connection.execute(_rows(source_id, item).values(values))
        else:
            key = {"source_id": source_id, "item": item, "first_at": now}
            connection.execute(insert(passed_over), {**key, **values})
    fine = {name for report in reports for name in (report, report.removeprefix(f"{source_id}:"))}
    for item, row in held.items():
        if row.mended is None and item not in wrong and (is_whole or item in fine):
            connection.execute(_rows(source_id, item).values(mended=now))
    if len(held.keys() | wrong.keys()) > MOST:
        newest = (
            select(passed_over.c.item)
            .where(passed_over.c.source_id == source_id)
            .order_by(passed_over.c.last_at.desc(), passed_over.c.first_at.desc(), passed_over.c.item)
            .limit(MOST)
        )
        connection.execute(
            delete(passed_over).where(passed_over.c.source_id == source_id, passed_over.c.item.not_in(newest))
        )


def load_passed_over(
    connection: Connection, source_id: str, since: datetime, limit: int = MOST
) -> list[KeptAside]:
    """Load what was last passed over after `since` and could not be used since then, the newest first."""
    rows = connection.execute(
        select(passed_over)
        .where(
            passed_over.c.source_id == source_id,
            passed_over.c.mended.is_(None),
            passed_over.c.last_at > to_micros(since),
        )
        .order_by(passed_over.c.last_at.desc(), passed_over.c.item)
        .limit(limit)
    )
    return [
        KeptAside(
            row.source_id,
            row.item,
            row.wrong,
            row.excerpt,
            from_micros(row.first_at),
            from_micros(row.last_at),
            from_micros(row.mended),
        )
        for row in rows
    ]


def _rows(source_id: str, item: str) -> Update:
    return update(passed_over).where(passed_over.c.source_id == source_id, passed_over.c.item == item)


def _by_item(passed: Sequence[PassedOver]) -> dict[str, tuple[str, str]]:
    """Return what is wrong with each item and its excerpt; the first MOST items of one collection count."""
    found: dict[str, tuple[str, str]] = {}
    for each in passed:
        item = each.item[:_LONGEST_ITEM]
        if item in found:
            said, excerpt = found[item]
            found[item] = (f"{said}; {each.wrong}"[:_LONGEST_WRONG], excerpt or each.excerpt)
        elif len(found) < MOST:
            found[item] = (each.wrong[:_LONGEST_WRONG], each.excerpt)
    return found

"""How promises and their instances stand, or stood on a past day: what actor records are counted from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from tracker.domain.statuses import Status
from tracker.store.inserting import pieces
from tracker.store.micros import from_micros, to_micros
from tracker.store.tables.verdicts import judged, verdict

WITHDRAWN = "retired"
"""The code of the reason with which a promise is void because its rule was taken out of the files."""


@dataclass(frozen=True, slots=True)
class Stand:
    """The status of a promise's headline or of one of its instances; `row` is where its verdict is kept.

    `since` is when the status began; on a past day, when the log last noted it.
    """

    promise: str
    instance: str
    status: Status
    since: datetime
    row: int


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why it stands so: the reason's code and sentence, and the reports that decide."""

    code: str
    text: str
    reports: tuple[str, ...]


def load_stands(connection: Connection, at: datetime | None = None) -> list[Stand]:
    """Load how every promise stands that was judged; with `at` (aware UTC), as the log of verdicts has it."""
    return _read(connection, _present() if at is None else _past(at))


def load_stands_of(connection: Connection, promises: Sequence[str], statuses: Iterable[Status]) -> list[Stand]:
    """Load how these promises stand now, of those that stand in one of the statuses."""
    wanted = _present().where(judged.c.status.in_(sorted(statuses)))
    return [
        stand
        for some in pieces(promises)
        for stand in _read(connection, wanted.where(judged.c.promise_id.in_(some)))
    ]


def load_grounds(
    connection: Connection, stands: Iterable[Stand], at: datetime | None = None
) -> dict[Stand, Grounds]:
    """Load why they stand so; `at` is what they were loaded with."""
    table = judged if at is None else verdict
    by_row = {stand.row: stand for stand in stands}
    return {
        by_row[row.id]: _grounds(json.loads(row.body))
        for some in pieces(sorted(by_row))
        for row in connection.execute(select(table.c.id, table.c.body).where(table.c.id.in_(some)))
    }


def _present() -> Select[Any]:
    columns = (judged.c.promise_id, judged.c.instance, judged.c.status, judged.c.since, judged.c.id)
    return select(*columns).where(judged.c.reading == "", judged.c.status.is_not(None))


def _past(at: datetime) -> Select[Any]:
    # Entries of one verdict are logged in the order of their instants: the last by then has the greatest id.
    last = select(func.max(verdict.c.id)).where(verdict.c.at <= to_micros(at)).group_by(verdict.c.judged_id)
    columns = (judged.c.promise_id, judged.c.instance, verdict.c.status, verdict.c.at.label("since"), verdict.c.id)
    return select(*columns).join_from(verdict, judged).where(judged.c.reading == "", verdict.c.id.in_(last))


def _read(connection: Connection, query: Select[Any]) -> list[Stand]:
    return [
        Stand(row.promise_id, row.instance, Status(row.status), from_micros(row.since), row.id)
        for row in connection.execute(query)
    ]


def _grounds(body: dict[str, Any]) -> Grounds:
    reason = body.get("reason", {})
    return Grounds(str(reason.get("code", "")), str(reason.get("text", "")), tuple(body.get("deciding", ())))

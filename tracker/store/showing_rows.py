"""Present verdicts and past transitions, as lists and pages show them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select

from tracker.domain.alerts import Transition
from tracker.domain.statuses import ALARMS, Status
from tracker.engine.natural import natural
from tracker.store.inserting import among, pieces
from tracker.store.micros import from_micros, to_micros
from tracker.store.promise_rows import Logged
from tracker.store.tables.ledger import commit_log
from tracker.store.tables.promises import promise_ver
from tracker.store.tables.verdicts import judged, verdict


@dataclass(frozen=True, slots=True)
class Listed:
    """A promise with its present headline, or one part of it; `status` is None until it was judged once.

    `verdict` is the headline in the shape of `judge --json`; `error` says why it was set aside, if it was.
    """

    logged: Logged
    status: Status | None = None
    since: datetime | None = None
    judged_at: datetime | None = None
    next_check_at: datetime | None = None
    error: str = ""
    verdict: Mapping[str, Any] = field(default_factory=dict)
    parts_in_alarm: int = 0
    """How many of its parts stand in an alarm."""

    @property
    def instance(self) -> str:
        """Return which part it is, empty for the whole."""
        return str(self.verdict.get("instance", ""))

    @property
    def due(self) -> datetime | None:
        """Return the deadline: that of the part where it is one."""
        due = self.verdict.get("due")
        if not self.instance:
            return self.logged.promise.due
        return None if due is None else datetime.fromisoformat(due)

    @property
    def reason(self) -> str:
        """Return why it stands so, in one sentence."""
        return str(self.verdict.get("reason", {}).get("text", ""))

    @property
    def readings(self) -> dict[str, Status]:
        """Return the status of each reading where there are several."""
        return {name: Status(status) for name, status in self.verdict.get("readings", {}).items()}

    @property
    def deciding(self) -> tuple[str, ...]:
        """Return the reports it rests on, by the names that its verdict gives them."""
        return tuple(self.verdict.get("deciding", ()))

    @property
    def late_since(self) -> datetime | None:
        """Return since when it is late, if it is."""
        late = self.verdict.get("late_since") or self.verdict.get("late_since_agreed")
        return None if late is None else datetime.fromisoformat(late)


_FIRST_SEEN = frozenset({"baseline", "rule"})
"""What causes the first verdict of something that was there before it was looked at."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a promise: since when it was known, whether it took the promise out of force, who logged it."""

    number: int
    known: datetime
    file: str
    retired: bool
    logged_by: str


def load_listed(connection: Connection, logged: Mapping[str, Logged]) -> dict[str, Listed]:
    """Return the promises given with their present headlines, by id."""
    rows = {
        row["promise_id"]: row
        for row in connection.execute(
            select(judged).where(judged.c.reading == "", judged.c.instance == "")
        ).mappings()
    }
    alarmed = (
        select(judged.c.promise_id, func.count())
        .where(judged.c.status.in_(sorted(ALARMS)), judged.c.instance != "", judged.c.reading == "")
        .group_by(judged.c.promise_id)
    )
    in_alarm = {promise_id: int(number) for promise_id, number in connection.execute(alarmed)}
    found = {}
    for promise_id, each in sorted(logged.items()):
        row = rows.get(promise_id)
        found[promise_id] = (
            Listed(each)
            if row is None
            else replace(_listed(each, row), parts_in_alarm=in_alarm.get(promise_id, 0))
        )
    return found


def _listed(logged: Logged, row: RowMapping) -> Listed:
    return Listed(
        logged,
        None if row["status"] is None else Status(row["status"]),
        from_micros(row["since"]),
        from_micros(row["judged_at"]),
        from_micros(row["next_check_at"]),
        row["error"],
        json.loads(row["body"]),
    )


def load_parts(
    connection: Connection, logged: Mapping[str, Logged], promise_ids: Iterable[str]
) -> dict[tuple[str, str], Listed]:
    """Return the parts of these promises with their present verdicts, by promise and part, in natural order."""
    found = {}
    for some in pieces(sorted(set(promise_ids) & logged.keys())):
        of_these = among(connection, judged.c.promise_id, some)
        rows = connection.execute(
            select(judged).where(of_these, judged.c.instance != "", judged.c.reading == "")
        ).mappings()
        for row in sorted(rows, key=lambda row: (row["promise_id"], natural(row["instance"]))):
            found[row["promise_id"], row["instance"]] = _listed(logged[row["promise_id"]], row)
    return found


def load_transitions(
    connection: Connection, *, promise_id: str | None = None, since: datetime | None = None
) -> tuple[Transition, ...]:
    """Return transitions in the order they were recorded: of one promise, or those dated `since` or later."""
    chosen: list[ColumnElement[bool]] = []
    if promise_id is not None:
        chosen.append(judged.c.promise_id == promise_id)
    if since is not None:
        chosen.append(verdict.c.at >= to_micros(since))
    rows = connection.execute(
        select(
            verdict.c.old,
            verdict.c.status,
            verdict.c.at,
            verdict.c.reason,
            verdict.c.deciding,
            verdict.c.cause,
            judged.c.promise_id,
            judged.c.instance,
            judged.c.reading,
        )
        .join_from(verdict, judged)
        .where(*chosen)
        .order_by(verdict.c.id)
    )
    return tuple(
        Transition(
            row.promise_id,
            row.instance,
            row.reading or None,
            None if row.old is None else Status(row.old),
            Status(row.status),
            from_micros(row.at),
            row.reason,
            tuple(json.loads(row.deciding)),
            row.old is None and row.cause in _FIRST_SEEN,
        )
        for row in rows
    )


def load_history(connection: Connection, promise_id: str) -> tuple[Version, ...]:
    """Return the versions of a promise, oldest first."""
    rows = connection.execute(
        select(promise_ver, commit_log.c.at)
        .join(commit_log, commit_log.c.seq == promise_ver.c.seq)
        .where(promise_ver.c.promise_id == promise_id)
        .order_by(promise_ver.c.ver)
    )
    return tuple(Version(row.ver, from_micros(row.at), row.file, row.retired, row.logged_by) for row in rows)

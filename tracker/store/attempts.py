"""Attempts: each is written before the call it stands for, and what became of it afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, bindparam, select, update

from tracker.domain.alerts import Result
from tracker.store.commits import Commit
from tracker.store.inserting import among, execute_many, insert_rows, next_id
from tracker.store.tables.outbox import attempt, outbox

LOST = "lost"
"""Outcome of an attempt of which the other side knows nothing."""
NOT_MADE = "not made"
"""Outcome of an attempt that was begun together with others and then not made: nothing left this machine."""

Ended = tuple[int, int, str, str]
"""A message, the number of the attempt, its outcome and the answer."""


def write_attempts(commit: Commit, begun: Iterable[tuple[int, int]]) -> None:
    """Write attempts that are about to be made: each a message and the attempt's number."""
    first, at, seq = next_id(commit.connection, attempt), commit.at, commit.seq
    rows = [
        {"id": row_id, "outbox_id": message, "n": number, "started": at, "seq": seq}
        for row_id, (message, number) in enumerate(begun, first)
    ]
    insert_rows(commit.connection, attempt, rows)


def end_attempts(connection: Connection, at: int, ended: Sequence[Ended]) -> None:
    """Write what became of attempts, at an instant in microseconds."""
    statement = (
        update(attempt)
        .where(attempt.c.outbox_id == bindparam("of"), attempt.c.n == bindparam("number"))
        .values(ended=bindparam("at"), outcome=bindparam("became"), answer=bindparam("said"))
    )
    rows = [
        {"at": at, "became": outcome, "said": answer, "of": message, "number": number}
        for message, number, outcome, answer in ended
    ]
    execute_many(connection, statement, rows)


def in_doubt(connection: Connection, messages: Collection[int]) -> set[int]:
    """Return those messages whose last attempt may have arrived: it has no end, or an uncertain one."""
    if not messages:
        return set()
    rows = connection.execute(
        select(outbox.c.id, attempt.c.ended, attempt.c.outcome)
        .join_from(outbox, attempt, attempt.c.outbox_id == outbox.c.id)
        .where(among(connection, outbox.c.id, list(messages)), attempt.c.n == outbox.c.attempts)
    )
    return {row.id for row in rows if row.ended is None or row.outcome == Result.AMBIGUOUS.value}

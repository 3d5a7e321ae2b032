"""An idle tick costs one indexed query, however many promises there are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert

from tests.actions.making import new_store, on
from tracker.actions.judge_due import judge_due
from tracker.store.judged_rows import due_query
from tracker.store.micros import to_micros
from tracker.store.store import Store
from tracker.store.tables.promises import promise
from tracker.store.tables.verdicts import judged

PROMISES = 10_000


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store of 10,000 judged promises of which none is due before 20 May."""
    store = new_store(tmp_path_factory.mktemp("many"))
    ids = [f"p{number:05}" for number in range(PROMISES)]
    later = to_micros(on(20))
    with store.write(on(2), "test") as commit:
        rows = [{"id": each, "owner": "file", "ver": 1, "seq": commit.seq} for each in ids]
        commit.connection.execute(insert(promise), rows)
        states = [{"promise_id": each, "promise_ver": 1, "next_check_at": later + n} for n, each in enumerate(ids)]
        commit.connection.execute(insert(judged), states)
    return store


@contextmanager
def _statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_an_idle_tick_asks_one_query(store: Store) -> None:
    judge_due(store, on(3))
    with _statements() as seen:
        assert judge_due(store, on(3)).judged == 0
    asked = [statement for statement in seen if not statement.startswith("BEGIN")]
    assert len(asked) == 1
    assert "next_check_at <=" in asked[0]


def test_the_query_of_a_tick_uses_the_index_on_the_next_check(store: Store) -> None:
    query = due_query(to_micros(on(3)), 100).compile(compile_kwargs={"literal_binds": True})
    with store.read() as connection:
        plan = [str(row) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
    assert any("USING INDEX ix_judged_next_check_at" in step for step in plan), plan
    assert not any("SCAN judged" in step or "TEMP B-TREE" in step for step in plan), plan

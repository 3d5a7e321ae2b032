"""Looking for work costs one index, however many messages were ever sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from tests.actions.outbox import AT, filled
from tracker.store.claims import claim, has_work
from tracker.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return filled(tmp_path, 3)


@pytest.mark.parametrize(
    "look",
    [
        lambda connection: has_work(connection, "other", AT),
        lambda connection: claim(connection, "hook", AT, threaded=False, most=2),
    ],
)
def test_looking_for_work_uses_the_indexes_of_what_waits(
    store: Store, look: Callable[[Connection], object]
) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        asked.append((statement, values))

    with store.write(AT, "test") as commit:
        event.listen(Engine, "before_cursor_execute", note)
        try:
            look(commit.connection)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        queries = [each for each in asked if each[0].startswith("SELECT")]
        plans = [
            str(step)
            for statement, values in queries
            for step in commit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    assert any("USING INDEX ix_outbox_waiting" in step for step in plans), plans
    assert not any("SCAN outbox" in step and "ix_outbox_claimed" not in step for step in plans), plans
    assert not any("TEMP B-TREE" in step for step in plans), plans


def test_no_more_than_asked_for_are_claimed_the_longest_waiting_first(store: Store) -> None:
    with store.write(AT, "test") as commit:
        found = claim(commit.connection, "hook", AT, threaded=False, most=2)
        rest = claim(commit.connection, "hook", AT, threaded=False, most=2)
    assert [each.delivery.text for each in found.claims] == ["message 0", "message 1"]
    assert [each.delivery.text for each in rest.claims] == ["message 2"]

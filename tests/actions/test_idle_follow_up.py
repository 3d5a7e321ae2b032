"""An idle pass over reminders and silences is two looks into an index, however much waits for later."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.actions.making import new_store, on
from tracker.actions.following_up import FollowedUp, follow_up
from tracker.domain.routing import Routing
from tracker.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path)


def test_nothing_is_written_while_nothing_is_due(store: Store) -> None:
    before = store.last_commit()
    assert follow_up(store, on(9), Routing()) == FollowedUp()
    assert store.last_commit() == before


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (
            "SELECT * FROM follow_up WHERE next_at <= 9 ORDER BY next_at, episode_id LIMIT 5",
            "ix_follow_up_next_at",
        ),
        ("SELECT * FROM silence WHERE wakes_at <= 9 ORDER BY wakes_at", "ix_silence_wakes_at"),
    ],
)
def test_what_is_due_is_found_by_an_index(store: Store, query: str, index: str) -> None:
    with store.read() as connection:
        plan = "\n".join(row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}"))
    assert index in plan
    assert "SCAN" not in plan

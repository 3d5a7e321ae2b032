"""An idle pass over reminders and silences is two looks into an index, however much waits for later."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from tests.actions.making import new_store, on
from tracker.actions.following_up import FollowedUp, follow_up
from tracker.domain.routing import Routing
from tracker.store.follow_up_rows import ANYTHING_DUE
from tracker.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path)


def test_nothing_is_written_while_nothing_is_due(store: Store) -> None:
    before = store.last_commit()
    assert follow_up(store, on(9), Routing()) == FollowedUp()
    assert store.last_commit() == before


def test_what_is_due_is_found_by_an_index(store: Store) -> None:
    with store.read() as connection:
        explained = text(f"EXPLAIN QUERY PLAN {ANYTHING_DUE.text}")
        plan = "\n".join(row.detail for row in connection.execute(explained, {"now": 9}))
    assert "ix_follow_up_next_at" in plan
    assert "ix_silence_wakes_at" in plan
    assert "SCAN follow_up" not in plan
    assert "SCAN silence" not in plan

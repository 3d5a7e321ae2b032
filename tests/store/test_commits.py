from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tracker.domain.errors import StoreError
from tracker.store.commits import link_hash
from tracker.store.opening import open_store
from tracker.store.store import Store
from tracker.store.tables.ledger import commit_log

NOW = datetime(2016, 3, 14, 15, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "store.db")


def _commit(store: Store, now: datetime, *seals: str) -> int:
    with store.write(now, "test", "someone") as commit:
        commit.seal(*seals)
        return commit.seq


def test_each_transaction_that_adds_knowledge_takes_the_next_place(store: Store) -> None:
    assert [_commit(store, NOW, "a"), _commit(store, NOW, "b"), _commit(store, NOW, "c")] == [1, 2, 3]


def test_a_transaction_that_adds_nothing_takes_no_place(store: Store) -> None:
    with store.write(NOW, "test"):
        pass
    assert store.last_commit() == (0, None)


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(ValueError, match="no"):
        _fail(store)
    assert store.last_commit() == (0, None)


def test_the_order_never_runs_backwards_when_the_clock_does(store: Store) -> None:
    _commit(store, NOW, "a")
    _commit(store, NOW - timedelta(days=1), "b")
    assert store.last_commit() == (2, NOW)


def test_judging_uses_the_newest_commit_when_the_clock_ran_backwards(store: Store) -> None:
    _commit(store, NOW, "a")
    again = open_store(store.path)
    assert again.no_earlier_than_knowledge(NOW - timedelta(hours=1)) == NOW


def test_every_commit_is_chained_to_the_one_before(store: Store) -> None:
    for name in "abc":
        _commit(store, NOW, name)
    with store.read() as connection:
        rows = connection.execute(select(commit_log).order_by(commit_log.c.seq)).all()
    previous = ""
    for row in rows:
        assert row.prev_hash == previous
        assert row.hash == link_hash(previous, row.seq, row.at, row.actor, row.cause, row.content)
        previous = row.hash
    assert len({row.content for row in rows}) == 3


def test_the_order_in_which_things_are_written_does_not_change_the_chain(tmp_path: Path) -> None:
    hashes = []
    for name, seals in (("one", ("a", "b")), ("two", ("b", "a"))):
        store = open_store(tmp_path / name)
        _commit(store, NOW, *seals)
        with store.read() as connection:
            hashes.append(connection.execute(select(commit_log.c.hash)).scalar_one())
    assert hashes[0] == hashes[1]


def test_a_full_disk_is_an_error_with_a_cure(store: Store) -> None:
    with pytest.raises(StoreError, match="full") as caught:
        _fill_the_disk(store)
    assert "make room" in caught.value.hint


def _fail(store: Store) -> None:
    with store.write(NOW, "test") as commit:
        commit.seal("a")
        raise ValueError("no")


def _fill_the_disk(store: Store) -> None:
    with store.write(NOW, "x" * 1_000_000) as commit:
        pages = commit.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        commit.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        commit.seal("a")

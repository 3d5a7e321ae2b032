from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.actions.making import SetClock
from tracker.domain.errors import StoreHeld
from tracker.store.holders import in_words, is_gone, this_process
from tracker.store.leases import LASTS, give_back, holding, renew, take, who_holds
from tracker.store.opening import open_store
from tracker.store.store import Store
from tracker.store.tables.ledger import lease

NOW = datetime(2016, 3, 14, 15, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "store.db")


def _held_by(store: Store, holder: str) -> None:
    take(store, NOW)
    store.held = None
    with store.write(NOW, "test") as commit:
        commit.connection.execute(update(lease).values(holder=holder))


def test_a_second_holder_is_told_who_holds_the_store(store: Store) -> None:
    take(store, NOW)
    with pytest.raises(StoreHeld, match=f"in use by process {os.getpid()} on ") as caught:
        take(open_store(store.path), NOW + timedelta(seconds=1))
    assert "stop that one first" in caught.value.hint


def test_a_lease_given_back_is_free_at_once(store: Store) -> None:
    take(store, NOW)
    give_back(store, NOW)
    assert take(open_store(store.path), NOW).gen == 2


def test_a_lease_is_given_back_when_its_holder_fails(store: Store) -> None:
    with pytest.raises(ValueError, match="no"), holding(store, SetClock(NOW)):
        raise ValueError("no")
    with store.read() as connection:
        assert who_holds(connection, NOW) is None


def test_a_lease_that_was_not_renewed_is_taken_over(store: Store) -> None:
    _held_by(store, "elsewhere/77/123")
    with pytest.raises(StoreHeld, match="process 77 on elsewhere"):
        take(store, NOW + LASTS - timedelta(seconds=1))
    assert take(store, NOW + LASTS).gen == 2


def test_a_renewed_lease_is_kept(store: Store) -> None:
    take(store, NOW)
    renew(store, NOW + LASTS / 2)
    with pytest.raises(StoreHeld):
        take(open_store(store.path), NOW + LASTS)


def test_the_lease_of_a_dead_process_on_this_machine_is_taken_over_at_once(store: Store) -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    _held_by(store, f"{socket.gethostname()}/{child.pid}/1")
    assert take(store, NOW).gen == 2


def test_a_process_that_was_given_a_dead_ones_number_is_not_that_one() -> None:
    assert is_gone(f"{socket.gethostname()}/{os.getpid()}/1")
    assert not is_gone(this_process())


def test_nothing_is_known_of_processes_on_other_machines() -> None:
    assert not is_gone("elsewhere/1/1")
    assert in_words("elsewhere/12/1") == "process 12 on elsewhere"


def test_a_holder_that_was_taken_over_can_no_longer_write(store: Store) -> None:
    take(store, NOW)
    take(open_store(store.path), NOW + LASTS)
    with pytest.raises(StoreHeld, match="no longer holds"), store.write(NOW, "test"):
        pytest.fail("the transaction began")


def test_others_may_write_while_the_store_is_held(store: Store) -> None:
    take(store, NOW)
    with open_store(store.path).write(NOW, "a report by hand") as commit:
        commit.seal("a")
    assert store.last_commit()[0] == 1

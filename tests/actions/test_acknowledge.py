"""Acknowledging an alarm: the first one counts, whoever comes later learns who that was."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.actions.alarming import OVERDUE, bridges_waited_for, judged
from tests.actions.making import on, opened
from tracker.actions.acknowledge import Acknowledged, acknowledge
from tracker.actions.ingest import ingest
from tracker.domain.errors import BadInput, Unknown
from tracker.domain.reports import Report
from tracker.store.store import Store
from tracker.store.tables.ledger import commit_log

SOON = OVERDUE + timedelta(minutes=5)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = bridges_waited_for(tmp_path, "alma", "kiel")
    ingest(store, [opened("kiel", on(9))], on(10))
    judged(store, OVERDUE)
    return store


def test_the_second_click_sees_who_was_first(store: Store) -> None:
    assert acknowledge(store, "alma", "ann", SOON) == Acknowledged(True, "ann", SOON)
    later = SOON + timedelta(hours=1)
    assert acknowledge(store, "alma", "bo", later) == Acknowledged(False, "ann", SOON)
    assert acknowledge(store, "alma", "ann", later) == Acknowledged(False, "ann", SOON)


def test_only_the_first_acknowledgement_enters_the_log(store: Store) -> None:
    for who in ("ann", "bo"):
        acknowledge(store, "alma", who, SOON)
    with store.read() as connection:
        rows = connection.execute(select(commit_log.c.actor).where(commit_log.c.cause == "acknowledge"))
        assert list(rows.scalars()) == ["ann"]


def test_a_promise_without_an_alarm_has_nothing_to_acknowledge(store: Store) -> None:
    with pytest.raises(BadInput, match="no open alarm of kiel"):
        acknowledge(store, "kiel", "ann", SOON)


def test_a_misspelt_promise_is_named_with_the_nearest_one(store: Store) -> None:
    with pytest.raises(Unknown) as caught:
        acknowledge(store, "almo", "ann", SOON)
    assert "alma" in caught.value.hint


def test_nobody_cannot_acknowledge(store: Store) -> None:
    with pytest.raises(BadInput, match="nobody says"):
        acknowledge(store, "alma", "  ", SOON)


def test_a_later_episode_wants_its_own_acknowledgement(store: Store) -> None:
    acknowledge(store, "alma", "ann", SOON)
    ingest(store, [opened("alma", on(22), name="r")], on(24))
    judged(store, on(24))
    ingest(store, [Report("oops", "wires", on(25), retracts=("r",))], on(25))
    judged(store, on(25))
    assert acknowledge(store, "alma", "bo", on(26)) == Acknowledged(True, "bo", on(26))

"""Several things learnt between two passes are told as they stand now, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.actions.making import SLACK, apply, bridges, new_store, on
from tests.actions.test_alerts import told, waiting
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.domain.instants import day_span
from tracker.domain.reports import Fact, Report
from tracker.store.store import Store

AT_RISK = "    at_risk_when: slipped\n"
SLIPPED = "      slipped: {match: {event: slip, place: alma}, happened: once}\n    kept_when: opened\n"


def slipped(name: str, occurred: datetime) -> Report:
    fact = Fact(day_span(occurred.date(), "UTC"), event="slip", place="alma")
    return Report(id=name, source="wires", published=occurred, facts=(fact,), title=f"slip told by {name}")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = new_store(tmp_path)
    text = bridges("alma").replace("    kept_when: opened\n", SLIPPED + AT_RISK)
    apply(store, text, on(2))
    judge_due(store, on(2), targets=[SLACK])
    return store


def test_a_message_tells_all_that_was_recorded_when_it_was_made(store: Store) -> None:
    ingest(store, [slipped("first", on(9))], on(9, minute=1))
    ingest(store, [slipped("second", on(9))], on(9, minute=2))
    judge_due(store, on(9, minute=3), targets=[SLACK])

    [notice] = waiting(store)[-1].notices
    assert {line.text for line in notice.evidence} == {"slip told by first", "slip told by second"}


def test_what_came_and_went_between_two_passes_is_told_to_nobody(store: Store) -> None:
    before = told(store)
    ingest(store, [slipped("first", on(9))], on(9, minute=1))
    taken_back = replace(slipped("undo", on(9)), facts=(), retracts=("first",))
    ingest(store, [taken_back], on(9, minute=2))
    judge_due(store, on(9, minute=3), targets=[SLACK])

    assert told(store) == before

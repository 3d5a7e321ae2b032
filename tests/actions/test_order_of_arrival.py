"""Law: any order of arrival of the same reports ends in the same verdicts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.actions.making import apply, bridges, new_store, on, opened
from tests.actions.test_alerts import listening
from tests.engine.lengths import LAW_EXAMPLES
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.actions.look_up import list_promises
from tracker.domain.reports import Report

Board = list[tuple[object, ...]]

REPORTS = (
    opened("alma", on(18), name="r1"),
    opened("alma", on(21), name="r2", source="radio"),
    replace(opened("alma", on(18), name="r3", source="blog"), copy_of=("r1",)),
    Report("r4", "wires", on(22), retracts=("r1",)),
    opened("kiel", on(22), name="r5"),
    replace(opened("kiel", on(19), name="r6"), corrects=("r5",)),
    replace(opened("kiel", on(22), name="r7", source="blog"), copy_of=("r5",)),
)


def _board(folder: Path, batches: list[list[Report]], *, judges_between: bool) -> Board:
    store = new_store(folder)
    listening(store, on(30))
    apply(store, bridges("alma", "kiel"), on(2))
    judge_due(store, on(2))
    for batch in batches:
        ingest(store, batch, on(24))
        if judges_between:
            judge_due(store, on(24))
    judge_due(store, on(26))
    board: Board = [
        (each.logged.promise.id, each.status, each.verdict["deciding"], each.verdict["reason"])
        for each in list_promises(store)
    ]
    store.close()
    return board


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> Board:
    return _board(tmp_path_factory.mktemp("store"), [list(REPORTS)], judges_between=False)


@given(st.permutations(REPORTS), st.integers(1, 7), st.booleans())
@settings(max_examples=min(25, LAW_EXAMPLES), deadline=None)
def test_any_order_of_arrival_gives_the_same_stored_verdicts(
    tmp_path_factory: pytest.TempPathFactory,
    in_order: Board,
    reports: list[Report],
    size: int,
    judges_between: bool,
) -> None:
    batches = [list(reports[start : start + size]) for start in range(0, len(reports), size)]
    # Every report comes twice: repetition must not matter either.
    board = _board(tmp_path_factory.mktemp("store"), [*batches, *batches[::-1]], judges_between=judges_between)
    assert board == in_order


def test_reports_before_the_rules_end_in_the_same_verdicts(tmp_path: Path, in_order: Board) -> None:
    store = new_store(tmp_path)
    listening(store, on(30))
    ingest(store, REPORTS[::-1], on(24))
    apply(store, bridges("alma", "kiel"), on(25))
    judge_due(store, on(26))
    assert [(each.status, each.verdict["deciding"]) for each in list_promises(store)] == [
        (status, deciding) for _, status, deciding, _ in in_order
    ]

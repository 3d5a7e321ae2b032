"""A promise that comes after its reports: they are matched in pieces, and a crash between two loses nothing."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
from sqlalchemy import Connection

from tests.actions.making import CountingSender, SetClock, apply, bridges, new_store, on, opened, statuses
from tests.actions.test_collect import Offering
from tracker.actions import scanning
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.actions.look_up import reports_for
from tracker.domain.reports import ReportVersion
from tracker.jobs.work import Work
from tracker.store.report_loading import versions_after
from tracker.store.store import Store


class Died(BaseException):
    """The process was killed here."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = new_store(tmp_path)
    ingest(store, [opened("alma", on(9), name=f"r{number}") for number in range(7)], on(10))
    return store


def _work(store: Store) -> Work:
    return Work(store, SetClock(on(12)), Offering(), {"slack": CountingSender()})


def test_stored_reports_are_matched_in_pieces(store: Store) -> None:
    with mock.patch.object(scanning, "PIECE", 3):
        apply(store, bridges("alma"), on(11))
    assert len(reports_for(store, "alma")) == 7


def test_a_promise_is_not_judged_before_its_reports_are_matched(store: Store) -> None:
    with mock.patch("tracker.actions.apply_rules.scan_stored_reports", side_effect=Died), pytest.raises(Died):
        apply(store, bridges("alma"), on(11))
    assert judge_due(store, on(11)).judged == 0


def test_a_new_report_does_not_hurry_a_promise_that_is_still_being_matched(store: Store) -> None:
    apply(store, bridges("alma").replace("05-20", "05-25"), on(11))
    judge_due(store, on(11))
    with mock.patch("tracker.actions.apply_rules.scan_stored_reports", side_effect=Died), pytest.raises(Died):
        apply(store, bridges("alma"), on(11))
    ingest(store, [opened("alma", on(9), name="r99")], on(11))
    assert judge_due(store, on(11)).judged == 0


def test_a_death_between_two_pieces_is_made_good_at_the_next_start(store: Store) -> None:
    pieces = 0

    def dying(connection: Connection, after: int, limit: int) -> list[tuple[int, int, ReportVersion]]:
        nonlocal pieces
        pieces += 1
        if pieces == 2:
            raise Died
        return versions_after(connection, after, limit)

    with mock.patch.object(scanning, "PIECE", 3):
        with mock.patch.object(scanning, "versions_after", dying), pytest.raises(Died):
            apply(store, bridges("alma"), on(11))
        assert len(reports_for(store, "alma")) == 3
        _work(store).go_on()
    judge_due(store, on(12))
    assert len(reports_for(store, "alma")) == 7
    assert statuses(store, "alma") == [(None, "kept")]


def test_what_was_matched_already_is_not_read_again(store: Store) -> None:
    apply(store, bridges("alma"), on(11))
    with mock.patch.object(scanning, "versions_after", side_effect=AssertionError("read again")):
        _work(store).go_on()
    assert len(reports_for(store, "alma")) == 7

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.actions.making import apply, bridges, new_store, on, opened, statuses
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.actions.look_up import reports_for
from tracker.domain.reports import Report
from tracker.store.judged_rows import load_due
from tracker.store.micros import to_micros
from tracker.store.store import Store
from tracker.store.tables.reports import evidence, report_ver


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = new_store(tmp_path)
    apply(store, bridges("alma", "kiel"), on(2))
    judge_due(store, on(2))
    return store


def due_now(store: Store, now: datetime) -> list[str]:
    with store.read() as connection:
        return [due.promise_id for due in load_due(connection, to_micros(now), 10)]


def _told(store: Store, promise: str) -> list[str]:
    return [version.report.id for version in reports_for(store, promise)]


def test_a_report_makes_only_the_promises_it_touches_due(store: Store) -> None:
    judge_due(store, on(10))
    assert ingest(store, [opened("alma", on(9))], on(10)).touched == {"alma"}
    assert due_now(store, on(10)) == ["alma"]
    assert [move.promise for move in judge_due(store, on(10)).transitions] == ["alma"]
    assert due_now(store, on(10)) == []


def test_a_report_that_touches_nothing_makes_nothing_due(store: Store) -> None:
    judge_due(store, on(10))
    assert ingest(store, [opened("elbe", on(9))], on(10)).touched == frozenset()
    assert due_now(store, on(10)) == []


def test_ingesting_twice_is_nothing(store: Store) -> None:
    reports = [opened("alma", on(9)), opened("kiel", on(9))]
    ingest(store, reports, on(10))
    judge_due(store, on(10))
    before = store.last_commit()
    again = ingest(store, reports, on(11))
    assert (again.new, again.changed, again.same, again.touched) == (0, 0, 2, frozenset())
    assert store.last_commit() == before


def test_a_changed_report_judges_what_it_touched_before_and_what_it_touches_now(store: Store) -> None:
    ingest(store, [opened("alma", on(9), name="r")], on(10))
    judge_due(store, on(10))
    moved = replace(opened("kiel", on(9)), id="r")
    assert ingest(store, [moved], on(11)).touched == {"alma", "kiel"}
    judge_due(store, on(11))
    assert statuses(store, "alma") == [(None, "pending"), ("pending", "kept"), ("kept", "pending")]
    assert statuses(store, "kiel") == [(None, "pending"), ("pending", "kept")]


def test_a_retraction_judges_the_promise_of_its_target_again(store: Store) -> None:
    ingest(store, [opened("alma", on(9), name="r")], on(10))
    judge_due(store, on(10))
    retraction = Report("oops", "wires", on(11), retracts=("r",))
    assert ingest(store, [retraction], on(11)).touched == {"alma"}
    judge_due(store, on(11))
    assert statuses(store, "alma")[-1] == ("kept", "pending")


def test_a_retraction_may_arrive_before_its_target(store: Store) -> None:
    ingest(store, [Report("oops", "wires", on(9), retracts=("r",))], on(9))
    ingest(store, [opened("alma", on(9), name="r")], on(10))
    assert sorted(_told(store, "alma")) == ["oops", "r"]


def test_copies_of_copies_are_loaded_with_the_promise_in_any_order(store: Store) -> None:
    last = replace(opened("alma", on(9), name="c", source="blog"), copy_of=("b",))
    middle = Report("b", "radio", on(10), copy_of=("a",))
    first = opened("alma", on(9), name="a")
    for each in (last, first, middle):
        ingest(store, [each], on(10))
    assert sorted(_told(store, "alma")) == ["a", "b", "c"]


def test_a_promises_judging_loads_its_own_reports_only(store: Store) -> None:
    ingest(store, [opened("alma", on(9)), opened("kiel", on(9)), opened("elbe", on(9))], on(10))
    assert _told(store, "alma") == ["alma-open"]


def test_a_large_import_is_stored_in_several_transactions(store: Store) -> None:
    before = store.last_commit()[0]
    many = [opened("alma", on(9), name=f"r{number}") for number in range(1, 2_502)]
    assert ingest(store, many, on(10)).new == 2_501
    assert store.last_commit()[0] == before + 3
    with store.read() as connection:
        assert connection.execute(select(func.count()).select_from(report_ver)).scalar() == 2_501
        assert connection.execute(select(func.count()).select_from(evidence)).scalar() == 2_501


def test_a_report_from_the_future_is_known_from_now(store: Store) -> None:
    ingest(store, [opened("alma", on(9), published=on(1, month=12))], on(10))
    assert reports_for(store, "alma")[0].clamped
    judge_due(store, on(10))
    assert statuses(store, "alma")[-1] == ("pending", "kept")


def test_a_report_without_a_publication_is_published_when_it_is_recorded(store: Store) -> None:
    undated = replace(opened("alma", on(2)), published=on(1), published_assumed=True)
    ingest(store, [undated], on(9))
    assert [version.report.published for version in reports_for(store, "alma")] == [on(9)]

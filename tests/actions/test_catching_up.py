"""After an outage: every missed transition is recorded with its own instant, and people get one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.actions.making import SLACK, apply, bridges, new_store, on, opened, statuses
from tests.actions.test_alerts import listening, told
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due, next_due
from tracker.actions.look_up import list_promises, promise_history
from tracker.domain.coverage import Coverage
from tracker.domain.promises import Names, Promise
from tracker.domain.reports import ReportVersion
from tracker.domain.verdicts import Judgement, View
from tracker.engine.judging import judge
from tracker.store.opening import open_store
from tracker.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = new_store(tmp_path)
    listening(store, on(30))
    apply(store, bridges("alma", "kiel"), on(2))
    judge_due(store, on(2))
    return store


def _instants(store: Store, promise: str) -> list[tuple[str, datetime]]:
    return [(move.new.value, move.at) for move in promise_history(store, promise).transitions]


def test_every_missed_boundary_is_recorded_with_its_own_instant(store: Store) -> None:
    judge_due(store, on(29))
    assert _instants(store, "alma")[1:] == [("awaiting", on(21, hour=0)), ("overdue", on(23, hour=0))]


def test_people_get_one_grouped_message_after_an_outage(store: Store) -> None:
    judge_due(store, on(29), targets=[SLACK])
    assert told(store) == [[("alma", "first", "overdue"), ("kiel", "first", "overdue")]]


def test_what_came_and_went_unseen_is_told_once_as_it_stands(store: Store) -> None:
    judge_due(store, on(22))
    ingest(store, [opened("alma", on(22))], on(24))
    judge_due(store, on(29), targets=[SLACK])
    assert statuses(store, "alma")[2:] == [("awaiting", "overdue"), ("overdue", "kept_late")]
    assert told(store) == [[("kiel", "first", "overdue"), ("alma", "first", "kept_late")]]


def test_an_outage_leaves_the_same_log_as_ticks_at_every_boundary(tmp_path: Path) -> None:
    logs = []
    for name in ("seen", "missed"):
        store = open_store(tmp_path / name)
        listening(store, on(30))
        apply(store, bridges("alma"), on(2))
        judge_due(store, on(2))
        if name == "seen":
            while (due := next_due(store)) is not None and due < on(24):
                judge_due(store, due)
        ingest(store, [opened("alma", on(22))], on(24))
        judge_due(store, on(24))
        logs.append(_instants(store, "alma"))
    assert logs[0] == logs[1]


def test_a_report_recorded_before_an_outage_counts_from_when_it_was_recorded(store: Store) -> None:
    ingest(store, [opened("alma", on(9))], on(10))
    judge_due(store, on(29))
    assert _instants(store, "alma")[1:] == [("kept", on(10))]


def test_a_new_process_catches_up_from_the_store(store: Store) -> None:
    store.close()
    again = open_store(store.path)
    judge_due(again, on(29))
    assert statuses(again, "kiel")[-1] == ("awaiting", "overdue")


def test_a_promise_that_cannot_be_judged_is_set_aside_for_an_hour_and_stops_no_other(store: Store) -> None:
    def poisoned(
        promise: Promise, reports: Sequence[ReportVersion], coverage: Coverage, view: View, names: Names
    ) -> Judgement:
        if promise.id == "alma":
            raise ZeroDivisionError("half of nothing")
        return judge(promise, reports, coverage, view, names)

    now = on(24)
    done = judge_due(store, now, judge=poisoned)
    assert [(each.promise, each.error) for each in done.set_aside] == [
        ("alma", "ZeroDivisionError: half of nothing")
    ]
    assert statuses(store, "kiel")[-1] == ("awaiting", "overdue")
    alma = list_promises(store)[0]
    assert (alma.error, alma.next_check_at) == ("ZeroDivisionError: half of nothing", now + timedelta(hours=1))
    ingest(store, [opened("alma", on(22))], on(24))
    assert judge_due(store, on(24) + timedelta(minutes=59)).judged == 0
    judge_due(store, on(24) + timedelta(minutes=61))
    assert statuses(store, "alma")[-1] == ("overdue", "kept_late")
    assert list_promises(store)[0].error == ""


def test_a_judge_whose_boundaries_stand_still_is_set_aside(store: Store) -> None:
    def stuck(promise: Promise, reports: object, coverage: Coverage, view: View, names: Names) -> Judgement:
        judged = judge(promise, (), coverage, view, names)
        return judged._replace(headline=judged.headline._replace(next_boundary=view.at))

    done = judge_due(store, on(24), judge=stuck)
    assert {each.promise for each in done.set_aside} == {"alma", "kiel"}
    assert "BoundaryStuck" in done.set_aside[0].error


def test_a_report_that_arrives_while_its_promise_is_judged_is_not_forgotten(store: Store) -> None:
    def slow(
        promise: Promise, reports: Sequence[ReportVersion], coverage: Coverage, view: View, names: Names
    ) -> Judgement:
        if promise.id == "alma" and not reports:
            ingest(store, [opened("alma", on(10))], on(24))
        return judge(promise, reports, coverage, view, names)

    judge_due(store, on(24), judge=slow)
    assert statuses(store, "alma")[-1] == ("overdue", "kept")


def test_listening_learnt_later_does_not_undo_what_was_said_before(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    apply(store, bridges("alma"), on(2))
    judge_due(store, on(2))
    listening(store, on(30))
    judge_due(store, on(29))
    assert _instants(store, "alma")[1:] == [("awaiting", on(21, hour=0)), ("overdue", on(23, hour=0))]


def test_an_alarm_that_ended_and_came_back_unseen_opens_an_episode_of_its_own(tmp_path: Path) -> None:
    """The old episode is open still when the pass that closes it opens the new one."""
    slip = "slipped: {match: {event: slip, place: alma}, happened: once, over: 3 days}\n    kept_when: opened\n"
    text = bridges("alma").replace("kept_when: opened\n", f"  {slip}    at_risk_when: slipped\n")
    store = new_store(tmp_path)
    listening(store, on(30))
    apply(store, text, on(2))
    slipped = replace(opened("alma", on(9)), facts=(replace(opened("alma", on(9)).facts[0], event="slip"),))
    ingest(store, [slipped], on(10))
    judge_due(store, on(10))
    judge_due(store, on(29))
    moves = statuses(store, "alma")
    assert moves[1:] == [("at_risk", "pending"), ("pending", "awaiting"), ("awaiting", "overdue")]

from __future__ import annotations

from pathlib import Path

import pytest

from tests.actions.making import SLACK, CountingSender, SetClock, apply, bridges, new_store, on, opened
from tests.actions.test_alerts import OVERDUE, listening
from tracker.actions.deliver import deliver_to
from tracker.actions.health import health
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.actions.look_up import history_at, judge_stored, list_promises, promise_history
from tracker.domain.alerts import Outcome, Result
from tracker.domain.errors import Unknown
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Basis, View
from tracker.store.leases import take
from tracker.store.outbox_health import Failing
from tracker.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = new_store(tmp_path)
    listening(store, on(30))
    apply(store, bridges("alma", "kiel"), on(2))
    judge_due(store, on(2))
    judge_due(store, OVERDUE, targets=[SLACK])
    return store


def test_the_list_shows_each_promise_as_it_stands(store: Store) -> None:
    ingest(store, [opened("alma", on(22))], on(24))
    judge_due(store, on(24))
    assert [(each.logged.promise.id, each.status, each.since) for each in list_promises(store)] == [
        ("alma", Status.KEPT_LATE, on(24)),
        ("kiel", Status.OVERDUE, on(23, hour=0)),
    ]


def test_a_promise_that_was_never_judged_is_listed_without_a_status(tmp_path: Path) -> None:
    store = new_store(tmp_path / "new")
    apply(store, bridges("alma"), on(2))
    assert [(each.status, each.reason) for each in list_promises(store)] == [(None, "")]


def test_a_history_holds_transitions_reports_and_versions(store: Store) -> None:
    ingest(store, [opened("alma", on(22))], on(24))
    history = promise_history(store, "alma")
    assert [move.new for move in history.transitions] == [Status.PENDING, Status.AWAITING, Status.OVERDUE]
    assert [version.report.id for version in history.reports] == ["alma-open"]
    assert [version.number for version in history.versions] == [1]


def test_an_unknown_promise_is_answered_with_the_nearest_there_is(store: Store) -> None:
    with pytest.raises(Unknown, match="there is no promise alna") as caught:
        promise_history(store, "alna")
    assert caught.value.hint == "did you mean alma?"


def test_any_past_day_can_be_judged_as_it_was_known_then_and_with_hindsight(store: Store) -> None:
    ingest(store, [opened("alma", on(19))], on(25))
    then, published = (View.as_known_then(on(24), basis) for basis in (Basis.RECORDED, Basis.PUBLISHED))
    assert judge_stored(store, "alma", then).headline.status is Status.OVERDUE
    assert judge_stored(store, "alma", published).headline.status is Status.KEPT
    assert judge_stored(store, "alma", View.hindsight(on(24))).headline.status is Status.KEPT


def test_a_history_of_a_past_day_holds_what_was_known_then_and_that_days_verdict(store: Store) -> None:
    ingest(store, [opened("alma", on(22))], on(24))
    judge_due(store, on(24))
    then = history_at(store, "alma", View.as_known_then(on(21), Basis.RECORDED))
    assert then.listed.status is Status.AWAITING
    assert then.listed.since == on(21, hour=0)
    assert [move.new for move in then.transitions] == [Status.PENDING, Status.AWAITING]
    assert then.reports == ()
    later = history_at(store, "alma", View.hindsight(on(23)))
    assert later.listed.status is Status.KEPT_LATE
    assert [version.report.id for version in later.reports] == ["alma-open"]


def test_looking_writes_nothing(store: Store) -> None:
    before = store.last_commit()
    judge_stored(store, "alma", View.hindsight(on(24)))
    list_promises(store)
    health(store, on(24))
    assert store.last_commit() == before


def test_health_names_what_waits_and_why(store: Store) -> None:
    sender = CountingSender(answers=[Outcome(Result.RETRY, "connection refused")])
    deliver_to(store, "slack", sender, SetClock(OVERDUE))
    state = health(store, OVERDUE).outbox
    assert (state.counts, state.waiting, state.oldest) == ({"pending": 1, "retry": 1}, {"slack": 2}, OVERDUE)
    assert state.failing == (Failing("slack", 1, 1, "connection refused"),)


def test_health_names_who_runs(store: Store) -> None:
    take(store, OVERDUE)
    holder = health(store, OVERDUE).holder
    assert holder is not None
    assert holder.since == OVERDUE

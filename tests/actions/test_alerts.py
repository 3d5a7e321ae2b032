"""What people are told, from the judging of a promise to the row in the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.actions.making import SLACK, apply, apply_files, bridges, new_store, on, opened
from tracker.actions.attest import attest_coverage
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import JudgedDue, judge_due
from tracker.domain.alerts import Target, Why
from tracker.domain.coverage import CoverageSpan, Listening
from tracker.domain.instants import Span
from tracker.domain.reports import Report
from tracker.store.canonical import from_json
from tracker.store.outbox_rows import Payload
from tracker.store.store import Store
from tracker.store.tables.alerts import episode
from tracker.store.tables.outbox import outbox

OVERDUE = on(23, hour=0, minute=1)


def waiting(store: Store) -> list[Payload]:
    """Return what was put into the outbox, oldest first."""
    with store.read() as connection:
        rows = connection.execute(select(outbox.c.payload).order_by(outbox.c.id)).scalars()
        return [from_json(Payload, row) for row in rows]


def told(store: Store) -> list[list[tuple[str, str, str]]]:
    """Return each message in the outbox as a list of (promise, why, status)."""
    return [[(n.promise, n.why.value, n.status.value) for n in payload.notices] for payload in waiting(store)]


def listening(store: Store, until: datetime) -> None:
    attest_coverage(store, [CoverageSpan("wires", Span(on(1), until), Listening.ATTESTED)], on(2))


def _judge(store: Store, now: datetime, *more: Target) -> JudgedDue:
    return judge_due(store, now, targets=[SLACK, *more])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = new_store(tmp_path)
    listening(store, on(30))
    apply(store, bridges("alma"), on(2))
    _judge(store, on(2))
    return store


def test_new_promises_make_one_grouped_message_and_never_one_alarm_each(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    listening(store, on(30))
    apply(store, bridges("alma", "kiel", "elbe"), on(24))
    _judge(store, on(24))
    assert told(store) == [
        [
            ("alma", "new promises", "overdue"),
            ("elbe", "new promises", "overdue"),
            ("kiel", "new promises", "overdue"),
        ]
    ]


def test_entering_an_alarm_is_told_with_why_it_is_the_first(store: Store) -> None:
    _judge(store, OVERDUE)
    assert told(store)[1:] == [[("alma", "first", "overdue")]]


def test_waiting_for_reports_is_recorded_and_not_told(store: Store) -> None:
    judged = _judge(store, on(21, hour=0, minute=1))
    assert [move.new.value for move in judged.transitions] == ["awaiting"]
    assert judged.messages == 0


def test_a_promise_that_simply_becomes_kept_is_not_told(store: Store) -> None:
    ingest(store, [opened("alma", on(9))], on(10))
    judged = _judge(store, on(10))
    assert [move.new.value for move in judged.transitions] == ["kept"]
    assert judged.messages == 0


def test_leaving_an_alarm_is_told_as_resolved_and_ends_the_episode(store: Store) -> None:
    _judge(store, OVERDUE)
    ingest(store, [opened("alma", on(22))], on(24))
    _judge(store, on(24))
    assert told(store)[2:] == [[("alma", "resolved", "kept_late")]]
    with store.read() as connection:
        assert connection.execute(select(episode.c.closed_verdict)).scalar_one() is not None


def test_a_new_alarm_after_the_end_is_a_new_episode(store: Store) -> None:
    _judge(store, OVERDUE)
    ingest(store, [opened("alma", on(22), name="r")], on(24))
    _judge(store, on(24))
    ingest(store, [Report("oops", "wires", on(25), retracts=("r",))], on(25))
    _judge(store, on(25))
    assert told(store)[3:] == [[("alma", "first", "overdue")]]
    with store.read() as connection:
        assert len(connection.execute(select(episode.c.id)).all()) == 2


def test_every_target_gets_its_own_message(store: Store) -> None:
    _judge(store, OVERDUE, Target("email", "a@example.org"), Target("email", "b@example.org"), SLACK)
    with store.read() as connection:
        rows = connection.execute(select(outbox.c.destination, outbox.c.recipient).where(outbox.c.id > 1)).all()
    assert sorted(tuple(row) for row in rows) == [
        ("email", "a@example.org"),
        ("email", "b@example.org"),
        ("slack", ""),
    ]


def test_a_judgement_that_changes_nothing_leaves_no_trace_in_the_log(store: Store) -> None:
    ingest(store, [opened("kiel", on(10))], on(10))
    before = store.last_commit()
    assert _judge(store, on(12)).transitions == ()
    assert store.last_commit() == before


def test_a_withdrawn_rule_ends_its_episode_and_says_so(store: Store) -> None:
    _judge(store, OVERDUE)
    apply_files(store, {}, on(24))
    _judge(store, on(24))
    assert told(store)[2:] == [[("alma", Why.CHANGED.value, "void")]]


def test_a_withdrawn_rule_without_an_alarm_is_not_told(store: Store) -> None:
    apply_files(store, {}, on(4))
    assert _judge(store, on(4)).messages == 0


def test_many_alarms_at_once_share_one_message(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    listening(store, on(30))
    names = [f"bridge-{number:02}" for number in range(12)]
    apply(store, bridges(*names), on(2))
    _judge(store, on(2))
    _judge(store, OVERDUE)
    assert [len(message) for message in told(store)] == [12, 12]


def test_a_few_alarms_at_once_get_a_message_each(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    listening(store, on(30))
    apply(store, bridges("alma", "kiel"), on(2))
    _judge(store, on(2))
    _judge(store, OVERDUE)
    assert [len(message) for message in told(store)] == [2, 1, 1]


def test_a_deadline_that_passes_unheard_is_told_as_unverifiable(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    apply(store, bridges("alma"), on(2))
    _judge(store, on(2))
    _judge(store, OVERDUE)
    assert told(store)[1:] == [[("alma", "first", "unverifiable")]]


def test_attested_listening_judges_again_and_is_told_as_a_change(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    apply(store, bridges("alma"), on(2))
    _judge(store, on(2))
    _judge(store, OVERDUE)
    attest_coverage(store, [CoverageSpan("wires", Span(on(1), on(30)), Listening.ATTESTED)], on(25))
    _judge(store, on(25))
    assert told(store)[2:] == [[("alma", "changed", "overdue")]]


def test_a_notice_names_the_version_of_its_rule(store: Store) -> None:
    apply(store, bridges("alma").replace("wait_for_reports: 2 days", "wait_for_reports: 1 day"), on(3))
    _judge(store, on(3))
    _judge(store, OVERDUE - timedelta(days=1))
    assert waiting(store)[-1].notices[0].rule == "alma v2 (bridges.yaml:6)"


def late_bridges(tmp_path: Path, opened_on: int, told_on: int) -> Store:
    """Return a store where two bridges were overdue and then somebody told that they had opened."""
    store = new_store(tmp_path)
    listening(store, on(30))
    apply(store, bridges("alma", "kiel"), on(2))
    _judge(store, on(2))
    _judge(store, OVERDUE)
    ingest(store, [opened(name, on(opened_on)) for name in ("alma", "kiel")], on(told_on))
    _judge(store, on(told_on))
    return store


def test_what_filling_the_past_in_changes_is_told_in_one_message(tmp_path: Path) -> None:
    store = late_bridges(tmp_path, opened_on=21, told_on=24)
    assert told(store)[-1] == [("alma", "resolved", "kept_late"), ("kiel", "resolved", "kept_late")]


def test_news_of_the_day_is_told_one_by_one(tmp_path: Path) -> None:
    store = late_bridges(tmp_path, opened_on=24, told_on=24)
    assert told(store)[-2:] == [[("alma", "resolved", "kept_late")], [("kiel", "resolved", "kept_late")]]

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.actions.making import CountingSender, SetClock, apply, bridges, new_store, on, opened
from tests.actions.test_alerts import listening, waiting
from tracker.actions.deliver import deliver_to
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.actions.plan_digests import plan_digests
from tracker.actions.weeks import week_so_far
from tracker.domain.alerts import Abilities, Mail, Outcome, Result, Subscriber
from tracker.domain.digests import Cited, Week
from tracker.store.store import Store
from tracker.store.tables.outbox import outbox

READER = Subscriber("reader@example.org")
MONDAY = on(2, hour=8)
WEEK = timedelta(days=7)


def _mail(week: Week) -> Mail:
    text = f"{week.period.start.isoformat()} to {week.period.end.isoformat()}: {week.headline}"
    return Mail(week.headline, text, f"<p>{text}</p>")


def _plan(store: Store, now: datetime, *subscribers: Subscriber) -> int:
    return plan_digests(store, subscribers or (READER,), now, _mail)


def _periods(store: Store) -> list[tuple[str, str]]:
    texts = [payload.mail.text for payload in waiting(store) if payload.mail]
    return [(text.split()[0], text.split()[2].rstrip(":")) for text in texts]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path)


def _iso(instant: datetime) -> str:
    return instant.isoformat()


def test_a_new_subscriber_waits_for_their_first_slot(store: Store) -> None:
    assert _plan(store, on(4)) == 0
    assert _plan(store, MONDAY + WEEK - timedelta(seconds=1)) == 0
    assert _plan(store, MONDAY + WEEK) == 1
    assert _periods(store) == [(_iso(MONDAY), _iso(MONDAY + WEEK))]


def test_a_period_starts_where_the_one_before_ended(store: Store) -> None:
    _plan(store, on(4))
    for week in (1, 2, 3):
        _plan(store, MONDAY + week * WEEK)
    periods = _periods(store)
    assert [start for start, _ in periods[1:]] == [end for _, end in periods[:-1]]


def test_the_same_period_is_put_into_the_outbox_once(store: Store) -> None:
    _plan(store, on(4))
    assert [_plan(store, MONDAY + WEEK) for _ in range(3)] == [1, 0, 0]


def test_a_missed_run_is_caught_up_once(store: Store) -> None:
    _plan(store, on(4))
    assert _plan(store, MONDAY + 3 * WEEK + timedelta(days=2)) == 1
    assert _periods(store) == [(_iso(MONDAY), _iso(MONDAY + 3 * WEEK))]


def test_a_changed_weekday_leaves_no_gap_and_no_overlap(store: Store) -> None:
    _plan(store, on(4))
    _plan(store, MONDAY + WEEK)
    thursday = Subscriber(READER.address, weekday=3, hour=18, tz="Asia/Tokyo")
    _plan(store, MONDAY + 2 * WEEK, thursday)
    assert _periods(store)[1] == (_iso(MONDAY + WEEK), "2016-05-12T09:00:00+00:00")


def test_one_who_left_and_came_back_is_not_told_of_the_time_between(store: Store) -> None:
    other = Subscriber("other@example.org")
    _plan(store, on(4), READER, other)
    _plan(store, on(5), other)
    _plan(store, MONDAY + 4 * WEEK + timedelta(days=1), READER, other)
    _plan(store, MONDAY + 5 * WEEK, READER, other)
    with store.read() as connection:
        rows = connection.execute(select(outbox.c.recipient)).scalars().all()
    assert rows.count(READER.address) == 1
    assert (_iso(MONDAY + 4 * WEEK), _iso(MONDAY + 5 * WEEK)) in _periods(store)


def test_a_retry_sends_the_same_bytes_whatever_happened_since(store: Store) -> None:
    _plan(store, on(4))
    _plan(store, MONDAY + WEEK)
    clock = SetClock(MONDAY + WEEK)
    sender = CountingSender(abilities=Abilities(), answers=[Outcome(Result.RETRY, "busy")])
    deliver_to(store, "email", sender, clock)
    before = waiting(store)[0].mail
    apply(store, bridges("alma"), clock.at)
    judge_due(store, clock.at)
    clock.move(timedelta(minutes=1))
    deliver_to(store, "email", sender, clock)
    assert [delivery.mail for delivery in sender.arrived] == [before]
    assert sender.arrived[0].recipient == READER.address


def test_a_digest_tells_what_changed_in_its_week(store: Store) -> None:
    listening(store, on(30))
    apply(store, bridges("alma"), on(3))
    judge_due(store, on(3))
    _plan(store, on(4))
    judge_due(store, on(24))
    week = week_so_far(store, READER, on(24))
    assert [(change.standing.promise, change.new.value) for change in week.changed] == [("alma", "overdue")]
    assert week.total == 1


def test_what_changed_leads_to_the_reports_that_decide(store: Store) -> None:
    listening(store, on(30))
    apply(store, bridges("alma"), on(3))
    judge_due(store, on(3))
    ingest(store, [opened("alma", on(9))], on(9))
    judge_due(store, on(9))
    [change] = week_so_far(store, READER, on(10)).changed
    assert change.cited == (Cited("wires", "https://example.org/report"),)


def test_reports_of_two_sources_with_the_same_id_are_told_apart(store: Store) -> None:
    listening(store, on(30))
    apply(store, bridges("alma"), on(3))
    judge_due(store, on(3))
    other = replace(opened("alma", on(8), source="radio"), url="https://example.org/radio")
    ingest(store, [opened("alma", on(9)), other], on(9))
    judge_due(store, on(9))
    [change] = week_so_far(store, READER, on(10)).changed
    assert {(each.who, each.url) for each in change.cited} <= {
        ("wires", "https://example.org/report"),
        ("radio", "https://example.org/radio"),
    }
    assert change.cited


def test_the_week_knows_the_promises_due_next(store: Store) -> None:
    apply(store, bridges("alma"), on(3))
    judge_due(store, on(3))
    week = week_so_far(store, READER, on(10), pages="https://deeds.example.org/")
    assert [(each.promise, each.url) for each in week.due_soon] == [
        ("alma", "https://deeds.example.org/promises/alma")
    ]


def test_a_reader_of_one_tag_reads_of_no_other(store: Store) -> None:
    apply(store, bridges("alma"), on(3))
    judge_due(store, on(3))
    assert week_so_far(store, Subscriber("x@example.org", tags=("syria",)), on(10)).total == 0


def test_two_planners_at_once_put_one_digest_into_the_outbox(store: Store) -> None:
    _plan(store, on(4))
    now = MONDAY + WEEK

    def meanwhile(week: Week) -> Mail:
        if not waiting(store):
            _plan(store, now)
        return _mail(week)

    assert plan_digests(store, [READER], now, meanwhile) == 0
    assert len(_periods(store)) == 1


def test_the_slot_is_reckoned_in_utc_from_the_readers_zone(store: Store) -> None:
    berlin = Subscriber(READER.address, tz="Europe/Berlin")
    _plan(store, datetime(2016, 3, 22, tzinfo=UTC), berlin)
    _plan(store, datetime(2016, 4, 5, tzinfo=UTC), berlin)
    assert _periods(store) == [("2016-03-21T07:00:00+00:00", "2016-04-04T06:00:00+00:00")]

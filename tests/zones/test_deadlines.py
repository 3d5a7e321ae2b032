"""In every zone of the world a day named as a deadline ends once, over every change of clock from 2020 to 2035."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from sqlalchemy import select

from tests.actions.making import apply
from tests.zones.clock_changes import DAY, FIRST, LAST, Change, Clock, changing, clocks
from tracker.actions.attest import attest_coverage
from tracker.actions.judge_due import judge_due
from tracker.domain.coverage import CoverageSpan, Listening
from tracker.domain.instants import TICK, Span, day_span, last_instant
from tracker.store.micros import from_micros
from tracker.store.opening import open_store
from tracker.store.tables.verdicts import judged, verdict

PROMISE = """
  - id: {id}
    title: "Something by {day}"
    said: minister
    kind: achieve
    tz: {tz}
    opens: {opens}
    due: {day}
    wait_for_reports: 0
    needs: [wires]
    criteria:
      done: {{match: {{event: done, place: {id}}}, happened: once}}
    kept_when: done
"""
STATEMENT = """
statements:
  minister: {by: [Minister X], date: 2020-01-02, quote: "It will be done", link: "https://example.org/said"}
promises:
"""


def test_days_follow_each_other_without_gap_and_overlap_over_every_change_of_clock() -> None:
    for clock in changing():
        for change in clock.changes:
            days = [day_span(change.day + beside * DAY, clock.tz) for beside in range(-2, 3)]
            for day, following in pairwise(days):
                assert day.start < day.end == following.start - TICK, clock.tz


def test_a_day_begins_when_the_clock_first_shows_it() -> None:
    for clock in clocks():
        for change in clock.changes or (Change(FIRST + 100 * DAY, clock.first, clock.first),):
            for beside in range(-1, 3):
                day = change.day + beside * DAY
                begins = clock.day_begins(day)
                assert day_span(day, clock.tz).start == begins, clock.tz
                assert clock.shows(begins).date() == day
                assert clock.shows(begins - TICK).date() == day - DAY
                assert last_instant(day, clock.tz) == clock.day_begins(day + DAY) - TICK


def test_every_instant_around_a_change_of_clock_lies_in_the_day_that_the_clock_shows() -> None:
    for clock in changing():
        for change in clock.changes:
            for minutes in range(-300, 301, 30):
                instant = change.at + timedelta(minutes=minutes)
                assert day_span(clock.shows(instant).date(), clock.tz).holds(instant), (clock.tz, instant)


def deadlines() -> list[tuple[str, Clock, Change]]:
    """Return two days of change for every clock, one of each direction if it has them, each with an id."""
    chosen = []
    for number, clock in enumerate(clocks()):
        for word, forward in (("on", True), ("back", False)):
            changes = [each for each in clock.changes if (each.skipped > timedelta()) is forward]
            if changes:
                chosen.append((f"p{number:03}-{word}", clock, changes[number % len(changes)]))
    return chosen


def test_a_deadline_on_a_day_of_change_passes_once_at_the_last_instant_of_the_day(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.db")
    heard = Span(FIRST, LAST - TICK)
    attest_coverage(store, [CoverageSpan("wires", heard, Listening.ATTESTED)], FIRST)
    chosen = deadlines()
    texts = [
        PROMISE.format(id=name, tz=clock.tz, day=change.day, opens=change.day - 2 * DAY)
        for name, clock, change in chosen
    ]
    assert apply(store, STATEMENT + "".join(texts), datetime(2020, 1, 3, tzinfo=UTC)).problems == ()
    judge_due(store, datetime(2020, 1, 3, tzinfo=UTC))
    judge_due(store, LAST)
    with store.read() as connection:
        rows = connection.execute(
            select(judged.c.promise_id, verdict.c.at)
            .join_from(verdict, judged, verdict.c.judged_id == judged.c.id)
            .where(verdict.c.status == "overdue")
            .order_by(judged.c.promise_id)
        ).all()
    passed = {name: clock.day_begins(change.day + DAY) for name, clock, change in chosen}
    assert [(row.promise_id, from_micros(row.at)) for row in rows] == sorted(passed.items())
    store.close()

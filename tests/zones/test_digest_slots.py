"""In every zone of the world a digest comes once a week over every change of clock from 2020 to 2035.

A slot is the first instant at which the reader's clock shows the wished hour on the wished day. An hour that the
clock skips is reckoned by the clock before the change: by the wall it comes later by as much as was skipped.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

from sqlalchemy import select

from tests.zones.clock_changes import DAY, FIRST, Change, Clock, changing, clocks
from tracker.actions.plan_digests import plan_digests
from tracker.actions.slots import latest_slot, next_slot
from tracker.domain.alerts import Mail, Subscriber
from tracker.domain.digests import Week
from tracker.domain.instants import TICK
from tracker.store.micros import from_micros
from tracker.store.opening import open_store
from tracker.store.tables.digests import digest, subscriber

WEEK = timedelta(days=7)
NOW = timedelta()


def hours_around(change: Change) -> list[int]:
    """Return the hours of the day that a change may touch, and some that it should leave alone."""
    at = (change.at + change.before).hour
    return sorted({0, 8, *((at + beside) % 24 for beside in range(-3, 5))})


@cache
def weeks() -> tuple[tuple[Clock, Change, Subscriber, tuple[datetime, ...]], ...]:
    """Return readers whose slot falls near a change of their clock, with the slots before, at and after it."""
    return tuple(
        (clock, change, Subscriber("reader@example.org", tz=clock.tz, weekday=day.weekday(), hour=hour), slots)
        for clock in changing()
        for change in clock.changes
        for day in (change.day - DAY, change.day, change.day + DAY)
        for hour in hours_around(change)
        for slots in [tuple(clock.at(datetime.combine(day + week, time(hour))) for week in (-WEEK, NOW, WEEK))]
    )


def test_the_years_hold_the_changes_they_are_known_to_hold() -> None:
    berlin = next(clock for clock in clocks() if "Europe/Berlin" in clock.zones)
    assert len(berlin.changes) == 32
    assert berlin.at(datetime(2024, 3, 31, 2)).isoformat() == "2024-03-31T01:00:00+00:00"
    assert berlin.at(datetime(2024, 10, 27, 2)).isoformat() == "2024-10-27T00:00:00+00:00"
    assert sum(len(clock.zones) for clock in clocks()) > 500
    assert sum(len(clock.changes) for clock in clocks()) > 1000


def test_every_zone_has_one_digest_a_week_over_every_change_of_clock() -> None:
    for _, _, reader, slots in weeks():
        for slot, following in pairwise(slots):
            assert slot < following, reader
            assert next_slot(reader, slot) == following, reader
            assert latest_slot(reader, following - TICK) == slot, reader
            assert latest_slot(reader, following) == following, reader


def test_a_slot_shows_the_wished_hour_or_is_late_by_what_was_skipped() -> None:
    late = 0
    for clock, change, reader, (_, slot, _) in weeks():
        shown = clock.shows(latest_slot(reader, slot))
        wished = (reader.weekday, time(reader.hour))
        if (shown.weekday(), shown.time()) != wished:
            assert change.at <= slot < change.at + change.skipped
            unskipped = shown - change.skipped
            assert (unskipped.weekday(), unskipped.time()) == wished
            late += 1
    assert late > 400, "every change that skips a full hour has such a slot"


def test_a_zone_that_keeps_its_clock_has_a_digest_every_seven_days() -> None:
    for clock in clocks():
        if not clock.changes:
            reader = Subscriber("reader@example.org", tz=clock.tz, weekday=2, hour=0)
            slots = [latest_slot(reader, FIRST + WEEK)]
            for _ in range(5):
                slots.append(next_slot(reader, slots[-1]))
            assert {later - earlier for earlier, later in pairwise(slots)} == {WEEK}


def kinds_of_change() -> list[tuple[Clock, Change]]:
    """Return one change of each kind: by how much, and at what time of the day."""
    kinds = {
        (change.skipped, (change.at + change.before).time()): (clock, change)
        for clock in changing()
        for change in clock.changes
    }
    return sorted(kinds.values(), key=lambda each: each[1].at)


def _mail(week: Week) -> Mail:
    return Mail("week", week.headline, "<p>")


def test_ticks_over_a_change_of_clock_plan_every_digest_once(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.db")
    expected = []
    for number, (clock, change) in enumerate(kinds_of_change()):
        hour = (change.at + change.before).hour
        reader = Subscriber(f"r{number:02}@example.org", tz=clock.tz, weekday=change.day.weekday(), hour=hour)
        slots = [clock.at(datetime.combine(change.day + week, time(hour))) for week in (-WEEK, NOW, WEEK)]
        half_hours = [change.at + halves * timedelta(minutes=30) for halves in range(-8, 9)]
        edges = [slot + beside for slot in slots for beside in (-TICK, timedelta(), TICK)]
        for now in sorted([*half_hours, *edges]):
            plan_digests(store, [reader], now, _mail)
        before = clock.at(datetime.combine(change.day - 2 * WEEK, time(hour)))
        expected += [(reader.address, start, end) for start, end in pairwise([before, *slots])]
    with store.read() as connection:
        rows = connection.execute(
            select(subscriber.c.address, digest.c.start_at, digest.c.end_at)
            .join_from(digest, subscriber, digest.c.subscriber_id == subscriber.c.id)
            .order_by(subscriber.c.address, digest.c.start_at)
        ).all()
    assert [(row.address, from_micros(row.start_at), from_micros(row.end_at)) for row in rows] == expected
    store.close()

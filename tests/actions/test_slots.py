from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.actions.slots import latest_slot, next_slot
from tracker.domain.alerts import Subscriber

instants = st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))
subscribers = st.builds(
    Subscriber,
    st.just("reader@example.org"),
    tz=st.sampled_from(sorted(available_timezones())),
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
)


@given(subscribers, instants)
def test_the_latest_slot_is_not_later_and_the_next_one_is(subscriber: Subscriber, at: datetime) -> None:
    assert latest_slot(subscriber, at) <= at < next_slot(subscriber, at)


@given(subscribers, instants)
def test_no_slot_lies_between_the_latest_and_the_next(subscriber: Subscriber, at: datetime) -> None:
    latest, following = latest_slot(subscriber, at), next_slot(subscriber, at)
    assert latest_slot(subscriber, following - timedelta(microseconds=1)) == latest
    assert latest_slot(subscriber, following) == following


@given(subscribers, instants)
def test_a_slot_falls_on_the_weekday_and_hour_of_the_readers_clock(subscriber: Subscriber, at: datetime) -> None:
    local = latest_slot(subscriber, at).astimezone(ZoneInfo(subscriber.tz))
    skipped = local.replace(tzinfo=None) - timedelta(hours=3)
    assert subscriber.weekday in (local.weekday(), skipped.weekday())
    assert abs(local.hour * 60 + local.minute - subscriber.hour * 60) in range(181) or local.hour < 3


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        # The hour from 2 to 3 is skipped on 27 March 2016 in Berlin, and comes twice on 30 October.
        (datetime(2016, 3, 27, 12, tzinfo=UTC), datetime(2016, 3, 27, 1, tzinfo=UTC)),
        (datetime(2016, 10, 30, 12, tzinfo=UTC), datetime(2016, 10, 30, 0, tzinfo=UTC)),
    ],
)
def test_a_slot_in_a_change_of_clock_comes_once(at: datetime, expected: datetime) -> None:
    assert latest_slot(Subscriber("x", tz="Europe/Berlin", weekday=6, hour=2), at) == expected


def test_the_week_after_a_slot_that_the_clock_skips_over_midnight_ends_on_the_wished_day_again() -> None:
    """Nuuk goes from 23:00 on Saturday, 30 March 2024, to 00:00 on Sunday."""
    nuuk = Subscriber("x", tz="America/Nuuk", weekday=5, hour=23)
    skipped = datetime(2024, 3, 31, 1, tzinfo=UTC)
    assert latest_slot(nuuk, skipped) == skipped
    assert next_slot(nuuk, skipped) == datetime(2024, 4, 7, 0, tzinfo=UTC)


def test_a_midnight_that_the_clock_skips_is_still_a_slot() -> None:
    """Cron triggers pass such a night over: Beirut has no midnight on 27 March 2016."""
    beirut = Subscriber("x", tz="Asia/Beirut", weekday=6, hour=0)
    assert latest_slot(beirut, datetime(2016, 3, 28, tzinfo=UTC)) == datetime(2016, 3, 26, 22, tzinfo=UTC)

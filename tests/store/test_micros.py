from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.instants import FIRST_INSTANT, LAST_INSTANT
from tracker.store.micros import from_micros, to_micros


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_comes_back_to_the_microsecond(instant: datetime) -> None:
    assert from_micros(to_micros(instant)) == instant


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_the_order_of_instants_is_kept(one: datetime, other: datetime) -> None:
    assert (one < other) == (to_micros(one) < to_micros(other))


def test_an_instant_is_the_same_from_any_zone() -> None:
    here = datetime(2016, 3, 14, 18, 0, tzinfo=timezone(timedelta(hours=3)))
    assert to_micros(here) == to_micros(datetime(2016, 3, 14, 15, 0, tzinfo=UTC))


def test_the_ends_of_the_calendar_fit() -> None:
    assert from_micros(to_micros(FIRST_INSTANT)) == FIRST_INSTANT
    assert from_micros(to_micros(LAST_INSTANT)) == LAST_INSTANT


def test_no_instant_stays_none() -> None:
    assert to_micros(None) is None
    assert from_micros(None) is None

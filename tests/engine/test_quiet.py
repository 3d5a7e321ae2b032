"""Quiet hours by the clocks of a zone: the first instant that is not quiet, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.routing import Quiet
from tracker.engine.quiet import held_until, is_quiet

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
NIGHT = Quiet(time(22), time(7), "Europe/Vienna")
MINUTE = timedelta(minutes=1)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@st.composite
def instants_near_changes_of_clock(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone, and an instant within two days of one of its changes of clock if it has any in that year."""
    zone_name = draw(st.sampled_from(ZONES))
    zone, year = ZoneInfo(zone_name), draw(st.integers(2005, 2035))
    days = [utc(year, 1, 1) + timedelta(n) for n in range(366)]
    offsets = [day.astimezone(zone).utcoffset() for day in days]
    changes = [day for day, old, new in zip(days, offsets, offsets[1:], strict=False) if old != new]
    day = draw(st.sampled_from(changes or days))
    return zone_name, day + MINUTE * draw(st.integers(-1440, 2880))


@settings(max_examples=60, deadline=None)
@given(
    instants_near_changes_of_clock(),
    st.times(max_value=time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0)),
    st.integers(1, 47).map(lambda halves: timedelta(minutes=30 * halves)),
)
def test_the_end_is_the_first_minute_that_is_not_quiet(
    where: tuple[str, datetime], start: time, length: timedelta
) -> None:
    zone, at = where
    end = (datetime.combine(at.date(), start) + length).time()
    quiet = Quiet(start, end, zone)
    until = held_until(quiet, at)
    if not is_quiet(quiet, at):
        assert until is None
        return
    assert until is not None
    assert not is_quiet(quiet, until)
    minutes = int((until - at) / MINUTE)
    assert all(is_quiet(quiet, at + MINUTE * n) for n in range(minutes))
    assert is_quiet(quiet, until - timedelta(microseconds=1))


@pytest.mark.parametrize("zone", ZONES[::12])
def test_a_night_ends_at_seven_by_the_clocks_of_the_zone(zone: str) -> None:
    quiet = Quiet(time(22), time(7), zone)
    midnight = datetime(2026, 3, 29, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    until = held_until(quiet, midnight)
    assert until is not None
    assert until.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime(2026, 3, 29, 7)


def test_a_night_of_summer_time_is_an_hour_shorter_and_one_of_winter_time_longer() -> None:
    assert held_until(NIGHT, utc(2026, 3, 28, 21)) == utc(2026, 3, 29, 5)
    assert held_until(NIGHT, utc(2026, 10, 24, 20)) == utc(2026, 10, 25, 6)


def test_an_end_that_the_clocks_leave_out_is_the_moment_they_are_put_forward() -> None:
    assert held_until(Quiet(time(0), time(2, 30), "Europe/Vienna"), utc(2026, 3, 29, 0, 30)) == utc(2026, 3, 29, 1)


def test_clocks_put_back_into_quiet_hours_make_it_quiet_again() -> None:
    quiet = Quiet(time(0), time(2, 30), "Europe/Vienna")
    assert held_until(quiet, utc(2026, 10, 25, 0)) == utc(2026, 10, 25, 0, 30)
    assert held_until(quiet, utc(2026, 10, 25, 1, 10)) == utc(2026, 10, 25, 1, 30)


def test_a_day_that_a_zone_leaves_out_does_not_end_the_night() -> None:
    samoa = Quiet(time(22), time(7), "Pacific/Apia")
    assert held_until(samoa, utc(2011, 12, 30, 9)) == utc(2011, 12, 30, 17)


def test_what_comes_at_the_end_itself_is_not_held() -> None:
    assert held_until(NIGHT, utc(2026, 6, 1, 5)) is None
    assert held_until(NIGHT, utc(2026, 6, 1, 4, 59)) == utc(2026, 6, 1, 5)

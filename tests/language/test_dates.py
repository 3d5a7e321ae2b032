"""Dates, spans and durations from text."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.instants import Duration, Precision, Span, day_span, month_span
from tracker.language.dates import BadDate, read_duration, read_point, read_span, span_text

ZONES = ("UTC", "Europe/Moscow", "America/New_York", "Asia/Kathmandu")
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))
instants = st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))


@given(days, st.sampled_from(ZONES))
def test_a_day_is_the_whole_day_in_its_zone(day: date, tz: str) -> None:
    assert read_span(day.isoformat(), tz) == day_span(day, tz)


@given(days, st.sampled_from(ZONES))
def test_a_day_as_a_point_is_its_last_instant(day: date, tz: str) -> None:
    assert read_point(day.isoformat(), tz) == day_span(day, tz).end


def test_periods_are_calendar_periods() -> None:
    assert read_span("2016-02", "UTC") == month_span(2016, 2, "UTC")
    assert read_span("2016-Q2", "UTC") == month_span(2016, 4, "UTC", months=3)
    assert read_span("2016", "Europe/Moscow") == month_span(2016, 1, "Europe/Moscow", months=12)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2016-05-20T14:30Z", datetime(2016, 5, 20, 14, 30, tzinfo=UTC)),
        ("2016-05-20 14:30:05.25Z", datetime(2016, 5, 20, 14, 30, 5, 250_000, tzinfo=UTC)),
        ("2016-05-20T14:30+03:00", datetime(2016, 5, 20, 11, 30, tzinfo=UTC)),
        ("2016-05-20T14:30-0430", datetime(2016, 5, 20, 19, 0, tzinfo=UTC)),
        ("2016-05-20T14:30", datetime(2016, 5, 20, 11, 30, tzinfo=UTC)),
    ],
)
def test_an_instant_has_its_own_zone_or_the_readers(text: str, instant: datetime) -> None:
    assert read_span(text, "Europe/Moscow") == Span(instant, instant, Precision.INSTANT)


def test_two_dates_with_a_slash_are_a_span() -> None:
    span = read_span("2016-03/2016-04-02", "UTC")
    assert span == Span(day_span(date(2016, 3, 1), "UTC").start, day_span(date(2016, 4, 2), "UTC").end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "20 May 2016",
        "20/05/2016",
        "2016-5-2",
        "2016-02-30",
        "2016-13",
        "2016-Q5",
        "0000",
        "0016-05-20",
        "9999-12-31",
        "2016-05-20T24:00Z",
        "2016-05-20T10:00+25:00",
        "2016-05-20/2016-05-19",
        "2016-05-20/",
        "1" * 10_000,
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadDate):
        read_span(text, "UTC")


@given(st.text())
def test_no_text_does_worse_than_being_refused(text: str) -> None:
    read: Span | Duration | None = None
    for reader in (lambda: read_span(text, "UTC"), lambda: read_duration(text)):
        with suppress(BadDate):
            read = reader()
    assert read is None or isinstance(read, Span | Duration)


@given(instants, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=900)), st.sampled_from(ZONES))
def test_any_span_is_read_back_from_what_is_written(start: datetime, length: timedelta, tz: str) -> None:
    span = Span(start, start + length)
    written = span_text(span, tz)
    assert isinstance(written, dict)
    assert read_span(f"{written['from']}/{written['to']}", tz) == span


@given(days, st.sampled_from(ZONES))
def test_named_periods_are_written_short(day: date, tz: str) -> None:
    for span in (day_span(day, tz), month_span(day.year, day.month, tz), month_span(day.year, 1, tz, months=12)):
        written = span_text(span, tz)
        assert isinstance(written, str)
        assert read_span(written, tz) == span


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("0", Duration()),
        ("3 days", Duration(days=3)),
        ("1 day", Duration(days=1)),
        ("2 weeks", Duration(days=14)),
        ("1 month", Duration(months=1)),
        ("1 quarter", Duration(months=3)),
        ("2 years", Duration(months=24)),
        ("10 minutes", Duration(seconds=600)),
        ("36 hours", Duration(seconds=129_600)),
        ("1 month 2 weeks", Duration(months=1, days=14)),
        ("1 Day and 90 seconds", Duration(days=1, seconds=90)),
    ],
)
def test_lengths_of_time_are_read(text: str, length: Duration) -> None:
    assert read_duration(text) == length


@given(st.builds(Duration, months=st.integers(0, 99), days=st.integers(0, 999), seconds=st.integers(0, 99_999)))
def test_a_duration_is_read_back_from_its_own_words(length: Duration) -> None:
    assert read_duration(str(length)) == length


@pytest.mark.parametrize("text", ["", "3", "days", "1.5 days", "-1 day", "3 fortnights", "3 d", "99999 years"])
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(BadDate):
        read_duration(text)

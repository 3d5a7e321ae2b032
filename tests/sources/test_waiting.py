"""How long a refusal makes us stay away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.servers import plain, serving
from tracker.domain.errors import SourceFailed
from tracker.sources.fetcher import GuardedFetcher
from tracker.sources.waiting import LONGEST_WAIT, UNSAID_WAIT, asked_to_wait

NOW = datetime(2016, 4, 1, 12, tzinfo=UTC)


def wait(said: str, status: int = 503, date: str = "") -> timedelta | None:
    return asked_to_wait(status, {"retry-after": said} | ({"date": date} if date else {}), NOW)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("Fri, 01 Apr 2016 12:05:00 GMT", 300),
        ("Friday, 01-Apr-16 12:05:00 GMT", 300),
        ("Fri Apr  1 12:05:00 2016", 300),
        ("Fri, 01 Apr 2016 14:05:00 +0200", 300),
    ],
)
def test_seconds_and_instants_are_understood(said: str, seconds: int) -> None:
    assert wait(said) == timedelta(seconds=seconds)


def test_an_instant_counts_from_the_other_sides_own_clock() -> None:
    said = "Fri, 01 Apr 2016 15:05:00 GMT"
    assert wait(said, date="Fri, 01 Apr 2016 15:00:00 GMT") == timedelta(minutes=5)


@pytest.mark.parametrize(
    "said", ["99999999999", "9" * 5000, "86401", "Fri, 31 Dec 9999 23:59:59 GMT", "Fri, 01 Apr 2026 12:00:00 GMT"]
)
def test_nobody_keeps_us_away_for_longer_than_a_day(said: str) -> None:
    assert wait(said) == LONGEST_WAIT


@pytest.mark.parametrize(
    "said",
    [
        *("", "0", "-1", "-99999999999", "1.5", "soon", "1e9", "NaN", "inf", "٣٠", "1, 2", "x" * 100_000),
        "Fri, 01 Apr 2016 11:00:00 GMT",
        "Fri, 99 Apr 2016 12:00:00 GMT",
        "Mon, 01 Jan 0000 00:00:00 GMT",
    ],
)
def test_what_makes_no_sense_is_not_heard(said: str) -> None:
    assert wait(said) is None


def test_too_many_requests_means_a_pause_even_without_words() -> None:
    assert wait("", status=429) == UNSAID_WAIT
    assert wait("-5", status=429) == UNSAID_WAIT
    assert wait("30", status=429) == timedelta(seconds=30)


@given(st.text() | st.integers().map(str), st.text(), st.integers(400, 599))
def test_no_words_at_all_lead_astray(said: str, date: str, status: int) -> None:
    heard = wait(said, status, date)
    assert heard is None or timedelta(0) < heard <= LONGEST_WAIT


@pytest.mark.parametrize(
    "status", ["429 Too Many Requests", "503 Service Unavailable", "500 Oops", "404 Not Found"]
)
def test_a_fetch_that_is_refused_tells_how_long_to_wait(status: str) -> None:
    fetcher = GuardedFetcher(clock=lambda: NOW)
    answer = plain(b"", "Retry-After: Fri, 01 Apr 2016 12:30:00 GMT", status=status)
    with serving(answer) as server, pytest.raises(SourceFailed) as caught:
        fetcher.fetch(server.url(), allow_private=True)
    assert caught.value.wait == timedelta(minutes=30)
    assert len(server.requests) == 1

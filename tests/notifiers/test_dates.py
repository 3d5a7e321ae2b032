"""Days and hours in the language and zone of a reader."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tracker.domain.date_languages import DATE_WORDS
from tracker_notifiers.dates import Dates

NOON = datetime(2016, 11, 14, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Mon 14 Nov 2016, 12:30"),
        ("de", "Mo. 14. Nov. 2016, 12:30"),
        ("fr", "lun. 14 nov. 2016, 12:30"),
        ("pt", "seg. 14 de nov. de 2016, 12:30"),
        ("ru", "пн 14 нояб. 2016 г., 12:30"),
        ("xx", "Mon 14 Nov 2016, 12:30"),
    ],
)
def test_an_instant_is_told_as_its_language_tells_it(language: str, told: str) -> None:
    assert Dates("UTC", language).moment(NOON) == told


def test_a_zone_moves_the_day() -> None:
    assert Dates("Asia/Tokyo").day(datetime(2016, 11, 14, 20, tzinfo=UTC)) == date(2016, 11, 15)


def test_a_stretch_names_a_month_once_and_a_year_where_it_changes() -> None:
    start, end = datetime(2016, 3, 14, tzinfo=UTC), datetime(2016, 3, 21, tzinfo=UTC)
    assert Dates("UTC", "de").span(start, end) == "14. to 21. März 2016"
    assert Dates("UTC").span(datetime(2016, 12, 26, tzinfo=UTC), datetime(2017, 1, 2, tzinfo=UTC)) == (
        "26 Dec 2016 to 2 Jan 2017"
    )


@pytest.mark.parametrize("language", sorted(DATE_WORDS))
def test_a_language_has_twelve_months_and_seven_days_that_differ(language: str) -> None:
    words = DATE_WORDS[language]
    assert (len(set(words.months)), len(set(words.days))) == (12, 7)

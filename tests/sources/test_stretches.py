"""Days that stand for a stretch of time."""

from __future__ import annotations

import pytest

from tracker.sources.stretches import stretch


@pytest.mark.parametrize(
    ("first", "last", "reach", "occurred"),
    [
        ("2016-03-14", "2016-03-14", 0, "2016-03-14"),
        ("2016-03-14T00:00:00", "2016-03-14T00:00:00", 0, "2016-03-14"),
        ("2016-01-01", "2016-12-31", 0, "2016-01-01/2016-12-31"),
        ("2016-01-01", "2016-12-31", 365, "2016-01-01/2016-12-31"),
        ("2016-03-14", "", 6, "2016-03-08/2016-03-20"),
        ("2016-03-14", "2016-03-14", 5, "2016-03-09/2016-03-19"),
    ],
)
def test_a_day_becomes_the_days_it_may_stand_for(first: str, last: str, reach: int, occurred: str) -> None:
    assert stretch(first, last, reach) == occurred


@pytest.mark.parametrize("text", ["", "yesterday", "0001-01-01", "9999-12-31", "2016-13-45"])
def test_what_is_no_date_is_left_for_its_reader_to_refuse(text: str) -> None:
    assert stretch(text, text, 365) == text

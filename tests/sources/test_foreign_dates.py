"""Dates as tables and APIs write them."""

from __future__ import annotations

import pytest

from tracker.sources.foreign_dates import plain_date


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("2016-03-14", "2016-03-14"),
        ("2016-03-14 00:00:00.000", "2016-03-14"),
        ("2016-03-14T00:00:00Z", "2016-03-14T00:00:00Z"),
        ("2016-03-14T10:00:00.1234567Z", "2016-03-14T10:00:00.123456Z"),
        ("20160314", "2016-03-14"),
        ("20160314101500", "2016-03-14T10:15:00Z"),
        ("1457949600", "2016-03-14T10:00:00Z"),
        ("1457949600000", "2016-03-14T10:00:00Z"),
        ("Mon, 14 Mar 2016 10:00:00 +0300", "2016-03-14T10:00:00+03:00"),
        ("14 March 2016", "2016-03-14"),
        ("Mar 4th, 2016", "2016-03-04"),
        ("4 Marsch 2016", "4 Marsch 2016"),
        ("03/04/2016", "03/04/2016"),
        ("Mon, 99 Mar 2016 10:00:00 GMT", "Mon, 99 Mar 2016 10:00:00 GMT"),
        ("99999999999999", "9999-99-99T99:99:99Z"),
        ("x" * 100, "x" * 100),
    ],
)
def test_a_date_becomes_one_of_the_language_or_stays(written: str, plain: str) -> None:
    assert plain_date(written) == plain

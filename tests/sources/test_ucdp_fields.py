"""Intervals of an event of the Uppsala Conflict Data Program."""

from __future__ import annotations

import pytest

from tracker.sources.ucdp_fields import made_of


def made(**event: str) -> dict[str, str]:
    found = made_of({name: (text,) for name, text in event.items()})
    return {name: value for name, (value,) in ((name, tuple(values) or ("",)) for name, values in found.items())}


@pytest.mark.parametrize(
    ("start", "end", "prec", "occurred"),
    [
        ("2010-05-13T00:00:00", "2010-05-13T00:00:00", "1", "2010-05-13"),
        ("2016-01-01", "2016-12-31", "5", "2016-01-01/2016-12-31"),
        ("2016-04-01", "2016-04-30", "4", "2016-04-01/2016-04-30"),
        ("2016-04-15", "2016-04-15", "4", "2016-03-16/2016-05-15"),
        ("2016-04-15", "2016-04-15", "2.0", "2016-04-10/2016-04-20"),
        ("2016-04-15", "", "3", "2016-04-09/2016-04-21"),
        ("2016-04-15", "2016-04-15", "often", "2016-04-15"),
        ("soon", "later", "1", "soon/later"),
        ("", "", "1", ""),
    ],
)
def test_an_event_occurred_in_the_whole_stretch_that_it_may_have(
    start: str, end: str, prec: str, occurred: str
) -> None:
    assert made(date_start=start, date_end=end, date_prec=prec)["occurred"] == occurred


@pytest.mark.parametrize(
    ("low", "best", "high", "deaths", "deaths_to"),
    [
        ("3", "3", "5", "3", "5"),
        ("4", "4", "4", "4", ""),
        ("177.0", "142.0", "177.0", "142.0", "177.0"),
        ("1", "2", "1", "1", "2"),
        ("9", "10", "11", "9", "11"),
        ("", "7", "", "7", ""),
        ("", "", "", "", ""),
        ("many", "3", "5", "many", ""),
    ],
)
def test_deaths_reach_from_the_lowest_figure_to_the_highest(
    low: str, best: str, high: str, deaths: str, deaths_to: str
) -> None:
    figures = made(low=low, best=best, high=high)
    assert (figures["deaths"], figures["deaths_to"]) == (deaths, deaths_to)

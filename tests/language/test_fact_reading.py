"""Reading one fact of plain texts: the short way reads what the long way reads, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as some

from tracker.domain.criteria import Position
from tracker.domain.instants import iso
from tracker.domain.reports import Fact
from tracker.language.nodes import NumberText
from tracker.language.report_files import read_report
from tracker.language.report_reading import fact_of

PUBLISHED = datetime(2016, 3, 15, 10, tzinfo=UTC)
TEXTS = some.sampled_from(
    (
        *("withdraw", "Hmeimim", "observation", "measurement", "eq", "range", "true", "null", "{force}"),
        *("x" * 301, "2016-03-14", "2016-13-14", "2016-03/2016-01", "2016", "5", "1e999", "nan", "٣"),
        *("", " ", "a\nb", "a\x00b"),
    )
)
FIELDS = some.sampled_from(
    (
        *("indicator", "event", "value", "value_to", "qualifier", "unit", "actor", "target", "place", "nature"),
        *("code", "note", "origin", "occurred", "date_assumed", "colour"),
    )
)
FACTS = some.dictionaries(FIELDS, TEXTS | TEXTS.map(NumberText), max_size=6)


def the_long_way(values: dict[str, str]) -> Fact | None:
    told = {"source": "mod", "published": iso(PUBLISHED), "facts": [values]}
    facts = [fact for report in read_report(told, Position("map")).reports for fact in report.facts]
    return facts[0] if facts else None


@given(FACTS)
def test_both_ways_read_the_same(values: dict[str, str]) -> None:
    quickly = fact_of(values, PUBLISHED, "UTC")
    assert quickly is None or quickly == the_long_way(values)


@given(some.dictionaries(FIELDS, TEXTS, max_size=6))
def test_only_what_is_long_or_wrong_needs_the_long_way(values: dict[str, str]) -> None:
    if "date_assumed" not in values and all(len(value) <= 300 for value in values.values()):
        assert fact_of(values, PUBLISHED, "UTC") == the_long_way(values)


def test_a_number_and_the_same_letters_are_not_taken_for_each_other() -> None:
    values = {"indicator": "aircraft", "value": NumberText("22"), "code": "22"}
    read = fact_of(values, PUBLISHED, "UTC")
    assert read is not None
    assert (read.value.number if read.value else None, read.code) == (22, "22")
    assert fact_of({**values, "code": NumberText("22")}, PUBLISHED, "UTC") == read

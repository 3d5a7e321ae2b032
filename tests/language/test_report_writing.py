"""Writing a report and reading it again."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.criteria import Position
from tracker.domain.instants import Precision, Span, day_span, month_span
from tracker.domain.reports import Fact, Grade, Nature, Report
from tracker.domain.values import Qualifier, Value
from tracker.language.report_files import read_report, read_reports
from tracker.language.report_writing import write_report

ZONES = st.sampled_from(["UTC", "Europe/Moscow", "America/St_Johns"])
words = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=20).filter(str.strip)
prose = st.text(st.characters(exclude_categories=["C"], include_characters="\n"), max_size=50)
ids = st.lists(words.filter(lambda word: not word.startswith("me")), max_size=2, unique=True).map(tuple)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
instants = st.datetimes(datetime(1900, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC))
lengths = st.timedeltas(timedelta(0), timedelta(days=400))
floats = st.floats(allow_nan=False, allow_infinity=False)
spans = st.one_of(
    instants.map(lambda at: Span(at, at, Precision.INSTANT)),
    st.builds(day_span, days, ZONES),
    st.builds(lambda day, tz, n: month_span(day.year, day.month, tz, n), days, ZONES, st.just(1)),
    st.builds(lambda day, tz: month_span(day.year, day.month // 4 * 3 + 1, tz, 3), days, ZONES),
    st.builds(lambda day, tz: month_span(day.year, 1, tz, 12), days, ZONES),
    st.builds(lambda start, length: Span(start, start + length), instants, lengths),
)
qualifiers = st.sampled_from([each for each in Qualifier if each is not Qualifier.RANGE])
values = st.one_of(
    st.none(),
    st.builds(Value, floats, qualifiers),
    st.builds(lambda ends: Value(min(ends), Qualifier.RANGE, max(ends)), st.tuples(floats, floats)),
)
maybe = st.none() | words
facts = st.builds(
    Fact,
    occurred=spans,
    indicator=words,
    event=maybe,
    value=values,
    unit=maybe,
    actor=maybe,
    target=maybe,
    place=maybe,
    nature=st.sampled_from(Nature),
    origin=maybe,
    code=maybe,
    note=prose,
    date_assumed=st.booleans(),
)
reports = st.builds(
    Report,
    id=words.map(lambda word: f"me {word}"),
    source=words,
    published=instants,
    facts=st.lists(facts, max_size=3).map(tuple),
    origin=maybe,
    title=prose,
    text=prose,
    url=st.sampled_from(["", "https://example.org/a?b=1#c", "http://[::1]:8080/"]),
    grade=st.builds(Grade, st.none() | st.sampled_from("ABCDEF"), st.none() | st.integers(1, 6)),
    language=st.none() | st.sampled_from(["ru", "en-GB"]),
    tags=ids,
    copy_of=ids,
    same_event=ids,
    corrects=ids,
    retracts=ids,
    by_hand=st.booleans(),
)


@given(reports, ZONES)
def test_a_written_report_is_read_back_the_same(report: Report, tz: str) -> None:
    read = read_report(write_report(report, tz=tz), Position("store"), tz=tz, by_hand=report.by_hand)
    assert read.problems == ()
    assert read.reports == (report,)


@given(reports)
def test_it_goes_through_a_line_of_json_too(report: Report) -> None:
    line = json.dumps(write_report(report)).encode()
    assert read_reports("a.jsonl", line, by_hand=report.by_hand).reports == (report,)


def test_dates_are_written_as_people_write_them() -> None:
    fact = Fact(month_span(2016, 4, "UTC", 3), event="e", value=Value(3))
    plain = write_report(Report("r", "s", datetime(2016, 7, 1, 12, tzinfo=UTC), (fact,)))
    assert plain == {
        "id": "r",
        "source": "s",
        "published": "2016-07-01T12:00:00Z",
        "facts": [{"occurred": "2016-Q2", "event": "e", "value": 3}],
    }

"""What a report in a file becomes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.criteria import Position
from tracker.domain.instants import Precision, Span, day_span
from tracker.domain.reports import Fact, Grade, Nature, Report
from tracker.domain.values import Qualifier, Value
from tracker.language.report_files import ReadReports, read_report, read_reports

HERE = Position("there", 7)


def report(tz: str = "UTC", **fields: object) -> Report:
    """Read one report, which must be free of errors."""
    read = read_report({"source": "reuters", **fields}, HERE, tz=tz)
    assert [str(problem) for problem in read.problems] == []
    return read.reports[0]


def fact(**fields: object) -> Fact:
    """Read the one fact of a report."""
    (only,) = report("UTC", published="2016-04-12", **fields).facts
    return only


def test_a_published_day_means_its_last_instant_in_the_zone() -> None:
    assert (
        report("Europe/Moscow", published="2016-04-12").published
        == day_span(date(2016, 4, 12), "Europe/Moscow").end
    )


def test_without_an_occurrence_it_is_the_day_of_publication_and_flagged() -> None:
    made = fact(event="departure")
    assert (made.occurred, made.date_assumed) == (day_span(date(2016, 4, 12), "UTC"), True)


def test_the_day_of_an_instant_of_publication_is_the_zones() -> None:
    made = report("Asia/Tokyo", published="2016-04-12T20:00Z", event="departure")
    assert made.facts[0].occurred == day_span(date(2016, 4, 13), "Asia/Tokyo")


def test_without_a_publication_it_is_the_end_of_the_latest_occurrence() -> None:
    made = report(facts=[{"event": "a", "occurred": "2016-03"}, {"event": "b", "occurred": "2016-04-10"}])
    assert made.published == day_span(date(2016, 4, 10), "UTC").end


def test_a_report_may_carry_no_fact_at_all() -> None:
    made = report(occurred="2016-04-10", title="Overview")
    assert made.facts == ()
    assert made.published == day_span(date(2016, 4, 10), "UTC").end


def test_facts_without_a_date_take_the_reports() -> None:
    made = report(published="2016-04-12", occurred="2016-04-10", facts=[{"event": "a"}, {"event": "b"}])
    assert {each.occurred for each in made.facts} == {day_span(date(2016, 4, 10), "UTC")}
    assert not any(each.date_assumed for each in made.facts)


def test_a_span_keeps_both_its_ends() -> None:
    made = fact(event="a", occurred={"from": "2016-03-15", "to": "2016-04-10T12:00Z"})
    assert made.occurred == Span(datetime(2016, 3, 15, tzinfo=UTC), datetime(2016, 4, 10, 12, tzinfo=UTC))


def test_named_periods_keep_their_precision() -> None:
    precisions = [fact(event="a", occurred=text).occurred.precision for text in ("2016", "2016-Q1", "2016-04")]
    assert precisions == [Precision.YEAR, Precision.QUARTER, Precision.MONTH]


def test_the_fact_has_its_origin_under_facts_and_the_report_its_own() -> None:
    made = report(published="2016-04-12", origin="afp", facts=[{"event": "a", "origin": "mod-ru"}, {"event": "b"}])
    assert [made.origin_of(each) for each in made.facts] == ["mod-ru", "afp"]
    assert report(published="2016-04-12", origin="afp", event="a").facts[0].origin is None


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        ({"value": 22}, Value(22)),
        ({"value": 0.5, "qualifier": "at_least"}, Value(0.5, Qualifier.AT_LEAST)),
        ({"value": 10, "value_to": 20}, Value(10, Qualifier.RANGE, 20)),
        ({"value": 10, "value_to": 20, "qualifier": "range"}, Value(10, Qualifier.RANGE, 20)),
        ({}, None),
    ],
)
def test_values_are_read_with_their_qualifier(fields: dict[str, object], value: Value | None) -> None:
    assert fact(indicator="x", **fields).value == value


def test_every_other_field_is_kept() -> None:
    made = report(
        id="r1",
        published="2016-04-12",
        title="T",
        text="a\nb",
        url="https://example.org/a",
        reliability="b",
        credibility=2,
        language="ru",
        tags=["x", "y"],
        copy_of="r0",
        same_event=["r2", "r3"],
        corrects=["r4"],
        retracts=[],
        event="departure",
        unit="aircraft",
        actor="Russia",
        target="Syria",
        place="Hmeimim",
        nature="act",
        code="087",
        note="n",
    )
    assert (made.id, made.title, made.text, made.url) == ("r1", "T", "a\nb", "https://example.org/a")
    assert (made.grade, made.language, made.tags) == (Grade("B", 2), "ru", ("x", "y"))
    assert (made.copy_of, made.same_event, made.corrects, made.retracts) == (("r0",), ("r2", "r3"), ("r4",), ())
    (only,) = made.facts
    assert (only.unit, only.actor, only.target, only.place) == ("aircraft", "Russia", "Syria", "Hmeimim")
    assert (only.nature, only.code, only.note) == (Nature.ACT, "087", "n")


def test_an_id_made_from_content_does_not_depend_on_order_or_layout() -> None:
    first = read_reports("a.jsonl", b'{"source": "s", "published": "2016-01-01", "event": "e"}').reports
    second = read_reports("b.yaml", b"- event: e\n  published: 2016-01-01\n  source: s\n").reports
    assert first == second
    assert first[0].id != report(published="2016-01-02", event="e").id


def test_only_the_caller_says_that_it_was_entered_by_hand() -> None:
    assert read_report({"source": "s", "published": "2016-01-01"}, HERE, by_hand=True).reports[0].by_hand
    read = read_report({"source": "s", "published": "2016-01-01", "by_hand": True}, HERE)
    assert [problem.message for problem in read.problems] == ["`by_hand` is not a key of a report"]


def test_null_is_a_field_left_out() -> None:
    assert report(published="2016-04-12", title=None, event="e", value=None).facts[0].value is None


def test_rows_of_a_table_that_share_an_id_are_facts_of_one_report() -> None:
    data = (
        "id;source;published;occurred;event;indicator;value\n"
        "1;reuters;2016-04-12;;departure;;\n"
        "2;afp;2016-04-13;;departure;;\n"
        '1;;;2016-04-10/2016-04-11;;"jets; departed";22\n'
    )
    first, second = read_reports("a.csv", data.encode()).reports
    assert [(each.event, each.indicator) for each in first.facts] == [
        ("departure", None),
        (None, "jets; departed"),
    ]
    assert first.facts[1].occurred.precision is Precision.RANGE
    assert (second.id, second.source) == ("2", "afp")


def test_a_cell_may_go_over_several_lines() -> None:
    data = b'source,published,text,tags\r\nreuters,2016-04-12,"one\r\ntwo ""three""",a; b\r\nafp,2016-04-12,,\r\n'
    first, second = read_reports("a.csv", data).reports
    assert first.text == 'one\ntwo "three"'
    assert first.tags == ("a", "b")
    assert second.source == "afp"


def test_a_byte_order_mark_is_no_part_of_the_first_field() -> None:
    assert read_reports("a.csv", b"\xef\xbb\xbfsource,published\nreuters,2016-04-12\n").reports
    assert read_reports("a.jsonl", b'\xef\xbb\xbf{"source": "reuters", "published": "2016-04-12"}').reports


def test_a_broken_line_loses_only_itself() -> None:
    good = b'{"source": "s", "published": "2016-01-01"}'
    lines = [b"{", b"\xff", b"[" * 100_000, b"x" * 1_000_001, b'{"source": "s", "published": 1e400}', good]
    read = read_reports("a.jsonl", b"\n".join(lines))
    assert [each.source for each in read.reports] == ["s"]
    assert [problem.position.line for problem in read.problems] == [1, 2, 3, 4, 5]


def test_files_of_other_kinds_are_refused_with_the_kinds_that_are_read() -> None:
    (problem,) = read_reports("a.xlsx", b"PK").problems
    assert problem.hint == "use one of .jsonl, .ndjson, .json, .csv, .yaml, .yml"


@given(st.binary(max_size=400), st.sampled_from(["a.jsonl", "a.csv", "a.yaml"]))
def test_no_bytes_do_worse_than_being_refused(data: bytes, name: str) -> None:
    read = read_reports(name, data)
    assert not (read.reports and not data)


junk = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just("2016-01-01")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
NAMES = ["source", "published", "occurred", "facts", "value", "event", "indicator", "tags", "id", "url", "nature"]


@given(st.dictionaries(st.sampled_from(NAMES), junk))
def test_no_shape_of_values_does_worse_than_being_refused(fields: dict[str, object]) -> None:
    read = read_report(fields, HERE)
    assert len(read.reports) + bool(read.problems) == 1
    written = json.dumps(fields, default=str)
    line = read_reports("a.jsonl", written.encode())
    assert len(line.reports) + bool(line.problems) == 1


def test_a_json_file_holds_one_report_or_a_list_of_them_each_at_its_line() -> None:
    one = b'{"source": "s", "published": "2016-01-01"}'
    assert [each.source for each in read_reports("a.json", one).reports] == ["s"]
    read = read_reports(
        "a.json", b"[\n  " + one + b',\n  {"source": "t"},\n  7,\n  {"source": "u", "source": "v"}\n]\n'
    )
    assert [each.source for each in read.reports] == ["s"]
    assert [(problem.position.line, problem.message) for problem in read.problems] == [
        (3, "a report needs `published` or `occurred`"),
        (4, "expected a JSON object here"),
        (5, "this object cannot be read: the key `source` stands twice"),
    ]


@pytest.mark.parametrize("text", [b"", b"[1, 2", b"{} {}", b"[{},]", b"\xff[]", b"[" * 100_000])
def test_a_document_that_is_not_json_is_refused_as_a_whole(text: bytes) -> None:
    read = read_reports("a.json", text)
    assert not read.reports
    assert len(read.problems) == 1


def test_an_empty_list_is_no_report_and_no_mistake() -> None:
    assert read_reports("a.json", b" [ ] ") == ReadReports()


def test_reports_that_name_no_source_are_of_the_one_that_is_given() -> None:
    rows = b'{"published": "2016-01-01"}\n{"source": "s", "published": "2016-01-01"}\n'
    assert [each.source for each in read_reports("a.jsonl", rows, source="mine").reports] == ["mine", "s"]


def test_a_fact_may_have_an_event_and_what_was_counted_at_it() -> None:
    read = read_reports(
        "a.jsonl",
        b'{"source": "w", "occurred": "2016-02-03", "event": "attack", "indicator": "deaths", "value": 7}',
    )
    (fact,) = read.reports[0].facts
    assert (fact.event, fact.indicator) == ("attack", "deaths")

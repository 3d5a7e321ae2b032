"""Coverage from files."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.coverage import CoverageSpan, Listening
from tracker.domain.instants import Span
from tracker.language.coverage_files import read_coverage

SPAN = Span(datetime(2016, 3, 14, tzinfo=UTC), datetime(2016, 4, 14, 23, 59, 59, 999_999, UTC))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.yaml", "- {source: s, from: 2016-03-14, to: 2016-04-14, kind: denied, note: closed}"),
        ("a.yaml", "coverage: [{source: s, from: 2016-03-14, to: 2016-04-14, kind: denied, note: closed}]"),
        (
            "a.jsonl",
            '{"source": "s", "from": "2016-03-14", "to": "2016-04-14", "kind": "denied", "note": "closed"}',
        ),
        ("a.csv", "source,from,to,kind,note\ns,2016-03-14,2016-04-14,denied,closed\n"),
    ],
)
def test_every_kind_of_file_says_the_same(name: str, data: str) -> None:
    assert read_coverage(name, data.encode()) == ((CoverageSpan("s", SPAN, Listening.DENIED, note="closed"),), ())


def test_a_span_written_by_hand_is_attested_and_known_from_the_beginning() -> None:
    ((span,), _) = read_coverage("a.yaml", b"- {source: s, from: 2016-03-14, to: 2016-04-14}")
    assert (span.kind, span.recorded) == (Listening.ATTESTED, None)


def test_days_are_days_of_the_zone() -> None:
    data = b"- {source: s, from: 2016-03-14, to: 2016-03-14, recorded: 2016-03-20}"
    ((span,), _) = read_coverage("a.yaml", data, "Europe/Moscow")
    assert span.span.start == datetime(2016, 3, 13, 21, tzinfo=UTC)
    assert span.recorded == datetime(2016, 3, 20, 20, 59, 59, 999_999, UTC)


@given(st.binary(max_size=300), st.sampled_from(["a.jsonl", "a.csv", "a.yaml", "a.txt"]))
def test_no_bytes_do_worse_than_being_refused(data: bytes, name: str) -> None:
    spans, problems = read_coverage(name, data)
    assert all(span.span.start <= span.span.end for span in spans)
    assert all(problem.position.file == name for problem in problems)

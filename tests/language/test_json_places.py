"""Problems in JSON are told at the key or value they are about."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as some

from tracker.language.coverage_files import read_coverage
from tracker.language.json_places import JsonRow
from tracker.language.json_rows import rows_of_json, rows_of_json_lines
from tracker.language.nodes import Entry, Items, Node, Scalar, Table
from tracker.language.pages import Page
from tracker.language.report_files import read_reports

PLAIN = some.none() | some.booleans() | some.integers() | some.floats() | some.text()
VALUES = some.recursive(
    PLAIN, lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner), max_leaves=9
)
OBJECTS = some.dictionaries(some.text(), VALUES, max_size=5)


def places(name: str, text: str) -> list[tuple[int, int]]:
    read = read_reports(name, text.encode())
    return [(problem.position.line, problem.position.column) for problem in read.problems]


def test_a_wrong_value_of_a_line_is_told_at_its_column() -> None:
    assert places("a.jsonl", '{"source": "wire", "published": "2016-02-30"}\n') == [(1, 33)]


def test_a_wrong_key_of_a_fact_is_told_at_its_column() -> None:
    assert places("a.jsonl", '{"source":"w","published":"2016-02-03","facts":[{"event":"a","plac":"b"}]}') == [
        (1, 62)
    ]


def test_a_document_over_several_lines_has_its_own_lines_and_columns() -> None:
    text = '[\n  {"source": "w",\n   "published": "2016-02-03",\n   "event": "a",\n   "value": "x"}\n]\n'
    assert places("a.json", text) == [(5, 13)]


def test_a_report_of_a_source_that_is_told_apart_keeps_its_columns() -> None:
    read = read_reports("a.jsonl", b'{"published": "soon"}', source="wire")
    assert [problem.position.column for problem in read.problems] == [15]


def test_a_wrong_value_of_coverage_is_told_at_its_column() -> None:
    _, problems = read_coverage("a.jsonl", b'{"source": "wire", "from": "2016-01-01", "to": "soon"}')
    assert [problem.position.column for problem in problems] == [48]


@given(some.lists(OBJECTS, max_size=4), some.sampled_from([None, 1]))
def test_what_is_read_again_with_its_places_is_the_same(
    objects: list[dict[str, object]], indent: int | None
) -> None:
    text = json.dumps(objects, indent=indent, ensure_ascii=False)
    lines = "\n".join(json.dumps(each) for each in objects)
    page = Page("a")
    rows = [*rows_of_json(page, text.encode("utf-8", "surrogatepass")), *rows_of_json_lines(page, lines.encode())]
    for row in rows:
        assert isinstance(row, JsonRow)
        assert bare(row.placed()) == bare(Table(row.entries))


def bare(node: Node) -> Node:
    """Return a node with everything in it at one place."""
    if isinstance(node, Table):
        return Table({key: Entry(at_one(entry.key), bare(entry.value)) for key, entry in node.entries.items()})
    return Items(tuple(map(bare, node.items))) if isinstance(node, Items) else at_one(node)


def at_one(scalar: Scalar) -> Scalar:
    return scalar._replace(line=1, column=1)

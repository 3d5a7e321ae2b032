"""Documents of ours for each class of yaml-test-suite: what loads, what is refused, what the parser tolerates."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpora.yaml_suite import NOT_UNDERSTOOD, TOLERATED, Document, documents, meet, plain
from tracker.language.pages import Page
from tracker.language.yaml_nodes import read_yaml

LOADED = {
    "a mapping in a list": ("- name: a\n  size: 3\n", [{"name": "a", "size": 3}]),
    "brackets": ("{a: [b, 'c'], \"d\": {}}\n", {"a": ["b", "c"], "d": {}}),
    "text over several lines": ("a: one\n  two\n\n  three\n", {"a": "one two\nthree"}),
    "a block with its lines": ("a: |\n  one\n   two\n", {"a": "one\n two\n"}),
    "a folded block": ("a: >-\n  one\n  two\n", {"a": "one two"}),
    "a block that keeps its end": ("a: |+\n  one\n\n", {"a": "one\n\n"}),
    "a block of spaces at the end of a file": ("- |+\n   ", ["\n"]),
    "a block whose last line is of spaces": ("a: |\n  x\n   ", {"a": "x\n \n"}),
    "escapes": ('a: "\\u00e9\\n"\n', {"a": "é\n"}),
    "quotes that are doubled": ("a: 'it''s'\n", {"a": "it's"}),
    "numbers and texts like them": ("[1, 0x1F, 1e3, 1_000, 12:30:45]\n", [1, 31, 1000.0, "1_000", "12:30:45"]),
    "words of older versions": ("[yes, NO, on, true, ~]\n", ["yes", "NO", "on", True, None]),
    "remarks": ("# a\na: b # c\n", {"a": "b"}),
    "a question mark in a text": ("[why?, a?b]\n", ["why?", "a?b"]),
    "a version": ("%YAML 1.2\n---\na\n", "a"),
    "nothing": ("# only a remark\n", None),
}


@pytest.mark.parametrize(("text", "meant"), LOADED.values(), ids=LOADED)
def test_plain_yaml_loads_as_what_it_means(text: str, meant: object) -> None:
    page = Page("a.yaml")
    assert plain(read_yaml(page, text.encode())) == meant
    assert [str(problem) for problem in page.problems] == []


REFUSED = {
    "an anchor": ("a: &x 1\n", "1:4", "anchor"),
    "an alias": ("a: &x 1\nb: *x\n", "2:4", "alias"),
    "a tag": ("a: !!int 3\n", "1:4", "tag"),
    "a second document": ("a\n---\nb\n", "2:1", "documents"),
    "a list as a key": ("? [a, b]\n: c\n", "1:3", "bad-key"),
    "a mapping as a key": ("{a: b}: c\n", "1:1", "bad-key"),
    "a merge key": ("<<: {a: b}\n", "1:1", "merge-key"),
    "a key that stands twice": ("a: 1\na: 2\n", "2:1", "duplicate-key"),
    "a tab that indents": ("a:\n\tb: 1\n", "2:1", "tab"),
    "a tab between words": ("a:\tb\n", "1:3", "tab"),
    "a question mark that would go": ("[?x]\n", "1:3", "question-mark"),
    "a question mark before a key": ("{?a: b}\n", "1:3", "question-mark"),
    "a bracket that stays open": ("a: [b\n", "1:4", "yaml-syntax"),
    "quotes that stay open": ("a: 'b\n", "1:4", "yaml-syntax"),
    "a bad indentation": ("a: 1\n  b: 2\n", "2:4", "yaml-syntax"),
    "a bad escape": ('a: "\\q"\n', "1:5", "yaml-syntax"),
    "a control character": ("a: \x07\n", "1:4", "control-character"),
    "a key without a word": (": a\n", "1:1", "yaml-syntax"),
    "levels without end": ("[" * 21 + "]" * 21, "1:21", "depth"),
}


@pytest.mark.parametrize(("text", "place", "code"), REFUSED.values(), ids=REFUSED)
def test_what_surprises_is_refused_at_its_place(text: str, place: str, code: str) -> None:
    page = Page("a.yaml")
    read_yaml(page, text.encode())
    assert (f"a.yaml:{place}", code) in [(str(each.position), each.code) for each in page.problems]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a: 'b'# a remark\n", {"a": "b"}),
        ("[a, b]# a remark\n", ["a", "b"]),
        ("a: [b,\nc]\n", {"a": ["b", "c"]}),
        ('a: "b\nc"\n', {"a": "b c"}),
        ("[-]\n", ["-"]),
        ("a: ># a remark\n  b\n", {"a": "b\n"}),
    ],
)
def test_what_the_parser_tolerates_means_what_everybody_reads(text: str, meant: object) -> None:
    assert plain(read_yaml(Page("a.yaml"), text.encode())) == meant


def fault(text: str, is_valid: bool = True, content: str | None = None, name: str = "a.yaml#1") -> str:
    return meet(Document(name, text, is_valid, content)).fault


def test_a_document_that_is_met_as_it_should_be_has_no_fault() -> None:
    assert fault("a: 1\n", content='{"a": 1}') == ""
    assert fault("a: *b\n", content='{"a": 1}') == ""
    assert fault("[a\n", is_valid=False) == ""


def test_what_is_met_otherwise_is_a_fault() -> None:
    assert fault("a: 1\n", content='{"a": 2}') == "loaded as something else: {'a': 1}"
    assert fault("[a\n") == "valid, and refused as no YAML"
    assert fault("a: 1\n", is_valid=False) == "invalid, and loaded"


def test_a_name_on_a_list_must_earn_its_place() -> None:
    assert fault("[a\n", is_valid=False, name="src/9C9N.yaml#1") == "on the list, but refused"
    assert fault("a\n", name="src/2JQS.yaml#1") == "valid, and on the list, but understood"
    assert not TOLERATED.keys() & NOT_UNDERSTOOD.keys()


def test_a_description_takes_over_what_it_leaves_out_but_not_its_fault(tmp_path: Path) -> None:
    path = tmp_path / "ABCD.yaml"
    path.write_text(
        "- yaml: |\n    a:␣———»b∎\n  json: '1'\n- yaml: c\n- yaml: '['\n  fail: true\n", encoding="utf-8"
    )
    assert list(documents("ABCD.yaml", path)) == [
        Document("ABCD.yaml#1", "a: \tb", True, "1"),
        Document("ABCD.yaml#2", "c", True, "1"),
        Document("ABCD.yaml#3", "[", False, None),
    ]

"""Folders of files: what stands, what falls, and that nothing is passed over."""

from __future__ import annotations

import gc
import hashlib
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.language.writing import STATEMENT, written
from tracker.language.keys import Record, read_record
from tracker.language.loading import load_promise, load_rules
from tracker.language.nodes import node_of
from tracker.language.pages import Page
from tracker.language.reference import RULE_RECORDS

GOOD = written("due: 2016-03-15").encode()
RULE = b"rules:\n  r: {criteria: {c: {match: {event: e}, happened: once}}, kept_when: c}\n"


def named(name: str, keys: str = "rule: r") -> bytes:
    """Return a promise of that id which uses what other files hold."""
    return f"promises:\n  - {{id: {name}, title: T, said: s, kind: claim, {keys}}}\n".encode()


def test_a_file_with_an_error_gives_nothing_and_the_others_still_do() -> None:
    loaded = load_rules({"good.yaml": GOOD, "bad.yaml": named("q", "said: s, due: 1")})
    assert [each.id for each in loaded.rules.promises] == ["p"]
    assert list(loaded.rules.files) == ["good.yaml"]
    assert {problem.position.file for problem in loaded.problems} == {"bad.yaml"}


def test_what_rests_on_a_file_with_errors_falls_with_it_step_by_step() -> None:
    files = {
        "a.yaml": STATEMENT.encode() + named("p1"),
        "b.yaml": RULE + b"sources: [1]\n",
        "c.yaml": named("p2", "opens: 2016-01-01"),
        "d.yaml": b"sources: [{id: s, kind: person}]\n",
    }
    loaded = load_rules(files)
    assert [str(problem.position) for problem in loaded.problems] == ["a.yaml:4:52", "b.yaml:3:11", "c.yaml:2:30"]
    assert list(loaded.rules.files) == ["d.yaml"]


def test_files_are_known_by_the_hash_of_their_bytes() -> None:
    loaded = load_rules({"good.yaml": GOOD})
    assert loaded.rules.files == {"good.yaml": hashlib.sha256(GOOD).hexdigest()}


def test_files_with_other_endings_are_passed_over() -> None:
    assert load_rules({"README.md": b"\xff", "schema.json": b"{}"}).rules.files == {}


def test_the_order_of_files_changes_nothing() -> None:
    files = {"a.yaml": STATEMENT.encode(), "b.yml": RULE, "c.yaml": named("p1"), "d/e.yaml": named("p2")}
    loaded = [load_rules(dict(order)) for order in permutations(files.items())]
    assert all(each == loaded[0] for each in loaded)
    assert [each.id for each in loaded[0].rules.promises] == ["p1", "p2"]


def test_a_folders_defaults_that_cannot_be_read_stop_its_promises_only() -> None:
    loaded = load_rules(
        {"x/_defaults.yaml": b"tags: [", "x/a.yaml": GOOD, "y/b.yaml": GOOD.replace(b"id: p", b"id: q")}
    )
    assert [problem.position.file for problem in loaded.problems][:2] == ["x/_defaults.yaml", "x/a.yaml"]


def test_a_file_of_more_than_256_kib_is_refused_unread() -> None:
    (problem,) = load_rules({"big.yaml": b"# " + b"x" * 256 * 1024}).problems
    assert (problem.code, problem.hint) == ("too-large", "split it into several files")


def test_no_more_than_two_hundred_problems_of_one_file_are_listed() -> None:
    loaded = load_rules({"a.yaml": b"".join(b"k%d: 1\n" % number for number in range(500))})
    assert len(loaded.problems) == 201
    assert loaded.problems[-1].message == "300 more problems in this file are not listed"


def test_hundreds_of_nested_brackets_are_refused_at_the_twenty_first() -> None:
    (problem,) = load_rules({"a.yaml": b"promises: " + b"[" * 500}).problems
    assert (problem.code, problem.position.column) == ("depth", 30)


def test_many_thousands_of_nested_brackets_are_refused_whoever_counts_them_first() -> None:
    (problem,) = load_rules({"a.yaml": b"promises: " + b"[" * 50_000}).problems
    assert (problem.code, problem.hint) == ("depth", "use fewer levels")


@pytest.mark.parametrize("record", RULE_RECORDS, ids=lambda record: record.name)
def test_a_key_that_is_specified_but_not_built_is_refused_and_never_passed_over(record: Record) -> None:
    page = Page("a.yaml")
    read_record(record, node_of(dict.fromkeys(record.later, "x")), page)
    refused = [problem.message for problem in page.problems if problem.code == "not-supported-yet"]
    assert refused == [f"`{key}` is not supported yet" for key in record.later]


@given(st.binary(max_size=300))
def test_no_bytes_do_worse_than_being_refused(data: bytes) -> None:
    loaded = load_rules({"a.yaml": data, "good.yaml": GOOD})
    assert "good.yaml" in loaded.rules.files


WORDS = """promises statements rules sources names id said criteria match latest readings params with rule
kept_when at_least of n map facts within places interest"""
keys = st.sampled_from(WORDS.split())
plain = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), keys)
trees = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=25,
)


@given(st.dictionaries(keys, trees))
def test_no_shape_of_values_does_worse_than_being_refused(tree: dict[str, object]) -> None:
    assert load_promise(tree).problems


SOUND = {
    "id": "p",
    "title": "T",
    "kind": "achieve",
    "said": {"by": "A", "date": "2016-03-14"},
    "criteria": {"c": {"match": {"event": "e", "actor": "{each}"}, "happened": "once"}},
}
STEP = {"id": "s", "title": "T", "kind": "achieve"}
PIECES = """steps each when within unless by amendments rulings every tolerate due before announced amount
for_param moved_by both alone status void reason on until instance reading supersedes proof_every recur maintain c
p A B 2016-05 month kept_when any_of rule with readings {each} criteria kind"""
words = st.sampled_from(PIECES.split())
pieces = words | st.sampled_from([0, 1.5, None, True, "3 days", SOUND["criteria"], STEP])
shapes = st.recursive(
    pieces,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=4),
    max_leaves=15,
)


@given(st.dictionaries(words, shapes, max_size=5))
def test_no_keys_beside_a_sound_promise_do_worse_than_being_refused(more: dict[str, object]) -> None:
    loaded = load_promise({**SOUND, **more})
    assert bool(loaded.problems) is not bool(loaded.rules.promises)


def test_a_promise_logged_by_command_is_read_like_one_in_a_file() -> None:
    made = load_promise(
        {
            "id": "p",
            "title": "T",
            "kind": "achieve",
            "said": {"by": ["Russia"], "date": "2016-03-14"},
            "due": "2016-03-15",
            "wait_for_reports": 0,
            "criteria": {"gone": {"match": {"event": "departure"}, "latest": {"more_than": "50%", "of": 36}}},
            "kept_when": "gone",
        }
    )
    assert made.problems == ()
    assert [each.id for each in made.rules.promises] == ["p"]


def test_a_logged_promise_may_use_rules_and_statements_of_the_files() -> None:
    files = load_rules({"a.yaml": STATEMENT.encode() + RULE}).rules
    made = load_promise({"id": "q", "title": "T", "kind": "claim", "said": "s", "rule": "r"}, rules=files)
    assert [(each.id, each.rule) for each in made.rules.promises] == [("q", "r")]


def test_a_logged_promise_with_mistakes_says_all_of_them() -> None:
    made = load_promise({"id": "p q", "kind": "recur", "said": "nobody", "price": 1 + 2j})
    assert [problem.message for problem in made.problems] == [
        "this promise cannot be read: a value of type complex"
    ]
    made = load_promise({"id": "p q", "kind": "recur", "said": "nobody"}, file="command line")
    assert len(made.problems) == 4
    assert {problem.position.file for problem in made.problems} == {"command line"}
    assert made.rules.promises == ()


@pytest.mark.parametrize("is_on", [True, False])
def test_the_garbage_collector_is_left_as_it_was_found(is_on: bool) -> None:
    (gc.enable if is_on else gc.disable)()
    try:
        load_rules({"a.yaml": b"["})
        assert gc.isenabled() is is_on
    finally:
        gc.enable()

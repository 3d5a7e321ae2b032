"""The example files: each is sound, tidy and tried, and together they use everything the language has."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.language.shape_walking import used_keys
from tests.language.test_formatting import laid_out
from tests.language.test_reference import GUIDE
from tests.language.test_schema import SCHEMA, marks, plain
from tracker.actions.example_alerts import run_alerts
from tracker.domain.promises import Kind
from tracker.engine.examples import run_example
from tracker.language import amendments, comparing, conditions, criteria, folder, promise_keys, rules
from tracker.language.keys import Record
from tracker.language.lint.running import lint
from tracker.language.loading import load_rules
from tracker.language.name_files import NAMES_RECORD
from tracker.language.pages import Page
from tracker.language.reference import RULE_RECORDS
from tracker.language.ruleset import Loaded
from tracker.language.shapes import slug
from tracker.language.yaml_nodes import read_yaml

FOLDER = Path(__file__).parents[2] / "rules" / "examples"
FILES = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in sorted(FOLDER.rglob("*.yaml"))}
OTHER_SHAPES = {"names.yaml": NAMES_RECORD.name, "_defaults.yaml": promise_keys.DEFAULTS.name}
"""Files that are not rule files as a whole, by the record that they are."""


def as_a_reader_has_it(name: str) -> dict[str, bytes]:
    """Return a file by itself, with what speaks for the folder it lies in."""
    beside = name.rpartition("/")[0]
    shared = f"{beside}/_defaults.yaml" if beside else ""
    return {name: FILES[name], **({shared: FILES[shared]} if shared in FILES else {})}


def complaints(loaded: Loaded) -> list[str]:
    """Return every problem, every remark and every example that fails."""
    found = [str(problem) for problem in (*loaded.problems, *lint(loaded.rules))]
    promises = {promise.id: promise for promise in loaded.rules.promises}
    for example in loaded.rules.examples:
        for failure in (
            *run_example(promises[example.promise], example, loaded.rules.names),
            *run_alerts(promises[example.promise], example, loaded.rules.names),
        ):
            found.append(f"{example.name}: {failure.expectation.at} {failure.differences}")
    return found


@pytest.mark.parametrize("name", FILES)
def test_an_example_file_is_sound_by_itself(name: str) -> None:
    assert complaints(load_rules(as_a_reader_has_it(name))) == []


def test_all_of_them_are_sound_together() -> None:
    loaded = load_rules(FILES)
    assert complaints(loaded) == []
    assert len(loaded.rules.examples) > 60


@pytest.mark.parametrize("name", FILES)
def test_an_example_file_is_laid_out_as_the_tool_does(name: str) -> None:
    assert laid_out(FILES[name]) == FILES[name].decode()


@pytest.mark.parametrize("name", [name for name in FILES if name.rpartition("/")[2] not in OTHER_SHAPES])
def test_an_editor_marks_nothing_in_it_and_finds_the_schema(name: str) -> None:
    first = FILES[name].decode().splitlines()[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert (FOLDER / name).parent.joinpath(named).resolve() == FOLDER.parent / "schema.json"
    assert marks(FILES[name]) == []


def test_every_promise_that_can_be_tried_is() -> None:
    rules = load_rules(FILES).rules
    tried = {example.promise for example in rules.examples}
    assert {promise.id for promise in rules.promises} - tried == set()


@cache
def used() -> dict[tuple[str, str], list[object]]:
    """Return the values of every key in all files, by the record it stands in and its name."""
    found: dict[tuple[str, str], list[object]] = {}
    for name, data in FILES.items():
        document, record = plain(read_yaml(Page(name), data)), OTHER_SHAPES.get(name.rpartition("/")[2])
        if record is not None:
            assert isinstance(document, dict)
            found |= {(record, key): [value] for key, value in document.items()}
        else:
            for stands_in, key, value in used_keys(document, SCHEMA):
                found.setdefault((stands_in, key), []).append(value)
    return found


def occurs(record: Record, key: str) -> bool:
    """Say whether a key stands in that record, or in the one that a reader learns it from."""
    learnt_from = {
        promise_keys.STEP.name: promise_keys.PROMISE,
        promise_keys.READING.name: promise_keys.PROMISE,
        rules.RULE.name: promise_keys.PROMISE,
        comparing.CHANGE.name: comparing.LATEST,
    }
    places = [record, *(each for name, each in learnt_from.items() if name == record.name)]
    names = {"" if each is folder.FILE else slug(each.name) for each in places} | {each.name for each in places}
    return any((name, key) in used() for name in names)


@pytest.mark.parametrize("record", RULE_RECORDS, ids=lambda record: record.name)
def test_every_key_of_the_reference_is_used(record: Record) -> None:
    assert [key.name for key in record.keys if not occurs(record, key.name)] == []


def values(record: Record, key: str) -> set[object]:
    """Return every plain value that a key has somewhere."""
    return {value for value in used()[slug(record.name), key] if isinstance(value, str)}


def test_every_kind_is_used() -> None:
    assert values(promise_keys.PROMISE, "kind") == set(Kind)


def test_a_date_is_moved_by_everybody_who_can() -> None:
    assert values(amendments.AMENDMENT, "moved_by") == {"alone", "both", "third_party"}


SOUGHT = [
    *Kind,
    *("happened", "count", "latest", "sum", "highest", "lowest", "mean", "change"),
    *(key.name for key in conditions.CONDITION.keys),
    *("cannot_verify_when", "undone_when", "partly_when", "at_risk_when"),
    *("steps", "each", "due-before", "within", "unless-by", "amendments", "rulings", "supersedes", "readings"),
    *("rules", "params", "limit", "proof_every", "for_at_least", "about", "convert", "over", "words", "pattern"),
    *("match", "sources", "grade", "names", "examples", "coverage", "views", "shared"),
]


@pytest.mark.parametrize("word", SOUGHT)
def test_what_a_reader_looks_for_stands_in_the_name_of_a_file(word: str) -> None:
    assert any(word in name for name in FILES), word


def test_no_reducer_is_left_out_of_what_is_sought() -> None:
    reducers = {key.name for key in criteria.CRITERION.keys if key.form.words in ("comparison", "`once`")}
    assert reducers == set(SOUGHT[len(Kind) : len(Kind) + 8])


def test_the_guide_lists_every_example_file_with_a_line_and_no_other() -> None:
    rows = re.findall(r"^\| `examples/([^`]+)` \| (.+) \|$", GUIDE, re.M)
    assert sorted(name for name, _ in rows) == sorted(FILES)
    assert all(len(line) > 20 for _, line in rows)


def test_every_file_begins_with_a_line_that_says_what_it_shows() -> None:
    for name, data in FILES.items():
        lines = [line for line in data.decode().splitlines() if not line.startswith("# yaml-language-server")]
        assert re.match(r"# [A-Z]", lines[0]), name

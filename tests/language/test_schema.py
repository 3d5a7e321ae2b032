"""The schema for editors: it takes every file the language takes, and marks what stands under no key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from tests.language.test_case_files import cases, is_rules
from tests.language.test_reference import SNIPPETS
from tracker.cli.rule_schema import schema_text
from tracker.language.keys import Record
from tracker.language.loading import load_rules
from tracker.language.nodes import Items, Node, Scalar, Style, Table
from tracker.language.pages import Page
from tracker.language.reference import RULE_RECORDS
from tracker.language.schema import schema
from tracker.language.shapes import slug
from tracker.language.yaml_nodes import read_yaml

ROOT = Path(__file__).parents[2]
SCHEMA: dict[str, Any] = json.loads(schema_text())
VALIDATOR = Draft7Validator(SCHEMA)


def plain(node: Node | None) -> object:
    """Return what an editor makes of a file by YAML 1.2."""
    match node:
        case Table():
            return {name: plain(entry.value) for name, entry in node.entries.items()}
        case Items():
            return [plain(item) for item in node.items]
        case Scalar(style=Style.PLAIN) if node.is_null:
            return None
        case Scalar(style=Style.PLAIN) if node.is_boolean:
            return node.text.lower() == "true"
        case Scalar(style=Style.PLAIN):
            try:
                return float(node.text)
            except ValueError:
                return node.text
        case Scalar():
            return node.text
    return None


def marks(data: bytes) -> list[str]:
    """Return what an editor marks in a file."""
    return [error.message for error in VALIDATOR.iter_errors(plain(read_yaml(Page("a.yaml"), data)))]


def sound_files() -> Iterator[Path]:
    """Yield every rule file of the project that loads by itself or with its neighbours."""
    yield from (path for path in (ROOT / "rules").rglob("*.yaml") if path.stem != "pack")
    yield from (path for path in (ROOT / "tests" / "cases").glob("*/rules/*.yaml"))
    for path in cases("valid").values():
        if path.is_file() and is_rules(path) and load_rules({path.name: path.read_bytes()}).rules.files:
            yield path


SOUND = [path for path in sound_files() if path.stem not in ("names", "_defaults", "coverage", "not-a-mapping")]


def test_it_is_a_schema_of_draft_07() -> None:
    Draft7Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_the_file_beside_the_rules_is_the_one_the_program_writes() -> None:
    # after a change of keys: deedline rules schema rules/schema.json
    assert (ROOT / "rules" / "schema.json").read_text(encoding="utf-8") == schema_text()


def test_many_sound_files_are_held_against_it() -> None:
    assert len(SOUND) > 150


@pytest.mark.parametrize("path", SOUND, ids=lambda path: str(path.relative_to(ROOT)))
def test_it_marks_nothing_in_a_sound_file(path: Path) -> None:
    assert marks(path.read_bytes()) == []


@pytest.mark.parametrize("text", [text for kind, name, text in SNIPPETS if kind == "yaml" and not name])
def test_it_marks_nothing_in_a_snippet_of_the_guide(text: str) -> None:
    assert marks(text.encode()) == []


UNKNOWN = [
    path
    for path in cases("invalid").values()
    if path.is_file()
    and is_rules(path)
    and any(problem.code == "unknown-key" for problem in load_rules({path.name: path.read_bytes()}).problems)
]


@pytest.mark.parametrize("path", UNKNOWN, ids=lambda path: path.stem)
def test_it_marks_a_key_that_the_language_does_not_know(path: Path) -> None:
    assert marks(path.read_bytes())


@pytest.mark.parametrize("record", RULE_RECORDS, ids=lambda record: slug(record.name))
def test_every_key_stands_with_its_meaning(record: Record) -> None:
    whole = SCHEMA if slug(record.name) == "rule-file" else SCHEMA["definitions"][slug(record.name)]
    assert {
        name: shape["description"].startswith(record.by_name[name].meaning)
        for name, shape in whole["properties"].items()
    } == dict.fromkeys(record.by_name, True)
    assert set(whole.get("required", ())) == {key.name for key in record.keys if key.required}


def test_records_are_told_apart_by_name() -> None:
    names = [slug(record.name) for record in RULE_RECORDS]
    assert len(set(names)) == len(names)
    assert set(schema()["definitions"]) >= set(names) - {"rule-file"}  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("keys", "marked"),
    [
        ("kind: person", False),
        ("kind: folder, path: inbox, covrs: [a]", True),
        ("kind: reliefweb, appname: us, start: 2020-01-01", False),
        ("kind: from-a-package, shelf: 12", False),
    ],
)
def test_a_source_of_ours_has_our_keys_and_one_of_a_package_may_have_its_own(keys: str, marked: bool) -> None:
    assert bool(marks(f"sources: [{{id: s, {keys}}}]".encode())) is marked

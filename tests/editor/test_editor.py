"""What an editor with yaml-language-server offers for the rule files that `deedline init` makes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import deedline
from tests.editor.language_server import Editor, editor, server_command

PROMISES = """\
# yaml-language-server: $schema=schema.json
statements:
  speech: {by: Town, date: 2026-01-12}
promises:
  - id: plan
    title: "The plan is published"
    said: speech
    kind: achieve
    due: 2030-06-30
    criteria:
      published:
        match: {event: plan published}
        happened: once
    kept_when: published
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the rules folder of a new working folder, with files for an editor to open."""
    folder = tmp_path_factory.mktemp("desk")
    assert deedline("init", "desk", folder=folder).code == 0
    rules = folder / "desk" / "rules"
    (rules / "sound.yaml").write_text(PROMISES, "utf-8")
    (rules / "half.yaml").write_text(PROMISES + "    r\n", "utf-8")
    (rules / "kinds.yaml").write_text(PROMISES.replace("kind: achieve", "kind: "), "utf-8")
    (rules / "misspelled.yaml").write_text(PROMISES.replace("kept_when", "kept_wehn"), "utf-8")
    (rules / "unkind.yaml").write_text(PROMISES.replace("kind: achieve", "kind: achive"), "utf-8")
    return rules


@pytest.fixture(scope="module")
def open_editor(rules: Path) -> Iterator[Editor]:
    """Give one editor for all tests: starting the server takes most of their time."""
    command = server_command()
    if command is None:
        pytest.skip("needs node and yaml-language-server (npm): completion in editors is not tried")
    with editor(command, rules) as opened:
        yield opened


@pytest.mark.parametrize("name", ["sound.yaml", "promises.yaml", "sources.yaml", "names.yaml"])
def test_a_sound_file_has_no_marks(open_editor: Editor, name: str) -> None:
    assert open_editor.open(name) == []


def test_a_misspelled_key_is_marked_on_its_line(open_editor: Editor) -> None:
    marks = open_editor.open("misspelled.yaml")
    assert [mark.split(":")[0] for mark in marks] == ["14"]
    assert "kept_wehn" in marks[0]


def test_a_kind_that_is_none_is_marked_with_those_there_are(open_editor: Editor) -> None:
    marks = open_editor.open("unkind.yaml")
    assert [mark.split(":")[0] for mark in marks] == ["8"]
    assert "refrain" in marks[0]


def test_keys_are_offered_where_one_begins(open_editor: Editor) -> None:
    open_editor.open("half.yaml")
    offered = open_editor.completions("half.yaml", 15, 6)
    assert {"review_by", "readings", "rulings", "rule"} <= offered
    assert "kept_when" not in offered, "what stands there already is not offered again"


def test_the_kinds_of_promise_are_offered_as_values(open_editor: Editor) -> None:
    open_editor.open("kinds.yaml")
    assert {"achieve", "maintain", "refrain", "recur", "claim"} <= open_editor.completions("kinds.yaml", 8, 11)


def test_a_key_explains_itself(open_editor: Editor) -> None:
    open_editor.open("sound.yaml")
    assert "The promise is kept when this is true." in open_editor.hover("sound.yaml", 14, 8)
    assert "The deadline" in open_editor.hover("sound.yaml", 9, 6)

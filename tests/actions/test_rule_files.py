from __future__ import annotations

import os
from pathlib import Path

import pytest

from tracker.actions.rule_files import MOST_BYTES, read_rule_files, read_rules_at
from tracker.domain.errors import BadInput, Severity


def test_rule_files_are_read_by_name_relative_to_the_folder(tmp_path: Path) -> None:
    (tmp_path / "syria").mkdir()
    (tmp_path / "b.yaml").write_bytes(b"b")
    (tmp_path / "syria" / "a.yml").write_bytes(b"a")
    assert read_rule_files(tmp_path).contents == {"b.yaml": b"b", "syria/a.yml": b"a"}


def test_hidden_and_other_files_are_left_out(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for name in (".git/x.yaml", ".hidden.yaml", "notes.txt", "schema.json"):
        (tmp_path / name).write_text("x")
    assert read_rule_files(tmp_path).contents == {}


@pytest.mark.parametrize(
    ("name", "better"), [("MORE.YAML", "MORE.yaml"), ("more.yaml.txt", "more.yaml"), ("b.Yml.TXT", "b.yml")]
)
def test_a_file_whose_name_nearly_ends_right_is_left_out_with_a_remark(
    tmp_path: Path, name: str, better: str
) -> None:
    (tmp_path / name).write_bytes(b"a")
    files = read_rule_files(tmp_path)
    (remark,) = files.problems
    assert (files.contents, remark.severity, remark.code) == ({}, Severity.LINT, "left-out")
    assert remark.hint == f"rename it to {better}, or move it out of the folder"


def test_one_file_alone_must_be_named_as_a_rule_file(tmp_path: Path) -> None:
    (tmp_path / "more.yaml.txt").write_bytes(b"a")
    assert [str(problem) for problem in read_rules_at(tmp_path / "more.yaml.txt").problems] == [
        "more.yaml.txt:1:1: this is not a rule file: its name must end in .yaml or .yml (rename it)"
    ]


def test_a_file_over_the_cap_is_a_problem_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "large.yaml").write_bytes(b"#" * (MOST_BYTES + 1))
    (tmp_path / "largest.yaml").write_bytes(b"#" * MOST_BYTES)
    files = read_rule_files(tmp_path)
    assert list(files.contents) == ["largest.yaml"]
    assert [str(problem) for problem in files.problems] == [
        "large.yaml:1:1: the file is over 256 KiB (split it into several files)"
    ]


def test_a_link_out_of_the_folder_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("secret")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    files = read_rule_files(tmp_path / "rules")
    assert files.contents == {}
    assert "leads out of the folder" in files.problems[0].message


def test_a_link_within_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "a.yaml")
    assert read_rule_files(tmp_path).contents == {"a.yaml": b"a", "b.yaml": b"a"}


def test_a_link_that_leads_nowhere_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "not-there.yaml")
    assert "leads nowhere" in read_rule_files(tmp_path).problems[0].message


def test_a_file_that_vanishes_while_the_folder_is_read_is_a_problem_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.yaml", "b.yaml", "c.yaml"):
        (tmp_path / name).write_bytes(b"x")
    really_open = os.open

    def open_late(path: Path, flags: int) -> int:
        if Path(path).name == "b.yaml":  # somebody else was quicker, between the listing and the opening
            (tmp_path / "b.yaml").unlink()
        return really_open(path, flags)

    monkeypatch.setattr("tracker.actions.rule_files.os.open", open_late)
    files = read_rule_files(tmp_path)
    assert list(files.contents) == ["a.yaml", "c.yaml"]
    assert [str(problem) for problem in files.problems] == [
        "b.yaml:1:1: the file vanished while it was read (it is read again when it is back)"
    ]


def test_a_folder_that_a_link_puts_elsewhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.yaml").write_bytes(b"secret")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "linked").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert read_rule_files(tmp_path / "rules").contents == {}


def test_a_link_in_a_circle_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "b.yaml")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "a.yaml")
    (tmp_path / "c.yaml").write_bytes(b"c")
    files = read_rule_files(tmp_path)
    assert [problem.position.file for problem in files.problems] == ["a.yaml", "b.yaml"]
    assert list(files.contents) == ["c.yaml"]


def test_a_named_pipe_does_not_hold_everything_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert "not a regular file" in read_rule_files(tmp_path).problems[0].message


def test_no_folder_is_an_error_with_a_cure(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no folder of rules") as caught:
        read_rule_files(tmp_path / "none")
    assert "deedline init" in caught.value.hint


def test_the_fingerprint_changes_with_any_file_and_with_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a")
    before = read_rule_files(tmp_path).fingerprint
    assert read_rule_files(tmp_path).fingerprint == before
    (tmp_path / "a.yaml").write_bytes(b"b")
    assert read_rule_files(tmp_path).fingerprint != before


def test_one_file_alone_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a")
    assert read_rules_at(tmp_path / "a.yaml").contents == {"a.yaml": b"a"}


def test_one_file_alone_that_cannot_be_read_is_a_problem_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "large.yaml").write_bytes(b"#" * (MOST_BYTES + 1))
    large, gone = (read_rules_at(tmp_path / name) for name in ("large.yaml", "gone.yaml"))
    assert (large.contents, gone.contents) == ({}, {})
    assert [str(problem) for problem in large.problems] == [
        "large.yaml:1:1: the file is over 256 KiB (split it into several files)"
    ]
    assert [problem.code for problem in gone.problems] == ["unreadable"]

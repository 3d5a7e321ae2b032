"""`deedline rules check` and `rules apply`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import RULES, make_desk
from tests.cli.running import ROOT, deedline
from tracker.domain.criteria import Position
from tracker.domain.errors import Problem, Severity
from tracker.language.ruleset import Loaded

BROKEN = RULES.replace("kind: achieve", "kind: achive").replace("kept_when: published", "kept_when: publised")


def write(folder: Path, text: str) -> None:
    """Write one rule file."""
    (folder / "rules").mkdir(exist_ok=True)
    (folder / "rules" / "promises.yaml").write_text(text, encoding="utf-8")


def test_sound_rules_pass(tmp_path: Path) -> None:
    write(tmp_path, RULES)
    ran = deedline("rules", "check", "rules", folder=tmp_path)
    assert (ran.code, ran.out) == (0, "")
    assert "1 files, 1 promises" in ran.err


@pytest.mark.parametrize("pack", ["packs/syria-2016", "starter"])
def test_what_is_shipped_passes(tmp_path: Path, pack: str) -> None:
    assert deedline("rules", "check", ROOT / "rules" / pack, folder=tmp_path).code == 0


def test_every_error_stands_on_its_line_with_place_and_cure(tmp_path: Path) -> None:
    write(tmp_path, BROKEN)
    ran = deedline("rules", "check", "rules", folder=tmp_path)
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("error: rules/promises.yaml:") for line in lines)
    assert "did you mean" in ran.out


def test_one_file_can_be_checked_alone(tmp_path: Path) -> None:
    write(tmp_path, BROKEN)
    ran = deedline("rules", "check", "rules/promises.yaml", folder=tmp_path)
    assert ran.code == 1
    assert ran.out.startswith("error: rules/promises.yaml:")


def test_json_gives_place_code_and_cure_apart(tmp_path: Path) -> None:
    write(tmp_path, BROKEN)
    ran = deedline("rules", "check", "rules", "--format", "json", folder=tmp_path)
    assert ran.code == 1
    problems = ran.data["problems"]
    assert {problem["file"] for problem in problems} == {"rules/promises.yaml"}
    assert set(problems[0]) == {"file", "line", "column", "severity", "code", "message", "hint"}
    assert RULES.splitlines()[problems[0]["line"] - 1].strip().startswith("kind")


def test_github_annotations_name_file_line_and_column(tmp_path: Path) -> None:
    write(tmp_path, BROKEN)
    ran = deedline("rules", "check", "rules", "--format", "github", folder=tmp_path)
    assert ran.code == 1
    assert all(line.startswith("::error file=rules/promises.yaml,line=") for line in ran.out.splitlines())


def test_an_annotation_cannot_be_forged_by_a_rule_file(tmp_path: Path) -> None:
    write(tmp_path, RULES.replace("kind: achieve", 'kind: "x%0A::error file=a::forged"'))
    ran = deedline("rules", "check", "rules", "--format", "github", folder=tmp_path)
    assert [line for line in ran.out.splitlines() if line.startswith("::error file=a")] == []
    assert "%0A" not in ran.out


def test_without_a_path_the_folder_of_the_settings_is_checked(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    (desk / "rules" / "more.yaml").write_text("promises: 1\n")
    ran = deedline("rules", "check", folder=desk)
    assert ran.code == 1
    assert "rules/more.yaml:1:" in ran.out


def test_a_path_that_is_not_there_is_told_with_its_cure(tmp_path: Path) -> None:
    ran = deedline("rules", "check", "nowhere", folder=tmp_path)
    assert ran.code == 1
    assert "there are no rules at nowhere" in ran.err
    assert "hint:" in ran.err


def test_applying_puts_rules_into_force_and_names_what_changed(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    assert deedline("rules", "apply", folder=desk).out == "added grid-plan\n"
    assert deedline("rules", "apply", folder=desk).out == ""
    (desk / "rules" / "promises.yaml").write_text(RULES.replace("due: 2026-03-01", "due: 2026-04-01"))
    assert deedline("rules", "apply", "--json", folder=desk).data["changed"] == ["grid-plan"]


def test_applying_a_broken_file_keeps_its_last_good_version(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    deedline("rules", "apply", folder=desk)
    (desk / "rules" / "promises.yaml").write_text(BROKEN)
    ran = deedline("rules", "apply", folder=desk)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("error: promises.yaml:") == 2
    (row,) = deedline("promises", "--json", folder=desk).data
    assert (row["promise"], row["version"]) == ("grid-plan", 1)


def test_a_promise_that_names_nobody_belongs_to_the_owner_of_the_log(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, settings='owner = "grid desk"\n')
    deedline("rules", "apply", folder=desk)
    (row,) = deedline("promises", "--json", folder=desk).data
    assert row["owner"] == "grid desk"


def test_remarks_alone_end_with_three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remark = Problem(
        Position("rules/promises.yaml", 3, 5), "no `needs`", "name a source", "no-needs", Severity.LINT
    )
    monkeypatch.setattr("tracker.cli.rule_reading.load_rules", lambda files, tz: Loaded(problems=(remark,)))
    write(tmp_path, RULES)
    ran = deedline("rules", "check", "rules", folder=tmp_path)
    assert ran.code == 3
    assert ran.out.startswith("lint: rules/")
    assert "::warning file=" in deedline("rules", "check", "rules", "--format", "github", folder=tmp_path).out

"""`deedline rules fmt` and `rules schema` as commands."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.desk import make_desk
from tests.cli.running import ROOT, deedline
from tests.language.test_formatting import TIDY, UNTIDY, laid_out


def rule_file(folder: Path, text: str = UNTIDY) -> Path:
    """Write one rule file into a folder of its own."""
    path = folder / "rules" / "force.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_is_laid_out_and_the_file_named(tmp_path: Path) -> None:
    path = rule_file(tmp_path)
    path.chmod(0o640)
    ran = deedline("rules", "fmt", "rules", folder=tmp_path)
    assert (ran.code, ran.out.strip()) == (0, "rules/force.yaml")
    assert path.read_text(encoding="utf-8") == laid_out(UNTIDY)
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in path.parent.iterdir()] == ["force.yaml"]


def test_what_is_laid_out_already_is_not_touched(tmp_path: Path) -> None:
    path = rule_file(tmp_path, laid_out(TIDY))
    before = path.stat().st_mtime_ns
    ran = deedline("rules", "fmt", "rules", folder=tmp_path)
    assert (ran.code, ran.out) == (0, "")
    assert path.stat().st_mtime_ns == before


def test_a_file_that_is_left_out_by_its_name_is_a_remark_and_no_failure(tmp_path: Path) -> None:
    rule_file(tmp_path, laid_out(TIDY)).with_name("more.yaml.txt").write_text("x", encoding="utf-8")
    ran = deedline("rules", "fmt", "rules", folder=tmp_path)
    assert ran.code == 0
    assert "lint: rules/more.yaml.txt:1:1: this file is left out" in ran.err


def test_a_check_changes_nothing_and_fails(tmp_path: Path) -> None:
    path = rule_file(tmp_path)
    ran = deedline("rules", "fmt", "rules", "--check", folder=tmp_path)
    assert (ran.code, ran.out.strip()) == (1, "rules/force.yaml")
    assert path.read_text(encoding="utf-8") == UNTIDY


def test_the_difference_is_shown_without_changing_anything(tmp_path: Path) -> None:
    path = rule_file(tmp_path)
    ran = deedline("rules", "fmt", "rules", "--diff", folder=tmp_path)
    assert ran.code == 1
    assert "+  - id: force    # never change it" in ran.out
    assert path.read_text(encoding="utf-8") == UNTIDY


def test_a_file_with_a_mistake_is_named_and_left_and_the_others_are_laid_out(tmp_path: Path) -> None:
    path = rule_file(tmp_path)
    broken = path.with_name("broken.yaml")
    broken.write_text("promises:\n\t- {}\n", encoding="utf-8")
    ran = deedline("rules", "fmt", "rules", folder=tmp_path)
    assert ran.code == 1
    assert "error: rules/broken.yaml:2:1" in ran.err
    assert broken.read_text(encoding="utf-8") == "promises:\n\t- {}\n"
    assert path.read_text(encoding="utf-8") == laid_out(UNTIDY)


def test_the_schema_is_written_beside_the_rules_of_the_settings(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    assert deedline("rules", "schema", folder=desk).code == 0
    written = (desk / "rules" / "schema.json").read_text(encoding="utf-8")
    assert written == (ROOT / "rules" / "schema.json").read_text(encoding="utf-8")


def test_the_schema_can_be_printed(tmp_path: Path) -> None:
    ran = deedline("rules", "schema", "-", folder=tmp_path)
    assert json.loads(ran.out)["title"] == "Deedline rule file"


def test_a_place_where_the_schema_cannot_be_written_is_told(tmp_path: Path) -> None:
    ran = deedline("rules", "schema", "nowhere/schema.json", folder=tmp_path)
    assert ran.code == 1
    assert "nowhere/schema.json cannot be written" in ran.err

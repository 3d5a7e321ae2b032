"""`deedline rules plan` and `rules apply PLAN`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.desk import DEED, RULES, drop, make_desk
from tests.cli.running import deedline


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Make a folder whose rules are in force and whose promise was kept."""
    desk = make_desk(tmp_path)
    drop(desk, DEED)
    assert deedline("run", "--once", folder=desk).code == 0
    return desk


def edit(desk: Path, old: str, new: str) -> None:
    (desk / "rules" / "promises.yaml").write_text(RULES.replace(old, new), encoding="utf-8")


def test_without_edits_there_are_no_changes(desk: Path) -> None:
    ran = deedline("rules", "plan", folder=desk)
    assert (ran.code, ran.out) == (0, "no changes\n")


def test_an_edit_is_told_by_meaning_with_what_it_does_today(desk: Path) -> None:
    edit(desk, "due: 2026-03-01", "due: 2026-02-10")
    ran = deedline("rules", "plan", folder=desk)
    assert ran.code == 2
    assert "~ grid-plan: The ministry publishes the grid plan (changed)" in ran.out
    assert "    due: 2026-03-01 → 2026-02-10" in ran.out
    assert "promise (1 changed); alerts:" in ran.out.splitlines()[-1]


def test_the_sum_counts_the_alerts_that_a_new_promise_would_have_brought(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    rules = desk / "rules" / "promises.yaml"
    rules.write_text(RULES[: RULES.index("promises:")], encoding="utf-8")
    assert deedline("run", "--once", folder=desk).code == 0
    rules.write_text(RULES, encoding="utf-8")
    out = deedline("rules", "plan", folder=desk).out
    listed = out.count("alert would have come: ")
    assert listed >= 1
    assert out.splitlines()[-1].endswith(
        f"alerts: 0 gained, 0 lost, 0 moved, {listed} that new promises would have brought"
    )


def test_a_plan_is_applied_once_and_refused_when_stale(desk: Path) -> None:
    edit(
        desk,
        "kept_when: published",
        "kept_when: published\n    at_risk_when: refused",
    )
    assert deedline("rules", "plan", "--out", "plan.json", folder=desk).code == 2
    assert deedline("rules", "apply", "plan.json", folder=desk).out == "changed grid-plan\n"
    again = deedline("rules", "apply", "plan.json", folder=desk)
    assert again.code == 1
    assert "the plan is stale" in again.err


def test_a_plan_of_other_files_is_refused_and_nothing_is_applied(desk: Path) -> None:
    edit(desk, "due: 2026-03-01", "due: 2026-04-01")
    deedline("rules", "plan", "--out", "plan.json", folder=desk)
    edit(desk, "due: 2026-03-01", "due: 2026-05-01")
    assert "promises.yaml changed since" in deedline("rules", "apply", "plan.json", folder=desk).err
    assert deedline("rules", "plan", folder=desk).code == 2


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"made": "never"}', "no json"])
def test_a_file_that_is_no_plan_is_refused(desk: Path, text: str) -> None:
    (desk / "plan.json").write_text(text, encoding="utf-8")
    ran = deedline("rules", "apply", "plan.json", folder=desk)
    assert ran.code == 1
    assert "is not a plan" in ran.err


def test_a_broken_file_is_told_instead_of_a_plan(desk: Path) -> None:
    edit(desk, "kind: achieve", "kind: achive")
    ran = deedline("rules", "plan", folder=desk)
    assert ran.code == 1
    assert "did you mean `achieve`" in ran.err


def test_the_plan_as_data(desk: Path) -> None:
    edit(desk, "due: 2026-03-01", "due: 2026-04-01")
    data = json.loads(deedline("rules", "plan", "--json", folder=desk).out)
    assert [(each["promise"], each["fate"], each["new"]) for each in data["promises"]] == [
        ("grid-plan", "changed", "kept")
    ]
    assert data["promises"][0]["differences"][0]["path"] == "due"


def test_in_markdown_no_text_of_a_rule_becomes_mark_up(desk: Path) -> None:
    title = "Plan | <b>@team</b> [here](https://evil.example) `x`"
    edit(desk, "The ministry publishes the grid plan", title)
    out = deedline("rules", "plan", "--format", "markdown", folder=desk).out
    assert "| grid-plan | changed |" in out
    told = next(line for line in out.splitlines() if line.startswith("- title"))
    for part in ("<b>", "@team", "https://"):
        assert part not in told
    for part in ("\\|", "\\[here\\](", "\\`x\\`"):
        assert part in told

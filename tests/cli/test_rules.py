"""`deedline rules check` and `rules apply`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import DEED, RULES, drop, make_desk
from tests.cli.running import ROOT, deedline
from tracker.domain.criteria import Position
from tracker.domain.errors import Problem, Severity
from tracker.language.ruleset import Loaded

BROKEN = RULES.replace("kind: achieve", "kind: achive").replace("kept_when: published", "kept_when: publised")


def write(folder: Path, text: str) -> None:
    """Write one rule file."""
    (folder / "rules").mkdir(exist_ok=True)
    (folder / "rules" / "promises.yaml").write_text(text, encoding="utf-8")


EXAMPLE = """
examples:
  - {name: "nothing is told", promise: grid-plan, expect: [{at: 2026-01-20, status: pending}]}
"""


def test_sound_rules_pass(tmp_path: Path) -> None:
    write(tmp_path, RULES + EXAMPLE)
    ran = deedline("rules", "check", "rules", folder=tmp_path)
    assert (ran.code, ran.out) == (0, "")
    assert "1 file, 1 promise" in ran.err


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
    again = deedline("rules", "apply", folder=desk)
    assert (again.code, again.out) == (0, "")
    assert again.err == "nothing changed: what the files say is in force already\n"
    (desk / "rules" / "promises.yaml").write_text(RULES.replace("due: 2026-03-01", "due: 2026-04-01"))
    assert deedline("rules", "apply", "--json", folder=desk).data["changed"] == ["grid-plan"]


def test_applying_other_names_or_sources_says_that_they_changed(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    deedline("rules", "apply", folder=desk)
    names = desk / "rules" / "names.yaml"
    names.write_text("events:\n  plan published: [plan is out]\n", encoding="utf-8")
    assert deedline("rules", "apply", folder=desk).err == "the names in force changed\n"
    (desk / "rules" / "promises.yaml").write_text(RULES.replace("every: 5 minutes", "every: 6 minutes"))
    data = deedline("rules", "apply", "--json", folder=desk).data
    assert (data["names"], data["sources"], data["changed"]) == (False, True, [])


def test_applying_a_broken_file_keeps_its_last_good_version(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    deedline("rules", "apply", folder=desk)
    (desk / "rules" / "promises.yaml").write_text(BROKEN)
    ran = deedline("rules", "apply", folder=desk)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("error: promises.yaml:") == 2
    assert "nothing changed: a file with errors keeps its last good version in force" in ran.err
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
    monkeypatch.setattr("tracker.cli.rule_reading.load_rules", lambda files, **how: Loaded(problems=(remark,)))
    write(tmp_path, RULES)
    ran = deedline("rules", "check", "rules", folder=tmp_path)
    assert ran.code == 3
    assert ran.out.startswith("lint: rules/")
    assert "::warning file=" in deedline("rules", "check", "rules", "--format", "github", folder=tmp_path).out


EXAMPLES = """
examples:
  - name: "out in time"
    promise: grid-plan
    reports:
      - {id: r1, source: gazette, published: 2026-02-21, occurred: 2026-02-20, event: plan published}
    expect:
      - {at: 2026-02-20, status: pending}
      - {at: 2026-02-21, status: kept}
  - name: "silence"
    promise: grid-plan
    expect:
      - {at: 2026-03-10, status: STATUS, flags: coverage_assumed}
"""


def test_examples_that_pass_are_counted(tmp_path: Path) -> None:
    write(tmp_path, RULES + EXAMPLES.replace("STATUS", "overdue"))
    ran = deedline("rules", "test", "rules", folder=tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, "", "2 examples: 2 passed, 0 failed\n")


def test_an_example_that_fails_is_told_with_place_difference_and_explanation(tmp_path: Path) -> None:
    write(tmp_path, RULES + EXAMPLES.replace("STATUS", "broken"))
    ran = deedline("rules", "test", "rules", folder=tmp_path)
    assert (ran.code, ran.err) == (1, "2 examples: 1 passed, 1 failed\n")
    first, difference, *explanation = ran.out.splitlines()
    assert first == "failed: rules/promises.yaml:33:9: silence, on 2026-03-10"
    assert difference == "  status: expected broken, was overdue"
    assert len(explanation) >= 1
    assert all(line.startswith("    ") for line in explanation)


def test_failing_examples_are_told_as_json(tmp_path: Path) -> None:
    write(tmp_path, RULES + EXAMPLES.replace("STATUS", "broken"))
    ran = deedline("rules", "test", "rules", "--format", "json", folder=tmp_path)
    assert ran.code == 1
    (failure,) = ran.data["failures"]
    assert (ran.data["examples"], ran.data["failed"], ran.data["problems"]) == (2, 1, [])
    assert (failure["file"], failure["line"], failure["name"]) == ("rules/promises.yaml", 33, "silence")
    assert (failure["view"], failure["instance"], failure["reading"]) == ("known", "", None)
    assert failure["differences"] == [{"key": "status", "expected": "broken", "actual": "overdue"}]
    assert failure["explanation"]


def test_a_check_runs_the_examples_too(tmp_path: Path) -> None:
    write(tmp_path, RULES + EXAMPLES.replace("STATUS", "broken"))
    ran = deedline("rules", "check", "rules", folder=tmp_path)
    assert ran.code == 1
    assert ran.out.startswith('failed: rules/promises.yaml:33:9: the example "silence" fails on 2026-03-10: ')
    assert "status: expected broken, was overdue (" in ran.out
    assert "1 file, 1 promise, 2 examples: 0 errors, " in ran.err
    assert "1 expectation not met" in ran.err
    data = deedline("rules", "check", "rules", "--format", "json", folder=tmp_path).data
    assert (data["examples"], [problem["code"] for problem in data["problems"]]) == (2, ["example"])
    write(tmp_path, RULES + EXAMPLES.replace("STATUS", "overdue"))
    assert deedline("rules", "check", "rules", folder=tmp_path).code == 0


def test_a_check_tells_what_a_failing_example_set_aside_and_where_to_see_all(tmp_path: Path) -> None:
    figure = "reached: {match: {indicator: kilometres built}, latest: {at_least: 5, unit: km}}"
    rules = RULES.replace("published: {match: {event: plan published}, happened: once}", figure)
    example = """
examples:
  - name: "in miles"
    promise: grid-plan
    reports:
      - id: r1
        source: gazette
        published: 2026-02-21
        occurred: 2026-02-20
        indicator: kilometres built
        value: 9
        unit: miles
    expect:
      - {at: 2026-02-21, status: kept}
"""
    write(tmp_path, rules.replace("kept_when: published", "kept_when: reached") + example)
    out = deedline("rules", "check", "rules", folder=tmp_path).out
    (told,) = [line for line in out.splitlines() if line.startswith("failed:")]
    assert "; set aside r1: " in told
    assert told.endswith("; see `deedline rules test`)")


def test_a_file_with_a_failing_example_goes_into_force_and_every_command_says_so(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    write(desk, RULES + EXAMPLES.replace("STATUS", "broken"))
    told = '1 example fails ("silence"), in force all the same; see `deedline rules test`'
    assert told in deedline("run", "--once", folder=desk).err
    assert told in deedline("rules", "plan", folder=desk).err
    applied = deedline("rules", "apply", folder=desk)
    assert (applied.code, told in applied.err) == (0, True)
    assert deedline("rules", "apply", "--json", folder=desk).data["failing_examples"] == ["silence"]
    assert told in deedline("doctor", folder=desk).out


def test_the_sum_of_a_check_counts_the_files_that_are_fine(tmp_path: Path) -> None:
    write(tmp_path, BROKEN)
    assert "0 of 1 file fine, 0 promises: 2 errors" in deedline("rules", "check", "rules", folder=tmp_path).err


def test_examples_in_a_file_with_errors_are_not_run_but_the_errors_told(tmp_path: Path) -> None:
    write(tmp_path, BROKEN + EXAMPLES.replace("STATUS", "broken"))
    ran = deedline("rules", "test", "rules", folder=tmp_path)
    assert (ran.code, ran.err) == (1, "no examples: nothing was tried\n")
    assert all(line.startswith("error: rules/promises.yaml:") for line in ran.out.splitlines())


@pytest.mark.parametrize("pack", ["packs/syria-2016", "starter"])
def test_the_examples_that_are_shipped_pass(tmp_path: Path, pack: str) -> None:
    ran = deedline("rules", "test", ROOT / "rules" / pack, folder=tmp_path)
    assert (ran.code, ran.out) == (0, "")
    assert ", 0 failed" in ran.err
    assert "no examples" not in ran.err


def test_an_example_cannot_steer_a_terminal(tmp_path: Path) -> None:
    forged = EXAMPLES.replace('"silence"', '"sil\\e[31mence"').replace("STATUS", "broken")
    write(tmp_path, RULES + forged)
    ran = deedline("rules", "test", "rules", folder=tmp_path)
    assert ran.code == 1
    assert "\x1b" not in ran.out


def test_a_remark_is_told_with_its_check_and_is_no_error(tmp_path: Path) -> None:
    write(tmp_path, RULES)
    ran = deedline("rules", "check", "rules", folder=tmp_path)
    assert ran.code == 3
    assert ran.out.startswith("lint: rules/promises.yaml:")
    assert ran.out.rstrip().endswith("[no-example]")
    left_out = "unseen, too-broad, unreached, untold-owner"
    assert f"remarks that need the store and the routes were not looked for: {left_out}" in ran.err


def test_in_the_folder_of_the_settings_names_are_held_against_the_store(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    write(desk, RULES.replace("event: plan published", "event: plan publishd") + EXAMPLE)
    drop(desk, DEED)
    assert deedline("run", "--once", folder=desk).code == 0
    ran = deedline("rules", "check", "--format", "json", folder=desk)
    told = [problem["code"] for problem in ran.data["problems"] if problem["code"] != "unreached"]
    assert told == ["unseen"]
    assert ran.data["problems"][0]["hint"].startswith("did you mean `plan published`?")
    assert ran.data["skipped"] == {}


def test_cover_lists_what_no_example_tried(tmp_path: Path) -> None:
    write(tmp_path, RULES + EXAMPLE)
    ran = deedline("rules", "test", "rules", "--cover", folder=tmp_path)
    assert ran.code == 0
    assert [line.split(": ")[2:] for line in ran.out.splitlines()] == [
        ["criterion published of grid-plan", "never true"],
        ["criterion refused of grid-plan", "never true"],
        ["condition kept_when of grid-plan", "never true"],
        ["condition broken_when of grid-plan", "never true"],
    ]
    assert "1 promise of 1 with examples; 4 parts untried" in ran.err


def test_cover_as_data(tmp_path: Path) -> None:
    write(tmp_path, RULES + EXAMPLE)
    data = deedline("rules", "test", "rules", "--cover", "--format", "json", folder=tmp_path).data
    assert data["untried"][0] == {
        "promise": "grid-plan",
        "reading": None,
        "what": "criterion",
        "name": "published",
        "never": ["true"],
    }


def test_an_alert_that_goes_elsewhere_fails_in_the_folder_of_the_settings(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    wanted = EXAMPLE.replace("expect:", "alerts: [{at: 2026-03-05, status: overdue, to: [slack]}], expect:")
    write(desk, RULES + wanted)
    ran = deedline("rules", "test", folder=desk)
    assert ran.code == 1
    assert "alert overdue goes to: expected slack, was console" in ran.out
    assert deedline("rules", "test", "rules", folder=desk).code == 0


@pytest.mark.parametrize("command", ["check", "test"])
def test_json_is_asked_for_as_of_other_commands(tmp_path: Path, command: str) -> None:
    write(tmp_path, RULES + EXAMPLE.replace("pending", "kept"))
    short = deedline("rules", command, "rules", "--json", folder=tmp_path)
    assert short.code == 1
    assert short.data == deedline("rules", command, "rules", "--format", "json", folder=tmp_path).data

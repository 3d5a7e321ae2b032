"""The demo as a stranger runs it: small packs, broken packs, the files it leaves behind."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.demo_runs import played, report, run_demo, run_demo_alone, small_pack, statuses


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what happens where nobody reports anything, though the wire is listened to."""
    folder = tmp_path_factory.mktemp("silent")
    found = played(folder, small_pack(folder / "pack"))
    return {**found, "left": [path.name for path in folder.iterdir()]}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return what is printed of a promise that is kept."""
    folder = tmp_path_factory.mktemp("printed")
    ran = run_demo_alone(folder, "--pack", str(small_pack(folder / "pack", report(10))))
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def test_a_promise_moves_from_pending_to_kept_by_the_evidence_of_a_report(tmp_path: Path) -> None:
    found = played(tmp_path, small_pack(tmp_path / "pack", report(10)))
    moves = [(each["at"][:10], each["old"], each["new"], each["deciding"]) for each in found["transitions"]]
    assert moves == [("2024-01-01", None, "pending", []), ("2024-01-04", "pending", "kept", ["count"])]
    assert [statuses(board) for board in found["boards"]] == [{"ten-bridges": "kept"}] * 2


def test_a_changed_figure_changes_the_board(tmp_path: Path) -> None:
    enough = played(tmp_path, small_pack(tmp_path / "enough", report(10, day="2024-01-05")))
    too_few = played(tmp_path, small_pack(tmp_path / "too-few", report(9, day="2024-01-05")))
    assert statuses(enough["boards"][-1]) == {"ten-bridges": "kept"}
    assert statuses(too_few["boards"][-1]) == {"ten-bridges": "broken"}


def test_a_deleted_report_leaves_a_silence_that_counts(silent: dict[str, Any]) -> None:
    moves = [(each["at"], each["new"]) for each in silent["transitions"]]
    assert moves == [
        ("2024-01-01T00:00:00Z", "pending"),
        ("2024-01-06T00:00:00Z", "awaiting"),
        ("2024-01-08T00:00:00Z", "overdue"),
    ]


def test_silence_that_nobody_listened_to_is_unverifiable(tmp_path: Path) -> None:
    found = played(tmp_path, small_pack(tmp_path / "pack", coverage="coverage: []\n"))
    assert statuses(found["boards"][-1]) == {"ten-bridges": "unverifiable"}


def test_an_overdue_promise_is_told_once_to_slack(silent: dict[str, Any]) -> None:
    told = [each for each in silent["messages"] if each["destination"] == "slack"]
    assert [each["promises"] for each in told] == [["ten-bridges"], ["ten-bridges"]]
    assert "overdue" in told[1]["payload"]["text"]
    assert told[1]["at"] == "2024-01-08T00:00:00Z"


def test_a_change_is_printed_with_its_reason_its_evidence_and_the_link(printed: str) -> None:
    _, _, after = printed.partition("○ pending → ✔ kept  Ten bridges are open\n")
    assert [line.strip() for line in after.splitlines()[:4]] == [
        "done in time",
        "+ The bridges counted",
        "wire, 4 Jan 2024",
        "https://example.org/count",
    ]


def test_the_statement_and_the_board_are_printed(printed: str) -> None:
    said = "“Ten bridges by the fifth of January”\n   Minister, 1 Jan 2024\n   https://example.org/speech"
    assert said in printed
    assert "Board at the end of Fri 12 Jan 2024: the end" in printed


def test_piped_output_carries_no_colours_and_keeps_to_its_width(tmp_path: Path) -> None:
    ran = run_demo(tmp_path, "--pack", str(small_pack(tmp_path / "pack", report(10))), COLUMNS="60")
    assert "\x1b" not in ran.out
    assert [line for line in ran.out.splitlines() if len(line) > 80 and "--pack" not in line] == []


def test_no_color_takes_the_colours_out_even_where_they_are_forced(tmp_path: Path) -> None:
    pack = str(small_pack(tmp_path / "pack", report(10)))
    coloured = run_demo(tmp_path, "--pack", pack, FORCE_COLOR="1")
    plain = run_demo(tmp_path, "--pack", pack, FORCE_COLOR="1", NO_COLOR="1")
    assert "\x1b[32m✔ kept" in coloured.out
    assert re.search(r"\x1b\[[0-9;]*3[0-7]m", plain.out) is None


def test_text_from_outside_is_shown_as_it_is_and_steers_nothing(tmp_path: Path) -> None:
    hostile = report(10, title="[bold red]ten[/] \u202eegdirb\u2028 [link=https://evil.example]here[/link]")
    ran = run_demo(tmp_path, "--pack", str(small_pack(tmp_path / "pack", hostile)), FORCE_COLOR="1")
    assert "[bold red]ten[/] egdirb [link=https://evil.example]here[/link]" in ran.out
    assert "\u202e" not in ran.out
    assert "\x1b]8" not in ran.out


def test_a_terminal_without_unicode_loses_signs_and_not_the_story(tmp_path: Path) -> None:
    pack = str(small_pack(tmp_path / "pack", report(10)))
    ran = run_demo_alone(tmp_path, "--pack", pack, PYTHONIOENCODING="ascii")
    assert ran.code == 0
    assert "? kept" in ran.out


def test_every_message_and_the_digest_lie_in_the_folder_it_names(tmp_path: Path) -> None:
    ran = run_demo(tmp_path, "--pack", str(small_pack(tmp_path / "pack")), "--out", "seen")
    assert "lies in seen/" in ran.out
    files = sorted(path.relative_to(tmp_path / "seen").as_posix() for path in (tmp_path / "seen").rglob("*.*"))
    assert files == [
        "README.txt",
        "digest.html",
        "digest.json",
        "digest.txt",
        "slack/01-pending-ten-bridges.json",
        "slack/02-overdue-ten-bridges.json",
    ]
    payload = json.loads((tmp_path / "seen/slack/02-overdue-ten-bridges.json").read_text(encoding="utf-8"))
    assert payload["blocks"][0]["type"] == "header"
    assert "<html" in (tmp_path / "seen/digest.html").read_text(encoding="utf-8")
    assert "Ten bridges are open" in (tmp_path / "seen/digest.txt").read_text(encoding="utf-8")


def test_a_second_run_prints_the_same_and_replaces_the_files_of_the_first(tmp_path: Path) -> None:
    pack = small_pack(tmp_path / "pack")
    first = run_demo(tmp_path, "--pack", str(pack))
    before = {path.name: path.read_bytes() for path in (tmp_path / "demo-output").rglob("*.json")}
    second = run_demo(tmp_path, "--pack", str(pack))
    assert second.out == first.out
    assert {path.name: path.read_bytes() for path in (tmp_path / "demo-output").rglob("*.json")} == before


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "demo-output"
    other.mkdir()
    (other / "digest.html").write_text("mine", encoding="utf-8")
    ran = run_demo(tmp_path, "--pack", str(small_pack(tmp_path / "pack")))
    assert (other / "digest.html").read_text(encoding="utf-8") == "mine"
    assert "lies in demo-output-2/" in ran.out


def test_an_out_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    ran = run_demo(tmp_path, "--pack", str(small_pack(tmp_path / "pack")), "--out", ".")
    assert ran.code == 1
    assert ran.err == "deedline: . is not an empty folder\n  hint: name a new one: --out DIR\n"


def test_json_leaves_no_files_behind_unless_asked(silent: dict[str, Any]) -> None:
    assert {each["file"] for each in silent["messages"]} == {None}
    assert silent["left"] == ["pack"]


def test_every_problem_of_every_file_is_told_with_its_place_and_nothing_is_played(tmp_path: Path) -> None:
    pack = small_pack(tmp_path / "pack", report(10))
    (pack / "pack.yaml").write_text(PLAN_WITHOUT_TITLE, encoding="utf-8")
    (pack / "coverage.yaml").write_text("coverage:\n  - {source: wire, from: 2024-01-01}\n", encoding="utf-8")
    with (pack / "reports.jsonl").open("a", encoding="utf-8") as file:
        file.write("{not json\n")
    rules = (pack / "rules.yaml").read_text(encoding="utf-8")
    (pack / "rules.yaml").write_text(rules.replace("kind: achieve", "knd: achieve"), encoding="utf-8")
    ran = run_demo(tmp_path, "--pack", "pack")
    assert ran.code == 1
    assert ran.out == ""
    places = {line.split(":")[1].strip() + ":" + line.split(":")[2] for line in ran.err.splitlines()[:-1]}
    assert {"pack/pack.yaml:1", "pack/coverage.yaml:2", "pack/reports.jsonl:2", "pack/rules.yaml:12"} <= places
    assert "Traceback" not in ran.err
    assert not (tmp_path / "demo-output").exists()


PLAN_WITHOUT_TITLE = "replay: {from: 2024-01-01, to: 2024-01-12}\n"


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("pack.yaml", "pack/pack.yaml:1:1: there is no such file"),
        ("rules.yaml", "pack/rules.yaml:1:1: no rule file stands here"),
        ("reports.jsonl", "pack/reports.jsonl:1:1: there is no file of reports"),
    ],
)
def test_a_missing_file_is_named_with_its_cure(tmp_path: Path, missing: str, told: str) -> None:
    pack = small_pack(tmp_path / "pack", report(10))
    (pack / missing).unlink()
    ran = run_demo(tmp_path, "--pack", "pack")
    assert ran.code == 1
    assert told in ran.err


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    ran = run_demo(tmp_path, "--pack", "nowhere")
    assert ran.code == 1
    assert "there is no folder nowhere" in ran.err

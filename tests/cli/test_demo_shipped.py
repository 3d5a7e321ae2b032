"""The shipped story, as `deedline demo` plays it, and copies of it with one thing changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.demo_runs import SHIPPED, copy_of_shipped, played, run_demo_alone, statuses
from tests.cli.running import Ran

UNSEEN = ("un-envoy-briefs-council", "presidents-speak")
CLAIM = "ru-no-indiscriminate-attacks"
MAIN_PART = "ru-syria-main-part"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """Run the command once as a stranger would; return the folder it ran in and what it printed."""
    folder = tmp_path_factory.mktemp("stranger")
    return folder, run_demo_alone(folder)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the shipped story as data."""
    return played(tmp_path_factory.mktemp("data"), SHIPPED)


def reports_of(pack: Path) -> list[dict[str, Any]]:
    lines = (pack / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def write_reports(pack: Path, reports: list[dict[str, Any]]) -> None:
    text = "".join(json.dumps(each) + "\n" for each in reports)
    (pack / "reports.jsonl").write_text(text, encoding="utf-8")


def test_it_ends_well_and_says_nothing_on_stderr(
    shown: tuple[Path, Ran],
) -> None:
    assert (shown[1].code, shown[1].err) == (0, "")


def test_the_withdrawal_starts_in_time_by_word_of_somebody_else_than_russia(story: dict[str, Any]) -> None:
    moves = [each for each in story["transitions"] if each["promise"] == "ru-syria-start"]
    assert moves[-1]["new"] == "kept"
    assert moves[-1]["deciding"] == ["reuters-15-of-36"]


def test_the_main_part_ends_disputed_because_its_readings_part(story: dict[str, Any]) -> None:
    row = next(row for row in story["boards"][-1]["rows"] if row["promise"] == MAIN_PART)
    assert row["status"] == "disputed"
    assert row["readings"]["against-36"] != row["readings"]["against-40"]
    assert "depends_on_reading" in row["flags"]


def test_the_bases_hold_and_are_never_kept(story: dict[str, Any]) -> None:
    for base in ("ru-hmeimim-operates", "ru-tartus-operates"):
        assert {statuses(board)[base] for board in story["boards"]} == {"holding"}


def test_what_no_report_speaks_about_ends_unverifiable(story: dict[str, Any]) -> None:
    assert {statuses(story["boards"][-1])[promise] for promise in UNSEEN} == {"unverifiable"}
    assert {each["new"] for each in story["transitions"] if each["promise"] in UNSEEN} == {
        "pending",
        "awaiting",
        "unverifiable",
    }


def test_the_denial_is_disputed_by_an_interested_count_and_never_broken(story: dict[str, Any]) -> None:
    moves = [each for each in story["transitions"] if each["promise"] == CLAIM]
    assert (moves[-1]["new"], moves[-1]["deciding"]) == ("disputed", ["sohr-toll"])
    assert "broken" not in {each["new"] for each in moves}


def test_every_transition_has_a_reason(story: dict[str, Any]) -> None:
    assert all(each["reason"]["text"] for each in story["transitions"])


def test_every_report_that_decides_is_printed_with_its_link(
    story: dict[str, Any], shown: tuple[Path, Ran]
) -> None:
    links = {each["id"]: each["url"] for each in reports_of(SHIPPED)}
    deciding = {report for each in story["transitions"] for report in each["deciding"]}
    assert deciding
    assert [links[each] for each in sorted(deciding) if links[each] not in shown[1].out] == []


def test_every_report_is_heard_or_decides(story: dict[str, Any]) -> None:
    heard = {each["report"] for each in story["heard"]}
    deciding = {report for each in story["transitions"] for report in each["deciding"]}
    assert {each["id"] for each in reports_of(SHIPPED)} == heard | deciding


def test_a_board_is_printed_at_each_of_the_telling_dates(story: dict[str, Any], shown: tuple[Path, Ran]) -> None:
    words = " ".join(shown[1].out.split())
    assert len(story["boards"]) >= 3
    assert [board["look"] for board in story["boards"] if " ".join(board["look"].split()) not in words] == []


def test_each_slack_message_is_named_and_its_payload_written(
    shown: tuple[Path, Ran],
) -> None:
    folder, ran = shown
    files = sorted((folder / "demo-output" / "slack").iterdir())
    assert files
    for file in files:
        payload = json.loads(file.read_text(encoding="utf-8"))
        assert payload["text"]
        assert payload["blocks"]
        assert f"slack/{file.name}" in ran.out


def test_an_alarm_opens_a_thread_and_what_follows_is_a_reply_with_the_root_edited(story: dict[str, Any]) -> None:
    about = [each for each in story["messages"] if each["promises"] == [MAIN_PART]]
    root, *later = about
    assert not root["is_reply"]
    assert not root["is_edit"]
    assert {each["is_reply"] for each in later} == {True, False}
    assert {each["payload"].get("thread_ts") or each["payload"]["ts"] for each in later} == {
        later[0]["payload"]["thread_ts"]
    }


def test_the_digest_is_shown_as_text_and_written_as_a_page(
    shown: tuple[Path, Ran],
) -> None:
    folder, ran = shown
    text = (folder / "demo-output" / "digest.txt").read_text(encoding="utf-8")
    body = [line.strip() for line in text.splitlines()[2:] if line.strip()]
    assert [line for line in body if line not in ran.out] == []
    page = (folder / "demo-output" / "digest.html").read_text(encoding="utf-8")
    assert "Russia does not attack indiscriminately in Syria" in page
    assert {"headers", "text", "html"} <= json.loads((folder / "demo-output" / "digest.json").read_text()).keys()


def test_it_ends_with_three_commands(shown: tuple[Path, Ran]) -> None:
    last = shown[1].out.partition("Where to look, and what next")[2]
    commands = [line for line in last.splitlines() if line.startswith("    ")]
    assert len([each for each in commands if "deedline" in each]) == 3


def test_without_the_observatory_nobody_disputes_the_denial(tmp_path: Path) -> None:
    pack = copy_of_shipped(tmp_path / "my-pack")
    write_reports(pack, [each for each in reports_of(pack) if each["id"] != "sohr-toll"])
    assert statuses(played(tmp_path, pack)["boards"][-1])[CLAIM] == "unverifiable"


def test_a_smaller_toll_disputes_nothing(tmp_path: Path) -> None:
    pack = copy_of_shipped(tmp_path / "my-pack")
    reports = reports_of(pack)
    toll = next(each for each in reports if each["id"] == "sohr-toll")
    for fact in toll["facts"]:
        if fact["indicator"] == "civilians killed in Russian strikes":
            fact["value"] = 17
    write_reports(pack, reports)
    assert statuses(played(tmp_path, pack)["boards"][-1])[CLAIM] not in ("disputed", "broken")


def test_a_report_of_the_briefing_keeps_what_nobody_could_tell(tmp_path: Path) -> None:
    pack = copy_of_shipped(tmp_path / "my-pack")
    briefing = {
        "id": "briefing",
        "source": "un-press",
        "published": "2016-03-15",
        "occurred": "2016-03-15",
        "event": "briefing",
        "actor": "UN envoy",
        "target": "Security Council",
    }
    write_reports(pack, [*reports_of(pack), briefing])
    assert statuses(played(tmp_path, pack)["boards"][-1])["un-envoy-briefs-council"] == "kept"

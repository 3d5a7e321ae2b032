"""The daily commands on a working folder: init, run --once, promises, show, explain, log, report, collect."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.desk import DEED, drop, make_desk
from tests.cli.running import deedline


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a working folder."""
    return make_desk(tmp_path)


def stands(desk: Path, promise: str = "grid-plan") -> str:
    """Return how a promise stands."""
    status = deedline("show", promise, "--json", folder=desk).data["status"]
    assert isinstance(status, str)
    return status


def test_init_makes_a_folder_that_runs_and_is_well(tmp_path: Path) -> None:
    ran = deedline("init", "desk", folder=tmp_path)
    assert ran.code == 0
    desk = tmp_path / "desk"
    assert {path.name for path in desk.iterdir()} >= {"deedline.toml", "rules", "inbox", "deedline.sqlite"}
    assert deedline("rules", "check", folder=desk).code == 0
    assert deedline("run", "--once", folder=desk).code == 0
    assert deedline("doctor", folder=desk).code == 0


def test_init_brings_the_guide_and_says_where_the_example_files_lie(tmp_path: Path) -> None:
    ran = deedline("init", "desk", folder=tmp_path)
    assert {"README.md", "TUTORIAL.md"} <= {path.name for path in (tmp_path / "desk" / "rules").iterdir()}
    (said,) = [line for line in ran.out.splitlines() if line.startswith("An example file for everything")]
    assert (Path(said.partition(": ")[2]) / "kind-achieve.yaml").is_file()


def test_init_writes_over_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    ran = deedline("init", ".", folder=tmp_path)
    assert ran.code == 1
    assert "is not an empty folder" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_init_takes_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    assert deedline("init", "desk", folder=tmp_path).code == 0


def test_one_pass_applies_rules_judges_and_alerts(desk: Path) -> None:
    ran = deedline("run", "--once", folder=desk)
    assert ran.code == 0
    assert "The ministry publishes the grid plan" in ran.out
    assert "1 promise judged" in ran.err
    assert stands(desk) == "unverifiable"


def test_one_pass_as_json_says_what_it_did(desk: Path) -> None:
    settings = (desk / "deedline.toml").read_text().replace('["console"]', "[]")
    (desk / "deedline.toml").write_text(settings)
    done = deedline("run", "--once", "--json", folder=desk).data
    assert done["rules"]["added"] == ["grid-plan"]
    assert done["transitions"] == [
        {"promise": "grid-plan", "instance": "", "reading": None, "old": None, "new": "unverifiable"}
    ]
    assert done["collected"][0]["source"] == "inbox"


def test_a_file_dropped_into_the_inbox_is_read_and_decides(desk: Path) -> None:
    drop(desk, DEED)
    deedline("run", "--once", folder=desk)
    assert stands(desk) == "kept"


def test_reports_are_imported_all_or_none(desk: Path) -> None:
    deedline("rules", "apply", folder=desk)
    (desk / "bad.jsonl").write_text(DEED + '{"source": "x"}\n')
    ran = deedline("report", "import", "bad.jsonl", folder=desk)
    assert ran.code == 1
    assert "bad.jsonl:2:" in ran.err
    (desk / "good.jsonl").write_text(DEED)
    ran = deedline("report", "import", "good.jsonl", "--json", folder=desk)
    counts = {"new": 1, "changed": 0, "same": 0}
    assert ran.data == {"reports": ["r1"], **counts, "touched": ["grid-plan"], "waiting": []}
    assert deedline("report", "import", "good.jsonl", "--json", folder=desk).data["same"] == 1


def test_a_report_added_by_hand_decides(desk: Path) -> None:
    deedline("run", "--once", folder=desk)
    arguments = ("--source", "gazette", "--event", "plan published", "--occurred", "2026-02-20")
    ran = deedline("report", "add", *arguments, "--published", "2026-02-21", folder=desk)
    assert ran.code == 0
    assert "grid-plan" in ran.err
    deedline("run", "--once", folder=desk)
    assert stands(desk) == "kept"


def test_a_report_without_any_date_was_published_now(desk: Path) -> None:
    deedline("run", "--once", folder=desk)
    before = datetime.now(UTC).replace(microsecond=0)
    deedline("report", "add", "--source", "gazette", "--event", "plan published", folder=desk)
    (report,) = deedline("show", "grid-plan", "--json", folder=desk).data["reports"]
    assert before <= datetime.fromisoformat(report["published"]) <= datetime.now(UTC)


def test_a_report_that_says_nothing_readable_is_refused(desk: Path) -> None:
    arguments = ("--source", "gazette", "--event", "x", "--occurred", "sometime")
    ran = deedline("report", "add", *arguments, folder=desk)
    assert ran.code == 1
    assert "occurred" in ran.err
    assert "command line" not in ran.err


@pytest.mark.parametrize("value", ["1,5", "many", "nan", "1e999"])
def test_a_figure_that_is_no_number_is_refused(desk: Path, value: str) -> None:
    arguments = ("--source", "s", "--indicator", "x", "--occurred", "2026-01-01", "--value", value)
    ran = deedline("report", "add", *arguments, folder=desk)
    assert ran.code == 1
    assert f"--value: {value} is not a" in ran.err
    assert "number" in ran.err
    assert "quotes" not in ran.err


def test_a_retraction_by_hand_reaches_another_source(desk: Path) -> None:
    (desk / "reports.jsonl").write_text(DEED)
    deedline("report", "import", "reports.jsonl", folder=desk)
    deedline("run", "--once", folder=desk)
    assert stands(desk) == "kept"
    deedline("report", "add", "--source", "desk", "--retracts", "r1", "--event", "slip", folder=desk)
    deedline("run", "--once", folder=desk)
    assert stands(desk) == "unverifiable"


def test_attested_listening_makes_silence_count(desk: Path) -> None:
    deedline("run", "--once", folder=desk)
    span = (
        "--from",
        "2026-01-01",
        "--to",
        "2026-03-31",
        "--note",
        "the gazette was read every day",
        "--by",
        "anna",
    )
    ran = deedline("coverage", "attest", "inbox", *span, "--json", folder=desk)
    assert ran.data["concerns"] == ["grid-plan"]
    deedline("run", "--once", folder=desk)
    assert stands(desk) == "overdue"


def test_attesting_a_span_that_ends_before_it_begins_is_refused(desk: Path) -> None:
    span = ("--from", "2026-03-01", "--to", "2026-01-01", "--note", "x", "--by", "anna")
    assert deedline("coverage", "attest", "inbox", *span, folder=desk).code == 1


def test_the_list_shows_how_promises_stand_and_can_be_narrowed(desk: Path) -> None:
    deedline("run", "--once", folder=desk)
    assert "? unverifiable" in deedline("promises", folder=desk).out
    for narrowed, number in ((("--status", "kept"), 0), (("--status", "unverifiable"), 1), (("--tag", "grid"), 1)):
        assert len(deedline("promises", *narrowed, "--json", folder=desk).data) == number


def test_a_retired_promise_leaves_the_list_and_can_still_be_seen(desk: Path) -> None:
    deedline("run", "--once", folder=desk)
    (desk / "rules" / "promises.yaml").write_text("promises: []\n")
    deedline("run", "--once", folder=desk)
    assert deedline("promises", "--json", folder=desk).data == []
    assert [row["promise"] for row in deedline("promises", "--retired", "--json", folder=desk).data] == [
        "grid-plan"
    ]
    assert stands(desk) == "void"


def test_show_tells_the_words_the_state_and_all_that_happened(desk: Path) -> None:
    drop(desk, DEED)
    deedline("run", "--once", folder=desk)
    out = deedline("show", "grid-plan", folder=desk).out
    for part in (
        "We publish the grid plan by 1 March",
        "✔ kept",
        "logged, version 1",
        "The plan is out",
        "2026-02-21",
    ):
        assert part in out


def test_explain_names_what_decided_and_what_would_change_it(desk: Path) -> None:
    drop(desk, DEED)
    deedline("run", "--once", folder=desk)
    out = deedline("explain", "grid-plan", folder=desk).out
    assert "decided by:" in out
    assert "r1: The plan is out - " in out
    assert "meets published <https://example.org/r1>" in out
    assert "rule: grid-plan v1 (promises.yaml:" in out


def test_explain_gives_the_whole_explanation_as_data(desk: Path) -> None:
    drop(desk, DEED)
    deedline("run", "--once", folder=desk)
    (row,) = deedline("explain", "grid-plan", "--json", folder=desk).data
    (account,) = row["accounts"]
    told = ("report", "source", "title", "url", "bearing", "decides", "why")
    assert {key: account[key] for key in told} == {
        "report": "r1",
        "source": "inbox",
        "title": "The plan is out",
        "url": "https://example.org/r1",
        "bearing": "for",
        "decides": True,
        "why": "meets published",
    }
    assert account["occurred"]["to"].startswith("2026-02-20")
    assert (row["rule"]["file"], row["rule"]["version"]) == ("promises.yaml", 1)
    assert row["rule"]["line"] > 0
    assert "next" in row
    assert row["coverage"]["sources"] == ["inbox"]


def test_explain_names_the_source_of_what_was_set_aside(desk: Path) -> None:
    drop(desk, DEED.replace('"event"', '"nature": "announcement", "event"'))
    deedline("run", "--once", folder=desk)
    (row,) = deedline("explain", "grid-plan", "--json", folder=desk).data
    assert row["set_aside"] == [
        {
            "report": "r1",
            "why": "announcement does not decide by itself",
            "source": "inbox",
            "title": "The plan is out",
            "url": "https://example.org/r1",
            "stated": None,
        }
    ]


def test_explain_tells_a_publication_dated_ahead_and_the_question_on_it(desk: Path) -> None:
    ahead = DEED.replace("2026-02-21", "2999-02-21").replace('"occurred": "2026-02-20", ', "")
    drop(desk, ahead)
    deedline("run", "--once", folder=desk)
    (row,) = deedline("explain", "grid-plan", "--json", folder=desk).data
    (account,), (question,) = row["accounts"], row["questions"]
    assert {"clamped", "date_assumed"} <= set(row["flags"])
    assert account["stated"].startswith("2999-02-21")
    assert account["published"] < "2999"
    assert (question["kind"], question["report"]) == ("future", "r1")
    told = deedline("explain", "grid-plan", folder=desk).out
    assert "clamped: it says that it was published 21 Feb 2999" in told
    assert f"(deedline review show {question['item']})" in told


def test_explain_gives_the_spans_of_listening(desk: Path) -> None:
    span = ("--from", "2026-01-10", "--to", "2026-03-10", "--note", "read on paper", "--by", "anna")
    deedline("run", "--once", folder=desk)
    assert deedline("coverage", "attest", "inbox", *span, folder=desk).code == 0
    (row,) = deedline("explain", "grid-plan", "--json", folder=desk).data
    assert (row["status"], row["coverage"]["enough"]) == ("overdue", True)
    (heard,) = row["coverage"]["spans"]
    assert (heard["source"], heard["kind"]) == ("inbox", "attested")
    assert (row["coverage"]["share"], row["coverage"]["waiting_share"]) == (1.0, 1.0)
    assert "(attested by anna" in deedline("explain", "grid-plan", folder=desk).out


def test_the_history_says_statuses_as_words_and_what_a_report_without_a_title_says(desk: Path) -> None:
    deed = (
        DEED.replace("2026-02-20", "2026-03-10")
        .replace("2026-02-21", "2026-03-11")
        .replace('"The plan is out"', '""')
    )
    (desk / "late.jsonl").write_text(deed)
    deedline("report", "import", "late.jsonl", folder=desk)
    deedline("run", "--once", folder=desk)
    out = deedline("show", "grid-plan", folder=desk).out
    assert "kept late: " in out
    assert "kept_late" not in out
    assert "2026-03-11  report gazette: plan published (r1)" in out


def test_show_gives_the_rule_with_its_place_and_the_present_verdict_as_data(desk: Path) -> None:
    drop(desk, DEED)
    deedline("run", "--once", folder=desk)
    shown = deedline("show", "grid-plan", "--json", folder=desk).data
    assert (shown["rule"]["file"], shown["rule"]["version"]) == ("promises.yaml", 1)
    assert (shown["verdict"]["status"], shown["verdict"]["deciding"]) == ("kept", ["r1"])
    assert "rule: grid-plan v1 (promises.yaml:" in deedline("show", "grid-plan", folder=desk).out


def test_explain_answers_for_a_past_day_as_known_then_or_with_hindsight(desk: Path) -> None:
    drop(desk, DEED)
    deedline("run", "--once", folder=desk)
    then = deedline("explain", "grid-plan", "--at", "2026-02-25", "--json", folder=desk).data
    later = deedline("explain", "grid-plan", "--at", "2026-02-25", "--hindsight", "--json", folder=desk).data
    assert (then[0]["status"], later[0]["status"]) == ("pending", "kept")


@pytest.mark.parametrize("command", [("show",), ("explain",), ("notify", "preview")])
def test_an_unknown_promise_is_told_with_the_nearest_one(desk: Path, command: tuple[str, ...]) -> None:
    deedline("run", "--once", folder=desk)
    ran = deedline(*command, "gridplan", folder=desk)
    assert ran.code == 1
    assert "there is no promise gridplan" in ran.err
    assert "did you mean grid-plan?" in ran.err


LOGGED = ("log", "by-hand", "--title", "We do it", "--by", "Us", "--said", "2026-01-01", "--due", "2026-02-01")


def test_a_logged_promise_belongs_to_the_store_and_is_judged(desk: Path) -> None:
    assert deedline(*LOGGED, "--json", folder=desk).data == {"promise": "by-hand", "version": 1}
    deedline("run", "--once", folder=desk)
    row = deedline("show", "by-hand", "--json", folder=desk).data
    assert (row["file"], row["by"], row["status"]) == ("logged by hand", ["Us"], "unverifiable")


def test_logging_the_same_again_is_nothing_and_a_change_is_a_version(desk: Path) -> None:
    deedline(*LOGGED, folder=desk)
    assert deedline(*LOGGED, "--json", folder=desk).data["version"] == 1
    assert deedline(*LOGGED, "--tag", "x", "--json", folder=desk).data["version"] == 2


def test_a_logged_promise_can_be_judged_by_a_rule_of_the_files(desk: Path) -> None:
    (desk / "rules" / "rules.yaml").write_text(
        "rules:\n  enough:\n    params: {least: {type: number, unit: km}}\n    criteria:\n"
        '      built: {match: {indicator: built}, latest: {at_least: "{least}", unit: km}}\n    kept_when: built\n'
    )
    ran = deedline(*LOGGED, "--rule", "enough", "--with", "least=5", folder=desk)
    assert ran.code == 0, ran.err
    arguments = ("--source", "s", "--indicator", "built", "--unit", "km", "--occurred", "2026-01-20")
    deedline("report", "add", *arguments, "--value", "4", "--nature", "measurement", folder=desk)
    deedline("run", "--once", folder=desk)
    assert stands(desk, "by-hand") == "unverifiable"
    later = ("--source", "s", "--indicator", "built", "--unit", "km", "--occurred", "2026-01-25")
    deedline("report", "add", *later, "--value", "5", "--nature", "measurement", folder=desk)
    deedline("run", "--once", folder=desk)
    assert stands(desk, "by-hand") == "kept"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--rule", "nope"), "there is no rule"),
        (("--kind", "pledge"), "pledge"),
        (("--review-by", "someday"), "review_by"),
        (("--rule", "x", "--with", "least"), "a parameter has a value"),
    ],
)
def test_a_promise_that_cannot_be_is_not_logged(desk: Path, options: tuple[str, ...], expected: str) -> None:
    ran = deedline(*LOGGED, *options, folder=desk)
    assert ran.code == 1
    assert expected in ran.err
    assert deedline("promises", "--json", folder=desk).data == []


def test_a_file_owns_its_promises(desk: Path) -> None:
    deedline("run", "--once", folder=desk)
    ran = deedline("log", "grid-plan", *LOGGED[2:], folder=desk)
    assert ran.code == 1
    assert "belongs to the rule file" in ran.err


def test_collecting_asks_all_sources_and_a_failing_one_is_told(desk: Path) -> None:
    drop(desk, DEED)
    ran = deedline("collect", "--json", folder=desk)
    assert (ran.code, ran.data[0]["new"], ran.data[0]["touched"]) == (0, 1, ["grid-plan"])
    (desk / "inbox").rename(desk / "elsewhere")
    ran = deedline("collect", folder=desk)
    assert ran.code == 1
    assert "cannot be read" in ran.out
    assert "cannot be read" in deedline("sources", folder=desk).out
    (line,) = deedline("sources", "--json", folder=desk).data
    assert (line["source"], line["fails"]) == ("inbox", 1)


def test_collecting_from_nowhere_names_the_sources_there_are(desk: Path) -> None:
    ran = deedline("collect", "outbox", folder=desk)
    assert ran.code == 1
    assert "there are: inbox" in ran.err


@pytest.mark.parametrize("destination", ["slack", "slack_webhook", "webhook", "apprise", "email", "console"])
def test_a_payload_can_be_seen_without_any_account(desk: Path, destination: str) -> None:
    deedline("run", "--once", folder=desk)
    ran = deedline("notify", "preview", "grid-plan", "--destination", destination, folder=desk)
    assert ran.code == 0
    assert "The ministry publishes the grid plan" in ran.out


def test_a_test_message_is_labelled(desk: Path) -> None:
    ran = deedline("notify", "test", "console", folder=desk)
    assert ran.code == 0
    assert "Test" in ran.out
    assert "sent to console" in ran.err


def test_a_test_message_needs_a_destination_that_is_set_up(desk: Path) -> None:
    ran = deedline("notify", "test", "slack", folder=desk)
    assert ran.code == 1
    assert "the settings lack slack.token, slack.channel" in ran.err
    assert "there is no destination pager" in deedline("notify", "test", "pager", folder=desk).err


def test_nobody_can_vouch_for_a_source_that_does_not_exist(desk: Path) -> None:
    deedline("run", "--once", folder=desk)
    span = ("--from", "2026-01-01", "--to", "2026-03-31", "--note", "x", "--by", "anna")
    ran = deedline("coverage", "attest", "inbx", *span, folder=desk)
    assert ran.code == 1
    assert "did you mean inbox?" in ran.err


def test_nobody_can_vouch_for_the_future(desk: Path) -> None:
    deedline("run", "--once", folder=desk)
    span = ("--from", "2026-01-01", "--to", "2999-01-01", "--note", "x", "--by", "anna")
    ran = deedline("coverage", "attest", "inbox", *span, folder=desk)
    assert ran.code == 1
    assert "future" in ran.err

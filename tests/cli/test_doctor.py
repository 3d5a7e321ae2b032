"""`deedline doctor`: what is not well is named with a cure, and nothing secret is printed."""

from __future__ import annotations

import socket
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.cli.desk import RULES, make_desk
from tests.cli.running import deedline

SECRET = "xoxb-do-not-show-this"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a working folder that ran once."""
    desk = make_desk(tmp_path)
    assert deedline("run", "--once", folder=desk).code == 0
    return desk


def unwell(desk: Path) -> dict[str, dict[str, Any]]:
    """Return what is not well by check; each has to name a cure, and the exit code has to agree."""
    ran = deedline("doctor", "--json", folder=desk)
    found = {row["check"]: row for row in ran.data if not row["well"]}
    assert all(row["cure"] for row in found.values())
    assert ran.code == (1 if found else 0)
    return found


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert isinstance(port, int)
    return port


def test_all_is_well_after_a_pass(desk: Path) -> None:
    ran = deedline("doctor", folder=desk)
    assert ran.code == 0
    assert "✖" not in ran.out
    for check in ("settings", "store", "service", "rules", "sources", "outbox", "reach", "clock", "disk"):
        assert f"✔ {check}: " in ran.out


def test_a_broken_rule_file_is_named_and_what_stays_in_force(desk: Path) -> None:
    (desk / "rules" / "promises.yaml").write_text(RULES.replace("kind: achieve", "kind: achive"))
    deedline("run", "--once", folder=desk)
    finding = unwell(desk)["rules"]
    assert "promises.yaml:" in finding["says"]
    assert "its last good version stays in force" in finding["cure"]


def test_a_file_that_was_never_good_has_nothing_in_force(desk: Path) -> None:
    (desk / "rules" / "new.yaml").write_text("promises: 1\n")
    assert "nothing of it is in force" in unwell(desk)["rules"]["cure"]


def test_a_copy_never_good_has_nothing_in_force_whatever_its_name(desk: Path) -> None:
    (desk / "rules" / "copy-of-promises.yaml").write_text(RULES, encoding="utf-8")
    deedline("run", "--once", folder=desk)
    copied = [
        row["cure"]
        for row in deedline("doctor", "--json", folder=desk).data
        if not row["well"] and "copy-of-promises.yaml:" in row["says"].split(" ")[0]
    ]
    assert copied
    assert all(each.endswith("nothing of it is in force") for each in copied)


def test_a_copied_file_is_one_finding_for_each_of_the_two(desk: Path) -> None:
    (desk / "rules" / "zcopy.yaml").write_text(RULES, encoding="utf-8")
    told = [row["says"] for row in deedline("doctor", "--json", folder=desk).data if row["check"] == "rules"]
    assert [each.partition(": ")[2] for each in told] == [
        "this file claims 3 ids of zcopy.yaml too",
        "this file claims 3 ids of promises.yaml too",
    ]


def test_a_folder_of_rules_that_is_gone_is_named(desk: Path) -> None:
    (desk / "rules").rename(desk / "elsewhere")
    finding = unwell(desk)["rules"]
    assert "there is no folder of rules at" in finding["says"]
    assert finding["cure"] in deedline("rules", "apply", folder=desk).err


def test_a_failing_source_is_named_with_its_reason(desk: Path) -> None:
    (desk / "inbox").rename(desk / "elsewhere")
    deedline("collect", folder=desk)
    assert "cannot be read" in unwell(desk)["sources"]["says"]


def test_a_source_nobody_asked_for_hours_is_a_hole(desk: Path) -> None:
    with sqlite3.connect(desk / "deedline.sqlite") as store:
        store.execute("UPDATE source SET last_success = last_success - 3600 * 1000000")
    assert "silent" in unwell(desk)["sources"]["says"]


def test_a_source_that_is_unlike_itself_is_told_with_a_cure(desk: Path) -> None:
    with sqlite3.connect(desk / "deedline.sqlite") as store:
        store.execute(
            "INSERT INTO source_episode (source_id, ailment, since, opened, says, seq)"
            " VALUES ('inbox', 'silent', 1, 2, 'answers, but brought nothing new since Monday', 1)"
        )
    finding = unwell(desk)["sources"]
    assert finding["says"] == "inbox: unlike itself: answers, but brought nothing new since Monday"
    assert "deedline coverage deny inbox" in finding["cure"]
    (line,) = deedline("sources", "--json", folder=desk).data
    assert line["unlike_itself"] == ["answers, but brought nothing new since Monday"]
    assert "unlike itself" in deedline("sources", folder=desk).out


def test_slack_that_cannot_be_reached_is_told_without_its_token(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEEDLINE_SLACK__TOKEN", SECRET)
    monkeypatch.setenv("DEEDLINE_SLACK__CHANNEL", "C1")
    monkeypatch.setenv("DEEDLINE_SLACK__BASE_URL", f"http://127.0.0.1:{free_port()}/api/")
    ran = deedline("doctor", folder=desk)
    assert ran.code == 1
    assert "✖ reach: slack: " in ran.out
    assert SECRET not in ran.out + ran.err


def test_a_mail_server_that_cannot_be_reached_is_told(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEEDLINE_EMAIL__HOST", "127.0.0.1")
    monkeypatch.setenv("DEEDLINE_EMAIL__PORT", str(free_port()))
    monkeypatch.setenv("DEEDLINE_EMAIL__FROM", "deedline@example.org")
    assert "email: " in unwell(desk)["reach"]["says"]


def test_messages_that_wait_too_long_and_a_destination_that_is_off_are_told(desk: Path) -> None:
    with sqlite3.connect(desk / "deedline.sqlite") as store:
        store.execute("UPDATE outbox SET state = 'pending', created = created - 3600 * 1000000")
        values = "('slack', 1, 'token revoked', 0, 0)"
        store.execute(
            f"INSERT INTO destination (name, disabled_at, why, next_slot_at, checked_at) VALUES {values}"
        )
    found = unwell(desk)
    assert "1 messages wait, the oldest since" in found["outbox"]["says"]
    assert found["destinations"]["says"] == "slack is switched off: token revoked"
    assert "correct [slack] in the settings" in found["destinations"]["cure"]


def test_a_message_that_is_set_aside_is_told_and_one_that_is_held_on_purpose_is_well(desk: Path) -> None:
    with sqlite3.connect(desk / "deedline.sqlite") as store:
        store.execute(
            "UPDATE outbox SET state = 'pending', created = created - 3600 * 1000000,"
            " not_before = 4102444800000000, held_because = 'quiet hours'"
        )
    assert unwell(desk) == {}
    with sqlite3.connect(desk / "deedline.sqlite") as store:
        store.execute("UPDATE outbox SET held_because = 'set aside: KeyError: x', last_error = 'KeyError: x'")
    finding = unwell(desk)["outbox"]
    assert "is set aside and tried every hour: KeyError: x" in finding["says"]
    assert "deedline outbox show 1" in finding["cure"]


def test_a_clock_that_runs_behind_the_store_is_told(desk: Path) -> None:
    with sqlite3.connect(desk / "deedline.sqlite") as store:
        store.execute("UPDATE commit_log SET at = at + 86400 * 1000000")
    assert "set the clock" in unwell(desk)["clock"]["cure"]


def test_settings_that_cannot_be_used_are_a_finding(desk: Path) -> None:
    (desk / "deedline.toml").write_text("zon = 'UTC'\n")
    assert "did you mean zone?" in unwell(desk)["settings"]["says"]


def test_a_store_of_another_version_is_a_finding(desk: Path) -> None:
    with sqlite3.connect(desk / "deedline.sqlite") as store:
        store.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "made by a later version" in unwell(desk)["store"]["says"]


def test_a_store_that_is_not_there_is_a_finding(desk: Path) -> None:
    for file in desk.glob("deedline.sqlite*"):
        file.unlink()
    finding = unwell(desk)["store"]
    assert "there is no store" in finding["says"]
    assert "deedline init" in finding["cure"]


TABLE = """
sources:
  - id: counts
    kind: table
    {where}
    covers: ["*"]
    map: {{indicator: {{constant: deaths}}, value: bst}}
"""


@pytest.mark.parametrize(
    ("where", "cure"),
    [
        (
            "path: counts.csv",
            "change `value` under `map` of counts to a column of the table: did you mean `best`?",
        ),
        ("url: http://127.0.0.1:9/t.csv", "set allow_private: true for this source"),
    ],
)
def test_the_cure_of_a_failing_source_names_the_key_and_where_it_stands(desk: Path, where: str, cure: str) -> None:
    (desk / "counts.csv").write_text("best,day\n4,2026-02-02\n")
    (desk / "rules" / "counts.yaml").write_text(TABLE.format(where=where))
    deedline("rules", "apply", folder=desk)
    deedline("collect", "counts", folder=desk)
    said = unwell(desk)["sources"]["cure"]
    assert cure in said
    assert "(counts.yaml:3" in said
    assert "`deedline sources try counts`" in said

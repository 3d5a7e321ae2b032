"""`deedline judge`: rules and reports from files, any dates, no store."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.desk import DEED, RULES
from tests.cli.running import ROOT, deedline, run_process

KEYS = {
    *(
        "promise",
        "instance",
        "reading",
        "at",
        "known_at",
        "status",
        "phase",
        "fulfilment",
        "progress",
        "timeliness",
    ),
    *("late_since", "late_since_agreed", "due"),
    *("evidence", "reason", "flags", "deciding", "set_aside", "next_boundary", "readings"),
}
HEAVY = {"sqlmodel", "sqlalchemy", "alembic", "httpx", "slack_sdk", "apscheduler", "jinja2", "rich"}
PACK = ROOT / "rules" / "packs" / "syria-2016"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with rules.yaml and reports.jsonl."""
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "reports.jsonl").write_text(DEED, encoding="utf-8")
    return tmp_path


def statuses(folder: Path, *arguments: object) -> list[str]:
    """Return the headlines of a run with --json, in order."""
    ran = deedline("judge", "rules.yaml", "--reports", "reports.jsonl", *arguments, "--json", folder=folder)
    assert ran.code == 0, ran.err
    return [row["status"] for row in ran.data if row["reading"] is None]


def test_every_item_has_exactly_the_agreed_keys(folder: Path) -> None:
    ran = deedline(
        "judge", PACK, "--reports", PACK / "reports.jsonl", "--at", "2016-05-20", "--json", folder=folder
    )
    assert [set(row) for row in ran.data] == [KEYS] * len(ran.data)
    assert all(set(row["reason"]) == {"code", "text"} for row in ran.data)


def test_readings_follow_their_headline_as_items_of_their_own(folder: Path) -> None:
    ran = deedline(
        "judge", PACK, "--reports", PACK / "reports.jsonl", "--at", "2017-01-31", "--json", folder=folder
    )
    rows = [row for row in ran.data if row["promise"] == "ru-syria-main-part"]
    assert [row["reading"] for row in rows] == [None, "against-36", "against-40"]
    assert rows[0]["readings"] == {row["reading"]: row["status"] for row in rows[1:]}


def test_a_date_means_the_end_of_that_day_in_the_zone(folder: Path) -> None:
    arguments = ("judge", "rules.yaml", "--reports", "reports.jsonl", "--at", "2026-02-21", "--json")
    (row,) = deedline(*arguments, folder=folder).data
    assert row["at"] == row["known_at"] == "2026-02-21T23:59:59.999999Z"
    (row,) = deedline(*arguments, "--zone", "Europe/Vienna", folder=folder).data
    assert row["at"] == "2026-02-21T22:59:59.999999Z"


@pytest.mark.parametrize(
    "dates",
    [
        ("--at", "2026-02-20", "2026-02-21", "2026-03-05"),
        ("--at", "2026-02-20", "--at", "2026-02-21", "--at", "2026-03-05"),
        ("--at", "2026-02-20,2026-02-21,2026-03-05"),
    ],
)
def test_several_dates_are_judged_in_the_order_given(folder: Path, dates: tuple[str, ...]) -> None:
    assert statuses(folder, *dates) == ["pending", "kept", "kept"]


def test_a_report_counts_from_its_publication_on(folder: Path) -> None:
    assert statuses(folder, "--at", "2026-02-20") == ["pending"]


def test_hindsight_uses_what_was_published_later(folder: Path) -> None:
    assert statuses(folder, "--at", "2026-02-20", "--hindsight") == ["kept"]


def test_known_at_sets_the_clock_of_knowledge_alone(folder: Path) -> None:
    assert statuses(folder, "--at", "2026-03-10", "--known-at", "2026-02-20") == ["overdue"]
    assert statuses(folder, "--at", "2026-03-10", "--known-at", "2026-02-21") == ["kept"]


def test_silence_needs_coverage_that_was_given(folder: Path) -> None:
    (folder / "reports.jsonl").write_text("")
    assert statuses(folder, "--at", "2026-03-10") == ["overdue"]
    (folder / "coverage.yaml").write_text("coverage: []\n")
    assert statuses(folder, "--at", "2026-03-10", "--coverage", "coverage.yaml") == ["unverifiable"]
    (folder / "coverage.yaml").write_text("coverage:\n  - {source: inbox, from: 2026-01-01, to: 2026-03-10}\n")
    assert statuses(folder, "--at", "2026-03-10", "--coverage", "coverage.yaml") == ["overdue"]


def test_coverage_that_is_assumed_is_flagged(folder: Path) -> None:
    (folder / "reports.jsonl").write_text("")
    arguments = ("judge", "rules.yaml", "--reports", "reports.jsonl", "--at", "2026-03-10", "--json")
    assert deedline(*arguments, folder=folder).data[0]["flags"] == ["coverage_assumed"]


def test_a_daily_history_judges_every_day_once(folder: Path) -> None:
    assert statuses(folder, "--daily", "2026-02-19", "2026-02-22") == ["pending", "pending", "kept", "kept"]


def test_a_correction_that_speaks_of_something_else_still_counts(folder: Path) -> None:
    correction = (
        '{"source": "wire", "published": "2026-02-25", "event": "storm", "retracts": ["r1"], "id": "r2"}\n'
    )
    (folder / "reports.jsonl").write_text(DEED + correction)
    assert statuses(folder, "--at", "2026-02-24", "2026-02-25") == ["kept", "pending"]


def test_without_json_a_line_is_printed_for_each_verdict(folder: Path) -> None:
    ran = deedline("judge", "rules.yaml", "--reports", "reports.jsonl", "--at", "2026-02-21", folder=folder)
    heading, line = ran.out.splitlines()
    assert heading.split() == ["at", "promise", "part", "reading", "status", "why"]
    assert line.split()[:3] == ["2026-02-21", "grid-plan", "kept"]


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        ((), 1, "no date to judge at"),
        (("--at", "soon"), 1, "--at: "),
        (("--at", "2026-02-30"), 1, "--at: `2026-02-30`: there is no such date"),
        (("--daily", "2026-02-22", "2026-02-19"), 1, "--daily"),
        (("--daily", "1000-01-01", "2900-01-01"), 1, "--daily"),
        (("--at", "2026-02-21", "--known-at", "2026-02-20", "--hindsight"), 1, "exclude each other"),
        (("--at", "2026-02-21", "--zone", "Mars"), 1, "no time zone is called"),
        (("--at", "2026-02-21", "--coverage", "nowhere.yaml"), 1, "nowhere.yaml: No such file"),
        (("--at", "2026-02-21", "--surprise"), 2, "No such option"),
    ],
)
def test_bad_options_are_told_in_a_line(
    folder: Path, arguments: tuple[str, ...], code: int, expected: str
) -> None:
    ran = deedline("judge", "rules.yaml", "--reports", "reports.jsonl", *arguments, folder=folder)
    assert (ran.code, ran.out) == (code, "")
    assert expected in ran.err
    assert "Traceback" not in ran.err


def test_every_error_of_the_rules_is_told_with_its_place_and_nothing_is_judged(folder: Path) -> None:
    (folder / "rules.yaml").write_text(RULES.replace("kind: achieve", "kind: achive\n    dew: 2026-03-01"))
    ran = deedline(
        "judge", "rules.yaml", "--reports", "reports.jsonl", "--at", "2026-02-21", "--json", folder=folder
    )
    assert (ran.code, ran.out) == (1, "")
    places = [line for line in ran.err.splitlines() if line.startswith("deedline: rules.yaml:")]
    assert len(places) == 2


def test_every_report_that_cannot_be_read_is_told_and_nothing_is_judged(folder: Path) -> None:
    (folder / "reports.jsonl").write_text(DEED + '{"source": "x"}\nnot json\n')
    ran = deedline("judge", "rules.yaml", "--reports", "reports.jsonl", "--at", "2026-02-21", folder=folder)
    assert ran.code == 1
    assert "reports.jsonl:2:" in ran.err
    assert "reports.jsonl:3:" in ran.err


def test_judging_opens_no_store_and_loads_nothing_heavy(folder: Path) -> None:
    script = (
        "import sys\nfrom tracker.cli.main import main\n"
        "try:\n    main(['judge', 'rules.yaml', '--reports', 'reports.jsonl', '--at', '2026-02-21'])\n"
        "except SystemExit as end:\n    assert not end.code\n"
        "names = {name.split('.')[0] for name in sys.modules}\n"
        f"print(sorted(names & {HEAVY}))\n"
    )
    (folder / "probe.py").write_text(script)
    ran = python(folder / "probe.py", folder)
    assert ran.splitlines()[-1] == "[]"
    assert not list(folder.glob("*.sqlite*"))


@pytest.mark.parametrize("title", ["\\u001b[31mred", "\\u202eturned", "[bold red]loud[/bold red]"])
def test_text_from_a_report_cannot_steer_the_terminal(folder: Path, title: str) -> None:
    (folder / "reports.jsonl").write_text(DEED.replace("The plan is out", title))
    command = ("judge", "rules.yaml", "--reports", "reports.jsonl", "--at", "2026-02-21")
    ran = run_process(*command, folder=folder)
    assert not {"\x1b", "\u202e"} & set(ran.out + ran.err)
    assert "Traceback" not in ran.err
    if "bold" in title:
        assert title in ran.out


def python(script: Path, folder: Path) -> str:
    """Run a script with the project on its path and return what it printed."""
    import os
    import subprocess

    paths = os.pathsep.join([str(ROOT), str(ROOT / "notifiers")])
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout

"""`deedline replay` and the views of time of `show` and `explain`, on a working folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import DEED, drop, make_desk
from tests.cli.running import deedline


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a working folder in which the plan was published in time and told to the service much later."""
    desk = make_desk(tmp_path)
    drop(desk, DEED)
    deedline("run", "--once", folder=desk)
    return desk


def replayed(desk: Path, *options: str) -> list[tuple[str | None, str, str | None]]:
    ran = deedline("replay", "--from", "2026-01-10", "--to", "2026-04-30", *options, "--json", folder=desk)
    assert ran.code == 0, ran.err
    return [(row["old"], row["new"], row["alert"]) for row in ran.data]


def test_a_replay_tells_the_past_as_it_was_published(desk: Path) -> None:
    assert replayed(desk) == [(None, "pending", None), ("pending", "kept", None)]


def test_a_replay_by_our_own_log_tells_the_alert_of_a_deadline_nobody_watched(desk: Path) -> None:
    assert ("awaiting", "unverifiable", "first") in replayed(desk, "--basis", "recorded")


def test_a_replay_with_hindsight_dates_the_deed_by_when_it_was_done(desk: Path) -> None:
    options = ("--from", "2026-01-10", "--to", "2026-04-30", "--hindsight", "--json")
    rows = deedline("replay", "grid-plan", *options, folder=desk).data
    assert rows[-1]["at"] == "2026-02-20T23:59:59.999999Z"
    assert rows[-1]["known_at"] is None


def test_a_replay_is_read_day_by_day_with_its_reasons_and_a_sum(desk: Path) -> None:
    ran = deedline("replay", "--from", "2026-01-10", "--to", "2026-04-30", folder=desk)
    assert "2026-02-21\n  grid-plan: ○ pending → ✔ kept\n    done in time: The plan is out" in ran.out
    assert ran.err.strip() == "1 promise: 1 change of status, 0 alerts"


def test_edited_rules_can_be_replayed_before_they_are_in_force(desk: Path) -> None:
    edited = desk / "edited.yaml"
    text = (desk / "rules" / "promises.yaml").read_text(encoding="utf-8")
    edited.write_text(text.replace("due: 2026-03-01", "due: 2026-02-01"), encoding="utf-8")
    assert replayed(desk, "--rules", str(edited))[-1][1] == "kept_late"


def test_a_stretch_that_ends_before_it_begins_is_refused(desk: Path) -> None:
    ran = deedline("replay", "--from", "2026-04-01", "--to", "2026-03-01", folder=desk)
    assert ran.code == 1
    assert "--from 2026-04-01 is not before --to 2026-03-01" in ran.err


@pytest.mark.parametrize("command", ["show", "explain"])
@pytest.mark.parametrize(
    ("options", "status"),
    [
        (["--at", "2026-02-25"], "pending"),
        (["--at", "2026-02-25", "--basis", "published"], "kept"),
        (["--at", "2026-02-25", "--hindsight"], "kept"),
        (["--at", "2026-02-25", "--known-at", "2026-02-20", "--basis", "published"], "pending"),
    ],
)
def test_a_past_day_is_seen_in_any_view_of_time(desk: Path, command: str, options: list[str], status: str) -> None:
    data = deedline(command, "grid-plan", *options, "--json", folder=desk).data
    row = data[0] if isinstance(data, list) else data
    assert row["status"] == status


def test_a_past_day_is_shown_without_what_came_after_it(desk: Path) -> None:
    out = deedline("show", "grid-plan", "--at", "2026-02-25", folder=desk).out
    assert "pending" in out
    assert "The plan is out" not in out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--hindsight", "--basis", "recorded"], "--basis and --hindsight exclude each other"),
        (["--hindsight", "--known-at", "2026-02-20"], "--known-at and --hindsight exclude each other"),
        (["--basis", "gossip"], "no clock is called 'gossip'"),
    ],
)
def test_views_that_make_no_sense_are_refused(desk: Path, options: list[str], told: str) -> None:
    ran = deedline("explain", "grid-plan", *options, folder=desk)
    assert ran.code == 1
    assert told in ran.err

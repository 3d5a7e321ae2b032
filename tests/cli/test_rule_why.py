"""`deedline rules why`: which part of which criterion matched a report, or did not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import drop, make_desk
from tests.cli.running import deedline

GAZETTE = '{"source": "gazette", "published": "2026-02-21", "occurred": "2026-02-20", '
REPORTS = (
    f'{GAZETTE}"id": "out", "event": "plan published"}}\n'
    f'{GAZETTE}"id": "other", "event": "road opened", "title": "\\u202eThe road"}}\n'
    f'{GAZETTE}"id": "soon", "event": "plan published", "nature": "announcement"}}\n'
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder whose promise has seen three reports."""
    desk = make_desk(tmp_path_factory.mktemp("why"))
    drop(desk, REPORTS)
    assert deedline("run", "--once", folder=desk).code == 0
    return desk


def test_a_report_that_counts_is_told_with_every_test_and_its_part_in_the_verdict(desk: Path) -> None:
    ran = deedline("rules", "why", "out", "grid-plan", folder=desk)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[1].startswith("✓ published matches: plan published")
    assert lines[2] == "    ✓ event: wants plan published; has plan published"
    assert lines[3].startswith("✗ refused does not match")
    assert lines[4] == "    ✗ event: wants plan refused; has plan published"
    assert lines[5].startswith("in the verdict: decides, for, as published")


def test_a_report_that_matches_nothing_says_what_was_wanted(desk: Path) -> None:
    ran = deedline("rules", "why", "inbox/other", "grid-plan", folder=desk)
    assert "    ✗ event: wants plan published; has road opened" in ran.out
    assert ran.out.splitlines()[-1] == "no verdict of this promise uses it"
    assert "\u202e" not in ran.out


def test_what_the_verdict_sets_aside_is_told_with_its_reason(desk: Path) -> None:
    ran = deedline("rules", "why", "soon", "grid-plan", folder=desk)
    assert "✓ published matches" in ran.out
    assert "in the verdict: set aside, " in ran.out
    assert "announcement" in ran.out


def test_the_same_as_data(desk: Path) -> None:
    data = deedline("rules", "why", "out", "grid-plan", "--json", folder=desk).data
    assert [(each["criterion"], each["matches"]) for each in data["criteria"]] == [
        ("published", True),
        ("refused", False),
    ]
    assert data["criteria"][1]["tests"] == [
        {"field": "event", "wants": "plan refused", "has": "plan published", "passed": False}
    ]
    assert [(use["criterion"], use["decides"]) for use in data["uses"]] == [("published", True)]


@pytest.mark.parametrize(
    ("report", "promise", "told"),
    [("nobody", "grid-plan", "there is no report nobody"), ("out", "grid-plam", "did you mean grid-plan")],
)
def test_what_is_not_there_is_told_with_a_cure(desk: Path, report: str, promise: str, told: str) -> None:
    ran = deedline("rules", "why", report, promise, folder=desk)
    assert ran.code == 1
    assert told in ran.err

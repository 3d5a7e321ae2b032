"""`deedline coverage`: what was heard is shown, and what people put down counts, and can be taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.desk import make_desk
from tests.cli.running import Ran, deedline

QUARTER = ("--from", "2026-01-01", "--to", "2026-03-31")
BY = ("--by", "anna")
NOTE = ("--note", "the gazette was read every day", "--by", "anna")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a working folder that ran once: its promise is unverifiable, as nobody listened."""
    desk = make_desk(tmp_path)
    assert deedline("run", "--once", folder=desk).code == 0
    return desk


def attest(desk: Path, *more: str) -> Ran:
    return deedline("coverage", "attest", "inbox", *QUARTER, *NOTE, *more, folder=desk)


def shown(desk: Path, *more: str) -> dict[str, Any]:
    """Return the strip of the one source."""
    (strip,) = deedline("coverage", "show", *more, "--json", folder=desk).data["sources"]
    assert isinstance(strip, dict)
    return strip


def stands(desk: Path) -> str:
    """Return how the promise stands after another pass."""
    deedline("run", "--once", folder=desk)
    return str(deedline("show", "grid-plan", "--json", folder=desk).data["status"])


def test_an_attested_span_is_shown_with_who_and_why(desk: Path) -> None:
    assert attest(desk).code == 0
    strip = shown(desk, "inbox", "--from", "2025-12-01")
    assert strip["heard"][0] == {"from": "2026-01-01T00:00:00Z", "to": "2026-03-31T23:59:59.999999Z"}
    assert strip["holes"][0] == {"from": "2025-12-01T00:00:00Z", "to": "2025-12-31T23:59:59.999999Z"}
    (entry,) = strip["by_hand"]
    assert (entry["kind"], entry["by"], entry["note"]) == ("attested", "anna", "the gazette was read every day")
    out = deedline("coverage", "show", "--from", "2025-12-01", folder=desk).out
    assert "attested 2026-01-01 00:00 to 2026-03-31 23:59, number" in out
    assert "by anna: the gazette was read every day" in out
    assert "hole 2025-12-01 00:00 to 2025-12-31 23:59, 31 days" in out


def test_what_is_denied_after_it_was_attested_counts_no_more(desk: Path) -> None:
    attest(desk)
    assert stands(desk) == "overdue"
    reason = ("--reason", "the site showed an old copy", "--by", "ben")
    ran = deedline("coverage", "deny", "inbox", *QUARTER, *reason, "--json", folder=desk)
    assert (ran.data["kind"], ran.data["by"], ran.data["concerns"]) == ("denied", "ben", ["grid-plan"])
    assert stands(desk) == "unverifiable"
    assert "denied by ben: the site showed an old copy" in deedline("explain", "grid-plan", folder=desk).out


def test_a_denial_taken_back_lets_silence_count_again_and_stays_on_record(desk: Path) -> None:
    attest(desk)
    deedline("coverage", "deny", "inbox", *QUARTER, "--reason", "a mistake", *BY, folder=desk)
    assert stands(desk) == "unverifiable"
    (denied,) = [each for each in shown(desk, "--from", "2026-01-01")["by_hand"] if each["kind"] == "denied"]
    ran = deedline("coverage", "revoke", denied["number"], "--reason", "wrong source", "--by", "ben", folder=desk)
    assert ran.code == 0
    assert stands(desk) == "overdue"
    (kept,) = [each for each in shown(desk, "--from", "2026-01-01")["by_hand"] if each["kind"] == "denied"]
    assert (kept["revoked_by"], kept["reason"]) == ("ben", "wrong source")
    assert "taken back" in deedline("coverage", "show", "--from", "2026-01-01", folder=desk).out


def test_a_span_is_taken_back_once(desk: Path) -> None:
    attest(desk)
    (entry,) = shown(desk, "--from", "2026-01-01")["by_hand"]
    revoke = ("coverage", "revoke", entry["number"], "--reason", "x", *BY)
    assert deedline(*revoke, folder=desk).code == 0
    again = deedline(*revoke, folder=desk)
    assert again.code == 1
    assert "was taken back already" in again.err


def test_what_was_collected_cannot_be_taken_back_but_denied(desk: Path) -> None:
    ran = deedline("coverage", "revoke", "1", "--reason", "x", *BY, folder=desk)
    assert ran.code == 1
    assert "no span that a person put down has the number 1" in ran.err


def test_the_sources_of_a_promise_are_shown_over_its_own_time(desk: Path) -> None:
    found = deedline("coverage", "show", "--promise", "grid-plan", "--json", folder=desk).data
    assert found["promise"] == {"promise": "grid-plan", "enough": False, "share": 0.0, "waiting_share": 0.0}
    assert found["sources"][0]["window"]["from"] == "2026-01-10T00:00:00Z"
    attest(desk)
    out = deedline("coverage", "show", "--promise", "grid-plan", folder=desk).out
    assert out.startswith("grid-plan: heard 100% of its window, 100% of the time")
    assert "enough for silence to count" in out


def test_an_unknown_promise_is_told_with_the_nearest_one(desk: Path) -> None:
    assert "did you mean grid-plan?" in deedline("coverage", "show", "--promise", "gridplan", folder=desk).err


def test_the_past_is_shown_as_it_was_known_then(desk: Path) -> None:
    attest(desk)
    strip = shown(desk, "--from", "2026-01-01", "--at", "2026-03-31")
    assert (strip["share"], strip["heard"], strip["by_hand"]) == (0.0, [], [])


def test_a_source_just_asked_has_no_hole_since(desk: Path) -> None:
    strip = shown(desk)
    assert strip["unasked_since"] == strip["heard"][-1]["to"]
    assert strip["holes"][-1]["to"] < strip["heard"][0]["from"]


@pytest.mark.parametrize("arguments", [("show", "inbx"), ("attest", "inbx", *QUARTER, "--note", "x", *BY)])
def test_an_unknown_source_is_told_with_the_nearest_one(desk: Path, arguments: tuple[str, ...]) -> None:
    ran = deedline("coverage", *arguments, folder=desk)
    assert ran.code == 1
    assert "did you mean inbox?" in ran.err


@pytest.mark.parametrize("command", [("attest", "--note"), ("deny", "--reason")])
@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-03-01", "2026-01-01", "before"),
        ("2026-01-01", "2999-01-01", "future"),
        ("someday", "2026-01-01", "date"),
    ],
)
def test_a_span_that_cannot_be_is_refused_and_nothing_is_stored(
    desk: Path, command: tuple[str, str], first: str, last: str, said: str
) -> None:
    word, option = command
    ran = deedline("coverage", word, "inbox", "--from", first, "--to", last, option, "x", *BY, folder=desk)
    assert ran.code == 1
    assert said in ran.err
    assert shown(desk, "--from", "2026-01-01")["by_hand"] == []


@pytest.mark.parametrize("command", [("attest", "--note"), ("deny", "--reason")])
def test_a_reason_has_to_be_given(desk: Path, command: tuple[str, str]) -> None:
    word, option = command
    ran = deedline("coverage", word, "inbox", *QUARTER, option, " ", *BY, folder=desk)
    assert ran.code == 1
    assert f"{option} is empty" in ran.err


def test_a_window_that_ends_before_it_begins_is_refused(desk: Path) -> None:
    ran = deedline("coverage", "show", "--from", "2026-03-01", "--at", "2026-02-01", folder=desk)
    assert ran.code == 1
    assert "before it begins" in ran.err


@pytest.mark.parametrize("command", [("attest", "--note"), ("deny", "--reason")])
def test_nobody_vouches_without_a_name(desk: Path, command: tuple[str, str]) -> None:
    word, option = command
    ran = deedline("coverage", word, "inbox", *QUARTER, option, "x", folder=desk)
    assert ran.code == 2
    assert "--by" in ran.err
    ran = deedline("coverage", word, "inbox", *QUARTER, option, "x", "--by", " ", folder=desk)
    assert (ran.code, "--by is empty" in ran.err) == (1, True)
    assert shown(desk, "--from", "2026-01-01")["by_hand"] == []


def test_what_is_put_down_is_told_with_the_number_that_takes_it_back(desk: Path) -> None:
    number = attest(desk, "--json").data["number"]
    assert deedline("coverage", "revoke", number, "--reason", "x", *BY, folder=desk).code == 0
    (said,) = [line for line in attest(desk).out.splitlines() if line.startswith("number ")]
    assert said.split(":")[0] == f"number {number + 1}"

"""`deedline rules new` asks, and writes a file that passes `rules check`."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.cli.desk import make_desk
from tests.cli.running import Ran, deedline

ANSWERS = (
    "Ministry",
    "2026-01-10",
    "We build it",
    "",
    "achieve",
    "It is built",
    "2027-03-01",
    "built",
    "desk",
    "me",
)


def answered(desk: Path, monkeypatch: pytest.MonkeyPatch, *answers: str) -> Ran:
    """Run the command and type these answers."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{answer}\n" for answer in answers)))
    return deedline("rules", "new", folder=desk)


def test_the_file_it_writes_passes_every_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(tmp_path)
    ran = answered(desk, monkeypatch, *ANSWERS)
    assert (ran.code, ran.out.strip()) == (0, str(desk / "rules" / "it-is-built.yaml"))
    assert deedline("rules", "check", "rules/it-is-built.yaml", folder=desk).code == 0


def test_an_answer_that_cannot_be_used_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(tmp_path)
    ran = answered(desk, monkeypatch, "Ministry", "tomorrow", *ANSWERS[1:4], "sometime", *ANSWERS[4:])
    assert ran.code == 0
    assert "a day is written 2026-03-14" in ran.err
    assert "one of achieve, maintain, refrain" in ran.err


def test_no_file_is_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(tmp_path)
    answered(desk, monkeypatch, *ANSWERS)
    before = (desk / "rules" / "it-is-built.yaml").read_bytes()
    ran = answered(desk, monkeypatch, *ANSWERS)
    assert ran.code == 1
    assert "exists already" in ran.err
    assert (desk / "rules" / "it-is-built.yaml").read_bytes() == before


def test_an_end_before_the_last_answer_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(tmp_path)
    ran = answered(desk, monkeypatch, *ANSWERS[:4])
    assert ran.code != 0
    assert [path.name for path in (desk / "rules").iterdir()] == ["promises.yaml"]

"""A secret that is missing stops the service, and no command that only looks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import make_desk
from tests.cli.running import deedline

SETTINGS = '[alerts]\ndestinations = ["slack"]\n[[subscribers]]\naddress = "a@example.org"\n'


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a working folder that has run once, and whose secrets are gone since."""
    desk = make_desk(tmp_path_factory.mktemp("made"))
    assert deedline("run", "--once", folder=desk).code == 0
    (desk / "deedline.toml").write_text(SETTINGS, encoding="utf-8")
    return desk


@pytest.mark.parametrize("command", ["promises", "show grid-plan", "outbox", "digest preview", "sources list"])
def test_commands_that_only_look_do_their_work(desk: Path, command: str) -> None:
    ran = deedline(*command.split(), folder=desk)
    assert (ran.code, ran.err) == (0, "")


def test_the_service_names_every_gap_and_does_not_start(desk: Path) -> None:
    ran = deedline("run", "--once", folder=desk)
    assert ran.code == 1
    assert "alerts: slack needs slack.token and slack.channel" in ran.err
    assert "subscribers need email.host and email.from" in ran.err


def test_doctor_and_routes_check_tell_what_is_missing(desk: Path) -> None:
    assert "✖ settings: alerts: slack needs slack.token and slack.channel" in deedline("doctor", folder=desk).out
    ran = deedline("routes", "check", folder=desk)
    assert ran.code == 1
    assert "[alerts] names slack, which is not set up" in ran.out + ran.err

"""`deedline serve`, `run` with the web, and `token`: as commands, with a script that posts."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.cli.desk import RULES, make_desk
from tests.cli.running import deedline, start

OFFICE = '  - {id: office, kind: inbox, every: 1 hour, covers: ["*"]}\n\npromises:\n'
DEED = [{"published": "2026-02-21", "occurred": "2026-02-20", "event": "plan published"}]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a working folder with an inbox, its rules in force."""
    desk = make_desk(tmp_path, settings="[web]\nenabled = true\nport = 0\n[ticks]\njudge = 0.2\n")
    (desk / "rules" / "promises.yaml").write_text(RULES.replace("\npromises:\n", OFFICE, 1), encoding="utf-8")
    assert deedline("rules", "apply", folder=desk).code == 0
    return desk


@contextmanager
def answering(command: str, desk: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run a command that answers over HTTP, and give the address it tells."""
    with start(command, folder=desk) as process:
        try:
            assert process.stderr is not None
            told = next(found for line in process.stderr if (found := re.search(r"answering at (\S+?);?\s", line)))
            yield process, told[1]
        finally:
            process.kill()
            process.communicate(timeout=30)


def test_a_script_posts_by_a_token_that_was_made_on_the_command_line(desk: Path) -> None:
    token = deedline("token", "new", "office", "--by", "anna", "--note", "gate counter", folder=desk).out.strip()
    with answering("serve", desk) as (process, address):
        headers = {"Authorization": f"Bearer {token}"}
        answer = httpx.post(f"{address}/api/reports", json=DEED, headers=headers, trust_env=False)
        assert (answer.status_code, answer.json()["new"]) == (200, 1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    assert deedline("run", "--once", folder=desk).code == 0
    assert deedline("show", "grid-plan", "--json", folder=desk).data["status"] == "kept"


def test_the_service_answers_beside_its_other_work_where_that_is_set(desk: Path) -> None:
    with answering("run", desk) as (process, address):
        assert httpx.get(f"{address}/healthz", trust_env=False).json()["service"] == "runs"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0


def test_tokens_are_listed_without_what_they_are_and_revoked_by_number(desk: Path) -> None:
    made = deedline("token", "new", "office", "--json", folder=desk).data
    listed = deedline("token", "list", folder=desk).out
    assert "office" in listed
    assert made["token"] not in listed
    assert deedline("token", "revoke", made["id"], folder=desk).out == "token 1 of office is revoked\n"
    assert deedline("token", "list", "--json", folder=desk).data[0]["revoked"] is not None
    assert "there is no token 7" in deedline("token", "revoke", 7, folder=desk).err

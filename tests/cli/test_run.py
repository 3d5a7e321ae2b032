"""`deedline run` as a process: it holds its store, stops on SIGTERM, and refuses what it cannot use."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.desk import make_desk
from tests.cli.running import deedline, run_process, start

FAST = "[ticks]\nrules = 0.2\ncollect = 0.2\njudge = 0.2\ndeliver = 0.2\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a working folder whose service looks for work often."""
    return make_desk(tmp_path, settings=FAST)


@pytest.fixture
def service(desk: Path) -> Iterator[subprocess.Popen[str]]:
    """Run the service until it has judged and told."""
    with start("run", folder=desk) as process:
        try:
            wait_until(lambda: sent(desk) > 0, process)
            yield process
        finally:
            process.kill()
            process.communicate(timeout=30)


def sent(desk: Path) -> int:
    """Return how many messages went out."""
    try:
        with sqlite3.connect(f"file:{desk / 'deedline.sqlite'}?mode=ro", uri=True) as store:
            (number,) = store.execute("SELECT count(*) FROM outbox WHERE state = 'sent'").fetchone()
    except sqlite3.OperationalError:
        return 0
    assert isinstance(number, int)
    return number


def wait_until(holds: Callable[[], bool], process: subprocess.Popen[str], seconds: float = 60) -> None:
    """Wait for something that can be observed."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def test_the_service_judges_and_tells_and_stops_cleanly(desk: Path, service: subprocess.Popen[str]) -> None:
    service.send_signal(signal.SIGTERM)
    out, err = service.communicate(timeout=60)
    assert service.returncode == 0
    assert "The ministry publishes the grid plan" in out
    assert "deedline watches" in err
    assert "Traceback" not in err
    assert deedline("run", "--once", folder=desk).code == 0


def test_a_second_run_is_refused_and_names_the_holder(desk: Path, service: subprocess.Popen[str]) -> None:
    for ran in (run_process("run", folder=desk), deedline("run", "--once", folder=desk)):
        assert ran.code == 1
        assert f"is in use by process {service.pid} on " in ran.err
        assert "hint:" in ran.err
        assert "Traceback" not in ran.err


def test_other_commands_work_while_the_service_runs(desk: Path, service: subprocess.Popen[str]) -> None:
    assert f"process {service.pid}" in deedline("doctor", folder=desk).out
    arguments = ("--source", "gazette", "--event", "plan published", "--occurred", "2026-02-20")
    assert deedline("report", "add", *arguments, folder=desk).code == 0

    def is_kept() -> bool:
        return bool(deedline("show", "grid-plan", "--json", folder=desk).data["status"] == "kept")

    wait_until(is_kept, service)


def test_a_killed_service_leaves_the_store_to_the_next(desk: Path, service: subprocess.Popen[str]) -> None:
    service.kill()
    service.communicate(timeout=30)
    assert deedline("run", "--once", folder=desk).code == 0


def test_a_store_of_another_version_is_refused_with_the_cure_and_left_alone(desk: Path) -> None:
    store = desk / "deedline.sqlite"
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    ran = deedline("run", "--once", folder=desk)
    assert ran.code == 1
    assert "made by a later version" in ran.err
    assert "hint: install that version" in ran.err
    assert b"9999" in store.read_bytes()


def test_a_file_that_is_no_store_is_refused_and_left_alone(desk: Path) -> None:
    store = desk / "deedline.sqlite"
    for file in desk.glob("deedline.sqlite*"):
        file.unlink()
    store.write_text("my shopping list, which is long enough to be taken for a page of a database\n" * 20)
    before = store.read_bytes()
    ran = deedline("run", "--once", folder=desk)
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert store.read_bytes() == before


def test_a_broken_rule_file_is_told_and_the_others_are_watched(desk: Path) -> None:
    (desk / "rules" / "broken.yaml").write_text("promises: 1\n")
    ran = deedline("run", "--once", folder=desk)
    assert ran.code == 0
    assert "rules/broken.yaml:1:" in ran.err
    assert deedline("show", "grid-plan", "--json", folder=desk).data["status"] == "unverifiable"


def test_with_auto_apply_off_only_apply_puts_rules_into_force(desk: Path) -> None:
    (desk / "deedline.toml").write_text(f"{FAST}[rules]\nauto_apply = false\n")
    deedline("run", "--once", folder=desk)
    assert deedline("promises", "--json", folder=desk).data == []
    deedline("rules", "apply", folder=desk)
    deedline("run", "--once", folder=desk)
    assert len(deedline("promises", "--json", folder=desk).data) == 1


def test_one_pass_says_which_sources_were_not_due(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    assert "not due" not in deedline("run", "--once", folder=desk).err
    again = deedline("run", "--once", folder=desk)
    assert "source inbox: not due before 20" in again.err
    (waiting,) = deedline("run", "--once", "--json", folder=desk).data["not_due"]
    assert waiting["source"] == "inbox"

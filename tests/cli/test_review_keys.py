"""`deedline review` by keys: on a fed stream, and in a terminal of its own."""

from __future__ import annotations

import io
import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.console import Console

from tests.actions.making import SetClock, on
from tests.actions.reviewing import reviewed_store, said, status, waiting
from tests.cli.reviewing import reviewed_desk
from tests.cli.running import ROOT, deedline
from tracker.actions.review_queue import review_queue
from tracker.cli.review_keys import Keyboard, KeyReview
from tracker.domain.statuses import Status
from tracker.store.store import Store

OPEN = "In the north the new bridge is open since noon. It was late."
HOSTILE = "the bridge is open [bold]now[/] \x1b[31mred\x1b]0;owned\x07 \u202eback"


def session(store: Store, typed: str, *, who: str = "Ann", terminal: bool = False) -> str:
    """Let somebody type; return what was shown."""
    shown = io.StringIO()
    console = Console(file=shown, width=100, highlight=False, force_terminal=terminal)
    KeyReview(store, SetClock(on(11)), who, "UTC", keyboard=Keyboard(io.StringIO(typed)), console=console).run()
    return shown.getvalue()


def test_a_key_and_a_reason_decide(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, said(OPEN))
    shown = session(store, "aread it myself\n")
    assert "In the north the new bridge is open since noon." in shown
    assert re.search(r"accepting it: alma \S pending -> \S kept", shown)
    assert "1 decided" in shown
    assert waiting(store) == ()
    assert status(store, on(11)) is Status.KEPT


def test_who_decides_is_asked_once_where_nobody_is_named(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, said(OPEN), said(OPEN, name="s"))
    session(store, "Zoe\nrno\nrno\n", who="")
    decided = review_queue(store, is_open=False).items
    assert [each.last and each.last.who for each in decided] == ["Zoe", "Zoe"]


def test_next_leaves_an_item_open_and_quit_ends(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, said(OPEN), said(OPEN, name="s"), said(OPEN, name="t"))
    assert "1 decided" in session(store, "nrno\nq")
    assert [each.report.id for each in waiting(store)] == ["r", "t"]


def test_undo_goes_back_to_what_was_decided_last(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, said(OPEN), said(OPEN, name="s"))
    session(store, "rno\nutoo quick\nayes\nq")
    first, second = review_queue(store, is_open=False).items
    assert [(each.act.value, each.reason) for each in first.decisions] == [
        ("rejected", "no"),
        ("undone", "too quick"),
        ("accepted", "yes"),
    ]
    assert second.is_open


def test_an_edit_takes_fields_and_a_reason(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, said(OPEN))
    session(store, "eoccurred=2016-05-08\n\nthe day before\n")
    (item,) = review_queue(store, is_open=False).items
    assert item.last is not None
    assert item.last.fact is not None
    assert item.last.fact.occurred.end.day == 8


def test_without_a_reason_nothing_is_decided(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, said(OPEN))
    assert "without a reason nothing is decided" in session(store, "a\nq")
    assert len(waiting(store)) == 1


def test_what_cannot_be_is_said_and_the_item_shown_again(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, said(OPEN))
    shown = session(store, "evalue=many\n\nbecause\nq")
    assert "not a number" in shown
    assert shown.count("Does the text say so?") == 2


def test_keys_that_do_not_fit_do_nothing(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, said(OPEN))
    session(store, "jsx\x1b[A\n q")
    assert len(waiting(store)) == 1


def test_the_end_of_the_stream_ends_the_session(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, said(OPEN))
    assert "0 decided" in session(store, "")


def test_an_empty_queue_says_so(tmp_path: Path) -> None:
    assert "nothing more waits" in session(reviewed_store(tmp_path), "")


@pytest.mark.parametrize("terminal", [False, True])
def test_no_report_styles_or_steers_the_terminal(tmp_path: Path, terminal: bool) -> None:
    store = reviewed_store(tmp_path, said(HOSTILE, title=HOSTILE, name="r\x1b[2J"))
    shown = session(store, "q", terminal=terminal)
    assert "[bold]now[/]" in shown
    assert "\x1b]" not in shown
    assert "\x1b[31m" not in shown
    assert "\x1b[2Jr" not in shown.removeprefix("\x1b[H\x1b[2J")
    assert "\u202e" not in shown
    assert "\x07" not in shown


class Terminal:
    """A process in a terminal of its own: keys go in, and what it shows is read until something stands there."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self.shown = ""

    def press(self, keys: str) -> None:
        os.write(self._handle, keys.encode())

    def read_until(self, wanted: str) -> str:
        """Return what was shown up to there; fails if the process ends or says nothing for a minute."""
        while wanted not in self.shown:
            ready, _, _ = select.select([self._handle], [], [], 60)
            assert ready, f"{wanted!r} is not in {self.shown!r}"
            self.shown += self._read()
        before, _, self.shown = self.shown.partition(wanted)
        return before

    def _read(self) -> str:
        try:
            data = os.read(self._handle, 65_536)
        except OSError:  # the other end is closed
            data = b""
        assert data, f"it ended with {self.shown!r}"
        return data.decode(errors="replace")


@contextmanager
def in_a_terminal(*arguments: str, folder: Path) -> Iterator[tuple[Terminal, subprocess.Popen[bytes]]]:
    ours, theirs = pty.openpty()
    environ = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'notifiers'}",
        "TERM": "xterm",
        "COLUMNS": "100",
    }
    command = [sys.executable, "-c", "from tracker.cli.main import main; main()", *arguments]
    with subprocess.Popen(command, cwd=folder, env=environ, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        try:
            yield Terminal(ours), process
        finally:
            process.kill()
            os.close(ours)


def test_in_a_terminal_single_keys_decide_at_once(tmp_path: Path) -> None:
    desk = reviewed_desk(tmp_path, count=2)
    with in_a_terminal("review", folder=desk) as (terminal, process):
        terminal.read_until("who decides: ")
        terminal.press("Ann\n")
        terminal.read_until("2 waiting")
        terminal.read_until("q quit")
        terminal.press("a")
        terminal.read_until("accept, because: ")
        terminal.press("read it\n")
        terminal.read_until("1 waiting")
        terminal.read_until("q quit")
        terminal.press("q")
        terminal.read_until("1 decided")
        assert process.wait(60) == 0
    (row,) = deedline("review", "list", "--json", folder=desk).data
    assert row["report"] == "t2"

"""Processes that begin the same thing at the same moment."""

from __future__ import annotations

import os
import pickle
import signal
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Any

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Came:
    """What a process came to: what it returned, or the error it ended with."""

    value: Any = None
    error: str = ""


class Racer:
    """A forked process that does something and tells what came of it; it may be stopped for a while on the way."""

    def __init__(self, act: Callable[[], object], start: IO[bytes]) -> None:
        told, tell = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            _be(act, start, tell)
        os.close(tell)
        self._told = os.fdopen(told, "rb")

    def stop(self) -> None:
        """Stop it where it stands, as a machine that is suspended would."""
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it go on where it stood."""
        os.kill(self.pid, signal.SIGCONT)

    def came(self) -> Came:
        """Wait until it ends and return what it came to."""
        with self._told as told:
            answer = told.read()
        _, status = os.waitpid(self.pid, 0)
        assert os.waitstatus_to_exitcode(status) == 0, "a process was stuck or died"
        found = pickle.loads(answer)
        assert isinstance(found, Came)
        return found


def race(acts: Sequence[Callable[[], object]]) -> list[Came]:
    """Let processes act, all from the same moment on; return what each came to."""
    waiting, starting = os.pipe()
    with os.fdopen(waiting, "rb") as start:
        racers = [Racer(act, start) for act in acts]
        os.write(starting, b"x" * len(racers))
        os.close(starting)
        return [each.came() for each in racers]


def _be(act: Callable[[], object], start: IO[bytes], tell: int) -> None:
    """Be the process: it must never return into the tests."""
    code = 1
    try:
        signal.alarm(LONGEST)
        os.read(start.fileno(), 1)
        try:
            came = Came(act())
        except Exception as error:
            came = Came(error=f"{type(error).__name__}: {error}\n{traceback.format_exc()}")
        with os.fdopen(tell, "wb") as telling:
            pickle.dump(came, telling)
        code = 0
    finally:
        os._exit(code)

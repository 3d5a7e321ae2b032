"""Every place at which a process that delivers may be killed: its commits and its calls over the network.

The hooks are put into the classes themselves, so they belong into a forked child and nowhere else. They know
nothing of how delivering works: any commit and any socket counts.
"""

from __future__ import annotations

import mmap
import os
import select
import signal
import socket
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from tracker.domain.alerts import Abilities, Delivery, Notice, Outcome, Thread
from tracker.domain.ports import Sender
from tracker.store.commits import Commit
from tracker.store.store import Store

ANSWER_COMES = 10_000
"""Milliseconds that an answer on loopback may take."""


SERVICE = "service"
"""What a process does while it asks no destination anything."""


class Trap:
    """Counts the places a process passes and kills it at the one it was set to; 0 lets it live."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, mmap.PAGESIZE)
        self.kill_at: int | str = 0
        self.signal = signal.SIGKILL
        self.passed: list[str] = []
        self.doing = SERVICE

    @property
    def killed_at(self) -> str:
        """Return the place at which the last child was killed, as the parent asks for it."""
        (length,) = struct.unpack_from("I", self._shared)
        return self._shared[4 : 4 + length].decode()

    def set(self, kill_at: int | str, number: signal.Signals = signal.SIGKILL) -> None:
        """Set it for the next child: to the number of a place, or to its name, "(2)" after it the second time."""
        self.signal = number
        self.kill_at, self.passed, self.doing = kill_at, [], SERVICE
        self._note("")

    def spring(self, what: str) -> None:
        """Pass a place; nothing of the process is put in order if this is the one where it dies."""
        place = f"{self.doing}: {what}"
        self.passed.append(place)
        times = self.passed.count(place)
        place = f"{place} ({times})" if times > 1 else place
        if self.kill_at in (place, len(self.passed)):
            self._note(place)
            os.kill(os.getpid(), self.signal)

    def _note(self, place: str) -> None:
        told = place.encode()
        struct.pack_into("I", self._shared, 0, len(told))
        self._shared[4 : 4 + len(told)] = told


def watch_commits(trap: Trap) -> None:
    """Spring before and after every commit of this process."""
    write = Store.write

    @contextmanager
    def watched(self: Store, now: datetime, cause: str, actor: str = "deedline") -> Iterator[Commit]:
        with write(self, now, cause, actor) as commit:
            yield commit
            trap.spring(f"before the commit of {cause}")
        trap.spring(f"after the commit of {cause}")

    Store.write = watched  # type: ignore[method-assign]


def watch_sockets(trap: Trap) -> None:
    """Spring before connecting, before sending, and when an answer has come that nobody has read yet."""
    asked: set[int] = set()

    def before(name: str, word: str) -> None:
        real: Callable[..., Any] = getattr(socket.socket, name)

        def watched(self: socket.socket, *arguments: Any) -> Any:
            trap.spring(f"before {word}")
            asked.add(self.fileno())
            return real(self, *arguments)

        setattr(socket.socket, name, watched)

    def reading(name: str) -> None:
        real: Callable[..., Any] = getattr(socket.socket, name)

        def watched(self: socket.socket, *arguments: Any) -> Any:
            if self.fileno() in asked:
                asked.discard(self.fileno())
                waiting = select.poll()
                waiting.register(self, select.POLLIN)
                waiting.poll(ANSWER_COMES)
                trap.spring("answer lost")
            return real(self, *arguments)

        setattr(socket.socket, name, watched)

    before("connect", "connecting")
    before("sendall", "sending")
    before("send", "sending")
    reading("recv_into")
    reading("recv")


class Watched:
    """A sender that says which destination is being asked what, and springs once its answer was read."""

    def __init__(self, name: str, real: Sender, trap: Trap) -> None:
        self._name = name
        self._real = real
        self._trap = trap

    @property
    def abilities(self) -> Abilities:
        return self._real.abilities

    def payload(self, delivery: Delivery) -> Mapping[str, object]:
        return self._real.payload(delivery)

    def send(self, delivery: Delivery) -> Outcome:
        return self._asked("send", lambda: self._real.send(delivery))

    def find(self, delivery: Delivery) -> Outcome:
        return self._asked("find", lambda: self._real.find(delivery))

    def edit(self, thread: Thread, notice: Notice) -> Outcome:
        return self._asked("edit", lambda: self._real.edit(thread, notice))

    def check(self) -> Outcome:
        return self._asked("check", self._real.check)

    def _asked(self, what: str, call: Callable[[], Outcome]) -> Outcome:
        before, self._trap.doing = self._trap.doing, f"{self._name} {what}"
        outcome = call()
        self._trap.spring("answer read")
        self._trap.doing = before
        return outcome

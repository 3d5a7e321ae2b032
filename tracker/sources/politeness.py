"""Turns at a host: one request at a time, and a pause between two."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_MOST_HOSTS = 1000
"""Hosts remembered: redirects could name new ones without end."""


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    wanted: int = 0


class HostTurns:
    """Hands out turns at hosts, `pause` seconds apart. Safe to use from several threads.

    `clock` (seconds that never run backwards) and `sleep` stand in for the machine's.
    """

    def __init__(
        self,
        pause: float = 0.0,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.pause = pause
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}
        self._guard = threading.Lock()

    def rest_of(self, host: str) -> float:
        """Return for how many seconds a host still rests; 0 or less where it need not."""
        with self._guard:
            place = self._hosts.get(host)
            return 0.0 if place is None else place.free_at - self._clock()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for the host's turn and hold it for the block; others wait for its end and the pause after it."""
        place = self._wanted(host)
        try:
            with place.lock:
                left = place.free_at - self._clock()
                if left > 0:
                    self._sleep(left)
                try:
                    yield
                finally:
                    place.free_at = self._clock() + self.pause
        finally:
            with self._guard:
                place.wanted -= 1

    def _wanted(self, host: str) -> _Host:
        with self._guard:
            if len(self._hosts) >= _MOST_HOSTS:
                now = self._clock()
                self._hosts = {
                    name: each for name, each in self._hosts.items() if each.wanted or each.free_at > now
                }
            place = self._hosts.setdefault(host, _Host())
            place.wanted += 1
            return place

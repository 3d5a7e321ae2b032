"""Asking many sources at the same time, those at one host one after the other."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


def _no_rest(_host: str) -> float:
    return 0.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How many are asked at once, and for how many seconds a host still rests.

    Whoever fetches keeps the rest, as it sees every request; here it only decides who is asked meanwhile. `sleep`
    stands in for the machine's.
    """

    at_once: int = 4
    rest_of: Callable[[str], float] = _no_rest
    sleep: Callable[[float], None] = time.sleep


@dataclass(slots=True)
class _Host(Generic[T]):
    name: str
    waiting: deque[T] = field(default_factory=deque)
    is_asked: bool = False


def in_turns(
    items: Iterable[T], host_of: Callable[[T], str], ask: Callable[[T], R], pace: Pace
) -> Iterator[tuple[T, R]]:
    """Ask about every item and yield each with its answer as the answers come.

    One host is asked one thing at a time; a host that rests in between takes nobody's place.
    An empty host stands for no host: such items wait for nobody. What `ask` raises is raised here.
    """
    hosts: dict[str, _Host[T]] = {}
    for number, item in enumerate(items):
        name = host_of(item)
        hosts.setdefault(name or f"\0{number}", _Host(name)).waiting.append(item)
    running: dict[Future[R], tuple[_Host[T], T]] = {}
    with ThreadPoolExecutor(max(1, min(pace.at_once, len(hosts))), thread_name_prefix="collect") as pool:
        while running or any(host.waiting for host in hosts.values()):
            idle = [host for host in hosts.values() if host.waiting and not host.is_asked]
            rests = [(pace.rest_of(each.name) if each.name else 0.0, each) for each in idle]
            for host in [each for rest, each in rests if rest <= 0][: pace.at_once - len(running)]:
                item = host.waiting.popleft()
                host.is_asked = True
                running[pool.submit(ask, item)] = host, item
            resting = [rest for rest, _ in rests if rest > 0]
            for future in _next_done(running, min(resting, default=None), pace):
                host, item = running.pop(future)
                host.is_asked = False
                yield item, future.result()


def _next_done(running: Mapping[Future[R], object], seconds: float | None, pace: Pace) -> Iterable[Future[R]]:
    """Wait until an answer is there, or a host has rested for `seconds`."""
    if running:
        has_place = len(running) < pace.at_once
        return wait(running, seconds if has_place else None, FIRST_COMPLETED).done
    if seconds is not None:
        pace.sleep(seconds)
    return ()

"""Turns at a host: one request at a time, a pause in between, and nobody else waits."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.sources.servers import Connection, plain, redirecting, serving
from tracker.domain.errors import SourceFailed
from tracker.sources.fetcher import GuardedFetcher
from tracker.sources.politeness import HostTurns


class Time:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def turns(self, pause: float = 1.0) -> HostTurns:
        return HostTurns(pause, clock=self.clock, sleep=self.sleep)


def test_the_second_request_to_a_host_waits_for_the_pause() -> None:
    time = Time()
    turns = time.turns()
    for _ in range(3):
        with turns.turn("feeds.example"):
            time.now += 0.25
    assert time.slept == [1.0, 1.0]


def test_time_that_passed_by_itself_counts_for_the_pause() -> None:
    time = Time()
    turns = time.turns()
    with turns.turn("feeds.example"):
        pass
    time.now += 0.75
    with turns.turn("feeds.example"):
        pass
    assert time.slept == [0.25]


def test_other_hosts_do_not_wait() -> None:
    time = Time()
    turns = time.turns()
    with turns.turn("a.example"), turns.turn("b.example"):
        pass
    assert time.slept == []


def test_a_request_that_failed_is_followed_by_a_pause_too() -> None:
    time = Time()
    turns = time.turns()
    with pytest.raises(SourceFailed), turns.turn("a.example"):
        raise SourceFailed("no")
    with turns.turn("a.example"):
        pass
    assert time.slept == [1.0]


def test_hosts_without_end_are_not_remembered() -> None:
    time = Time()
    turns = time.turns()
    for number in range(5000):
        with turns.turn(f"{number}.example"):
            time.now += 1
    assert len(turns.__dict__["_hosts"]) <= 1000


def test_a_host_is_never_asked_two_things_at_once() -> None:
    inside = 0
    most = 0
    guard = threading.Lock()

    def answer(connection: Connection, request: str) -> None:
        nonlocal inside, most
        with guard:
            inside += 1
            most = max(most, inside)
        connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
        with guard:
            inside -= 1
        connection.send(b"ok")

    fetcher = GuardedFetcher(turns=HostTurns())
    with serving(answer) as server, ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda n: fetcher.fetch(server.url(f"/{n}"), allow_private=True), range(24)))
    assert [page.body for page in pages] == [b"ok"] * 24
    assert most == 1


def test_a_host_that_hangs_holds_up_no_other() -> None:
    asked, release = threading.Event(), threading.Event()

    def hanging(connection: Connection, request: str) -> None:
        asked.set()
        release.wait()
        plain(b"late")(connection, request)

    fetcher = GuardedFetcher(turns=HostTurns())
    with serving(hanging) as slow, serving(plain(b"quick")) as quick, ThreadPoolExecutor(1) as pool:
        late = pool.submit(fetcher.fetch, slow.url(), allow_private=True)
        asked.wait()
        assert fetcher.fetch(quick.url(), allow_private=True).body == b"quick"
        release.set()
        assert late.result().body == b"late"


def test_a_redirect_within_a_host_is_one_visit_and_to_another_host_takes_its_turn() -> None:
    time = Time()
    fetcher = GuardedFetcher(turns=time.turns())
    with serving(plain(b"arrived")) as other:
        answer = redirecting({"/feed": "/near", "/near": other.url()}.__getitem__)
        with serving(answer) as server:
            fetcher.fetch(other.url(), allow_private=True)
            assert fetcher.fetch(server.url(), allow_private=True).body == b"arrived"
    assert time.slept == [1.0]
    assert (len(server.requests), len(other.requests)) == (2, 2)


def test_two_hosts_that_redirect_to_each_other_do_not_wait_for_ever() -> None:
    fetcher = GuardedFetcher(turns=HostTurns(), max_redirects=3)
    ports: dict[str, str] = {}
    with (
        serving(redirecting(lambda path: ports["b"])) as a,
        serving(redirecting(lambda path: ports["a"])) as b,
        ThreadPoolExecutor(2) as pool,
    ):
        ports |= {"a": a.url(), "b": b.url()}
        both = [pool.submit(fetcher.fetch, each.url(), allow_private=True) for each in (a, b) for _ in range(4)]
        assert all(isinstance(each.exception(), SourceFailed) for each in both)
    assert len(a.requests) + len(b.requests) == 8 * 4


def test_who_asks_next_can_see_how_long_a_host_rests() -> None:
    time = Time()
    turns = time.turns()
    assert turns.rest_of("feeds.example") <= 0
    with turns.turn("feeds.example"):
        time.now += 0.25
    time.now += 0.5
    assert turns.rest_of("feeds.example") == 0.5
    assert turns.rest_of("other.example") <= 0

"""Many are asked at once, those of one host in turns."""

from __future__ import annotations

import threading
from collections import Counter

import pytest

from tracker.actions.taking_turns import Pace, in_turns


class Time:
    """Seconds that pass only when somebody sleeps, and hosts that rest for one after each question."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []
        self.free_at: dict[str, float] = {}

    def ask(self, item: str) -> str:
        self.free_at[host_of(item)] = self.now + 1.0
        return item

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def pace(self, at_once: int = 4) -> Pace:
        return Pace(at_once, lambda host: self.free_at.get(host, 0.0) - self.now, self.sleep)


def host_of(item: str) -> str:
    return item.partition("/")[0]


def test_everything_is_asked_once_and_comes_with_its_answer() -> None:
    items = ["a/1", "a/2", "b/1", "/x", "/y"]
    answers = dict(in_turns(items, host_of, str.upper, Pace()))
    assert answers == {item: item.upper() for item in items}


def test_nothing_to_ask_is_nothing_to_wait_for() -> None:
    assert list(in_turns([], host_of, str.upper, Pace())) == []


def test_a_host_rests_between_two_questions() -> None:
    time = Time()
    list(in_turns(["a/1", "a/2", "a/3"], host_of, time.ask, time.pace()))
    assert time.slept == [1.0, 1.0]


def test_a_host_that_rests_keeps_nobody_waiting() -> None:
    time = Time()
    answers = [item for item, _ in in_turns(["a/1", "a/2", "b/1"], host_of, time.ask, time.pace(at_once=1))]
    assert answers == ["a/1", "b/1", "a/2"]
    assert time.slept == [1.0]


def test_what_asks_no_host_never_rests() -> None:
    time = Time()
    list(in_turns(["/1", "/2", "/3"], host_of, time.ask, time.pace(at_once=1)))
    assert time.slept == []


def test_the_order_within_a_host_is_kept() -> None:
    answers = [item for item, _ in in_turns([f"a/{n}" for n in range(9)], host_of, str.upper, Pace())]
    assert answers == [f"a/{n}" for n in range(9)]


def test_no_host_is_asked_two_things_at_once_and_no_more_are_asked_than_allowed() -> None:
    guard = threading.Lock()
    inside: Counter[str] = Counter()
    worst, most = 0, 0

    def ask(item: str) -> str:
        nonlocal worst, most
        with guard:
            inside[host_of(item)] += 1
            worst, most = max(worst, *inside.values()), max(most, sum(inside.values()))
        with guard:
            inside[host_of(item)] -= 1
        return item

    items = [f"{host}/{n}" for n in range(20) for host in "abcdefg"]
    assert len(list(in_turns(items, host_of, ask, Pace(3)))) == len(items)
    assert worst == 1
    assert most <= 3


def test_a_host_with_many_sources_takes_nobodys_place() -> None:
    """All but one of the questions are to one host that hangs; the others are answered meanwhile."""
    release = threading.Event()
    seen: list[str] = []

    def ask(item: str) -> str:
        if host_of(item) == "slow":
            release.wait()
        return item

    items = [*(f"slow/{n}" for n in range(10)), "b/1", "c/1", "d/1"]
    for item, _ in in_turns(items, host_of, ask, Pace(2)):
        seen.append(item)
        if len(seen) == 3:
            release.set()
    assert set(seen[:3]) == {"b/1", "c/1", "d/1"}
    assert seen[3:] == [f"slow/{n}" for n in range(10)]


def test_what_goes_wrong_in_asking_is_raised() -> None:
    def ask(item: str) -> str:
        raise KeyError(item)

    with pytest.raises(KeyError):
        list(in_turns(["a/1"], host_of, ask, Pace()))

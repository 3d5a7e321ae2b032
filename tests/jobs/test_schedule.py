from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.actions.making import SLACK, CountingSender, bridges, new_store, opened
from tests.actions.test_collect import Offering
from tracker.actions.look_up import list_promises
from tracker.domain.alerts import Delivery, Outcome
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import StoreHeld
from tracker.domain.sources import Source
from tracker.domain.statuses import Status
from tracker.jobs.schedule import Rhythm, serve, stopping_on_signals, ticks_of
from tracker.jobs.work import Work
from tracker.store.leases import take, who_holds
from tracker.store.opening import open_store

QUICK = Rhythm(rules=0.1, collect=0.1, judge=0.1, deliver=0.1, digests=0.1)
SOURCES = "sources:\n  - {id: wires, kind: feed, url: 'https://example.org/feed', every: 1 second}\n"


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@pytest.fixture
def work(tmp_path: Path) -> Work:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "sources.yaml").write_text(SOURCES)
    (rules / "bridges.yaml").write_text(bridges("alma"))
    return Work(new_store(tmp_path), WallClock(), Offering(), {"slack": CountingSender()}, (SLACK,), rules)


@pytest.fixture
def running(work: Work) -> Iterator[Callable[[], Event]]:
    """Start the service in a thread when called; it is stopped at the end whatever happens."""
    stop = Event()
    threads: list[Thread] = []

    def start() -> Event:
        thread = Thread(target=serve, args=(work, stop, QUICK))
        threads.append(thread)
        thread.start()
        return stop

    yield start
    stop.set()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()


def _until(holds: Callable[[], bool]) -> None:
    limit = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < limit, "this never came true"
        time.sleep(0.02)


def _status(work: Work) -> list[Status | None]:
    return [each.status for each in list_promises(work.store)]


def test_the_service_applies_collects_judges_and_delivers_by_itself(
    work: Work, running: Callable[[], Event]
) -> None:
    work.collector = Offering(opened("alma", datetime(2016, 5, 9, tzinfo=UTC)))
    sender = work.senders["slack"]
    assert isinstance(sender, CountingSender)
    running()
    _until(lambda: _status(work) == [Status.KEPT])
    _until(lambda: bool(sender.arrived))


def test_a_changed_rule_file_comes_into_force_while_the_service_runs(
    work: Work, running: Callable[[], Event]
) -> None:
    running()
    _until(lambda: len(_status(work)) == 1)
    assert work.rules is not None
    (work.rules / "bridges.yaml").write_text(bridges("alma", "kiel"))
    _until(lambda: len(_status(work)) == 2 and None not in _status(work))


def test_a_rule_file_that_breaks_while_the_service_runs_is_told_with_its_place(
    work: Work, running: Callable[[], Event], caplog: pytest.LogCaptureFixture
) -> None:
    running()
    _until(lambda: _status(work) not in ([], [None]))
    assert work.rules is not None
    (work.rules / "bridges.yaml").write_text(bridges("alma") + "nonsense: 1\n")
    _until(lambda: "bridges.yaml:" in caplog.text)
    assert "stays in force" in caplog.text
    assert len(_status(work)) == 1


def test_an_edit_that_takes_effect_is_one_line_in_the_log(work: Work, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="deedline")
    rules = {tick.name: tick.act for tick in ticks_of(work, QUICK)}["rules"]
    rules()
    assert work.rules is not None
    caplog.clear()
    text = bridges("alma", "kiel").replace("2016-05-20", "2016-05-25")
    (work.rules / "bridges.yaml").write_text(text)
    rules()
    rules()
    assert caplog.messages == ["rules: bridges.yaml in force: 1 promise added, 1 changed"]


def test_many_files_that_take_effect_are_one_line(work: Work, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="deedline")
    assert work.rules is not None
    (work.rules / "bridges.yaml").unlink()
    for number in range(8):
        name = f"b{number}"
        text = bridges(name).replace("minister", f"minister{number}")
        (work.rules / f"{name}.yaml").write_text(text)
    {tick.name: tick.act for tick in ticks_of(work, QUICK)}["rules"]()
    assert caplog.messages == [
        "rules: 8 files in force: 8 promises added",
        "rules: the sources in force changed",
    ]


def test_a_copied_file_is_one_line_for_each_of_the_two(work: Work, caplog: pytest.LogCaptureFixture) -> None:
    assert work.rules is not None
    text = bridges("alma", "kiel", "lodi")
    for name in ("bridges.yaml", "copy.yaml"):
        (work.rules / name).write_text(text)
    {tick.name: tick.act for tick in ticks_of(work, QUICK)}["rules"]()
    told = [each.getMessage() for each in caplog.records if each.levelname == "WARNING"]
    assert len(told) == 2
    assert (
        "this file claims 4 ids of copy.yaml too (give them other ids, or delete one of the two files)" in told[0]
    )
    assert "this file claims 4 ids of bridges.yaml too" in told[1]


def test_nothing_is_judged_before_the_first_collection_is_over(work: Work) -> None:
    acts = {tick.name: tick.act for tick in ticks_of(work, QUICK)}
    work.apply_changed_rules()
    acts["judge"]()
    before = _status(work)
    acts["collect"]()
    acts["judge"]()
    assert before == [None]
    assert None not in _status(work)


def test_a_tick_that_fails_is_told_once_and_the_service_goes_on(
    work: Work, running: Callable[[], Event], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="deedline")
    running()
    _until(lambda: len(_status(work)) == 1)
    assert work.rules is not None
    rules = work.rules
    gone = rules.rename(rules.with_name("elsewhere"))
    _until(lambda: "no folder of rules" in caplog.text)
    gone.rename(rules)
    (rules / "bridges.yaml").write_text(bridges("alma", "kiel"))
    _until(lambda: "rules: works again" in caplog.text)
    _until(lambda: len(_status(work)) == 2)
    assert caplog.text.count("no folder of rules") == 1


def test_the_service_stops_on_request_and_gives_the_store_back(work: Work, running: Callable[[], Event]) -> None:
    stop = running()
    _until(lambda: len(_status(work)) == 1)
    with open_store(work.store.path).read() as connection:
        assert who_holds(connection, WallClock().now()) is not None
    stop.set()
    _until(lambda: work.store.held is None)
    take(open_store(work.store.path), WallClock().now())


def test_what_is_being_done_is_finished_before_the_service_stops(work: Work, running: Callable[[], Event]) -> None:
    asked, finished = Event(), Event()

    class Slow(CountingSender):
        def send(self, delivery: Delivery) -> Outcome:
            asked.set()
            assert stop.wait(30)
            outcome = super().send(delivery)
            finished.set()
            return outcome

    work.senders = {"slack": Slow()}
    stop = running()
    assert asked.wait(60)
    stop.set()
    assert finished.wait(60)


def test_a_second_service_on_the_same_store_is_refused(work: Work) -> None:
    take(open_store(work.store.path), WallClock().now())
    with pytest.raises(StoreHeld, match="in use by process"):
        serve(work, Event(), QUICK)


def test_a_service_that_was_taken_over_stops_and_says_so(work: Work) -> None:
    taken = Event()

    def collector(source: Source, state: CollectState, now: datetime) -> Collected:
        if not taken.is_set():
            taken.set()
            take(open_store(work.store.path), now + timedelta(hours=1))
        return Collected(state=state)

    work.collector = collector
    with pytest.raises(StoreHeld, match="no longer holds"):
        serve(work, Event(), QUICK)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_asks_the_service_to_stop(number: signal.Signals) -> None:
    stop = Event()
    before = signal.getsignal(number)
    with stopping_on_signals(stop):
        os.kill(os.getpid(), number)
        assert stop.wait(10)
    assert signal.getsignal(number) is before


def test_a_signal_that_another_thread_takes_stops_the_service_too(work: Work) -> None:
    """The kernel may hand a signal to any thread: the one that waits is not woken by it then."""
    stop, too_late = Event(), Event()

    def ask_from_here() -> None:
        _until(lambda: len(_status(work)) == 1)
        signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
        if not stop.wait(30):
            too_late.set()
            stop.set()

    asking = Thread(target=ask_from_here)
    asking.start()
    with stopping_on_signals(stop):
        serve(work, stop, QUICK)
    asking.join()
    assert not too_late.is_set()

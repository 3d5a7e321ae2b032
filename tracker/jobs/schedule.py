"""The service: ticks in UTC that only call actions. The one module that knows APScheduler."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from threading import Event
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from tracker.actions.applied_words import applied_lines
from tracker.actions.duplicate_files import told_by_pair
from tracker.actions.trying_examples import failing_words
from tracker.domain.errors import DeedlineError, Severity, StoreHeld
from tracker.jobs.work import Work
from tracker.store.leases import holding, renew

log = logging.getLogger("deedline")

RENEW_SECONDS = 15.0
LOOK_SECONDS = 0.2
"""How long a request to stop may go unnoticed."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How many seconds lie between two ticks of each kind. A tick with nothing to do costs one query."""

    rules: float = 10.0
    collect: float = 5.0
    judge: float = 5.0
    deliver: float = 2.0
    digests: float = 60.0
    sources: float = 60.0


@dataclass(frozen=True, slots=True)
class Tick:
    """Something done again and again, never twice at the same time."""

    name: str
    seconds: float
    act: Callable[[], object]


def serve(work: Work, stop: Event, rhythm: Rhythm | None = None) -> None:
    """Run until `stop` is set, then finish what is being done and give the store back.

    Raises StoreHeld if another process runs on the store, and when one has taken it over meanwhile.
    """
    watch = _Watch(stop)
    work.wait = lambda seconds: not stop.wait(seconds)
    with holding(work.store, work.clock):
        work.go_on()
        work.apply_changed_rules()
        ticks = ticks_of(work, rhythm or Rhythm())
        scheduler = _scheduler(len(ticks))
        for tick in ticks:
            # Kinds of tick run at once from the start; a run that was missed is made up for by one.
            scheduler.add_job(
                partial(watch.run, tick),
                "interval",
                seconds=tick.seconds,
                id=tick.name,
                next_run_time=datetime.now(UTC),
            )
        scheduler.start()
        try:
            wait_for(stop)
        finally:
            scheduler.shutdown(wait=True)
    if watch.lost is not None:
        raise watch.lost


def wait_for(stop: Event) -> None:
    """Wait until `stop` is set.

    Not with stop.wait(): a signal that another thread takes does not wake it, and its handler, which sets the
    event in this thread, could meet the event's own lock held here.
    """
    while not stop.is_set():
        time.sleep(LOOK_SECONDS)


def ticks_of(work: Work, rhythm: Rhythm) -> list[Tick]:
    """Return the service's ticks; each destination has its own, so that none waits for another.

    Nothing is judged before the first collection is over: after an outage, what was published meanwhile counts,
    and no source is blamed for time in which it was not asked.
    """
    collected = Event()
    return [
        Tick("lease", RENEW_SECONDS, lambda: renew(work.store, work.clock.now())),
        Tick("rules", rhythm.rules, partial(_apply_changed_rules, work)),
        Tick("collect", rhythm.collect, partial(_collect, work, collected)),
        Tick("judge", rhythm.judge, partial(_judge, work, collected)),
        Tick("digests", rhythm.digests, work.plan_digests),
        Tick("sources", rhythm.sources, partial(_watch_sources, work, collected)),
        *([Tick("reviews", rhythm.sources, work.ask_reviewers)] if work.reviewers else []),
        *(
            Tick(f"deliver to {name}", rhythm.deliver, partial(work.deliver_to, name))
            for name in sorted(work.senders)
        ),
    ]


def _apply_changed_rules(work: Work) -> None:
    applied = work.apply_changed_rules()
    if applied is None:
        return
    for line in applied_lines(applied):
        log.info("rules: %s", line)
    for problem in told_by_pair(applied.problems):
        kept = "; what was good last stays in force" if problem.severity is Severity.ERROR else ""
        log.warning("rules: %s%s", problem, kept)
    if applied.failing:
        log.warning("rules: %s", failing_words(applied.failing))


def _collect(work: Work, collected: Event) -> None:
    try:
        work.collect()
    finally:
        collected.set()


def _judge(work: Work, collected: Event) -> None:
    if collected.is_set():
        work.judge()


def _watch_sources(work: Work, collected: Event) -> None:
    if collected.is_set():
        work.watch_sources()


@contextmanager
def stopping_on_signals(stop: Event) -> Iterator[None]:
    """Set `stop` on SIGTERM and SIGINT while the block runs; to be used in the main thread."""

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, ask_to_stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _scheduler(workers: int) -> BackgroundScheduler:
    # A tick that is still running when the next one is due is no news.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    return BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(workers)},
        # Without a limit of its own the scheduler would skip a tick that is a second late, in silence.
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
    )


class _Watch:
    """Runs ticks: what goes wrong is told once and tried again with the next tick.

    A store that another process took over ends the service.
    """

    def __init__(self, stop: Event) -> None:
        self.lost: StoreHeld | None = None
        self._stop = stop
        self._wrong: dict[str, str] = {}

    def run(self, tick: Tick) -> None:
        """Run a tick once."""
        try:
            tick.act()
        except StoreHeld as error:
            self.lost = error
            self._stop.set()
        except DeedlineError as error:
            self._tell(tick, error.message + (f" ({error.hint})" if error.hint else ""))
        except Exception as error:  # the service outlives a mistake in one of its parts
            self._tell(tick, f"{type(error).__name__}: {error}")
            log.debug("%s", tick.name, exc_info=True)
        else:
            if self._wrong.pop(tick.name, ""):
                log.info("%s: works again", tick.name)

    def _tell(self, tick: Tick, said: str) -> None:
        if self._wrong.get(tick.name) != said:
            log.warning("%s: %s", tick.name, said)
        self._wrong[tick.name] = said

"""Five hundred digests of a thousand promises, put into the outbox; beside it one laid out and copied."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path

from tests.actions.making import apply_files, bridges, new_store, on, opened
from tests.bench.measuring import Row, once
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.actions.plan_digests import plan_digests
from tracker.actions.weeks import week_so_far
from tracker.app import render_week
from tracker.domain.alerts import Subscriber
from tracker.store.store import Store

BEGUN, ENDED = on(17), on(23, hour=9)
"""Within the week before, and an hour after it has ended for everybody."""
TAGS = 20
URL = "https://deeds.example.org"
PEAK, FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")

_runs = count()


def week_store(folder: Path, promises: int) -> Store:
    """Return a store in which three promises in ten fell overdue in the week, and the others had been kept."""
    store = new_store(folder)
    names = [f"b{number}" for number in range(promises)]
    files = {}
    for first in range(0, promises, 500):
        text = bridges(*names[first : first + 500]).replace("minister", f"minister{first}")
        for number in range(first, min(first + 500, promises)):
            text = text.replace(f"  - id: b{number}\n", f"  - id: b{number}\n    tags: [t{number % TAGS}]\n")
        files[f"rules-{first:06}.yaml"] = text
    apply_files(store, files, on(3))
    ingest(store, [opened(name, on(9)) for number, name in enumerate(names) if number // TAGS % 10 >= 3], on(10))
    for instant in (on(10), on(19), on(22), on(23, hour=1)):
        judge_due(store, instant)
    return store


def readers(number: int, *, alike: bool) -> list[Subscriber]:
    """Return new subscribers: of one tag each, or each of something that nobody else asked for."""
    run = next(_runs)
    return [
        Subscriber(f"r{run}-{each}@example.org", (f"t{each % TAGS}", *(() if alike else (f"own{each}",))))
        for each in range(number)
    ]


def planning(store: Store, subscribers: Sequence[Subscriber]) -> Callable[[], None]:
    """Begin the weeks of subscribers, and return what puts all their digests into the outbox."""
    plan_digests(store, subscribers, BEGUN, render_week, public_url=URL)

    def plan() -> None:
        assert plan_digests(store, subscribers, ENDED, render_week, public_url=URL) == len(subscribers)

    return plan


def copying(store: Store, folder: Path, subscribers: Sequence[Subscriber], ended: datetime) -> None:
    """Lay one digest out and write it down for everybody, with the bare driver, in one transaction."""
    mail = render_week(week_so_far(store, subscribers[0], ended, pages=URL))
    with closing(sqlite3.connect(folder / f"bare-{next(_runs)}.db")) as bare, bare:
        bare.execute("CREATE TABLE outbox (recipient TEXT, subject TEXT, text TEXT, html TEXT)")
        rows = [(each.address, mail.subject, mail.text, mail.html) for each in subscribers]
        bare.executemany("INSERT INTO outbox VALUES (?, ?, ?, ?)", rows)


def rows(
    folder: Path, *, promises: int = 1_000, subscribers: int = 500, apart: int = 50, times: int = 3
) -> list[Row]:
    """Measure the digests of many who share their interests, and of some who share none."""
    store = week_store(folder, promises)
    everybody = readers(subscribers, alike=True)
    planning(store, everybody[:1])()  # imports, templates and the drawing library are there afterwards
    _forget_peak()
    begun = _peak()
    ours = min(once(planning(store, readers(subscribers, alike=True))) for _ in range(times))
    grown = _peak() - begun
    bare = min(once(partial(copying, store, folder, everybody, ENDED)) for _ in range(times))
    alone = once(planning(store, readers(apart, alike=False))) / apart * subscribers
    store.close()
    note = f"{subscribers / ours:,.0f}/s; memory grew by {grown:.0f} MB to a peak of {_peak():.0f} MB"
    work = f"digests of {promises:,} promises for {subscribers} subscribers"
    return [
        Row(f"{work}, {TAGS} interests", ours, bare, "one laid out and copied", note=note),
        Row(f"{work}, {TAGS} interests", ours, alone, f"nobody's interest shared, from {apart}"),
    ]


def _forget_peak() -> None:
    with suppress(OSError):
        FORGET.write_text("5")


def _peak() -> float:
    """Return the most memory this process has held since it was forgotten, in MB; 0 where nobody counts."""
    with suppress(OSError, ValueError):
        for line in PEAK.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0

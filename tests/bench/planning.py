"""A plan of edited rules over the whole stored history, by two processes and by one."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from tests.actions.making import on
from tests.bench.measuring import Row
from tests.bench.worlds import logged_store, reports, rule_files
from tracker.actions.ingest import ingest
from tracker.actions.planning import make_plan
from tracker.domain.plans import Plan
from tracker.language.loading import load_rules
from tracker.language.ruleset import Loaded
from tracker.store.store import Store

AT_ONCE = 5_000
EDIT = ("2016-05-20", "2016-05-12")
"""The deadline of every promise, before and after the edit."""


def rows(folder: Path, *, promises: int = 1_000, told: int = 100_000) -> list[Row]:
    """Plan a move of every deadline over so many reports, one in ten of them about one of every second promise.

    Seconds of the wall: two processes share the work, and the clock of one knows nothing of the other.
    """
    store = logged_store(folder, promises)
    batch = []
    for each in reports(told, promises=promises // 2):
        batch.append(each)
        if len(batch) == AT_ONCE:
            ingest(store, batch, on(15))
            batch.clear()
    ingest(store, batch, on(15))
    before, after = (each.encode() for each in EDIT)
    edited = load_rules({name: data.replace(before, after) for name, data in rule_files(promises).items()})
    two, plan = _timed(store, edited, workers=2)
    one, same = _timed(store, edited, workers=1)
    assert plan == same
    assert len(plan.promises) == promises
    moved = sum(not each.alerts.is_nothing for each in plan.promises)
    what = f"plan of {promises:,} edited promises over {told:,} reports"
    return [Row(what, two, one, "one process", None, 60.0, f"alerts of {moved:,} change")]


def _timed(store: Store, edited: Loaded, *, workers: int) -> tuple[float, Plan]:
    begun = perf_counter()
    plan = make_plan(store, edited, on(30), workers=workers)
    return perf_counter() - begun, plan

"""Very many promises falling due at once: verdict, transition, alert and outbox row, committed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from unittest.mock import patch

from tests.actions.making import SLACK, on
from tests.bench.measuring import Row, once
from tests.bench.worlds import logged_store, rules
from tracker.actions import judge_due as judging
from tracker.actions.judge_due import JudgedDue, judge_due
from tracker.domain.coverage import ASSUMED
from tracker.domain.verdicts import Basis, View
from tracker.engine.judging import judge
from tracker.store.store import Store


def waiting_store(folder: Path, promises: int) -> Store:
    """Return a store in which the waiting time of every promise ends before 23 May."""
    store = logged_store(folder, promises)
    for day in (3, 19, 22):
        judge_due(store, on(day), targets=[SLACK])
    return store


def fall_due(store: Store) -> JudgedDue:
    """Let them all fall due."""
    return judge_due(store, on(23), targets=[SLACK])


def _note(done: list[JudgedDue], store: Store) -> None:
    done.append(fall_due(store))


def rows(folder: Path, *, promises: int = 10_000, one_by_one: int = 300, times: int = 3) -> list[Row]:
    """Notice them all at once; beside it, one transaction for each, and judging alone."""
    done: list[JudgedDue] = []
    ours = float("inf")
    for number in range(times):
        store = waiting_store(folder / f"many-{number}", promises)
        ours = min(ours, once(partial(_note, done, store)))
        store.close()
        assert (done[-1].judged, done[-1].alerts) == (promises, promises)
    other = waiting_store(folder / "few", one_by_one)
    with patch.object(judging, "BATCH", 1), patch.object(judging, "MOST_BATCHES", one_by_one):
        bare = once(lambda: done.append(fall_due(other))) / one_by_one * promises
    other.close()
    assert done[-1].alerts == one_by_one
    loaded = rules(min(promises, 1_000))
    some, names = loaded.promises, loaded.names
    view = View.as_known_then(on(23), Basis.RECORDED)
    alone = min(once(lambda: [judge(each, (), ASSUMED, view, names) for each in some]) for _ in range(3))
    note = f"{promises / ours:,.0f}/s; one transaction each, from {one_by_one} of them"
    return [
        Row(f"{promises:,} promises fall due at once", ours, bare, "one at a time", None, 2.0, note),
        Row(
            "judging one promise without reports",
            alone / len(some),
            ours / promises,
            "all of its falling due",
            note="for comparison",
        ),
    ]

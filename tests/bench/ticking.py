"""An idle tick: one look into an index, however many promises wait."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from tests.actions.making import on
from tests.bench.measuring import Row, best_of, once
from tests.bench.worlds import idle_store
from tracker.actions.judge_due import judge_due
from tracker.store.store import Store

IN_A_RUN = 50


def ticks(store: Store) -> int:
    """Tick some times and return how many promises were judged: none."""
    return sum(judge_due(store, on(3)).judged for _ in range(IN_A_RUN))


def rows(
    folder: Path, *, many: int = 100_000, middle: int = 10_000, few: int = 1_000, times: int = 7
) -> list[Row]:
    """Hold a tick over many promises against one over few, and one over `middle` against a millisecond."""
    stores = {number: idle_store(folder / f"{number}", number) for number in (many, middle, few)}
    assert not any(ticks(store) for store in stores.values())
    # In turns: what else the machine does should hit all of them.
    spent = dict.fromkeys(stores, float("inf"))
    for _ in range(times):
        for number, store in stores.items():
            spent[number] = min(spent[number], once(partial(ticks, store)) / IN_A_RUN)
    scan = best_of(3, lambda: _scan(stores[many]))
    for store in stores.values():
        store.close()
    return [
        Row(
            f"idle tick, {many:,} open promises",
            spent[many],
            spent[few],
            f"{few:,} promises",
            1.5,
            note=f"looking at every promise instead: {scan * 1e3:.1f} ms",
        ),
        Row(f"idle tick, {middle:,} not due", spent[middle], spent[few], f"{few:,} promises", most_seconds=1e-3),
    ]


def _scan(store: Store) -> int:
    with store.read() as connection:
        every = connection.exec_driver_sql("SELECT id FROM judged WHERE +next_check_at <= 0")
        return len(every.all())

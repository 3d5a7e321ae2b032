"""Correcting one report: the cost follows the promises it touches, never the size of the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

from tests.bench.measuring import Row, once
from tests.bench.worlds import moment, with_history
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.actions.matching_keys import keys_in_force
from tracker.domain.reports import Report
from tracker.store.report_loading import versions_after
from tracker.store.store import Store

PROMISES = 200


def correct(store: Store, told: Report, minutes: Iterator[int]) -> None:
    """Take a new version of the report in and judge what it touches: exactly one promise."""
    minute = next(minutes)
    changed = replace(told, title=f"{told.title}, corrected for the {minute}th time")
    assert ingest(store, [changed], moment(minute)).touched == {"b0"}
    assert judge_due(store, moment(minute)).judged == 1


def row(folder: Path, *, many: int = 100_000, few: int = 1_000, times: int = 15) -> Row:
    """Hold a correction in a store of many reports against one in a store of few."""
    minutes = count(1)
    stores = [with_history(folder / f"{number}", number, promises=PROMISES) for number in (many, few)]
    spent = [float("inf"), float("inf")]
    for store, _ in stores:
        judge_due(store, moment(0))
    for _ in range(times):
        for each, (store, told) in enumerate(stores):
            spent[each] = min(spent[each], once(partial(correct, store, told, minutes)))
    scan = once(lambda: _scan(stores[0][0]))
    for store, _ in stores:
        store.close()
    note = f"finding what it touches by reading the whole history: {scan:.1f} s"
    return Row(f"correction of one report among {many:,}", spent[0], spent[1], f"among {few:,}", 1.5, note=note)


def _scan(store: Store) -> int:
    """Read every stored version and match it."""
    touching, after = 0, 0
    with store.read() as connection:
        keys = keys_in_force(store, connection)
        while versions := versions_after(connection, after, 1_000):
            touching += sum("b0" in keys.touched(version.report) for _, _, version in versions)
            after = versions[-1][0]
    return touching

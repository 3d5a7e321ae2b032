"""Grouping one new report among very many, against comparing it with every one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

from tests.actions.making import on
from tests.bench.measuring import Row, best_of
from tests.bench.worlds import logged_store, moment
from tracker.actions.matching_keys import keys_in_force
from tracker.actions.near_copies import group_near
from tracker.domain.instants import day_span
from tracker.domain.promises import Names
from tracker.domain.reports import Fact, Report
from tracker.engine.near.likeness import likeness
from tracker.engine.near.telling import telling_of
from tracker.engine.near.traits import traits_of
from tracker.store.micros import to_micros
from tracker.store.near_rows import write_traits
from tracker.store.report_rows import write_reports
from tracker.store.store import Store

TRIED = 300
"""So many stored reports are compared one by one; the rest is reckoned."""

_TOWNS = [
    f"{first}{last}"
    for first in ("Kar", "Bel", "Tor", "Lind", "Mor", "Vas")
    for last in ("na", "holm", "ek", "ia", "stad", "bor")
]
_WHO = ("the ministry", "the harbour office", "a spokesman", "the governor", "the railway", "two officials")
_DID = ("opened", "closed", "inspected", "repaired", "flooded", "guarded", "sold", "searched")
_WHAT = ("bridge", "power station", "market hall", "school", "depot", "airfield", "border post", "reservoir")


def stories(number: int, seed: int = 7) -> Iterator[Report]:
    """Yield reports of a few days on alike subjects; one in ten reprints an earlier one."""
    chance = Random(seed)
    earlier: list[Report] = []
    for each in range(number):
        published = on(10) + timedelta(minutes=chance.randrange(4 * 24 * 60))
        if earlier and each % 10 == 0:
            printed = replace(
                chance.choice(earlier), id=f"s{each}", source=f"paper-{each % 97}", published=published
            )
            yield replace(printed, text=f"{printed.text} Read more on our page.")
            continue
        town, who, did, what = (chance.choice(some) for some in (_TOWNS, _WHO, _DID, _WHAT))
        count, cost = chance.randrange(2, 400), chance.randrange(1, 900)
        text = (
            f"A {what} near {town} was {did} on Tuesday after {count} people waited for {cost} days, {who} said."
            f" The works cost {cost}.{count % 10} million crowns and kept {count + cost} hands busy in"
            f" {chance.choice(_TOWNS)}."
            f" Nobody was hurt, and {chance.choice(_WHO)} promised a report on the {chance.choice(_WHAT)}."
        )
        told = Report(
            f"s{each}", f"wire-{each % 13}", published, title=f"{town} {what} {did}, {who} said", text=text
        )
        told = replace(told, facts=(Fact(day_span(published.date(), "UTC"), event="open", place="b0"),))
        earlier.append(told)
        yield told


def filled(folder: Path, number: int) -> Store:
    """Return a store that holds so many stories with their traits, written directly: only finding is measured."""
    store = logged_store(folder, 10)
    some: list[Report] = []
    for told in stories(number):
        some.append(told)
        if len(some) == 5_000:
            _store(store, some)
            some = []
    _store(store, some)
    return store


def rows(folder: Path, *, many: int = 100_000, few: int = 1_000, times: int = 5) -> list[Row]:
    """Hold the grouping of one new report against a small store, and against scoring it with everything."""
    ours, other = (_one_by_one(folder / name, number, times) for name, number in (("many", many), ("few", few)))
    new = next(stories(1, seed=99))
    tried = list(stories(min(TRIED, many)))
    against_all = best_of(1, lambda: [likeness(telling_of(new), telling_of(each)) for each in tried])
    work = f"grouping one report among {many:,}"
    return [
        Row(work, ours, against_all / len(tried) * many, "scoring it against all, from some", 0.01, 0.02),
        Row(work, ours, other, f"among {few:,}", 3.0),
    ]


def _one_by_one(folder: Path, number: int, times: int) -> float:
    """Return the shortest time that grouping one of several new reports took: half of them reprints."""
    store = filled(folder, number)
    new = [
        replace(each, id=f"new{place}", source="new")
        for place, each in enumerate(stories(number, seed=7))
        if place < 4 * times
    ]
    waiting = iter([replace(each, text=f"{each.text} More follows.") for each in new])
    seconds = best_of(times, lambda: _take(store, next(waiting)))
    store.close()
    return seconds


def _take(store: Store, told: Report) -> None:
    with store.write(moment(0), "bench") as commit:
        (written,) = write_reports(commit, [told])
        group_near(commit, {written.report_id: told}, Names())


def _store(store: Store, told: list[Report]) -> None:
    with store.write(moment(0), "bench") as commit:
        keys_in_force(store, commit.connection)
        written = write_reports(commit, told)
        write_traits(
            commit.connection,
            {
                each.report_id: (to_micros(each.report.published), traits_of(telling_of(each.report)))
                for each in written
            },
        )

"""Promises, reports and stores of any size for the benchmarks; everything goes through the real parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from tests.actions.making import apply_files, bridges, new_store, on, opened
from tracker.actions.ingest import ingest
from tracker.domain.reports import Report
from tracker.language.loading import load_rules
from tracker.language.ruleset import RuleSet
from tracker.store.inserting import insert_rows
from tracker.store.micros import to_micros
from tracker.store.store import Store
from tracker.store.tables.promises import promise
from tracker.store.tables.verdicts import judged

A_FILE = 500
"""Promises in one rule file."""


def rule_files(promises: int) -> Mapping[str, bytes]:
    """Return rule files of promises `b0`, `b1`, ... that a bridge of that name opens by 20 May 2016."""
    files = {}
    for first in range(0, promises, A_FILE):
        names = [f"b{number}" for number in range(first, min(first + A_FILE, promises))]
        files[f"rules-{first:06}.yaml"] = bridges(*names).replace("minister", f"minister{first}").encode()
    return files


def rules(promises: int) -> RuleSet:
    """Return the same promises, loaded; any problem fails."""
    loaded = load_rules(rule_files(promises))
    assert loaded.problems == (), loaded.problems[0]
    return loaded.rules


def logged_store(folder: Path, promises: int) -> Store:
    """Return a store in which so many promises were put into force on 3 May."""
    store = new_store(folder)
    apply_files(store, {name: data.decode() for name, data in rule_files(promises).items()}, on(3))
    return store


def idle_store(folder: Path, promises: int) -> Store:
    """Return a store of open promises none of which is due before 20 May."""
    store = new_store(folder)
    ids = [f"p{number:06}" for number in range(promises)]
    later = to_micros(on(20))
    with store.write(on(2), "bench") as commit:
        rows = [{"id": each, "owner": "file", "ver": 1, "seq": commit.seq} for each in ids]
        insert_rows(commit.connection, promise, rows)
        due = [{"promise_id": each, "promise_ver": 1, "next_check_at": later + n} for n, each in enumerate(ids)]
        insert_rows(commit.connection, judged, due)
    return store


def reports(number: int, *, promises: int, touching: int = 10, seed: int = 1) -> Iterator[Report]:
    """Yield reports with random ids; one in `touching` tells of a promised bridge, the rest of others.

    Those of one `seed` tell it in their own words, so that nothing of another's is remembered.
    """
    chance = Random(seed)
    weekday = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[seed % 7]
    for each in range(number):
        day = on(4 + each % 10)
        place = f"b{each // touching % promises}" if each % touching == 0 else f"x{each}"
        told = opened(place, day, name=f"{chance.getrandbits(64):016x}")
        title = f"The bridge over the river at {place} was opened to traffic on {weekday}, officials said"
        yield replace(told, title=title, url=f"https://example.org/news/2016/05/{each}/the-bridge-is-open")


def with_history(folder: Path, number: int, *, promises: int, about_one: int = 20) -> tuple[Store, Report]:
    """Return a store with so many reports and one of them, on promise b0; b0 has `about_one` in every store."""
    store = logged_store(folder, promises)
    own = [opened("b0", on(5), name=f"own-{each}") for each in range(about_one)]
    others = (each for each in reports(number, promises=promises) if each.facts[0].place != "b0")
    told: Sequence[Report] = [*own, *others]
    ingest(store, told[:number], on(15))
    return store, own[0]


def moment(minutes: int) -> datetime:
    """Return an instant after everything that the stores hold, in steps of minutes."""
    return on(16) + timedelta(minutes=minutes)

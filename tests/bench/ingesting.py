"""Taking reports in through the store, against the bare driver writing the same rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.actions.making import on
from tests.bench.measuring import Row, once
from tests.bench.worlds import logged_store, reports
from tracker.actions.ingest import BATCH, ingest
from tracker.actions.judge_due import judge_due
from tracker.domain.reports import Report
from tracker.store.inserting import pieces
from tracker.store.micros import to_micros

PROMISES = 1_000
TABLES = ("report", "report_ver", "report_text", "fact", "evidence", "near_trait")

ONE_TABLE = """
CREATE TABLE told (id INTEGER PRIMARY KEY, source TEXT, ext_id TEXT, published INTEGER, recorded INTEGER,
  occ_from INTEGER, occ_to INTEGER, event TEXT, place TEXT, title TEXT, url TEXT, hash TEXT);
CREATE UNIQUE INDEX told_identity ON told (source, ext_id);
CREATE INDEX told_recorded ON told (recorded);
"""

Rows = Sequence[tuple[Any, ...]]


def take_in(folder: Path, told: Sequence[Report]) -> float:
    """Return the seconds that taking the reports in takes, in a store of promises that were judged before."""
    store = logged_store(folder, PROMISES)
    judge_due(store, on(3))
    seconds = once(lambda: ingest(store, told, on(15)))
    store.close()
    return seconds


def write_one_table(folder: Path, told: Sequence[Report]) -> float:
    """Return the seconds that one table of 12 columns with 2 indexes takes, a row for each report."""
    bare, write = one_table(folder, told)
    seconds = once(write)
    bare.close()
    return seconds


def one_table(folder: Path, told: Sequence[Report]) -> tuple[sqlite3.Connection, Callable[[], None]]:
    """Return a database of one table and what writes the reports into it."""
    rows = [_flat(number, each) for number, each in enumerate(told)]
    return _bare(folder, ONE_TABLE, {"told": rows})


def write_our_tables(folder: Path, store: Path) -> float:
    """Return the seconds that the bare driver takes for the very rows, tables and indexes of a filled store."""
    with sqlite3.connect(store) as filled:
        schema = ";".join(sql for (sql,) in filled.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
        rows = {table: filled.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
    filled.close()
    bare, write = _bare(folder, schema, rows)
    seconds = once(write)
    bare.close()
    return seconds


def rows(folder: Path, *, number: int = 10_000, times: int = 5) -> list[Row]:
    """Hold ingest against both: its own rows written bare, and one flat row for each report."""
    ours = ours_bare = flat = float("inf")
    for each in range(times):
        told = list(reports(number, promises=PROMISES, seed=each + 1))
        ours = min(ours, take_in(folder / f"ours-{each}", told))
        ours_bare = min(ours_bare, write_our_tables(folder / f"bare-{each}", folder / f"ours-{each}" / "store.db"))
        flat = min(flat, write_one_table(folder / f"flat-{each}", told))
    work = f"ingest of {number:,} reports through the store"
    note = f"{number / ours:,.0f} reports/s"
    return [
        Row(work, ours, ours_bare, "bare executemany of the same rows", 4.0, note=note),
        Row(
            work, ours, flat, "bare executemany, one row of 12 columns a report, 2 indexes", note="for comparison"
        ),
    ]


def _bare(folder: Path, schema: str, tables: Mapping[str, Rows]) -> tuple[sqlite3.Connection, Callable[[], None]]:
    folder.mkdir(parents=True)
    bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = OFF"):
        bare.execute(f"PRAGMA {pragma}")
    bare.executescript(schema)
    chunks = {name: list(pieces(rows, BATCH)) for name, rows in tables.items() if rows}

    def write() -> None:
        for number in range(max(map(len, chunks.values()))):
            bare.execute("BEGIN IMMEDIATE")
            for name, some in chunks.items():
                if number < len(some):
                    places = ",".join("?" * len(some[number][0]))
                    bare.executemany(f"INSERT INTO {name} VALUES ({places})", some[number])
            bare.execute("COMMIT")

    return bare, write


def _flat(number: int, told: Report) -> tuple[Any, ...]:
    fact = told.facts[0]
    start, end = to_micros(fact.occurred.start), to_micros(fact.occurred.end)
    said = (fact.event, fact.place, told.title, told.url, "0" * 64)
    return number, told.source, told.id, to_micros(told.published), 0, start, end, *said

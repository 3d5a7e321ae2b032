"""A day of GDELT through the live path: read, filtered, mapped, told apart, versioned, matched and stored."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from tests.actions.making import STATEMENT, apply_files, new_store, on
from tests.bench.gdelt_days import FILES, PLACES, ROWS, Served, a_day
from tests.bench.ingesting import write_our_tables
from tests.bench.measuring import Row, in_words, once
from tracker.actions.collect import collect
from tracker.actions.matching_keys import keys_in_force
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.ports import Page
from tracker.domain.reports import Report
from tracker.domain.sources import Source, SourceKind
from tracker.engine.keys import Keys
from tracker.sources.collect import collect_source
from tracker.sources.gdelt_files import exports_in, rows_in
from tracker.sources.gdelt_rows import RowFields, rows_of
from tracker.sources.keeping import Kept
from tracker.store.report_content import kept as content_of
from tracker.store.store import Store

HOST = "http://data.gdelt.example"
GDELT = Source("gdelt", SourceKind.GDELT, url=f"{HOST}/gdeltv2/lastupdate.txt")
PROMISES = 1_000
EVENTS = {"08": "yield", "15": "show force", "17": "coerce", "18": "assault", "19": "fight"}
FILTER = {"EventRootCode": tuple(EVENTS)}

PROMISE = """
  - id: {id}
    title: "{id}"
    said: minister
    kind: refrain
    opens: 2016-05-03
    until: 2016-06-20
    needs: [gdelt]
    criteria:
      seen: {{match: {{event: {event}, place: {place}}}, happened: once}}
    broken_when: seen
"""


@dataclass(slots=True)
class Server:
    """A Fetcher that holds a day of exports and has made them public up to one of them."""

    day: Sequence[Served]
    newest: int = 0

    def fetch(
        self,
        url: str,
        *,
        etag: str = "",
        modified: str = "",
        max_bytes: int = 5_000_000,
        allow_private: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Page:
        """Answer from memory."""
        now = self.day[self.newest]
        body = now.line(HOST).encode() if url.endswith("lastupdate.txt") else now.body
        return Page(url, 200, body)


def promises(number: int) -> dict[str, str]:
    """Return a rule file of promises, each on one kind of event in one place."""
    events = list(EVENTS.values())
    each = [
        PROMISE.format(id=f"p{n}", event=events[n // PLACES % len(events)], place=f"b{n % PLACES}")
        for n in range(number)
    ]
    return {"rules.yaml": STATEMENT + "".join(each)}


def live(store: Store, source: Source, day: Sequence[Served]) -> int:
    """Collect every export of the day as it is made public; return the reports stored."""
    server = Server(day)
    stored = 0
    for number, export in enumerate(day):
        server.newest = number
        now = export.made + timedelta(minutes=5)
        (done,) = collect(store, [source], partial(_collected, server), now, only_due=False)
        assert not done.failed, done.failed
        stored += done.ingested.new
    return stored


def _collected(server: Server, source: Source, state: CollectState, now: datetime) -> Collected:
    return collect_source(source, state, now, server)


def read(source: Source, day: Sequence[Served]) -> int:
    """Check, unpack, split and filter every row, as the reader does; return how many are kept."""
    kept = Kept(source.only)
    number = 0
    for export in day:
        (named,) = exports_in(export.line(HOST))
        for _, row in rows_of(rows_in(export.body, named, source.max_bytes), named.name, []):
            number += kept(RowFields(row))
    return number


def mapped(source: Source, day: Sequence[Served]) -> list[Report]:
    """Read every export and make reports of it."""
    server = Server(day)
    reports: list[Report] = []
    for number, export in enumerate(day):
        server.newest = number
        now = export.made + timedelta(minutes=5)
        reports += collect_source(source, CollectState(), now, server).reports
    return reports


def matched(keys: Keys, reports: Sequence[Report]) -> int:
    """Return how many reports touch a promise."""
    return sum(bool(keys.touched(each)) for each in reports)


def split(tables: Sequence[bytes]) -> int:
    """Split rows bare, as the csv module does."""
    return sum(1 for table in tables for _ in csv.reader(table.decode().splitlines(), delimiter="\t"))


def rows(folder: Path, *, number: int = ROWS, files: int = FILES, in_force: int = PROMISES) -> list[Row]:
    """Take a day in twice: all of its rows, and those of five roots of CAMEO."""
    day = list(a_day(number, files=files))
    return [
        _row(folder / "all", GDELT, day, number, in_force),
        _row(folder / "some", replace(GDELT, only=FILTER), day, number, in_force),
    ]


def _row(folder: Path, source: Source, day: Sequence[Served], number: int, in_force: int) -> Row:
    store = new_store(folder)
    apply_files(store, promises(in_force), on(3))
    with store.read() as connection:
        keys = keys_in_force(store, connection, None)
    ours = once(partial(live, store, source, day))
    store.close()
    reading = once(partial(read, source, day))
    reports: list[Report] = []
    mapping = once(lambda: reports.extend(mapped(source, day)))
    matching = once(partial(matched, keys, reports))
    telling = once(lambda: [content_of(each) for each in reports])
    shares = {
        "read and filter": reading,
        "map": mapping - reading,
        "tell apart": telling,
        "match": matching,
        "store": ours - mapping - telling - matching,
    }
    bare = write_our_tables(folder / "bare", folder / "store.db")
    work = f"a day of GDELT, {number:,} rows, {len(reports):,} of them kept"
    hits = matched(keys, reports)
    return Row(
        work,
        ours,
        bare,
        "bare executemany of the same rows",
        note=f"{number / ours:,.0f} rows/s, {in_words(ours / len(day))} an export; {hits:,} touch a promise; "
        + ", ".join(f"{name} {share / ours:.0%}" for name, share in shares.items()),
    )

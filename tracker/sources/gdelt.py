"""GDELT 2.0 event exports: every quarter of an hour a file of what the world's news tell, coded by machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urljoin, urlsplit

from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.instants import iso
from tracker.domain.source_kinds import Ask
from tracker.domain.sources import FactRule, FieldRule, Source
from tracker.sources.cameo import NATURES, ROOTS
from tracker.sources.gdelt_files import Export, exports_in, read_stamp, rows_in, stamp_of
from tracker.sources.gdelt_rows import RowFields, knows, rows_of
from tracker.sources.items import RawItem, reports_of
from tracker.sources.keeping import Kept
from tracker.sources.problem_lists import shortened

USUAL: Final = {
    "id": FieldRule("GlobalEventID"),
    "published": FieldRule("DATEADDED"),
    "title": FieldRule("title"),
    "link": FieldRule("link"),
    "origin": FieldRule("site"),
}
FACTS: Final = (
    FactRule(
        {
            "event": FieldRule("cameo", codes=ROOTS),
            "nature": FieldRule("cameo", codes={**dict.fromkeys(ROOTS, "observation"), **NATURES}),
            "actor": FieldRule("actor1"),
            "target": FieldRule("actor2"),
            "place": FieldRule("country"),
            "occurred": FieldRule("SQLDATE"),
            "code": FieldRule("EventCode"),
        }
    ),
)
"""What a row says where a source has no `map` of its own."""

MOST_FILES: Final = 24
"""How many exports are read at one time; what else was missed is read the next times."""
STEP: Final = timedelta(minutes=15)
"""How far apart exports are."""
CATCH_UP: Final = timedelta(hours=24)
"""How far back is looked for exports that were missed."""
STALE: Final = timedelta(hours=2)
"""An export as old as that is not news: GDELT itself has stopped."""
LIST_TAIL: Final = 200_000
"""How many bytes of the list of all files are read from its end: some days of them."""


@dataclass(slots=True)
class _Read:
    """What has been read of the exports so far."""

    items: list[RawItem] = field(default_factory=list)
    last: Export | None = None
    problems: list[str] = field(default_factory=list)


def collect_gdelt(source: Source, state: CollectState, now: datetime, ask: Ask) -> Collected:
    """Read the exports since the last one read, oldest first; the first time only the newest.

    A row that no fact comes of is not kept. Raises SourceFailed when the newest export is old, or the first one
    that is missing cannot be read.
    """
    for path in source.only:
        if not knows(path):
            raise SourceFailed(f"`only` names {path!r}, which rows of GDELT have not", "see the list of its paths")
    newest = _newest(source, now, ask)
    problems: list[str] = []
    wanted = _missed(source, read_stamp(state.cursor), newest, ask, problems)
    if not wanted:
        return Collected(state=replace(state, last_success=now))
    read = _read(source, wanted, ask)
    mapped = source if source.facts else replace(source, facts=FACTS)
    found = reports_of(mapped, read.items, now, USUAL)
    kept = tuple(report for report in found.reports if report.facts)
    cursor = stamp_of(read.last.made) if read.last else state.cursor
    told = shortened([*problems, *read.problems, *found.problems])
    return Collected(kept, CollectState(cursor=cursor, last_success=now), told, found.passed_over)


def _newest(source: Source, now: datetime, ask: Ask) -> Export:
    exports = exports_in(_text(ask(source.url).body))
    if not exports:
        raise SourceFailed(
            "the list of the last update names no event export", "give the address of lastupdate.txt"
        )
    newest = exports[-1]
    if now - newest.made > STALE:
        raise SourceFailed(f"its newest export is of {iso(newest.made)}", "GDELT itself seems to have stopped")
    return newest


def _missed(
    source: Source, last: datetime | None, newest: Export, ask: Ask, problems: list[str]
) -> Sequence[Export]:
    """Return the exports to read now, oldest first: those after the last one read."""
    if last is None:
        return (newest,)
    if last >= newest.made:
        return ()
    if newest.made - last <= STEP:
        return (newest,)
    start = max(last, newest.made - CATCH_UP)
    if last < start:
        problems.append(f"exports from {iso(last)} to {iso(start)} are not read: they are more than a day old")
    try:
        between = [each for each in _listed(source, ask) if start < each.made < newest.made]
    except SourceFailed as failed:
        if last == start:
            raise
        problems.append(f"what was missed since {iso(start)} is not known: {failed.message}")
        between = []
    wanted = (*between, newest)
    if len(wanted) > MOST_FILES:
        problems.append(f"{len(wanted)} exports wait: {MOST_FILES} are read now, the others next time")
    return wanted[:MOST_FILES]


def _listed(source: Source, ask: Ask) -> tuple[Export, ...]:
    """Return the exports at the end of the list of all files, which lies beside that of the last update."""
    path, _, name = urlsplit(source.url).path.rpartition("/")
    url = urljoin(source.url, f"{path}/{name.replace('lastupdate', 'masterfilelist')}")
    listing = _text(ask(url, last_bytes=LIST_TAIL).body)
    return exports_in(listing.partition("\n")[2])  # it may begin in the middle of a line


def _read(source: Source, exports: Sequence[Export], ask: Ask) -> _Read:
    """Read the exports up to the first that cannot be read; raises SourceFailed if that is the very first."""
    read = _Read()
    kept = Kept(source.only)
    for export in exports:
        try:
            body = ask(urljoin(source.url, export.name)).body
            table = rows_in(body, export, source.max_bytes)
        except SourceFailed as failed:
            if read.last is None:
                raise
            read.problems.append(f"{failed.message}: it and what follows are read next time")
            break
        read.items += _items(table, export, kept)
        read.last = export
    return read


def _items(table: bytes, export: Export, kept: Kept) -> Iterator[RawItem]:
    name = export.name.removesuffix(".zip")
    broken: list[RawItem] = []
    for number, row in rows_of(table, name, broken):
        fields = RowFields(row)
        if kept(fields):
            yield RawItem(fields, "\t".join(row), f"{name} row {number}")
    yield from broken


def _text(body: bytes) -> str:
    return body.decode("ascii", "replace")

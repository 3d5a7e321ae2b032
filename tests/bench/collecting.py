"""Feeds through the live path, against feedparser alone and against the bare driver writing the same rows."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import feedparser

from tests.actions.making import on
from tests.bench.ingesting import PROMISES, write_our_tables
from tests.bench.measuring import Row, once
from tests.bench.worlds import logged_store
from tests.sources.making import fact_rule
from tracker.actions.collect import collect
from tracker.actions.judge_due import judge_due
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.ports import Page
from tracker.domain.sources import FieldRule, Source, SourceKind
from tracker.sources.collect import collect_source
from tracker.sources.screening import MAX_ITEMS
from tracker.store.store import Store

MAP = (
    fact_rule(
        event="deedline:event", place="deedline:place", occurred="published", nature=FieldRule(constant="act")
    ),
)
HEAD = '<rss version="2.0" xmlns:deedline="urn:deedline:facts"><channel><title>News</title>'
ITEM = """<item><title>The bridge over the river at {place} was opened to traffic on Monday, officials said</title>
<link>https://example.org/news/2016/05/{number}/bridge-is-open</link><guid isPermaLink="false">{number}</guid>
<pubDate>Wed, {day:02} May 2016 10:00:00 GMT</pubDate><category>Transport</category><category>Bridges</category>
<description>&lt;p&gt;Traffic &lt;b&gt;began&lt;/b&gt; to move over the bridge at {place}, which had been
closed for two years. Officials said that the work had cost less than was feared.&lt;/p&gt;</description>
<deedline:event>open</deedline:event><deedline:place>{place}</deedline:place></item>
"""


@dataclass(frozen=True, slots=True)
class Feeds:
    """A Fetcher that holds feeds by their address."""

    pages: Mapping[str, bytes]

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
        return Page(url, 200, self.pages[url], {"content-type": "application/rss+xml; charset=utf-8"})


def feeds(items: int, *, touching: int = 10) -> Mapping[str, bytes]:
    """Return feeds of so many items in all; one in `touching` tells of a promised bridge."""
    pages: dict[str, bytes] = {}
    for first in range(0, items, MAX_ITEMS):
        numbers = range(first, min(first + MAX_ITEMS, items))
        inside = "".join(_item(number, touching) for number in numbers)
        pages[f"http://feeds.example/{first}"] = f"{HEAD}{inside}</channel></rss>".encode()
    return pages


def _item(number: int, touching: int) -> str:
    place = f"b{number // touching % PROMISES}" if number % touching == 0 else f"x{number}"
    return ITEM.format(number=number, place=place, day=4 + number % 10)


def sources(pages: Mapping[str, bytes]) -> list[Source]:
    """Return a source for each feed."""
    return [Source(f"f{each.rpartition('/')[2]}", SourceKind.FEED, url=each, facts=MAP) for each in pages]


def take_in(store: Store, pages: Mapping[str, bytes]) -> int:
    """Collect every feed once and return the reports that were new."""
    collected = collect(store, sources(pages), partial(_collected, Feeds(pages)), on(15), only_due=False)
    assert not any(each.failed or each.problems for each in collected)
    return sum(each.ingested.new for each in collected)


def _collected(feeds: Feeds, source: Source, state: CollectState, now: datetime) -> Collected:
    return collect_source(source, state, now, feeds)


def parse(pages: Sequence[bytes]) -> int:
    """Parse every feed with feedparser, as it comes, and return the entries."""
    return sum(len(feedparser.parse(io.BytesIO(page)).entries) for page in pages)


def rows(folder: Path, *, items: int = 10_000, in_force: int = PROMISES, times: int = 3) -> list[Row]:
    """Hold collecting against feedparser's bare parse and against the bare driver."""
    pages = feeds(items)
    ours = parsed = bare = again = float("inf")
    for each in range(times):
        where = folder / f"ours-{each}"
        store = logged_store(where, in_force)
        judge_due(store, on(3))
        ours = min(ours, once(partial(take_in, store, pages)))
        again = min(again, once(partial(take_in, store, pages)))
        store.close()
        parsed = min(parsed, once(partial(parse, list(pages.values()))))
        bare = min(bare, write_our_tables(folder / f"bare-{each}", where / "store.db"))
    work = f"{items:,} feed items collected, mapped, told apart, versioned, matched, stored"
    note = f"{items / ours:,.0f} items/s; the same items again {again / ours:.0%} of it"
    return [
        Row(work, ours, parsed, "feedparser's bare parse", note=note),
        Row(work, ours, bare, "bare executemany of the same rows", note="for comparison"),
    ]

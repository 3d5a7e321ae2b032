"""However often and in whatever order a feed is read: one report an item, one version an edit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.engine.lengths import LAW_EXAMPLES
from tests.sources.making import Answering
from tracker.actions.collect import Collection, collect
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.reports import ReportVersion
from tracker.domain.sources import Source, SourceKind
from tracker.sources.collect import collect_source
from tracker.store.opening import open_store
from tracker.store.report_loading import versions_after
from tracker.store.store import Store

START = datetime(2016, 4, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WIRES = Source("wires", SourceKind.FEED, url="http://feeds.example/feed")


@dataclass(frozen=True)
class Item:
    """An item as its publisher has it: `edition` 0 is the first; each edit is a minute after the one before."""

    name: str
    edition: int = 0

    @property
    def said(self) -> str:
        return f"{self.name}, edition {self.edition}"

    def atom(self, link: str) -> str:
        changed = (START - timedelta(days=1) + self.edition * MINUTE).isoformat()
        return (
            f"<entry><id>{self.name}</id><title>{self.said}</title><link href='{escape(link)}'/>"
            f"<published>2016-03-14T10:00:00Z</published><updated>{changed}</updated></entry>"
        )

    def rss(self, link: str) -> str:
        return f"<item><title>{self.said}</title><link>{escape(link)}</link><pubDate>{DATE}</pubDate></item>"


DATE = "Mon, 14 Mar 2016 10:00:00 GMT"
Write = Callable[[Iterable[tuple[Item, str]]], str]


def atom(items: Iterable[tuple[Item, str]]) -> str:
    inside = "".join(item.atom(link) for item, link in items)
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>{inside}</feed>"


def rss(items: Iterable[tuple[Item, str]]) -> str:
    inside = "".join(item.rss(link) for item, link in items)
    return f"<rss version='2.0'><channel><title>t</title>{inside}</channel></rss>"


LINKS = (
    "http://news.example/{}",
    "http://NEWS.Example/{}",
    "http://news.example:80/{}",
    "http://news.example/{}?utm_source=feed&utm_campaign=x",
    "http://news.example/{}?fbclid=abc",
    "http://news.example/{}#comments",
    "http://news.example/{}?mc_cid=1&mc_eid=2&gclid=3#top",
)
"""Spellings of one address."""


@dataclass
class Reading:
    """A store that a feed is collected into, a minute between two collections."""

    store: Store
    now: datetime = START
    done: list[Collection] = field(default_factory=list)

    def collect(self, document: str) -> Collection:
        def collector(source: Source, state: CollectState, now: datetime) -> Collected:
            return collect_source(source, state, now, Answering(document.encode()))

        self.now += MINUTE
        (done,) = collect(self.store, [WIRES], collector, self.now, only_due=False)
        assert not done.failed
        return done

    def versions(self) -> dict[str, list[ReportVersion]]:
        with self.store.read() as connection:
            found: dict[str, list[ReportVersion]] = {}
            for _, _, version in versions_after(connection, 0, 100_000):
                found.setdefault(version.report.id, []).append(version)
        return found

    def said(self) -> dict[str, list[str]]:
        return {name: [version.report.title for version in held] for name, held in self.versions().items()}


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return Reading(open_store(tmp_path / "store.db"))


def fresh(folder: Path) -> Reading:
    for path in folder.glob("store.db*"):
        path.unlink()
    return Reading(open_store(folder / "store.db"))


NAMES = ("a", "b", "c", "d")
steps = st.lists(
    st.tuples(
        st.none() | st.sampled_from(NAMES),  # which item is edited before this collection
        st.permutations(NAMES),
        st.lists(st.sampled_from(LINKS), min_size=4, max_size=4),
        st.integers(1, 4),  # how many items the feed shows
    ),
    min_size=100,
    max_size=100,
)
bounded = settings(
    suppress_health_check=list(HealthCheck),
    max_examples=max(1, LAW_EXAMPLES // 500),
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],  # a counter-example of a hundred collections is not worth an hour of shrinking
)


@pytest.mark.parametrize("write", [atom, rss])
@given(steps=steps)
@bounded
def test_a_feed_read_a_hundred_times_gives_one_report_an_item_and_one_version_an_edit_that_was_seen(
    tmp_path: Path, write: Write, steps: Sequence[tuple[str | None, list[str], list[str], int]]
) -> None:
    """Items come in any order, some of them, with links in any spelling; RSS ones have no id but their link."""
    reading = fresh(tmp_path)
    items = {name: Item(name) for name in NAMES}
    seen: dict[str, list[str]] = {}
    for edited, order, links, shown in steps:
        if edited is not None:
            items[edited] = Item(edited, items[edited].edition + 1)
        offered = [(items[name], link.format(name)) for name, link in zip(order, links, strict=True)][:shown]
        for item, _ in offered:
            told = seen.setdefault(item.name, [])
            if item.said not in told:
                told.append(item.said)
        reading.collect(write(offered))
    assert sorted(reading.said().values()) == sorted(seen.values())
    reading.store.close()


@given(order=st.permutations(range(12)), repeats=st.lists(st.integers(0, 11), min_size=88, max_size=88))
@bounded
def test_snapshots_of_a_feed_that_dates_its_edits_may_come_in_any_order(
    tmp_path: Path, order: list[int], repeats: list[int]
) -> None:
    """A cache answers with old copies: what is held never goes back, and ends with the latest edition."""
    reading = fresh(tmp_path)
    for edition in (*order, *repeats):
        reading.collect(atom([(Item("a", edition), "http://news.example/a")]))
    rising, newest = [], -1
    for edition in order:
        if edition > newest:
            newest = edition
            rising.append(Item("a", edition).said)
    assert reading.said() == {"wires:a": rising}
    assert rising[-1] == Item("a", 11).said
    reading.store.close()


def show(item: Item) -> str:
    return atom([(item, "http://news.example/a")])


def test_an_older_edition_that_comes_later_is_left_out_and_told(reading: Reading) -> None:
    first, second = Item("a", 1), Item("a", 2)
    for document in (show(first), show(second)):
        reading.collect(document)
    done = reading.collect(show(first))
    assert reading.said() == {"wires:a": [first.said, second.said]}
    assert done.ingested.older == ("wires:a",)
    assert done.problems == ("older than what is known of the same items, and left out: 'wires:a'",)


def test_an_edit_that_keeps_its_date_is_an_edit_all_the_same(reading: Reading) -> None:
    for title in ("one", "two", "one"):
        reading.collect(show(Item("a")).replace("a, edition 0", title))
    assert reading.said() == {"wires:a": ["one", "two", "one"]}


def test_where_nothing_dates_edits_what_comes_later_is_the_later_word(reading: Reading) -> None:
    """A publisher may well take back what it changed; nothing here tells that from a cache."""
    for edition in (0, 1, 0):
        reading.collect(rss([(Item("a", edition), "http://news.example/a")]))
    assert [title[-1] for title in next(iter(reading.said().values()))] == ["0", "1", "0"]


def test_an_edit_dated_in_the_future_orders_nothing(reading: Reading) -> None:
    """Otherwise one wrong clock would shut a report for ever."""
    reading.collect(show(Item("a", 1)).replace("2016-03-31T00:01", "2999-03-31T00:01"))
    reading.collect(show(Item("a", 2)))
    assert reading.said() == {"wires:a": [Item("a", 1).said, Item("a", 2).said]}


def test_two_entries_of_one_id_in_one_answer_are_editions_and_the_later_one_counts(reading: Reading) -> None:
    both = [(Item("a", edition), "http://news.example/a") for edition in (2, 1)]
    done = reading.collect(atom(both))
    assert reading.said() == {"wires:a": [Item("a", 2).said]}
    assert done.problems == ()


def test_a_date_that_moves_with_every_answer_makes_no_new_versions(reading: Reading) -> None:
    """Some feeds date every item by the moment they are asked."""
    for minute in range(30):
        stamped = START + minute * MINUTE + timedelta(seconds=50)
        document = rss([(Item("a"), "http://news.example/a")]).replace(
            DATE, f"{stamped:%a, %d %b %Y %H:%M:%S} GMT"
        )
        reading.collect(document)
    assert [len(held) for held in reading.versions().values()] == [1]

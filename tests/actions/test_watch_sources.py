"""Sources that fail or are unlike themselves: told once, apart from verdicts, and once more when it is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.actions.making import SLACK, CountingSender, SetClock, apply, bridges, new_store
from tracker.actions.collect import collect
from tracker.actions.deliver import deliver_to
from tracker.actions.look_up import coverage_in_store
from tracker.actions.watch_sources import Watched, watch_sources
from tracker.domain.alerts import Delivery, DeliveryKind, Target
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.instants import Duration, day_span
from tracker.domain.reports import Fact, Report
from tracker.domain.sources import Source, SourceKind
from tracker.store.episode_rows import load_episodes
from tracker.store.store import Store

START = datetime(2024, 1, 1, tzinfo=UTC)  # a Monday
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
STEP = 8 * HOUR
"""How often the gazette is asked."""
WIRES = Source("wires", SourceKind.FEED, url="https://example.org/feed", every=Duration(seconds=3600))


@dataclass
class Desk:
    """A store with its sources at work: the clock moves from one collection to the next."""

    store: Store
    now: datetime = START
    sender: CountingSender = field(default_factory=CountingSender)
    source: Source = WIRES
    count: int = 0

    def item(self, *, with_fact: bool = True, text: str = "") -> Report:
        self.count += 1
        facts = (Fact(day_span(self.now.date(), "UTC"), event="open", place="alma"),) if with_fact else ()
        title = text or f"Item {self.count}"
        return Report(f"id-{self.count}", self.source.id, self.now, facts, title=title)

    def answers(self, *reports: Report, source: Source | None = None) -> None:
        answer = Collected(reports, CollectState(last_success=self.now))
        collect(self.store, [source or self.source], lambda *_: answer, self.now, only_due=False)

    def fails(self, *, source: Source | None = None) -> None:
        def refuse(*_: object) -> Collected:
            raise SourceFailed("it answered 503")

        collect(self.store, [source or self.source], refuse, self.now, only_due=False)

    def watch(self, owner: str = "", targets: Sequence[Target] = (SLACK,)) -> Watched:
        return watch_sources(self.store, self.now, targets_of=lambda _: targets, owner=owner)

    def told(self) -> list[Delivery]:
        """Deliver what waits and return all that arrived so far."""
        deliver_to(self.store, "slack", self.sender, SetClock(self.now))
        return self.sender.arrived

    def weeks(self, number: int, *, facts: bool = True) -> None:
        """Let weeks pass in which items come twice each working day, and nothing at night and at weekends."""
        for _ in range(number * 7 * 3):
            working = self.now.weekday() < 5 and self.now.hour >= 8
            self.answers(*(self.item(with_fact=facts) for _ in range(3 if working else 0)))
            self.now += STEP

    def falls_silent(self, days: int) -> None:
        """Let days pass in which the source answers, and brings nothing."""
        for _ in range(days * 3):
            self.answers()
            self.now += STEP


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    store = new_store(tmp_path)
    apply(store, SOURCES + bridges("alma"), START)
    return Desk(store)


@pytest.fixture
def paper(desk: Desk) -> Desk:
    """Return the desk with a source that is asked every eight hours."""
    desk.source = GAZETTE
    return desk


SOURCES = """
sources:
  - {id: wires, kind: feed, url: "https://example.org/feed", every: 1 hour}
  - {id: radio, kind: feed, url: "https://example.org/radio", every: 1 hour, owner: radio desk}
  - {id: gazette, kind: feed, url: "https://example.org/gazette", every: 8 hours}
"""
RADIO = replace(WIRES, id="radio", url="https://example.org/radio", owner="radio desk")

GAZETTE = replace(WIRES, id="gazette", url="https://example.org/gazette", every=Duration(seconds=8 * 3600))


def test_a_failure_is_told_once_it_is_a_hole_and_not_before(desk: Desk) -> None:
    desk.answers()
    for hours in (1, 2, 3):
        desk.now = START + hours * HOUR
        desk.fails()
        assert desk.watch() == Watched()
    desk.now = START + 4 * HOUR
    desk.fails()
    assert desk.watch() == Watched(begun=1, messages=1)
    (told,) = desk.told()
    assert (told.kind, told.notices) == (DeliveryKind.TROUBLE, ())
    assert "wires does not answer since 1 Jan 2024 01:00 UTC" in told.text
    assert "it answered 503" in told.text
    assert "1 promise needs it: alma." in told.text
    assert "nothing is said about any promise" in told.text


def test_a_failure_that_lasts_is_not_told_again(desk: Desk) -> None:
    desk.answers()
    for hours in range(1, 72):
        desk.now = START + hours * HOUR
        desk.fails()
        desk.watch()
    assert len(desk.told()) == 1


def test_a_failure_that_ends_is_told_with_how_long_it_was(desk: Desk) -> None:
    desk.answers()
    for hours in range(1, 11):
        desk.now = START + hours * HOUR
        desk.fails()
        desk.watch()
    desk.now = START + 11 * HOUR
    desk.answers()
    assert desk.watch() == Watched(ended=1, messages=1)
    assert desk.watch() == Watched()
    told = desk.told()[-1]
    assert told.kind is DeliveryKind.MENDED
    assert "wires answers again since 1 Jan 2024 11:00 UTC, after 10 hours" in told.text
    assert "deedline coverage attest wires" in told.text


def test_a_failure_that_came_and_went_within_the_pause_is_told_to_nobody(desk: Desk) -> None:
    for source in (WIRES, RADIO):
        desk.answers(source=source)
    desk.now = START + HOUR
    desk.fails()
    desk.now = START + 2 * HOUR + timedelta(minutes=2)
    desk.fails(source=RADIO)
    desk.now = START + 4 * HOUR
    desk.watch()
    desk.now += timedelta(minutes=3)
    assert desk.watch() == Watched(begun=1)
    desk.answers(source=RADIO)
    desk.now += HOUR
    assert desk.watch() == Watched(ended=1)
    assert ["radio" in each.text for each in desk.told()] == [False]


def test_a_source_that_never_answered_is_told_after_as_long_as_any_other(desk: Desk) -> None:
    desk.fails()
    assert desk.watch() == Watched()
    desk.now += 2 * HOUR
    desk.fails()
    desk.watch()
    assert "it never answered yet" in desk.told()[0].text


def test_after_our_own_outage_the_first_failure_is_not_the_sources_fault(desk: Desk) -> None:
    desk.answers()
    desk.now += 3 * DAY
    desk.fails()
    assert desk.watch() == Watched()


def test_what_piled_up_is_one_message(desk: Desk) -> None:
    for source in (WIRES, RADIO):
        desk.answers(source=source)
    for hours in range(1, 6):
        desk.now = START + hours * HOUR
        for source in (WIRES, RADIO):
            desk.fails(source=source)
    assert desk.watch(owner="the desk") == Watched(begun=2, messages=1)
    (told,) = desk.told()
    assert "wires (looked after by the desk) does not answer" in told.text
    assert "radio (looked after by radio desk) does not answer" in told.text


def test_what_fails_shortly_after_another_is_told_together_later(desk: Desk) -> None:
    for source in (WIRES, RADIO):
        desk.answers(source=source)
    desk.now = START + HOUR
    desk.fails()
    desk.now = START + 2 * HOUR + timedelta(minutes=2)
    desk.fails(source=RADIO)
    desk.now = START + 4 * HOUR
    desk.watch()
    desk.now += timedelta(minutes=5)
    assert desk.watch() == Watched(begun=1)
    desk.now += timedelta(minutes=6)
    assert desk.watch() == Watched(messages=1)
    assert [each.text.partition(" ")[0] for each in desk.told()] == ["wires", "radio"]


def test_each_owner_is_told_where_they_are_reached(desk: Desk) -> None:
    for source in (WIRES, RADIO):
        desk.fails(source=source)
    desk.now += 4 * HOUR
    done = watch_sources(desk.store, desk.now, targets_of=lambda owner: (Target("email", owner or "all"),))
    assert done == Watched(begun=2, messages=2)


def test_nights_and_weekends_are_a_sources_own_rhythm(paper: Desk) -> None:
    for _ in range(4):
        paper.weeks(1)
        paper.watch()
    assert paper.told() == []


def test_a_source_that_is_silent_far_longer_than_usual_is_told_though_it_answers(paper: Desk) -> None:
    paper.weeks(3)
    last = datetime(2024, 1, 19, 16, tzinfo=UTC)
    while not paper.watch().begun:
        assert paper.now - last < 9 * DAY
        paper.answers()
        paper.now += STEP
    assert paper.now - last > 3 * DAY, "longer than a weekend"
    (told,) = paper.told()
    assert "gazette answers, but brought nothing new since 19 Jan 2024 16:00 UTC" in told.text
    assert "usually something new comes within" in told.text
    assert "deny that time (deedline coverage deny gazette)" in told.text

    paper.answers(paper.item())
    paper.now += STEP
    paper.watch()
    assert "brings something new again" in paper.told()[-1].text


def test_silence_of_a_source_changes_no_coverage(paper: Desk) -> None:
    paper.weeks(3)
    paper.falls_silent(days=10)
    assert paper.watch().begun == 1
    (span,) = coverage_in_store(paper.store).spans
    assert (span.span.start, span.span.end) == (START, paper.now - STEP)


def test_with_little_history_nothing_is_said(paper: Desk) -> None:
    paper.weeks(1)
    paper.falls_silent(days=20)
    assert paper.watch() == Watched()


def test_a_silence_in_which_nobody_listened_is_no_silence_of_the_source(paper: Desk) -> None:
    paper.weeks(3)
    paper.now += 20 * DAY
    paper.falls_silent(days=1)
    assert paper.watch() == Watched()


def test_items_that_no_longer_hold_facts_are_told(paper: Desk) -> None:
    paper.weeks(3)
    paper.weeks(1, facts=False)
    assert paper.watch().begun == 1
    (told,) = paper.told()
    assert "none of which holds a mapped fact; usually 100% of them do" in told.text
    assert "Look at its map" in told.text
    paper.answers(paper.item())
    paper.now += STEP
    paper.watch()
    assert "brings mapped facts again" in paper.told()[-1].text


def test_a_source_that_never_held_facts_is_itself_without_them(paper: Desk) -> None:
    paper.weeks(4, facts=False)
    assert paper.watch() == Watched()


def test_items_under_new_ids_are_told_once_and_when_they_are_steady_again(desk: Desk) -> None:
    first = [desk.item() for _ in range(8)]
    desk.answers(*first)
    desk.now += HOUR
    renamed = [replace(each, id=f"new-{each.id}", url="https://elsewhere.example.org/") for each in first]
    desk.answers(*renamed)
    desk.now += HOUR
    desk.answers(*renamed)
    assert desk.watch() == Watched(begun=1, messages=1)
    assert "wires gave all its 8 items new ids on 1 Jan 2024 01:00 UTC" in desk.told()[0].text
    desk.now += HOUR
    desk.watch()
    assert "keeps the ids of its items again" in desk.told()[1].text
    for _ in range(3):
        desk.now += HOUR
        desk.watch()
    assert len(desk.told()) == 2


def test_ids_that_change_every_time_are_one_episode(desk: Desk) -> None:
    first = [desk.item() for _ in range(8)]
    for hour in range(24):
        desk.answers(*(replace(each, id=f"{hour}-{each.id}") for each in first))
        desk.watch()
        desk.now += HOUR
    assert len(desk.told()) == 1


def test_a_busy_source_whose_items_are_all_new_has_kept_its_ids(desk: Desk) -> None:
    for _ in range(5):
        desk.answers(*(desk.item() for _ in range(20)))
        desk.now += HOUR
    assert desk.watch() == Watched()


def test_items_that_are_alike_but_for_their_ids_are_no_change_of_ids(desk: Desk) -> None:
    for _ in range(3):
        desk.answers(*(desk.item(text="All quiet") for _ in range(6)))
    assert desk.watch() == Watched()


def test_a_source_that_is_no_longer_asked_ends_its_episode_without_a_word(desk: Desk) -> None:
    desk.fails()
    desk.now += 4 * HOUR
    desk.watch()
    apply(desk.store, bridges("alma"), desk.now)
    desk.now += HOUR
    assert desk.watch() == Watched()
    with desk.store.read() as connection:
        (episode,) = load_episodes(connection)
    assert episode.closed is not None
    assert len(desk.told()) == 1

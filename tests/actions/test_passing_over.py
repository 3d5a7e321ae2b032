"""Items that break a rule are kept aside, named, and mended when they can be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tracker.actions.collect import record_collection
from tracker.actions.health import source_lines
from tracker.actions.listening_state import listening_states
from tracker.domain.collecting import Collected, CollectState, PassedOver
from tracker.domain.errors import SourceFailed
from tracker.domain.instants import Duration
from tracker.domain.reports import Report
from tracker.domain.sources import Source
from tracker.store.opening import open_store
from tracker.store.passed_over_rows import MOST, KeptAside, load_passed_over
from tracker.store.store import Store

WIRES = Source("wires", "feed", url="https://example.org/feed", every=Duration(seconds=3600))
START = datetime(2016, 3, 14, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "store.db")


def hour(number: int) -> datetime:
    return START + timedelta(hours=number)


def bring(store: Store, at: datetime, passed: Sequence[PassedOver] = (), ids: Sequence[str] = ()) -> None:
    reports = tuple(Report(each, "wires", START, title=each) for each in ids)
    answer = Collected(reports, CollectState(), tuple(map(str, passed)), tuple(passed))
    record_collection(store, WIRES, answer, at)


def aside(store: Store, since: datetime = START - timedelta(days=1)) -> list[KeptAside]:
    with store.read() as connection:
        return load_passed_over(connection, "wires", since)


BAD_DATE = PassedOver("7", "its date cannot be read", "{ 7 ... }", "item 2")


def test_an_item_is_kept_with_the_rule_it_broke_and_its_beginning(store: Store) -> None:
    bring(store, hour(0), [BAD_DATE], ["wires:1"])
    bring(store, hour(1), [BAD_DATE])
    assert aside(store) == [KeptAside("wires", "7", BAD_DATE.wrong, "{ 7 ... }", hour(0), hour(1))]


def test_what_is_wrong_with_one_item_stands_together(store: Store) -> None:
    bring(store, hour(0), [BAD_DATE, replace(BAD_DATE, wrong="its link is none")])
    assert [each.wrong for each in aside(store)] == ["its date cannot be read; its link is none"]


def test_an_item_that_can_be_used_later_is_mended(store: Store) -> None:
    bring(store, hour(0), [BAD_DATE])
    bring(store, hour(1), ids=["wires:7"])
    assert aside(store) == []
    bring(store, hour(2), [BAD_DATE])
    assert [each.first for each in aside(store)] == [hour(0)]


def test_an_item_that_is_a_report_and_lacks_something_stays_aside(store: Store) -> None:
    bring(store, hour(0), [BAD_DATE], ["wires:7"])
    assert [each.item for each in aside(store)] == ["7"]


def test_only_what_was_passed_over_lately_is_shown(store: Store) -> None:
    bring(store, hour(0), [BAD_DATE])
    assert aside(store, since=hour(0)) == []


def test_no_more_than_so_many_are_kept_and_the_newest_stay(store: Store) -> None:
    bring(store, hour(0), [replace(BAD_DATE, item=f"old-{number}") for number in range(MOST)])
    bring(store, hour(1), [replace(BAD_DATE, item=f"new-{number}") for number in range(10)])
    kept = aside(store)
    assert len(kept) == MOST
    assert sum(each.item.startswith("new-") for each in kept) == 10


def test_how_a_source_listens_tells_failures_holes_and_items(store: Store) -> None:
    bring(store, hour(0), [BAD_DATE])
    record_collection(store, WIRES, SourceFailed("it answered 500"), hour(1))
    record_collection(store, WIRES, SourceFailed("it answered 503"), hour(2))
    (state,) = listening_states(store, hour(10))
    assert state.is_failing
    assert (state.failed, state.why, state.line.state.fails) == (hour(2), "it answered 503", 2)
    assert [(hole.start - hour(0) < timedelta(seconds=1), hole.end) for hole in state.holes] == [(True, hour(10))]
    assert [each.item for each in state.kept_aside] == ["7"]
    assert [line.kept_aside for line in source_lines(store, hour(10))] == [1]


def test_a_source_between_two_answers_has_no_hole(store: Store) -> None:
    bring(store, hour(0))
    bring(store, hour(1))
    (state,) = listening_states(store, hour(2))
    assert (state.is_failing, state.holes, state.failed) == (False, (), None)


def test_what_a_whole_answer_no_longer_holds_is_no_more(store: Store) -> None:
    bring(store, hour(0), [BAD_DATE])
    bring(store, hour(1), ids=["wires:1"])
    assert len(aside(store)) == 1
    record_collection(store, WIRES, Collected(is_whole=True), hour(2))
    assert aside(store) == []

"""When a source that failed is asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.actions.making import new_store
from tracker.actions.backing_off import LONGEST_WAIT, next_attempt
from tracker.actions.collect import collect, record_collection
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.instants import Duration
from tracker.domain.sources import Source, SourceKind
from tracker.store.source_rows import SourceState, load_states
from tracker.store.store import Store

NOW = datetime(2016, 4, 1, 12, tzinfo=UTC)
QUARTER = Duration(seconds=900)
WIRES = Source("wires", SourceKind.FEED, url="https://example.org/feed", every=QUARTER)


def minutes(every: Duration, fails: int, share: float = 1.0, wait: timedelta | None = None) -> float:
    return (next_attempt(every, fails, NOW, share, wait) - NOW) / timedelta(minutes=1)


def test_the_wait_doubles_up_to_an_hour() -> None:
    assert [minutes(QUARTER, fails) for fails in range(1, 10)] == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_the_wait_never_begins_above_the_sources_own_rhythm() -> None:
    assert minutes(Duration(seconds=30), 1) == 0.5


def test_a_source_that_is_asked_seldom_is_never_asked_more_seldom_for_failing() -> None:
    assert minutes(Duration(days=1), 50) == 24 * 60


def test_jitter_spreads_the_wait_between_the_half_and_the_whole() -> None:
    assert [minutes(QUARTER, 5, share) for share in (0.0, 0.5, 1.0)] == [8, 12, 16]


def test_what_the_other_side_asks_for_is_never_cut_short() -> None:
    asked = timedelta(hours=2)
    assert minutes(QUARTER, 1, 0.0, asked) == 120
    assert minutes(QUARTER, 1, 1.0, asked) == 132
    assert minutes(QUARTER, 9, 1.0, timedelta(seconds=1)) == 60


@given(
    st.integers(1, 40_000_000),
    st.integers(0, 10**9),
    st.floats(0, 1),
    st.none() | st.timedeltas(timedelta(0), timedelta(days=1)),
)
def test_an_attempt_is_always_ahead_and_never_out_of_reach(
    seconds: int, fails: int, share: float, wait: timedelta | None
) -> None:
    every = Duration(seconds=seconds)
    again = next_attempt(every, fails, NOW, share, wait)
    assert NOW < again <= NOW + max(timedelta(seconds=seconds), LONGEST_WAIT, (wait or timedelta(0)) * 1.1)
    assert wait is None or again >= NOW + wait


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path)


def state(store: Store) -> SourceState:
    with store.read() as connection:
        return load_states(connection)["wires"]


def failing(store: Store, at: datetime, failure: SourceFailed, jitter: float = 1.0) -> datetime | None:
    """Fail at an instant and return when the source is asked next."""
    record_collection(store, WIRES, failure, at, jitter=lambda: jitter)
    return state(store).next_poll_at


def test_failures_in_a_row_are_asked_again_later_and_later(store: Store) -> None:
    at, waits = NOW, []
    for _ in range(4):
        again = failing(store, at, SourceFailed("answered 503"))
        assert again is not None
        waits.append((again - at) / timedelta(minutes=1))
        at = again
    assert waits == [1, 2, 4, 8]
    assert state(store).fails == 4


def test_a_success_ends_the_backing_off(store: Store) -> None:
    for _ in range(5):
        failing(store, NOW, SourceFailed("answered 503"))
    record_collection(store, WIRES, Collected(state=CollectState(last_success=NOW)), NOW)
    assert state(store).next_poll_at == NOW + timedelta(minutes=15)
    assert failing(store, NOW, SourceFailed("answered 503")) == NOW + timedelta(minutes=1)


def test_a_wish_to_be_left_alone_is_kept_in_the_store(store: Store) -> None:
    refused = SourceFailed("answered 429", wait=timedelta(hours=3))
    assert failing(store, NOW, refused, jitter=0.0) == NOW + timedelta(hours=3)


def test_a_source_is_not_asked_before_its_wait_is_over(store: Store) -> None:
    asked: list[datetime] = []

    def collector(source: Source, state: CollectState, now: datetime) -> Collected:
        asked.append(now)
        raise SourceFailed("answered 429", wait=timedelta(hours=1))

    for late in (0, 15, 59, 60):
        collect(store, [WIRES], collector, NOW + timedelta(minutes=late), jitter=lambda: 0.0)
    assert asked == [NOW, NOW + timedelta(hours=1)]

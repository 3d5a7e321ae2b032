from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from tests.actions.making import new_store, on
from tracker.store.near_rows import COMMON_FROM, likely_near, write_traits
from tracker.store.store import Store

REACH, MOST = 50, 6

Held = dict[int, tuple[int, list[int]]]

reports = st.dictionaries(
    st.integers(1, 80),
    st.tuples(st.integers(0, 200), st.lists(st.integers(1, 12), max_size=6, unique=True)),
    max_size=80,
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return new_store(tmp_path_factory.mktemp("near"))


@settings(max_examples=20, deadline=None)
@given(held=reports)
def test_reports_looked_for_together_find_what_each_finds_alone(store: Store, held: Held) -> None:
    with holding(store, held) as connection:
        together = likely_near(connection, held, REACH, MOST)
        alone = [likely_near(connection, {each: held[each]}, REACH, MOST) for each in held]
    assert [{each: together[each]} for each in held] == alone


def test_one_trait_that_very_many_share_makes_nothing_likely(store: Store) -> None:
    held: Held = {number: (number, [1]) for number in range(1, 4 * COMMON_FROM)}
    with holding(store, held) as connection:
        found = likely_near(connection, held, 10 * COMMON_FROM, MOST)
    assert set(map(len, found.values())) == {0}


@contextmanager
def holding(store: Store, held: Held) -> Iterator[Connection]:
    """Let a store hold these traits for a while, and no others."""
    with suppress(_Undone), store.write(on(2), "test") as commit:
        write_traits(commit.connection, held)
        yield commit.connection
        raise _Undone


class _Undone(Exception):
    pass

"""A large import is judged once, when all of it is there, and told in one message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.actions.making import SLACK, apply, bridges, new_store, on, opened
from tests.actions.test_alerts import listening, told
from tracker.actions import ingest as taking_in
from tracker.actions.ingest import MORE_COMES, ingest
from tracker.actions.judge_due import judge_due
from tracker.domain.reports import Report
from tracker.store.inserting import pieces
from tracker.store.store import Store

NAMES = [f"b{number:02}" for number in range(12)]
WHEN = on(24)


class Died(BaseException):
    """The process was killed here."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store in which a dozen promises are overdue."""
    store = new_store(tmp_path)
    listening(store, on(30))
    apply(store, bridges(*NAMES), on(2))
    judge_due(store, on(2))
    judge_due(store, on(23))
    return store


def _imported(store: Store, monkeypatch: pytest.MonkeyPatch, dies: bool = False) -> list[int]:
    """Import a report on each promise in four parts, judging after each; return how many were judged."""
    judged: list[int] = []

    def with_ticks(items: Sequence[Report], _size: int) -> Iterator[Sequence[Report]]:
        for some in pieces(items, 3):
            yield some
            judged.append(judge_due(store, WHEN + timedelta(seconds=5), targets=[SLACK]).judged)
            if dies:
                raise Died

    monkeypatch.setattr(taking_in, "pieces", with_ticks)
    ingest(store, [opened(name, on(22)) for name in NAMES], WHEN)
    return judged


def test_nothing_is_judged_before_the_import_is_over_and_then_all_of_it_at_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _imported(store, monkeypatch) == [0, 0, 0, 12]
    (message,) = told(store)
    assert sorted(message) == [(name, "resolved", "kept_late") for name in NAMES]


def test_an_import_that_never_ends_is_judged_all_the_same(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Died):
        _imported(store, monkeypatch, dies=True)
    assert judge_due(store, WHEN + MORE_COMES - timedelta(seconds=1)).judged == 0
    assert judge_due(store, WHEN + MORE_COMES).judged == 3


def test_a_boundary_that_comes_during_an_import_is_kept_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = new_store(tmp_path)
    listening(store, on(30))
    apply(store, bridges(*NAMES), on(2))
    judge_due(store, on(2))
    judge_due(store, on(21))
    ingest_at = on(23, hour=0) - timedelta(seconds=30)
    monkeypatch.setattr(taking_in, "BATCH", 3)
    with pytest.raises(Died):
        _dying_import(store, ingest_at, monkeypatch)
    assert judge_due(store, on(23, hour=0)).judged == 12


def _dying_import(store: Store, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def once(items: Sequence[Report], size: int) -> Iterator[Sequence[Report]]:
        yield from list(pieces(items, size))[:1]
        raise Died

    monkeypatch.setattr(taking_in, "pieces", once)
    ingest(store, [opened(name, on(22)) for name in NAMES], at)

"""Looking back: what a promise would have done in the past, and what people would have been told of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.actions.making import apply, bridges, new_store, on, opened
from tests.actions.test_alerts import listening
from tracker.actions.ingest import ingest
from tracker.actions.looking_back import Change, Lens
from tracker.actions.stored_history import look_back_by_rules, look_back_in_store
from tracker.domain.alerts import Why
from tracker.domain.errors import BadInput, Unknown
from tracker.domain.instants import Span
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Basis, View
from tracker.language.loading import load_rules
from tracker.store.store import Store

MAY = Span(on(2), on(31))


def by(basis: Basis) -> Lens:
    return lambda at: View.as_known_then(at, basis)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a store in which two bridges were promised; that one had opened in time was recorded late."""
    store = new_store(tmp_path)
    listening(store, on(30))
    apply(store, bridges("alma", "kiel"), on(2))
    ingest(store, [opened("alma", on(19))], on(25))
    return store


def moves(changes: Sequence[Change], promise: str) -> list[tuple[Status | None, Status, Why | None]]:
    return [(each.old, each.verdict.status, each.alert) for each in changes if each.verdict.promise == promise]


def test_as_published_then_a_deed_counts_from_its_publication(store: Store) -> None:
    changes = look_back_in_store(store, ["alma"], by(Basis.PUBLISHED), MAY)
    assert moves(changes, "alma") == [(None, Status.PENDING, None), (Status.PENDING, Status.KEPT, None)]
    assert changes[-1].verdict.at == on(19)


def test_as_recorded_then_the_alert_that_went_out_is_shown_with_its_end(store: Store) -> None:
    changes = look_back_in_store(store, ["alma"], by(Basis.RECORDED), MAY)
    assert moves(changes, "alma") == [
        (None, Status.PENDING, None),
        (Status.PENDING, Status.AWAITING, None),
        (Status.AWAITING, Status.OVERDUE, Why.FIRST),
        (Status.OVERDUE, Status.KEPT, Why.RESOLVED),
    ]
    assert changes[-1].verdict.at == on(25)


def test_with_hindsight_a_deed_counts_from_when_it_was_done(store: Store) -> None:
    changes = look_back_in_store(store, ["alma"], View.hindsight, MAY)
    assert [each.verdict.status for each in changes] == [Status.PENDING, Status.KEPT]
    assert changes[-1].verdict.at.date() == on(19).date()


def test_without_a_choice_every_promise_in_force_is_replayed_in_order_of_time(store: Store) -> None:
    changes = look_back_in_store(store, [], by(Basis.PUBLISHED), MAY)
    assert {each.verdict.promise for each in changes} == {"alma", "kiel"}
    assert [each.verdict.at for each in changes] == sorted(each.verdict.at for each in changes)


def test_looking_back_writes_nothing(store: Store) -> None:
    before = store.last_commit()
    look_back_in_store(store, [], by(Basis.PUBLISHED), MAY)
    assert store.last_commit() == before


def test_an_unknown_promise_is_refused(store: Store) -> None:
    with pytest.raises(Unknown, match="there is no promise alna"):
        look_back_in_store(store, ["alna"], View.hindsight, MAY)


def test_edited_rules_are_replayed_over_what_is_stored(store: Store) -> None:
    edited = load_rules({"bridges.yaml": bridges("alma").replace("2016-05-20", "2016-05-10").encode()})
    changes = look_back_by_rules(store, edited.rules, [], by(Basis.PUBLISHED), MAY)
    assert moves(changes, "alma")[-2:] == [
        (Status.AWAITING, Status.OVERDUE, Why.FIRST),
        (Status.OVERDUE, Status.KEPT_LATE, Why.RESOLVED),
    ]


def test_a_promise_that_the_edited_rules_do_not_hold_is_refused_with_those_they_do(store: Store) -> None:
    edited = load_rules({"bridges.yaml": bridges("alma").encode()})
    with pytest.raises(BadInput, match="the rules hold no promise kiel") as caught:
        look_back_by_rules(store, edited.rules, ["kiel"], View.hindsight, MAY)
    assert caught.value.hint == "they hold alma"

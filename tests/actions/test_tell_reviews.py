"""Being asked about suspected evidence: once, together, and only for promises that somebody looks after."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.actions.making import SLACK, CountingSender, SetClock, on
from tests.actions.reviewing import RULES, reviewed_store, said, waiting
from tracker.actions.accept import accept
from tracker.actions.deliver import deliver
from tracker.actions.ingest import ingest
from tracker.actions.tell_reviews import PAUSE, tell_reviews
from tracker.domain.alerts import Delivery, DeliveryKind
from tracker.store.store import Store

OWNED = RULES.replace("said: minister", "said: minister\n    owner: policy-team")
OPEN = said("In the north the new bridge is open since noon. It was late.", name="r0")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return reviewed_store(tmp_path, OPEN, rules=OWNED)


def arrived(store: Store, clock: SetClock) -> list[Delivery]:
    sender = CountingSender()
    deliver(store, {"slack": sender}, clock)
    return sender.arrived


def test_an_item_is_asked_about_with_the_sentence_its_source_and_the_promise(store: Store) -> None:
    assert tell_reviews(store, [SLACK], on(10)) == 1

    (asked,) = arrived(store, SetClock(on(10)))
    assert (asked.kind, asked.waiting) == (DeliveryKind.REVIEW, 1)
    (line,) = asked.asked
    assert (line.promise, line.title, line.criterion) == ("alma", "The bridge alma opens", "opened")
    assert line.sentence == "In the north the new bridge is open since noon."
    assert (line.quote, line.source, line.owner, line.version) == ("bridge is open", "wires", "policy-team", 0)


def test_it_is_asked_once(store: Store) -> None:
    tell_reviews(store, [SLACK], on(10))

    assert tell_reviews(store, [SLACK], on(11)) == 0
    assert len(arrived(store, SetClock(on(11)))) == 1


def test_what_comes_up_meanwhile_is_asked_about_together(store: Store) -> None:
    tell_reviews(store, [SLACK], on(10))
    for number in range(1, 4):
        ingest(store, [said(f"The bridge is open, they say {number}.", name=f"r{number}")], on(10))
        assert tell_reviews(store, [SLACK], on(10) + PAUSE - timedelta(seconds=1)) == 0

    assert tell_reviews(store, [SLACK], on(10) + PAUSE) == 3
    assert [len(each.asked) for each in arrived(store, SetClock(on(11)))] == [1, 3]


def test_a_flood_is_one_message_that_counts_what_it_does_not_show(store: Store) -> None:
    ingest(store, [said(f"The bridge is open {n}.", name=f"r{n}") for n in range(1, 60)], on(10))

    assert tell_reviews(store, [SLACK], on(10)) == 60
    (asked,) = arrived(store, SetClock(on(10)))
    assert (len(asked.asked), asked.waiting) == (8, 60)


def test_a_promise_that_nobody_looks_after_is_not_asked_about(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, OPEN)

    assert tell_reviews(store, [SLACK], on(10)) == 0
    assert arrived(store, SetClock(on(10))) == []


def test_what_was_decided_meanwhile_is_not_asked_about(store: Store) -> None:
    accept(store, waiting(store)[0].id, "Ann", "read it", on(10))

    assert tell_reviews(store, [SLACK], on(10)) == 0


def test_without_anybody_to_ask_nothing_is_noted(store: Store) -> None:
    assert tell_reviews(store, [], on(10)) == 0
    assert tell_reviews(store, [SLACK], on(10)) == 1

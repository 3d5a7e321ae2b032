"""Silences: who, why, until when; what they hide is shown beforehand, and waiting messages obey them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.actions.alarming import OVERDUE, bridges_waited_for, judged, messages
from tests.actions.making import on
from tracker.actions.silencing import end_silence, list_silences, preview_silence, silence
from tracker.domain.errors import BadInput, Unknown
from tracker.domain.routing import Matcher, Silence
from tracker.store.store import Store
from tracker.store.tables.outbox import outbox

SOON = OVERDUE + timedelta(minutes=5)
SNOOZE = Silence(Matcher(promises=("alma",)), "ann", "the ministry answers on Friday", on(27))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = bridges_waited_for(tmp_path, "alma", "kiel")
    judged(store, OVERDUE)
    return store


def test_a_preview_names_promises_alarms_and_waiting_messages_and_changes_nothing(store: Store) -> None:
    before = messages(store)
    hides = preview_silence(store, SNOOZE, SOON)
    assert hides.promises == ("alma",)
    assert [(each.promise, each.status.value) for each in hides.alarms] == [("alma", "overdue")]
    assert [(each.target.destination, each.promises) for each in hides.messages] == [
        ("slack", ("alma",)),
        ("slack", ("alma",)),
    ]
    assert messages(store) == before
    assert list_silences(store, SOON, over=True) == ()


def test_waiting_messages_no_longer_tell_of_what_is_silenced(store: Store) -> None:
    silence(store, SNOOZE, SOON)
    waiting = messages(store, state="pending")
    assert [[promise for promise, _, _ in notices] for _, notices in waiting] == [["kiel"], ["kiel"]]
    with store.read() as connection:
        dropped = connection.execute(select(outbox.c.held_because).where(outbox.c.state == "dropped")).scalars()
        assert list(dropped) == ["hidden by silence 1 of ann: the ministry answers on Friday"]


def test_a_silence_is_listed_until_it_is_over(store: Store) -> None:
    number = silence(store, SNOOZE, SOON)
    assert [(each.id, each.silence.by) for each in list_silences(store, SOON)] == [(number, "ann")]
    assert list_silences(store, on(27)) == ()
    assert [each.id for each in list_silences(store, on(27), over=True)] == [number]


def test_ending_a_silence_keeps_who_ended_it(store: Store) -> None:
    number = silence(store, SNOOZE, SOON)
    ended = end_silence(store, number, "bo", on(24))
    assert (ended.ended, ended.ended_by) == (on(24), "bo")
    with pytest.raises(BadInput, match="silence 1 was over at 2016-05-24T12:00:00Z"):
        end_silence(store, number, "bo", on(25))


def test_a_silence_that_nobody_put_down_cannot_be_ended(store: Store) -> None:
    with pytest.raises(Unknown, match="no silence 7"):
        end_silence(store, 7, "bo", SOON)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (replace(SNOOZE, reason=" "), "needs a reason"),
        (replace(SNOOZE, by=""), "nobody says"),
        (replace(SNOOZE, until=SOON), "would hide nothing"),
        (replace(SNOOZE, since=on(28)), "would hide nothing"),
        (replace(SNOOZE, matcher=Matcher()), "silence of everything"),
        (replace(SNOOZE, matcher=Matcher(owners=("desk",))), "goes by promises"),
        (replace(SNOOZE, matcher=Matcher(promises=("almo",))), "no promise almo"),
    ],
)
def test_a_silence_without_all_it_needs_is_refused(store: Store, wrong: Silence, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        preview_silence(store, wrong, SOON)
    with pytest.raises(BadInput, match=says):
        silence(store, wrong, SOON)
    assert list_silences(store, SOON, over=True) == ()

"""A promise that cannot be judged, or not be written down, stops no other; whoever looks after it is told once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.actions.making import SLACK, apply, bridges, new_store, on, statuses
from tests.actions.test_alerts import listening, waiting
from tracker.actions.judge_due import JudgedDue, judge_due
from tracker.domain.alerts import DeliveryKind, Notice, Target
from tracker.domain.coverage import Coverage
from tracker.domain.promises import Names, Promise
from tracker.domain.reports import ReportVersion
from tracker.domain.verdicts import Judgement, View
from tracker.engine.judging import judge
from tracker.engine.notices import notice
from tracker.store.store import Store

OWNER = Target("email", "ada@example.org")
NAMES = ("alma", "berta", "kiel", "lech", "oder")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = new_store(tmp_path)
    listening(store, on(30))
    owned = bridges(*NAMES).replace("  - id: kiel\n", "  - id: kiel\n    owner: ada@example.org\n")
    apply(store, owned, on(2))
    judge_due(store, on(2))
    return store


def _poisoned(
    promise: Promise, reports: Sequence[ReportVersion], coverage: Coverage, view: View, names: Names
) -> Judgement:
    if promise.id in ("kiel", "lech"):
        raise ZeroDivisionError(f"half of {promise.id}")
    return judge(promise, reports, coverage, view, names)


def _judge(store: Store, now: datetime, **more: Any) -> JudgedDue:
    return judge_due(store, now, targets=[SLACK], targets_of=lambda owner: [OWNER] if owner else [SLACK], **more)


def _told(store: Store) -> list[str]:
    return [payload.text for payload in waiting(store) if payload.text]


END = "They are tried again every hour; until then they stay as they stand, and nothing is said about them."


def test_the_owner_is_told_and_of_what_nobody_owns_everybody(store: Store) -> None:
    _judge(store, on(24), judge=_poisoned)
    head = "These promises cannot be judged and are set aside:"
    assert sorted(_told(store)) == [
        f"{head}\nkiel (looked after by ada@example.org): ZeroDivisionError: half of kiel\n{END}",
        f"{head}\nlech: ZeroDivisionError: half of lech\n{END}",
    ]


def test_it_is_told_once_and_when_it_is_over(store: Store) -> None:
    for hour in range(3):
        _judge(store, on(24) + timedelta(minutes=61 * hour), judge=_poisoned)
    assert len(_told(store)) == 2
    _judge(store, on(25))
    assert sorted(_told(store))[:2] == [
        "These promises can be judged again:\nkiel (looked after by ada@example.org)",
        "These promises can be judged again:\nlech",
    ]
    assert statuses(store, "kiel")[-1] == ("awaiting", "overdue")


def test_very_many_make_one_message(store: Store) -> None:
    def all_poisoned(*_: object, **__: object) -> Judgement:
        raise ZeroDivisionError("half of nothing")

    apply(store, bridges(*(f"b{number}" for number in range(40))), on(3))
    judge_due(store, on(24), targets=[SLACK], judge=all_poisoned)
    (text,) = _told(store)
    assert "And 20 more: see deedline doctor." in text
    assert text.count("half of nothing") == 20


def test_one_whose_message_cannot_be_made_is_set_aside_and_all_others_are_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = notice

    def choking(promise: Promise, *given: Any, **named: Any) -> Notice:
        if promise.id == "kiel":
            raise UnicodeError("what was said cannot be shown")
        return make(promise, *given, **named)

    monkeypatch.setattr("tracker.actions.composing.notice", choking)
    done = _judge(store, on(23))
    assert [(each.promise, each.error) for each in done.set_aside] == [
        ("kiel", "UnicodeError: what was said cannot be shown")
    ]
    told = [sorted(each.promise for each in payload.notices) for payload in waiting(store) if payload.notices]
    assert told == [["alma", "berta", "lech", "oder"]]
    assert statuses(store, "kiel")[-1] != ("awaiting", "overdue"), "what cannot be told is not said to stand"
    monkeypatch.undo()
    _judge(store, on(23) + timedelta(minutes=61))
    assert statuses(store, "kiel")[-1] == ("awaiting", "overdue")


def test_trouble_reaches_people_as_such(store: Store) -> None:
    _judge(store, on(24), judge=_poisoned)
    with store.read() as connection:
        kinds = connection.exec_driver_sql("SELECT DISTINCT kind, destination FROM outbox ORDER BY id").fetchall()
    assert [tuple(kind) for kind in kinds][1:] == [
        (DeliveryKind.TROUBLE.value, "email"),
        (DeliveryKind.TROUBLE.value, "slack"),
    ]

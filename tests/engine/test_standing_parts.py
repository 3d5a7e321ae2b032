"""What people call the parts of a promise, and which of them say nothing that the promise does not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.actions.parted import ANSWERS, EACH, MONTHLY, SAID, STEPS
from tracker.domain.alerts import Why
from tracker.domain.promises import Promise
from tracker.domain.statuses import Phase, Status
from tracker.domain.verdicts import Judgement, Reason, Verdict
from tracker.engine.holding import merged
from tracker.engine.notices import notice
from tracker.engine.part_names import part_words
from tracker.engine.standing_parts import in_messages, parts_of, spoken_for
from tracker.language.loading import load_rules

NOW = datetime(2016, 5, 1, tzinfo=UTC)
BY_QUARTER = MONTHLY.replace("every: month", "every: quarter")
SERIES_IN_STEP = STEPS.replace(
    "kind: achieve\n        due: 2016-03-10", "kind: recur\n        every: month\n        until: 2016-12-31"
)
UNLESS = ANSWERS.replace(
    "when: asked\n    within: 10 days", "when: {unless: asked, by: 2016-03-01}\n    due: 2016-05-01"
)


def _promise(text: str) -> Promise:
    (promise,) = load_rules({"a.yaml": (SAID + text).encode()}).rules.promises
    return promise


@pytest.mark.parametrize(
    ("text", "instance", "words"),
    [
        (MONTHLY, "", ""),
        (MONTHLY, "2016-05", "May 2016"),
        (BY_QUARTER, "2016-Q2", "Q2 2016"),
        (MONTHLY, "2016", "2016"),
        (MONTHLY, "2016-05-09", "period from 9 May 2016"),
        (STEPS, "destroyed", "step destroyed"),
        (STEPS, "taken-away", "step taken-away"),
        (SERIES_IN_STEP, "destroyed/2016-05", "step destroyed, May 2016"),
        (EACH, "Ruritania", "Ruritania"),
        (ANSWERS, "2016-05-09", "trigger of 9 May 2016"),
        (UNLESS, "2016-03-01", "as of 1 Mar 2016"),
    ],
)
def test_a_part_has_a_name_that_people_use(text: str, instance: str, words: str) -> None:
    assert part_words(_promise(text), instance) == words


def _verdict(status: Status, instance: str = "") -> Verdict:
    return Verdict("a", status, NOW, NOW, Reason("code", f"it is {status.value}"), Phase.OPEN, instance)


def test_the_only_part_that_stands_as_its_promise_does_is_spoken_for() -> None:
    assert spoken_for(Status.OVERDUE, {"2016-05-09": Status.OVERDUE}) == {"2016-05-09": ""}
    assert spoken_for(Status.ON_TRACK, {"2016-05-09": Status.OVERDUE}) == {}
    assert spoken_for(Status.OVERDUE, {"a": Status.OVERDUE, "b": Status.OVERDUE}) == {}


def test_the_only_period_of_a_step_is_spoken_for_by_the_step() -> None:
    parts = {"a": Status.OVERDUE, "a/2016-05": Status.OVERDUE, "b": Status.PENDING}
    assert spoken_for(Status.AT_RISK, parts) == {"a/2016-05": "a"}


def test_an_alarm_of_a_part_ends_with_a_promise_that_is_suspended() -> None:
    parts = (_verdict(Status.OVERDUE, "a"), _verdict(Status.KEPT, "b"))
    told = parts_of(Judgement(_verdict(Status.SUSPENDED), (), parts))
    assert [each.status for each in told] == [Status.SUSPENDED, Status.KEPT]
    assert [each.status for each in parts_of(Judgement(_verdict(Status.ON_TRACK), (), parts))] == [
        Status.OVERDUE,
        Status.KEPT,
    ]


def test_what_a_held_message_names_beside_is_told_once_as_it_stands_last() -> None:
    promise = _promise(MONTHLY)
    may = notice(promise, Judgement(_verdict(Status.OVERDUE, "2016-05")), old=None, why=Why.FIRST)
    june = notice(promise, Judgement(_verdict(Status.OVERDUE, "2016-06")), old=None, why=Why.FIRST)
    made_good = notice(promise, Judgement(_verdict(Status.KEPT, "2016-06")), old=Status.OVERDUE, why=Why.RESOLVED)
    both = merged((), [replace(may, parts=(june,))])
    first, second = merged(both, [made_good])
    assert (first.instance, first.parts) == ("2016-05", ())
    assert (second.instance, second.status, second.unheard) == ("2016-06", Status.KEPT, True)


def test_a_part_named_again_beside_another_is_named_once() -> None:
    promise = _promise(MONTHLY)
    may, june = (
        notice(promise, Judgement(_verdict(Status.OVERDUE, name)), old=None, why=Why.FIRST)
        for name in ("2016-05", "2016-06")
    )
    (told,) = merged([replace(may, parts=(june,))], [replace(may, why=Why.CHANGED, parts=(june,))])
    assert [each.instance for each in told.parts] == ["2016-06"]


def test_an_alarm_of_a_part_stands_apart_from_a_whole_that_comes_to_rest() -> None:
    told = {"": Status.PARTLY_KEPT, "Ruritania": Status.KEPT_LATE, "Borduria": Status.BROKEN}
    assert in_messages(told) == (frozenset({"Borduria"}), frozenset({"", "Ruritania"}))


@pytest.mark.parametrize(
    "told",
    [
        {"": Status.BROKEN, "a": Status.OVERDUE},
        {"a": Status.OVERDUE, "b": Status.KEPT},
        {"": Status.KEPT, "a": Status.KEPT_LATE},
    ],
)
def test_all_else_that_is_told_at_once_is_one_message(told: dict[str, Status]) -> None:
    assert in_messages(told) == (frozenset(told),)

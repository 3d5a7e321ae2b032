"""Planning: what differs between two versions of a promise, and what becomes of its alerts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.lengths import laws
from tests.engine.made_promises import made_promises
from tests.language.writing import promise
from tracker.domain.alerts import Why
from tracker.domain.plans import Difference, PastAlert
from tracker.domain.promises import Promise
from tracker.domain.statuses import Status
from tracker.engine.planning import alert_changes, differences, first_divergence

DAY = datetime(2026, 3, 1, tzinfo=UTC)
CRITERIA = """
criteria: {gone: {match: {event: [departure, withdrawal]}, count: {at_least: 2}}}
kept_when: gone"""


def at(day: int) -> datetime:
    return DAY + timedelta(days=day)


def alert(day: int, status: Status = Status.OVERDUE) -> PastAlert:
    return PastAlert(at(day), status, Why.FIRST)


def test_a_moved_deadline_is_told_once_and_as_a_day() -> None:
    old, new = (promise(f"due: {due}{CRITERIA}") for due in ("2016-05-20", "2016-06-20"))
    assert differences(old, new) == (Difference("due", "end of 2016-05-20", "end of 2016-06-20"),)


def test_what_a_criterion_asks_is_told_by_its_name_and_in_words() -> None:
    old = promise(f"due: 2016-05-20{CRITERIA}")
    new = promise(f"due: 2016-05-20{CRITERIA.replace('at_least: 2', 'more_than: 4').replace(', withdrawal', '')}")
    assert differences(old, new) == (
        Difference("criteria.gone.match.event", "departure or withdrawal", "departure"),
        Difference("criteria.gone.comparison", "at least 2", "more than 4"),
    )


def test_what_is_new_stands_against_nothing() -> None:
    old = promise(f"due: 2016-05-20{CRITERIA}")
    new = promise(f"due: 2016-05-20{CRITERIA}\ntags: [syria]")
    assert differences(old, new) == (Difference("tags", "", "syria"),)


@laws
@given(made_promises)
def test_a_promise_differs_in_nothing_from_itself(made: Promise) -> None:
    assert differences(made, made) == ()


@laws
@given(made_promises, made_promises)
def test_two_promises_without_differences_are_the_same(one: Promise, other: Promise) -> None:
    assert (differences(one, other) == ()) == (one == other)


def test_an_alert_on_another_day_is_moved_and_one_without_a_partner_lost_or_gained() -> None:
    old = [alert(1), alert(5), alert(9, Status.BROKEN)]
    new = [alert(1), alert(7), alert(8, Status.AT_RISK)]
    changes = alert_changes(old, new)
    assert [(each.old, each.new) for each in changes.moved] == [(at(5), at(7))]
    assert changes.lost == (alert(9, Status.BROKEN),)
    assert changes.gained == (alert(8, Status.AT_RISK),)


alerts = st.lists(
    st.builds(alert, st.integers(0, 30), st.sampled_from([Status.OVERDUE, Status.BROKEN])), max_size=6, unique=True
).map(lambda each: sorted(each, key=lambda one: one.at))


@laws
@given(alerts, alerts)
def test_every_alert_of_either_side_is_told_exactly_once(old: list[PastAlert], new: list[PastAlert]) -> None:
    changes = alert_changes(old, new)
    stayed = {(each.at, each.status) for each in old} & {(each.at, each.status) for each in new}
    gone = sorted(
        [(each.at, each.status) for each in changes.lost] + [(each.old, each.status) for each in changes.moved]
    )
    come = sorted(
        [(each.at, each.status) for each in changes.gained] + [(each.new, each.status) for each in changes.moved]
    )
    assert gone == sorted((each.at, each.status) for each in old if (each.at, each.status) not in stayed)
    assert come == sorted((each.at, each.status) for each in new if (each.at, each.status) not in stayed)


def test_two_courses_part_where_they_first_stand_apart() -> None:
    old = [(at(0), Status.PENDING), (at(5), Status.OVERDUE)]
    new = [(at(0), Status.PENDING), (at(3), Status.AT_RISK), (at(5), Status.OVERDUE)]
    assert first_divergence(old, new) == at(3)
    assert first_divergence(old, old) is None

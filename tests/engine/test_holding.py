"""What a held message says once more has happened: from what people knew to what holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notifiers.samples import a_notice
from tracker.domain.alerts import Notice, Why
from tracker.domain.statuses import ALARMS, Status
from tracker.engine.holding import merged

PENDING, OVERDUE, DISPUTED, BROKEN = Status.PENDING, Status.OVERDUE, Status.DISPUTED, Status.BROKEN
LATE, KEPT = Status.KEPT_LATE, Status.KEPT


def told(why: Why, old: Status, status: Status, promise: str = "alma") -> Notice:
    return replace(a_notice(), promise=promise, why=why, old=old, status=status)


def seen(notice: Notice) -> tuple[str, Status | None, Status, bool]:
    return notice.why.name, notice.old, notice.status, notice.unheard


@pytest.mark.parametrize(
    ("stories", "says"),
    [
        ([(Why.FIRST, PENDING, OVERDUE), (Why.CHANGED, OVERDUE, BROKEN)], ("FIRST", PENDING, BROKEN, False)),
        ([(Why.FIRST, PENDING, OVERDUE), (Why.RESOLVED, OVERDUE, LATE)], ("RESOLVED", OVERDUE, LATE, True)),
        ([(Why.CHANGED, OVERDUE, DISPUTED), (Why.RESOLVED, DISPUTED, KEPT)], ("RESOLVED", OVERDUE, KEPT, False)),
        ([(Why.CHANGED, OVERDUE, DISPUTED), (Why.CHANGED, DISPUTED, BROKEN)], ("CHANGED", OVERDUE, BROKEN, False)),
        ([(Why.RESOLVED, OVERDUE, LATE), (Why.FIRST, LATE, DISPUTED)], ("CHANGED", OVERDUE, DISPUTED, False)),
        (
            [(Why.FIRST, PENDING, OVERDUE), (Why.RESOLVED, OVERDUE, LATE), (Why.FIRST, LATE, OVERDUE)],
            ("FIRST", None, OVERDUE, False),
        ),
        ([(Why.REPEATED, OVERDUE, OVERDUE), (Why.CHANGED, OVERDUE, BROKEN)], ("REPEATED", OVERDUE, BROKEN, False)),
    ],
)
def test_two_notices_of_one_promise_become_one(
    stories: list[tuple[Why, Status, Status]], says: tuple[str, Status | None, Status, bool]
) -> None:
    notices: tuple[Notice, ...] = ()
    for story in stories:
        notices = merged(notices, [told(*story)])
    assert [seen(each) for each in notices] == [says]


TOLD = st.builds(
    told,
    st.sampled_from(Why),
    st.sampled_from(Status),
    st.sampled_from(Status),
    st.sampled_from(("alma", "kiel", "elbe")),
)


@settings(max_examples=50)
@given(st.lists(TOLD, max_size=6), st.lists(TOLD, max_size=6))
def test_each_promise_is_told_once_as_it_stands_last_and_alarms_come_first(
    held: list[Notice], newer: list[Notice]
) -> None:
    now = merged(merged((), held), newer)
    last = {each.promise: each.status for each in (*held, *newer)}
    assert {each.promise: each.status for each in now} == last
    assert len(now) == len(last)
    over = [each.status not in ALARMS for each in now]
    assert over == sorted(over)

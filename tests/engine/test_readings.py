"""Section 7, Readings: equal statuses give the headline, others are combined as the page says."""

from __future__ import annotations

from itertools import product

import pytest

from tests.engine.asking import at_least, happened, latest
from tests.engine.given import judgement, leaving, promise, reading, verdict
from tests.engine.telling import deed, figure, report
from tracker.domain.statuses import GROUPS, Flag, Group, Status
from tracker.engine.headline import headline_status

S = Status

WORST_FIRST = [
    S.OVERDUE,
    S.UNVERIFIABLE,
    S.DISPUTED,
    S.REVIEW,
    S.AT_RISK,
    S.AWAITING,
    S.AMENDED,
    S.DORMANT,
    S.PENDING,
    S.HOLDING,
    S.ON_TRACK,
]


def _by_the_page(statuses: tuple[Status, ...]) -> Status:
    """Combine as the text has it, clause by clause."""
    different = set(statuses)
    if len(different) == 1:
        return statuses[0]
    if different & {S.BROKEN, S.REVERSED}:
        return S.DISPUTED
    if all(GROUPS[status] in (Group.KEPT, Group.NOT_KEPT, Group.CLOSED) for status in different):
        return S.KEPT_LATE if different == {S.KEPT, S.KEPT_LATE} else S.DISPUTED
    return next(status for status in WORST_FIRST if status in different)


@pytest.mark.parametrize("first", list(Status))
def test_every_pair_and_triple_of_statuses_combines_as_the_page_says(first: Status) -> None:
    for second, third in product(Status, repeat=2):
        assert headline_status((first, second)) is _by_the_page((first, second)), (first, second)
        combined = headline_status((first, second, third))
        assert combined is _by_the_page((first, second, third)), (first, second, third)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ((S.KEPT, S.KEPT), S.KEPT),
        ((S.BROKEN, S.BROKEN), S.BROKEN),
        ((S.KEPT, S.BROKEN), S.DISPUTED),
        ((S.PENDING, S.BROKEN), S.DISPUTED),
        ((S.OVERDUE, S.REVERSED), S.DISPUTED),
        ((S.KEPT, S.KEPT_LATE), S.KEPT_LATE),
        ((S.KEPT, S.PARTLY_KEPT), S.DISPUTED),
        ((S.KEPT, S.VOID), S.DISPUTED),
        ((S.KEPT, S.OVERDUE), S.OVERDUE),
        ((S.KEPT, S.PENDING), S.PENDING),
        ((S.OVERDUE, S.UNVERIFIABLE), S.OVERDUE),
        ((S.DISPUTED, S.REVIEW), S.DISPUTED),
        ((S.KEPT, S.ON_TRACK), S.ON_TRACK),
        ((S.HOLDING, S.ON_TRACK), S.HOLDING),
    ],
)
def test_some_pairs_spelt_out(statuses: tuple[Status, ...], expected: Status) -> None:
    assert headline_status(statuses) is expected


# through the whole engine

TWO_WAYS = promise(
    reading(latest("gone", at_least(18)), name="against-36", kept="gone", due="2016-05-20"),
    reading(latest("gone", at_least(20)), name="against-40", kept="gone", due="2016-05-20"),
)


def test_readings_that_agree_give_the_headline_without_a_flag() -> None:
    judged = verdict(TWO_WAYS, report("a", figure(22)), at="2016-05-01")
    assert judged.status is Status.KEPT
    assert Flag.DEPENDS_ON_READING not in judged.flags


def test_readings_that_differ_are_flagged_and_each_is_shown() -> None:
    judged = judgement(TWO_WAYS, report("a", figure(19)), at="2016-05-01")
    assert judged.headline.status is Status.PENDING
    assert Flag.DEPENDS_ON_READING in judged.headline.flags
    assert judged.headline.readings == {"against-36": Status.KEPT, "against-40": Status.PENDING}
    assert [(each.reading, each.status) for each in judged.readings] == [
        ("against-36", Status.KEPT),
        ("against-40", Status.PENDING),
    ]


def test_readings_disagree_after_the_deadline() -> None:
    told = report("a", figure(19, "2016-05-20"))
    assert verdict(TWO_WAYS, told, at="2016-05-21").status is Status.DISPUTED
    assert verdict(TWO_WAYS, report("a", figure(19, "2016-05-01")), at="2016-06-01").status is Status.OVERDUE


def test_kept_beside_kept_late_is_kept_late_and_flagged() -> None:
    told = report("a", figure(19, "2016-05-10")), report("b", figure(21, "2016-05-21"))
    judged = verdict(TWO_WAYS, *told, at="2016-05-21")
    assert judged.status is Status.KEPT_LATE
    assert Flag.DEPENDS_ON_READING in judged.flags


def test_a_reading_may_carry_its_own_dates() -> None:
    soon_or_later = promise(
        reading(happened(), name="by-spring", kept="departure", due="2016-05-20"),
        reading(happened(), name="by-autumn", kept="departure", due="2016-09-30"),
    )
    judged = judgement(soon_or_later, report("a", deed("2016-07-01")), at="2016-07-02")
    assert [each.status for each in judged.readings] == [Status.KEPT_LATE, Status.KEPT]
    opened = promise(
        reading(happened(), name="from-march", kept="departure", due="2016-05-20"),
        reading(happened(), name="from-april", kept="departure", due="2016-05-20", opens="2016-04-01"),
    )
    judged = judgement(opened, report("a", deed("2016-03-20")), at="2016-05-01")
    assert [each.status for each in judged.readings] == [Status.KEPT, Status.PENDING]


def test_the_headline_is_looked_at_again_when_the_first_of_its_readings_is() -> None:
    judged = judgement(TWO_WAYS, at="2016-03-10")
    assert judged.headline.next_boundary == min(
        each.next_boundary for each in judged.readings if each.next_boundary
    )


def test_a_disputed_headline_rests_on_what_all_its_readings_rest_on() -> None:
    told = report("a", figure(19, "2016-05-10")), report("b", figure(15, "2016-05-21"))
    judged = verdict(TWO_WAYS, *told, at="2016-05-21")
    assert (judged.status, set(judged.deciding)) == (Status.DISPUTED, {"a", "b"})


def test_a_promise_with_one_reading_shows_none() -> None:
    judged = judgement(leaving(), report("a", deed()), at="2016-05-01")
    assert judged.readings == ()
    assert judged.headline.reading is None
    assert judged.headline.readings == {}


def test_the_order_of_readings_in_the_file_changes_nothing_of_the_headline() -> None:
    strict = reading(latest("gone", at_least(30)), name="strict", kept="gone", due="2016-05-20")
    loose = reading(latest("gone", at_least(10)), name="loose", kept="gone", due="2016-06-20")
    later = reading(latest("gone", at_least(20)), name="later", kept="gone", due="2016-06-20")
    told = report("r", figure(15, "2016-05-21"))
    for at in ("2016-04-01", "2016-05-21", "2016-07-01"):
        one = judgement(promise(strict, loose, later), told, at=at).headline
        other = judgement(promise(later, loose, strict), told, at=at).headline
        assert one == other

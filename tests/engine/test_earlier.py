"""Counting what was decided before an instant, against counting one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.actors import DECIDED, FULFILLED
from tracker.domain.statuses import Status
from tracker.engine.earlier import Earlier, Stretch

START = datetime(2016, 5, 1, tzinfo=UTC)
hours = st.integers(0, 20).map(lambda number: START + timedelta(hours=number))


@st.composite
def courses(draw: st.DrawFn) -> list[Stretch]:
    """Draw when some promises stood decided: for each, stretches that follow one another."""
    found: list[Stretch] = []
    for name in draw(st.lists(st.sampled_from("abcdef"), unique=True)):
        instants = sorted(draw(st.sets(hours, min_size=1, max_size=5)))
        for start, end in zip(instants, [*instants[1:], None], strict=True):
            status = draw(st.sampled_from(Status))
            if status in DECIDED:
                found.append(Stretch(name, status, start, end))
    return found


@given(courses(), hours, st.sampled_from("abcdef"))
def test_counting_by_look_up_equals_counting_one_by_one(drawn: list[Stretch], at: datetime, apart: str) -> None:
    there = [each for each in drawn if each.promise != apart and each.covers(at)]
    kept = sum(each.status in FULFILLED for each in there)
    assert Earlier(drawn).before(at, apart_from=apart) == (kept, len(there))


def test_what_is_decided_at_the_very_instant_is_not_earlier() -> None:
    earlier = Earlier([Stretch("a", Status.KEPT, START)])
    assert earlier.before(START, apart_from="b") == (0, 0)
    assert earlier.before(START + timedelta(microseconds=1), apart_from="b") == (1, 1)


def test_a_promise_is_left_out_of_its_own_record() -> None:
    earlier = Earlier([Stretch("a", Status.KEPT, START), Stretch("b", Status.BROKEN, START)])
    later = START + timedelta(days=1)
    assert earlier.before(later, apart_from="a") == (0, 1)
    assert earlier.before(later, apart_from="b") == (1, 1)

"""Reducers (section 3): sums, extremes, means and changes of interval values, and what decides them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.asking import at_least, at_most, baseline
from tests.engine.given import NOBODY_LISTENED, promise, reading, status, verdict
from tests.engine.lengths import laws
from tests.engine.telling import DUE, days, evening, figure, report
from tracker.domain.criteria import Criterion, FieldTest, Reducer
from tracker.domain.promises import Promise
from tracker.domain.reports import ReportVersion
from tracker.domain.statuses import Flag, Status
from tracker.domain.values import Comparison, Qualifier

S = Status


def asked(reducer: Reducer, comparison: Comparison, **rest: object) -> Promise:
    """Return a promise kept when the reducer over the aircraft gone passes."""
    match = (FieldTest("indicator", any_of=("aircraft departed",)),)
    criterion = Criterion("gone", match, reducer, comparison, "aircraft", **rest)  # type: ignore[arg-type]
    return promise(reading(criterion, kept="gone", due=DUE))


def gone(number: float, on: str, key: str = "", **rest: object) -> ReportVersion:
    return report(key or f"on-{on}", figure(number, on), **rest)  # type: ignore[arg-type]


THREE = (gone(3, "2016-04-01"), gone(9, "2016-04-10"), gone(6, "2016-04-20"))

ROWS: list[tuple[str, Reducer, Comparison, dict[str, object], Status]] = [
    ("the sum of all", Reducer.SUM, at_least(18), {}, S.KEPT),
    ("a sum that is not reached", Reducer.SUM, at_least(19), {}, S.PENDING),
    ("the highest", Reducer.HIGHEST, at_least(9), {}, S.KEPT),
    ("a highest not reached", Reducer.HIGHEST, at_least(10), {}, S.PENDING),
    ("the lowest", Reducer.LOWEST, at_most(3), {}, S.KEPT),
    ("a lowest not reached", Reducer.LOWEST, at_most(2), {}, S.PENDING),
    ("the mean", Reducer.MEAN, at_least(6), {}, S.KEPT),
    ("a change from the baseline", Reducer.CHANGE, at_least(4), {"baseline": baseline(2)}, S.KEPT),
    (
        "a change as a share of it",
        Reducer.CHANGE,
        at_least(1),
        {"baseline": baseline(3), "relative": True},
        S.KEPT,
    ),
    (
        "a share of nought says nothing",
        Reducer.CHANGE,
        at_least(1),
        {"baseline": baseline(0), "relative": True},
        S.PENDING,
    ),
]


@pytest.mark.parametrize(
    ("claim", "reducer", "comparison", "rest", "expected"), ROWS, ids=[row[0] for row in ROWS]
)
def test_a_reducer(
    claim: str, reducer: Reducer, comparison: Comparison, rest: dict[str, object], expected: Status
) -> None:
    assert status(asked(reducer, comparison, **rest), *THREE, at="2016-04-20") is expected, claim


def test_a_sum_rests_on_its_greatest_contributions() -> None:
    assert verdict(asked(Reducer.SUM, at_least(15)), *THREE, at="2016-04-20").deciding == (
        "on-2016-04-10",
        "on-2016-04-20",
    )


def test_a_highest_rests_on_the_one_that_first_reached_it() -> None:
    again = gone(12, "2016-04-25")

    assert verdict(asked(Reducer.HIGHEST, at_least(9)), *THREE, again, at="2016-05-01").deciding == (
        "on-2016-04-10",
    )


def test_two_witnesses_of_one_occurrence_are_summed_once_through_the_better_graded() -> None:
    one, other = gone(5, "2016-04-10", "w1", grade="C"), gone(6, "2016-04-10", "w2", grade="B", same_event=["w1"])

    assert status(asked(Reducer.SUM, at_least(6)), one, other, at="2016-05-01") is S.KEPT
    assert status(asked(Reducer.SUM, at_least(7)), one, other, at="2016-05-01") is S.PENDING


def test_a_sum_without_any_report_is_nought_only_where_somebody_listened() -> None:
    nothing = asked(Reducer.SUM, at_most(0))

    assert status(nothing, at="2016-05-01") is S.KEPT
    assert status(nothing, at="2016-05-01", coverage=NOBODY_LISTENED) is S.PENDING


def test_decimals_add_up_as_people_write_them() -> None:
    tenths = [gone(0.1, f"2016-04-{day:02}") for day in range(1, 4)]

    assert status(asked(Reducer.SUM, at_least(0.3)), *tenths, at="2016-05-01") is S.KEPT


def test_open_ends_stay_open_in_a_sum() -> None:
    more = report("m", figure(10, "2016-04-01", qualifier=Qualifier.AT_LEAST))
    most = report("n", figure(10, "2016-04-02", qualifier=Qualifier.AT_MOST))

    assert status(asked(Reducer.SUM, at_least(10)), more, at="2016-05-01") is S.KEPT
    assert status(asked(Reducer.SUM, at_least(10)), most, at="2016-05-01") is S.PENDING


def test_with_too_few_sources_a_sum_is_unclear() -> None:
    alone = [report(f"r{day}", figure(9, f"2016-04-{day:02}"), source="one") for day in (1, 2)]
    two = asked(Reducer.SUM, at_least(10), sources=2)

    assert status(two, *alone, at="2016-05-01") is S.PENDING
    assert status(two, *alone, gone(1, "2016-04-20"), at="2016-05-01") is S.KEPT


@pytest.mark.parametrize("reducer", [Reducer.SUM, Reducer.HIGHEST])
def test_for_what_is_reached_once_a_later_miss_is_no_shortfall(reducer: Reducer) -> None:
    told = verdict(asked(reducer, at_least(20)), gone(9, "2016-05-21"), at="2016-05-25")

    assert told.status is S.OVERDUE


def test_a_later_miss_of_a_highest_says_that_it_may_have_been_reached() -> None:
    told = verdict(asked(Reducer.HIGHEST, at_least(20)), gone(9, "2016-05-21"), at="2016-05-25")

    assert Flag.MAY_HAVE_BEEN_REACHED in told.flags


def test_a_lowest_under_an_upper_bound_is_reached_once_and_over_a_lower_bound_it_is_not() -> None:
    once = verdict(asked(Reducer.LOWEST, at_most(5)), gone(9, "2016-05-21"), at="2016-05-25")
    always = verdict(asked(Reducer.LOWEST, at_least(5)), gone(3, "2016-05-21"), at="2016-05-25")

    assert (once.status, always.status) == (S.OVERDUE, S.BROKEN)


def test_a_whole_interval_has_to_lie_inside_for_a_sum() -> None:
    early = report("e", figure(20, days("2016-02-20", "2016-03-10")))

    assert status(asked(Reducer.SUM, at_least(20)), early, at="2016-05-01") is S.PENDING
    assert status(asked(Reducer.HIGHEST, at_least(20)), early, at="2016-05-01") is S.KEPT


def test_a_figure_about_falls_within_the_looseness_and_an_exact_one_does_not() -> None:
    loose = asked(Reducer.LATEST, at_least(20), about=0.05)
    about = report("a", figure(19, "2016-04-10", qualifier=Qualifier.ABOUT))

    assert status(loose, about, at="2016-05-01") is S.KEPT
    assert status(loose, gone(19, "2016-04-10"), at="2016-05-01") is not S.KEPT
    assert status(asked(Reducer.LATEST, at_least(20)), about, at="2016-05-01") is not S.KEPT


@pytest.mark.parametrize(
    ("reducer", "comparison", "numbers"),
    [
        (Reducer.SUM, at_least(20), (9, 10)),
        (Reducer.MEAN, at_least(20), (18, 20)),
        (Reducer.HIGHEST, at_most(20), (20.5, 21)),
        (Reducer.LOWEST, at_least(20), (19, 19.5)),
    ],
)
def test_figures_that_are_all_about_are_held_to_the_looser_threshold(
    reducer: Reducer, comparison: Comparison, numbers: tuple[float, float]
) -> None:
    loose = asked(reducer, comparison, about=0.05)
    about = [report(f"a{number}", figure(number, "2016-04-10", qualifier=Qualifier.ABOUT)) for number in numbers]
    exact = [report(f"e{number}", figure(number, "2016-04-10")) for number in numbers]

    assert status(loose, *about, at="2016-05-01") is S.KEPT
    assert status(loose, *exact, at="2016-05-01") is not S.KEPT
    assert status(loose, about[0], exact[1], at="2016-05-01") is not S.KEPT
    assert status(asked(reducer, comparison), *about, at="2016-05-01") is not S.KEPT


def test_a_declared_factor_crosses_from_one_unit_to_another_and_no_other_unit_does() -> None:
    pairs = report("p", figure(10, "2016-04-10", unit="pairs"))
    tons = report("t", figure(50, "2016-04-11", unit="tons"))
    told = verdict(asked(Reducer.LATEST, at_least(20), convert={"pairs": 2.0}), pairs, tons, at="2016-05-01")

    assert (told.status, told.deciding) == (S.KEPT, ("p",))
    assert [(entry.report, entry.why) for entry in told.set_aside] == [("t", "not comparable: tons, not aircraft")]


@pytest.mark.parametrize(
    ("reducer", "rest"),
    [
        (Reducer.LATEST, {"convert": {"pairs": 1e300}}),
        (Reducer.CHANGE, {"convert": {"pairs": 1.0}, "baseline": baseline(-1.7e308)}),
        (Reducer.CHANGE, {"convert": {"pairs": 1e300}, "baseline": baseline(-1.7e308), "relative": True}),
        (Reducer.MEAN, {"convert": {"pairs": 1e300}, "baseline": baseline(-1.7e308)}),
        (Reducer.SUM, {"convert": {"pairs": 1e300}}),
    ],
)
def test_a_figure_too_large_to_reckon_with_crashes_nothing(reducer: Reducer, rest: dict[str, object]) -> None:
    huge = report("h", figure(1e308, "2016-04-10", unit="pairs", upper=1.7e308, qualifier=Qualifier.RANGE))
    told = verdict(asked(reducer, at_least(20), **rest), huge, at="2016-05-01")

    assert told.status in (S.KEPT, S.PENDING, S.ON_TRACK)


def by_hand(reducer: Reducer, numbers: list[int]) -> float:
    whole = {Reducer.SUM: sum(numbers), Reducer.HIGHEST: max(numbers), Reducer.LOWEST: min(numbers)}
    return math.fsum(numbers) / len(numbers) if reducer is Reducer.MEAN else whole[reducer]


values = st.lists(
    st.tuples(st.integers(1, 28), st.integers(-5, 30)), min_size=1, max_size=8, unique_by=lambda pair: pair[0]
)


@laws
@given(
    st.sampled_from([Reducer.SUM, Reducer.HIGHEST, Reducer.LOWEST, Reducer.MEAN]),
    values,
    st.integers(-5, 60),
    st.booleans(),
)
def test_a_reducer_comes_true_when_plain_arithmetic_over_all_so_far_does(
    reducer: Reducer, told: list[tuple[int, int]], bound: int, upwards: bool
) -> None:
    comparison = at_least(bound) if upwards else at_most(bound)
    reports = [gone(number, f"2016-04-{day:02}") for day, number in told]
    so_far: list[int] = []
    came_true = reducer is Reducer.SUM and comparison.allowed.low <= 0 <= comparison.allowed.high
    for _, number in sorted(told):
        so_far.append(number)
        came_true = came_true or comparison.allowed.low <= by_hand(reducer, so_far) <= comparison.allowed.high

    judged = status(asked(reducer, comparison), *reports, at=evening("2016-05-01"))
    assert (judged is S.KEPT) is came_true


@pytest.mark.parametrize("reducer", [Reducer.LATEST, Reducer.LOWEST, Reducer.MEAN])
def test_with_too_few_origins_a_miss_is_unclear_too(reducer: Reducer) -> None:
    """Section 13: with too few sources the criterion is unclear, so one origin shows no shortfall either."""
    judged = asked(reducer, at_least(20), sources=2)
    one, other = report("a", figure(5, "2016-05-21")), report("b", figure(6, "2016-05-21"))
    assert status(judged, one, at="2016-05-22") is Status.AWAITING
    assert status(judged, one, other, at="2016-05-22") is Status.BROKEN


@pytest.mark.parametrize(
    ("reducer", "comparison", "number"),
    [(Reducer.HIGHEST, at_least(20), 19), (Reducer.LOWEST, at_most(20), 21), (Reducer.LOWEST, at_least(20), 19)],
)
def test_about_loosens_the_threshold_of_an_extreme_too(
    reducer: Reducer, comparison: Comparison, number: float
) -> None:
    """Section 2: `about` loosens a criterion's threshold for values reported as about."""
    judged = asked(reducer, comparison, about=0.1)
    rough = report("a", figure(number, "2016-04-10", qualifier=Qualifier.ABOUT))
    assert status(judged, rough, at="2016-05-01") is Status.KEPT
    assert status(judged, report("a", figure(number, "2016-04-10")), at="2016-05-01") is Status.PENDING

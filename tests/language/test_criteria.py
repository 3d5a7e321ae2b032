"""What a criterion in a file becomes."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.language.writing import criterion
from tracker.domain.criteria import Baseline, FieldTest, Reducer
from tracker.domain.reports import Grade, Nature
from tracker.domain.values import Interval

ANY = "match: {indicator: x}"


def allowed(comparison: str) -> Interval:
    """Return the numbers that a comparison allows."""
    made = criterion(f"{ANY}, latest: {{{comparison}}}").comparison
    assert made is not None
    return made.allowed


def test_happened_needs_no_comparison() -> None:
    made = criterion("match: {event: e}, happened: once")
    assert (made.reducer, made.comparison, made.sources) == (Reducer.HAPPENED, None, 1)


@pytest.mark.parametrize(
    ("comparison", "interval"),
    [
        ("more_than: 18", Interval(18, math.inf, low_open=True)),
        ("at_least: 18", Interval(18, math.inf)),
        ("less_than: 18", Interval(-math.inf, 18, high_open=True)),
        ("at_most: -1.5", Interval(-math.inf, -1.5)),
        ("equals: 0", Interval(0, 0)),
        ("between: [10, 20]", Interval(10, 20)),
        ("between: [25%, 50%], of: 36", Interval(9, 18)),
    ],
)
def test_each_comparison_allows_its_numbers(comparison: str, interval: Interval) -> None:
    assert allowed(comparison) == interval


@given(st.decimals(0, 100, places=2), st.decimals(0, 10_000, places=3))
def test_a_threshold_is_exact_and_rounded_once(percent: object, whole: object) -> None:
    exact = Fraction(str(percent)) / 100 * Fraction(str(whole))
    assert allowed(f"at_least: {percent}%, of: {whole}").low == float(exact)


def test_a_comparison_keeps_the_analysts_words() -> None:
    made = criterion(f"{ANY}, latest: {{more_than: 50%, of: 36, unit: aircraft}}")
    assert made.comparison is not None
    assert made.comparison.words == "more than 50% of 36"
    assert made.unit == "aircraft"


def test_the_unit_may_stand_beside_and_goes_by_its_canonical_name() -> None:
    names = "names: {units: {Aircraft: [jets]}}\n"
    assert criterion(f"{ANY}, latest: {{at_least: 1}}, unit: JETS", names).unit == "aircraft"


def test_what_may_decide_is_kept() -> None:
    made = criterion(
        "match: {event: e}, count: {at_least: 2}, sources: 2, grade: b2, also_accept: [estimate, announcement],"
        " own_word_counts: true"
    )
    assert (made.sources, made.least_grade, made.own_word_counts) == (2, Grade("B", 2), True)
    assert made.also_accept == {Nature.ESTIMATE, Nature.ANNOUNCEMENT}


def test_a_baseline_stands_at_opens_or_at_its_own_date() -> None:
    assert criterion(f"{ANY}, latest: {{at_least: 1}}, baseline: 5").baseline == Baseline(5)
    dated = criterion(f"{ANY}, latest: {{at_least: 1}}, baseline: {{value: 5, date: 2016-01-01}}").baseline
    assert dated == Baseline(5, datetime(2016, 1, 1, 23, 59, 59, 999_999, UTC))


def test_tests_are_folded_canonical_and_sorted() -> None:
    names = "names: {places: {Hmeimim: [Хмеймим]}, actors: {Russia: [RF]}}\n"
    made = criterion(
        "match: {target: rf, place: [Tartus, ХМЕЙМИМ, hmeimim], nature: [act, finding],"
        " code: {starts: ['08', '09']}, source: {other_than: Tass}}, happened: once",
        names,
    )
    assert set(made.match) == {
        FieldTest("source", other_than=("tass",)),
        FieldTest("target", any_of=("russia",)),
        FieldTest("place", any_of=("hmeimim", "tartus")),
        FieldTest("nature", any_of=("act", "finding")),
        FieldTest("code", starts=("08", "09")),
    }

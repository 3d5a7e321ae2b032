"""The beta distribution against exact sums, closed forms and values from tables."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.engine.beta_distribution import cumulative, quantile

wholes = st.integers(1, 60)
shares = st.floats(0.001, 0.999)


def by_binomial_sum(x: float, a: int, b: int) -> float:
    """Return I_x(a, b) for whole parameters exactly: at least `a` of a + b - 1 trials succeed (DLMF 8.17.5)."""
    trials, chance = a + b - 1, Fraction(x)
    terms = (math.comb(trials, n) * chance**n * (1 - chance) ** (trials - n) for n in range(a, trials + 1))
    return float(sum(terms))


@given(shares, wholes, wholes)
def test_it_equals_the_binomial_sum_for_whole_parameters(x: float, a: int, b: int) -> None:
    assert cumulative(x, a, b) == pytest.approx(by_binomial_sum(x, a, b), rel=1e-10, abs=1e-14)


@given(shares, wholes, wholes)
def test_a_quantile_leads_back_to_its_probability(share: float, a: int, b: int) -> None:
    assert by_binomial_sum(quantile(share, a, b), a, b) == pytest.approx(share, rel=1e-9, abs=1e-12)


@given(shares, st.floats(0.5, 300), st.floats(0.5, 300))
def test_the_two_ends_mirror_each_other(share: float, a: float, b: float) -> None:
    assert quantile(share, a, b) == pytest.approx(1 - quantile(1 - share, b, a), abs=1e-9)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.5, 300), st.floats(0.5, 300))
def test_the_cumulative_function_never_falls(one: float, other: float, a: float, b: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= cumulative(low, a, b) <= cumulative(high, a, b) + 1e-12 <= 1 + 1e-12


@given(shares, st.integers(1, 500))
def test_with_a_parameter_of_one_the_quantiles_have_a_closed_form(share: float, n: int) -> None:
    assert quantile(share, n, 1) == pytest.approx(share ** (1 / n), rel=1e-9)
    assert quantile(share, 1, n) == pytest.approx(1 - (1 - share) ** (1 / n), rel=1e-9)


def test_half_parameters_give_the_arcsine_law() -> None:
    assert cumulative(0.3, 0.5, 0.5) == pytest.approx(2 / math.pi * math.asin(math.sqrt(0.3)), rel=1e-12)


def test_the_quantiles_after_three_of_eleven_stand_where_exact_sums_bracket_them() -> None:
    """Beta(4, 9): the ends were narrowed down by halving with whole-number arithmetic only."""
    assert quantile(0.05, 4, 9) == pytest.approx(0.1228506632436, abs=1e-12)
    assert quantile(0.95, 4, 9) == pytest.approx(0.5273266035603, abs=1e-12)


@pytest.mark.parametrize("n", [1_000, 100_000, 10_000_000])
def test_large_numbers_converge(n: int) -> None:
    low, high = quantile(0.05, 1 + n // 2, 1 + n // 2), quantile(0.95, 1 + n // 2, 1 + n // 2)
    assert low + high == pytest.approx(1, abs=1e-9)
    assert high - low == pytest.approx(2 * 1.6448536 / math.sqrt(4 * n), rel=0.01)


def test_the_ends_of_the_range_are_its_quantiles() -> None:
    assert (quantile(0, 2, 3), quantile(1, 2, 3)) == (0, 1)
    assert (cumulative(-1, 2, 3), cumulative(2, 2, 3)) == (0, 1)


def test_impossible_parameters_are_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        cumulative(0.5, 0, 1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        quantile(1.5, 1, 1)

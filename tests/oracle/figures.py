"""What one account's figure says by itself, and what several come to together."""

from __future__ import annotations

import math

from tests.oracle.matching import amount
from tests.oracle.placing import Dated
from tests.oracle.situation import Situation
from tracker.domain.criteria import Criterion, Reducer
from tracker.domain.values import Comparison, Interval, Qualifier, Truth


def own_truth(s: Situation, c: Criterion, dated: Dated) -> Truth:
    """Return which way one account alone points; where things add up, away from the nought that silence means."""
    if c.comparison is None:
        return Truth.TRUE
    if c.reducer in (Reducer.COUNT, Reducer.SUM):
        return Truth.FALSE if c.comparison.holds_for_number(0) is Truth.TRUE else Truth.TRUE
    return figure_truth(s, c, dated)


def figure_truth(s: Situation, c: Criterion, dated: Dated) -> Truth:
    """Return what the comparison says of one figure."""
    if c.comparison is None:
        return Truth.TRUE
    figure = amount(c, dated.told, s.names)
    if figure is None:
        return Truth.UNCLEAR
    if c.reducer is Reducer.CHANGE:
        base = 0.0 if c.baseline is None else c.baseline.value
        figure = _since_baseline(figure, base, c.relative)
    return (loosened(c.comparison, c.about) if is_rough(dated) else c.comparison).holds_for_interval(figure)


def is_rough(dated: Dated) -> bool:
    """Say whether a figure was told as "about"."""
    value = dated.told.fact.value
    return value is not None and value.qualifier is Qualifier.ABOUT


def figure_of(s: Situation, c: Criterion, dated: Dated) -> Interval:
    """Return the account's figure in the criterion's unit."""
    figure = amount(c, dated.told, s.names)
    assert figure is not None
    return figure


def _since_baseline(figure: Interval, base: float, relative: bool) -> Interval:
    by = abs(base) if relative and base else 1.0
    return Interval((figure.low - base) / by, (figure.high - base) / by, figure.low_open, figure.high_open)


def loosened(comparison: Comparison, share: float) -> Comparison:
    """Return the comparison with its ends moved out by a share of themselves."""
    allowed = comparison.allowed
    low = allowed.low - abs(allowed.low) * share if math.isfinite(allowed.low) else allowed.low
    high = allowed.high + abs(allowed.high) * share if math.isfinite(allowed.high) else allowed.high
    return Comparison(Interval(low, high, allowed.low_open, allowed.high_open), comparison.words)


def reduced_figures(figures: list[Interval], *, mean: bool) -> Interval:
    """Return the sum or the mean of intervals, an interval."""
    n = len(figures) if mean else 1
    return Interval(
        sum(figure.low for figure in figures) / n,
        sum(figure.high for figure in figures) / n,
        any(figure.low_open for figure in figures),
        any(figure.high_open for figure in figures),
    )


def extreme_figure(figures: list[Interval], highest: bool) -> Interval:
    """Return where the highest (or the lowest) of intervals may lie."""
    choose = max if highest else min
    low = choose(figure.low for figure in figures)
    high = choose(figure.high for figure in figures)
    return Interval(
        low,
        high,
        all(figure.low_open for figure in figures if figure.low == low),
        all(figure.high_open for figure in figures if figure.high == high),
    )

"""The beta distribution: its cumulative function and quantiles, in plain Python.

Formulas: NIST Digital Library of Mathematical Functions, section 8.17 (incomplete beta functions): 8.17.4
(reflection), 8.17.22 and 8.17.23 (continued fraction), evaluated by Lentz's method as Thompson and Barnett
(1986) made it safe.
"""

from __future__ import annotations

import math
from functools import lru_cache

_TINY = 1e-300
_PRECISE = 1e-15
_CLOSE = 1e-12
"""Relative step at which a quantile is found: what is left is rounding in the logarithms of large parameters."""
_MOST_TERMS = 100_000
_MOST_STEPS = 200


def cumulative(x: float, a: float, b: float) -> float:
    """Return I_x(a, b): the probability that a Beta(a, b) variable is at most x. `a` and `b` are positive.

    Raises ValueError for parameters outside that.
    """
    if not (a > 0 and b > 0):
        raise ValueError(f"the parameters of a beta distribution are positive, not {a} and {b}")
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):  # the fraction converges quickly on this side only (8.17.4 leads there)
        return 1.0 - _lower(1.0 - x, b, a)
    return _lower(x, a, b)


@lru_cache(maxsize=4096)
def quantile(share: float, a: float, b: float) -> float:
    """Return the x with I_x(a, b) = `share` (0..1): Newton steps, each kept inside a bracket that halves."""
    if not 0 <= share <= 1:
        raise ValueError(f"a probability lies between 0 and 1, not {share}")
    low, high = 0.0, 1.0
    if share in (0, 1):
        return low if share == 0 else high
    x = a / (a + b)
    for _ in range(_MOST_STEPS):
        missed = cumulative(x, a, b) - share
        low, high = (low, x) if missed > 0 else (x, high)
        density = _density(x, a, b)
        nearer = x - missed / density if density > _TINY else math.inf
        if abs(nearer - x) <= _CLOSE * x:
            return min(max(nearer, low), high)
        x = nearer if low < nearer < high else (low + high) / 2
    return x


def _density(x: float, a: float, b: float) -> float:
    return math.exp(_log_kernel(x, a, b)) / (x * (1 - x))


def _log_kernel(x: float, a: float, b: float) -> float:
    """Return the logarithm of x^a (1-x)^b / B(a, b)."""
    return a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)


def _lower(x: float, a: float, b: float) -> float:
    return math.exp(_log_kernel(x, a, b)) / (a * _fraction(x, a, b))


def _fraction(x: float, a: float, b: float) -> float:
    """Return 1 + d1/(1 + d2/(1 + ...)), the denominator of 8.17.22."""
    value, above, below = 1.0, 1.0, 0.0
    for n in range(1, _MOST_TERMS):
        m = n // 2
        if n % 2:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        below = 1.0 / ((1.0 + term * below) or _TINY)
        above = (1.0 + term / above) or _TINY
        value *= above * below
        if abs(above * below - 1.0) < _PRECISE:
            break
    return value

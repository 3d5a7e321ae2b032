"""Numbers as people read them: one way of writing them for every sentence."""

from __future__ import annotations

import math
from decimal import Decimal

_EXPONENTS_FROM = 10**15
_NOTHING_BELOW = 1e-9
_DIGITS = 12
"""So many digits of a fraction are told: the rest is what binary numbers make of decimal ones."""


def number_words(number: float) -> str:
    """Return a number with its thousands parted by commas: "1,200", "2.5", "1,234,567".

    Whole numbers keep all their digits; exponents begin at 10^15, and below a billionth.
    """
    size = abs(number)
    if not math.isfinite(size) or size >= _EXPONENTS_FROM or 0 < size < _NOTHING_BELOW:
        return f"{number:g}"
    if number == int(number):
        return f"{int(number):,}"
    rounded = Decimal(f"{number:.{_DIGITS}g}")
    return f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,f}"

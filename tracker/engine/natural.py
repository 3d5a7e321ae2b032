"""Natural order of ids: R2 comes before R10."""

from __future__ import annotations

import re
from functools import lru_cache

_PARTS = re.compile(r"([0-9]+)|([^0-9]+)")


@lru_cache(maxsize=65_536)
def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key in which R2 comes before R10."""
    words = text.rstrip("0123456789")
    if words.isalpha():  # a word and a number, as most ids are
        digits = text[len(words) :]
        return ((1, 0, words), (0, int(digits), "")) if digits else ((1, 0, words),)
    return tuple([(0, int(digits), "") if digits else (1, 0, words) for digits, words in _PARTS.findall(text)])

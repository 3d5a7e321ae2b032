"""Natural order of ids: R2 comes before R10."""

from __future__ import annotations

import re


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key in which R2 comes before R10."""
    parts = re.findall(r"([0-9]+)|([^0-9]+)", text)
    return tuple((0, int(digits), "") if digits else (1, 0, words) for digits, words in parts)

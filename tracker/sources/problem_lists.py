"""Lists of problems of a length that people read."""

from __future__ import annotations

from collections.abc import Sequence

MOST = 50


def shortened(problems: Sequence[str]) -> tuple[str, ...]:
    """Return the first problems and, where there are more than MOST, how many more."""
    rest = len(problems) - MOST
    return (*problems[:MOST], *((f"and {rest} more",) if rest > 0 else ()))

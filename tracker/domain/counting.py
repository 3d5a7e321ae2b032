"""How many of a thing there are, in words."""

from __future__ import annotations

from collections.abc import Sequence


def counted(number: int, noun: str) -> str:
    """Return `1 source`, `2 sources`: for nouns whose plural takes an s."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"


def first_of(names: Sequence[str], most: int) -> str:
    """Return `a, b, c and 2 more`: names as they are given, so many of them at most."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")

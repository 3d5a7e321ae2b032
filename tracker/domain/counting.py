"""How many of a thing there are, in words."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return `1 source`, `2 sources`: for nouns whose plural takes an s."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

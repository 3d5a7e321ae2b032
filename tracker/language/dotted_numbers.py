"""Numbers with a point and three digits behind it: `1.200` is 1.2 here, and twelve hundred in half of Europe."""

from __future__ import annotations

import re
from fractions import Fraction

from tracker.language.comparing import plain

_DOTTED = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}")


def is_dotted(text: str) -> bool:
    """Say whether a number may be meant as thousands."""
    return _DOTTED.fullmatch(text.strip()) is not None


def ways_to_write(text: str) -> str:
    """Return how either meaning is written without a doubt."""
    whole, _, decimals = text.strip().partition(".")
    return f"write {whole}{decimals} for thousands, {decimal(Fraction(text.strip()))} for a decimal number"


def decimal(number: Fraction) -> str:
    """Return a number as people write it, with one digit more where three behind the point would leave a doubt."""
    text = plain(number)
    return f"{text}0" if is_dotted(text) else text

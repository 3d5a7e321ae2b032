"""Numbers with a point and three digits behind it: `1.200` is 1.2 here, and twelve hundred in half of Europe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tracker.domain.criteria import Position
from tracker.language.comparing import plain
from tracker.language.nodes import Items, Node, Style, Table

_DOTTED = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}")
_ANYWHERE = re.compile(rb"\d\.\d{3}")


@dataclass(frozen=True, slots=True)
class Dotted:
    """Such a number: the promise it stands in (empty in a rule), where, and as it was written."""

    promise: str
    position: Position
    text: str


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


def may_hold_dotted(data: bytes) -> bool:
    """Say whether a file may hold such a number at all; most do not, and need no second look."""
    return _ANYWHERE.search(data) is not None


def dotted_in(node: Node, file: str, promise: str) -> Iterator[Dotted]:
    """Yield the numbers of that shape inside a promise or a rule."""
    if isinstance(node, Table):
        for entry in node.entries.values():
            yield from dotted_in(entry.value, file, promise)
    elif isinstance(node, Items):
        for item in node.items:
            yield from dotted_in(item, file, promise)
    elif node.style is Style.PLAIN and is_dotted(node.text):
        yield Dotted(promise, Position(file, node.line, node.column), node.text)

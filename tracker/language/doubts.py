"""Texts without quotes that may be meant otherwise than they are read: found while loading, told by lint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.criteria import Position
from tracker.language.dotted_numbers import is_dotted
from tracker.language.nodes import Node, Style, scalars_of

_CURLY = "\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019\u201a"
_BETWEEN_CURLY = re.compile(rf"[{_CURLY}].*[{_CURLY}]", re.DOTALL)
_ANYWHERE = re.compile(rb'\d\.\d{3}|\xe2\x80[\x98-\x9e]|\xc2[\xab\xbb]|^[^"\n]*"[^"\n]*$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Such a text: the promise it stands in (empty in a rule), where, and as it was written."""

    promise: str
    position: Position
    text: str


def may_hold_doubts(data: bytes) -> bool:
    """Say whether a file may hold such a text at all; most do not, and need no second look."""
    return _ANYWHERE.search(data) is not None


def has_stray_quotes(text: str) -> bool:
    """Say whether quotes became part of a text: curly ones around it, or a straight one that only closes."""
    return _BETWEEN_CURLY.fullmatch(text) is not None or (text.endswith('"') and text.count('"') % 2 == 1)


def doubts_in(node: Node, file: str, promise: str) -> Iterator[Doubt]:
    """Yield the texts of that sort inside a promise or a rule."""
    for each in scalars_of(node):
        if each.style is Style.PLAIN and (is_dotted(each.text) or has_stray_quotes(each.text)):
            yield Doubt(promise, Position(file, each.line, each.column), each.text)

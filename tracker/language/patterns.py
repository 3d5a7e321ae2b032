"""Patterns in RE2 syntax: checked where they are written, so that a bad one is an error with a place."""

from __future__ import annotations

from tracker.domain.patterns import BadPattern, compiled
from tracker.language import shapes
from tracker.language.forms import Form, list_of, text_of
from tracker.language.nodes import Node
from tracker.language.pages import Page, Wrong, shown

_WORDS = "RE2 pattern"
_LONGEST = 1000


def _pattern(node: Node, page: Page) -> str:
    text = text_of(node, "an RE2 pattern", _LONGEST)
    try:
        compiled(text)
    except BadPattern as bad:
        raise Wrong(node, f"this is not an RE2 pattern: {shown(str(bad))}", "RE2 has no look-around") from None
    return text


PATTERN_FORM: Form[str] = Form(_WORDS, _pattern, shapes.TEXT)
PATTERNS_FORM: Form[tuple[str, ...]] = list_of(PATTERN_FORM, "RE2 pattern or list of them")

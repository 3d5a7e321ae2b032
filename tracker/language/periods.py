"""The period of a recurring promise: of the calendar by its name, or a length of days."""

from __future__ import annotations

import re

from tracker.domain.instants import Duration
from tracker.language.forms import DURATION, text_of
from tracker.language.nodes import Node, Scalar
from tracker.language.pages import Page, Wrong, nearest, shown

PERIODS = {
    "day": Duration(days=1),
    "week": Duration(days=7),
    "month": Duration(months=1),
    "quarter": Duration(months=3),
    "year": Duration(months=12),
}
_OTHER_WORDS = {"daily": "day", "annual": "year", "annually": "year", "yearly": "year"}
_WORDS = "write day, week, month, quarter, year or `10 days`"
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?")


def read_period(node: Node, page: Page) -> Duration:
    """Read a period by its name or length; raises Wrong with the right word where another was written."""
    if isinstance(node, Scalar) and node.text.strip() in PERIODS:
        return PERIODS[node.text.strip()]
    if isinstance(node, Scalar) and not any(letter.isdigit() for letter in node.text):
        word = text_of(node, "a period")
        raise Wrong(node, f"`{shown(word)}` is no period", _meant(word.lower()))
    length = DURATION.read(node, page)
    if not length.months and not length.days:
        raise Wrong(node, "a period lasts a day at least", _WORDS)
    return length


def _meant(word: str) -> str:
    if _WEEKDAY.fullmatch(word):
        return "did you mean `week`? A period is one of the calendar, whatever its day"
    near = _OTHER_WORDS.get(word)
    return f"did you mean `{near}`?" if near else nearest(word, PERIODS) or _WORDS

"""Slips of the pen that YAML would take without a word: what it reads there is not what the page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

NO_BREAK = "[\u00a0\u2007\u202f]"
"""Spaces at which no line breaks, as a pattern: they look like one, and part nothing in YAML."""
NO_BREAK_MESSAGE, NO_BREAK_HINT = "a no-break space stands here", "use an ordinary space"
_ANY_NO_BREAK = re.compile(NO_BREAK)
_IN_INDENT = re.compile(rf"^[ \t]*(?={NO_BREAK})", re.MULTILINE)
_IN_KEY = re.compile(rf"(?:^-?|:)(?={NO_BREAK})|(?={NO_BREAK}$)")
_IN_NUMBER = re.compile(rf"[-+]?\d+(?={NO_BREAK})(?:{NO_BREAK}|[\d.,])+%?")
_HASH = re.compile(r" #[^\s#]")
_CUT = re.compile(r"[ \t]+(?=#[^\s#])")
_NO_TEXT = re.compile(r"true|false|null|[-+]?[\d.,]+%?|\d{4}(?:-[\dQ]+)*(?:[T ][\d:.+Z-]+)?")


class Slip(NamedTuple):
    """One slip: its offset in the text of the file, what it is and its cure."""

    offset: int
    message: str
    hint: str
    code: str


def may_be_cut(text: str) -> bool:
    """Say whether a `#` anywhere in a file may cut a value short."""
    return _HASH.search(text) is not None


def cut_short(text: str, value: str, end: int) -> Slip | None:
    """Return the slip where a value without quotes that ends at `end` is cut short: `becomes #1 in rail`.

    A comment behind a number or a date cuts nothing off, and neither does one with a space after its `#`.
    """
    found = _CUT.match(text, end)
    if found is None or _NO_TEXT.fullmatch(value):
        return None
    message = "the value ends here: YAML takes what follows ` #` for a comment"
    hint = "put quotes around the value; a comment has a space after its `#`"
    return Slip(found.end(), message, hint, "cut-short")


def may_hold_no_break(text: str) -> bool:
    """Say whether there is a no-break space anywhere in a file."""
    return not text.isascii() and _ANY_NO_BREAK.search(text) is not None


def no_break_indents(text: str) -> Iterator[Slip]:
    """Yield a slip for every line that no-break spaces indent."""
    if may_hold_no_break(text):
        for found in _IN_INDENT.finditer(text):
            yield Slip(found.end(), NO_BREAK_MESSAGE, "indent with ordinary spaces", "no-break-space")


def no_break_in_key(key: str) -> int | None:
    """Return where a no-break space beside its colon or dash spoils a key, None if none does."""
    found = _IN_KEY.search(key)
    return None if found is None else found.end()


def no_break_in_number(value: str) -> int | None:
    """Return where a no-break space parts a number, None if none does."""
    found = _IN_NUMBER.fullmatch(value)
    return None if found is None else next(_ANY_NO_BREAK.finditer(value)).start()

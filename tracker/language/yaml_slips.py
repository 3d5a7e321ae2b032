"""Slips of the pen that YAML would take without a word: what it reads there is not what the page shows."""

from __future__ import annotations

import re
from typing import NamedTuple

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

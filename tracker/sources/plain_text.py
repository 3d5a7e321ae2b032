"""Markup to plain text, in time that grows with its length only."""

from __future__ import annotations

import html
from collections.abc import Sequence

import re2

LONGEST_EXCERPT = 500
"""How much of an item that broke a rule is kept to show what it was."""
_QUIET = re2.Options()
_QUIET.log_errors = False
_UNSEEN = re2.compile(
    r"(?is)<!--.*?-->|<(?:script|style|template|noscript)\b.*?</(?:script|style|template|noscript)\s*>", _QUIET
)
_BREAKS = re2.compile(
    r"(?i)</?(?:p|br|div|li|ul|ol|tr|table|h[1-6]|blockquote|section|article|hr)\b[^<>]*>", _QUIET
)
_TAGS = re2.compile(r"""(?s)<[a-zA-Z/!?](?:"[^"]*"|'[^']*'|[^'"<>])*>""", _QUIET)
_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r\x85"}
_REORDERING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_UNPAIRED = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""Halves of surrogate pairs, which no text column takes."""
_DROPPED = {**_CONTROLS, **_REORDERING, **_UNPAIRED}


def from_markup(markup: str) -> str:
    """Return what a reader of the HTML would read: tags, comments and scripts gone, entities as letters."""
    if "<" not in markup and "&" not in markup:
        return tidy(markup)
    shown = _UNSEEN.sub(" ", markup)
    shown = _TAGS.sub("", _BREAKS.sub("\n", shown))
    return tidy(html.unescape(shown))


def tidy(text: str) -> str:
    """Return the text without control and reordering characters, white space collapsed, its lines kept apart."""
    if text.isprintable():  # most of it is: nothing to drop, one line
        return " ".join(text.split())
    lines = (" ".join(line.split()) for line in text.translate(_DROPPED).splitlines())
    return "\n".join(line for line in lines if line)


def on_one_line(text: str) -> str:
    """Return the tidied text on a single line."""
    tidied = tidy(text)
    return tidied if "\n" not in tidied else " ".join(tidied.split())


def cut(text: str, longest: int) -> str:
    """Return the text, or its first `longest` characters with an ellipsis as the last of them."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def start_of_line(lines: Sequence[bytes], number: int) -> str:
    """Return the start of a line (counted from 1), in which anything may stand; empty if there is none."""
    if not 0 < number <= len(lines):
        return ""
    start = lines[number - 1][: 2 * LONGEST_EXCERPT].decode("utf-8", "replace")
    return cut(on_one_line(start), LONGEST_EXCERPT)

"""Slack's text: escaping that lets no mention, link or formatting from outside through, and Slack's limits."""

from __future__ import annotations

import re

from tracker_notifiers.outside_text import CUT, one_line, safe_link

MOST_BLOCKS = 50
LONGEST_SECTION = 3000
LONGEST_HEADER = 150
LONGEST_MESSAGE = 13_000
LONGEST_FALLBACK = 600
LONGEST_LINK = 1000

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# Marks that would format; inside words (snake_case) they do nothing and stay as they are.
_MARKS = re.compile(r"(?<![^\W_])[*_~`]|[*_~`](?![^\W_])|(?<!\w):(?=[\w+'-]+:)")
_LOOKALIKES = {"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ", ":": "꞉"}
_BRACKETS = str.maketrans({"<": "‹", ">": "›"})


def slack_length(text: str) -> int:
    """Return the length as a service that counts UTF-16 units would: never less than the number of characters."""
    return len(text) + sum(char > "\uffff" for char in text)


def escaped(text: str, limit: int = LONGEST_SECTION) -> str:
    """Return outside text for a mrkdwn field: one line, nothing in it acts, at most `limit` long once escaped."""
    inert = _MARKS.sub(lambda found: _LOOKALIKES[found[0]], one_line(text))
    pieces = [_ENTITIES.get(char, char) for char in inert]
    return _fitted(pieces, limit)


def plain(text: str, limit: int = LONGEST_HEADER) -> str:
    """Return outside text for a plain_text field; angle brackets become look-alikes, so no mention can form."""
    return _fitted(list(one_line(text).translate(_BRACKETS)), limit)


def link(url: str, label: str, limit: int = 300) -> str:
    """Return a mrkdwn link, or only the label where the address is not a safe one."""
    address = safe_link(url)
    shown = escaped(label.replace("|", "¦"), limit)
    target = address.replace("&", "&amp;")
    return f"<{target}|{shown}>" if target and shown and len(target) <= LONGEST_LINK else shown


def _fitted(pieces: list[str], limit: int) -> str:
    """Join pieces up to the limit without cutting one in two."""
    if sum(map(slack_length, pieces)) <= limit:
        return "".join(pieces)
    room = limit - len(CUT)
    kept: list[str] = []
    for piece in pieces:
        room -= slack_length(piece)
        if room < 0:
            break
        kept.append(piece)
    return "".join(kept).rstrip() + CUT

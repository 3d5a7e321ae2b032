"""Makes text and links from outside fit to be shown: visible characters on one line, http and https only."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

CUT = "…"

_HIDDEN = frozenset({"Cc", "Cs"})
# Marks that turn the writing direction around can make a text read as its opposite.
_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CLAUSE = re.compile("[,;] ")
_UNSAFE_IN_LINKS = re.compile(r"[\s<>|\"'`\\^{}\x00-\x20\x7f]")


_PLAIN_LINK = re.compile(r"https?://[A-Za-z0-9.-]{1,250}(?::[0-9]{1,5})?(?:[/?][A-Za-z0-9._~/?=&%+,;:-]{0,1000})?")
"""Addresses that are safe as they stand, which most are: they need no taking apart."""


def one_line(text: str, limit: int | None = None) -> str:
    """Return the text on one line, without control and direction characters, cut to `limit` characters."""
    # Most texts are as they should be already; of printable signs only the space is one that is taken together.
    fine = text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " "
    shown = text if fine else _visible(" ".join(text.split()))
    return shown if limit is None or len(shown) <= limit else clipped(shown, limit)


def many_lines(text: str) -> str:
    """Return a text that we laid out ourselves without control and direction characters, line breaks kept."""
    return "\n".join(_visible(line) for line in text.split("\n"))


def _visible(text: str) -> str:
    if text.isprintable():  # then there is nothing to take away, and looking at each letter would take its time
        return text
    return "".join(char for char in text if char not in _TURNS and unicodedata.category(char) not in _HIDDEN)


def clipped(text: str, limit: int) -> str:
    """Return the text cut to `limit` characters, the last one an ellipsis if anything was cut."""
    return text if len(text) <= limit else text[: max(limit - 1, 0)].rstrip() + CUT[:limit]


def shortened(text: str, limit: int) -> str:
    """Return a sentence on one line: if `limit` is too short for it without its last clauses, else whole words."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    ends = [found.start() for found in _CLAUSE.finditer(line, 0, limit) if _is_outside_quotes(line, found.start())]
    if ends:
        return f"{line[: ends[-1]]}."
    words = line[: limit - 1].rpartition(" ")[0] or line[: limit - 1]
    return words.rstrip() + CUT


def _is_outside_quotes(line: str, at: int) -> bool:
    return line.count("“", 0, at) == line.count("”", 0, at)


def safe_link(url: str) -> str:
    """Return the address if it is http or https, unsafe characters percent-encoded, else an empty text."""
    if _PLAIN_LINK.fullmatch(url):
        return url
    address = url.strip()
    if len(address) > 2000:
        return ""
    try:
        parts = urlsplit(address)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname or parts.username is not None:
            return ""
        encoded = _UNSAFE_IN_LINKS.sub(
            lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), address
        )
        encoded.encode()
    except ValueError:
        return ""
    return encoded if one_line(encoded) == encoded else ""

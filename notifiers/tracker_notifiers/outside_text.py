"""Makes text and links from outside fit to be shown: visible characters on one line, http and https only."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

CUT = "…"

_HIDDEN = frozenset({"Cc", "Cs"})
# Marks that turn the writing direction around can make a text read as its opposite.
_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSAFE_IN_LINKS = re.compile(r"[\s<>|\"'`\\^{}\x00-\x20\x7f]")


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


def safe_link(url: str) -> str:
    """Return the address if it is http or https, unsafe characters percent-encoded, else an empty text."""
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

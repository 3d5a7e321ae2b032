"""Who an item is: its own id, else its canonical address, else a hash of what it says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from tracker.sources.plain_text import on_one_line

_LONGEST_ID = 300
_LONGEST_URL = 2_000
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid", re.IGNORECASE)


def identity_of(own: str, url: str, content: Sequence[str]) -> str:
    """Return the item's own id, else its canonical link, else a hash of what it says."""
    chosen = on_one_line(own) or _canonical(url)
    if not chosen:
        return hash_of("\x1f".join(content))
    if len(chosen) > _LONGEST_ID:
        return f"{chosen[: _LONGEST_ID - 33]}~{hash_of(chosen)}"
    return chosen


def hash_of(text: str) -> str:
    """Return a hash of a text, 32 hexadecimal digits long."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def web_address(link: str, base: str) -> str | None:
    """Return a link as an absolute http or https address, empty for none, None where it is something else.

    No other scheme may be clicked, and an address holds no name and no password.
    """
    link = link.strip()
    if not link:
        return ""
    try:
        url = urljoin(base, link)
        parts = urlsplit(url)
    except ValueError:
        return None
    fine = (
        parts.scheme in ("http", "https")
        and parts.hostname
        and "@" not in parts.netloc
        and len(url) <= _LONGEST_URL
        and url.isprintable()
        and " " not in url
    )
    return url if fine else None


def _canonical(url: str) -> str:
    """Return the address without fragment and tracking parameters, its host in lower case."""
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])]
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path, urlencode(kept), ""))

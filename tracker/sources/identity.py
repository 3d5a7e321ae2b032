"""Who an item is: its own id, else its canonical address, else a hash of what it says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit, urlunsplit

from tracker.sources.plain_text import on_one_line

_LONGEST_ID = 300
_LONGEST_URL = 2_000
_ABSOLUTE = ("http://", "https://")
_TRACKING = re.compile(
    r"utm_\w+|mc_[ce]id|mkt_tok|igshid|igsh|_hs(?:enc|mi)|at_(?:medium|campaign)|(?:fb|g|d|y|ms|tt|li_)clid"
    r"|li_fat_id|gbraid|wbraid|_ga|_gl|cmpid|ns_(?:source|mchannel|campaign)",
    re.IGNORECASE,
)
"""Parameters that say who led a reader there, and change nothing of what is shown."""


def identity_of(own: str, url: str, content: Sequence[str]) -> str:
    """Return the item's own id, else its link (a `web_address`) without fragment, else a hash of what it says.

    An own id that is an address is known in every spelling of it; its fragment may tell items of one page apart.
    """
    own = on_one_line(own)
    chosen = web_address(own, "") or own or url.partition("#")[0]
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

    No other scheme may be clicked, and an address holds no name and no password. What only says who led a reader
    there is taken off, so that one page has one address.
    """
    link = link.strip()
    if not link:
        return ""
    try:
        url = link if link.startswith(_ABSOLUTE) else urljoin(base, link)
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
    return _plain(url) if fine else None


def _plain(url: str) -> str:
    """Return an address without usual port and tracking parameters, its host in lower case.

    Nothing else is touched: a path keeps its case and its final slash, parameters their order and their spelling,
    because they may tell pages apart.
    """
    parts = urlsplit(url)
    host = parts.netloc.lower().removesuffix({"http": ":80", "https": ":443"}.get(parts.scheme, ":"))
    kept = [pair for pair in parts.query.split("&") if not _TRACKING.fullmatch(pair.partition("=")[0])]
    return urlunsplit((parts.scheme, host, parts.path, "&".join(kept), parts.fragment))

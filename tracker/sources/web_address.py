"""Web addresses as they may be fetched: plain http or https, a plain host, no secrets inside."""

from __future__ import annotations

import re

import httpx

from tracker.domain.errors import SourceFailed

_HOST = re.compile(
    r"(?=.{1,253}\.?$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?|[0-9a-f:]{2,39}(?:(?<=:)[0-9.]{7,15})?"
)
"""A name of plain labels (encoded names are refused, not decoded), or an IPv6 address without a zone."""


def checked_url(text: str) -> httpx.URL:
    """Return the address as a URL; raises SourceFailed unless it is a plain http or https address."""
    shown = repr(text[:200]) if "@" not in text else "what stands there (with a user name, not repeated here)"
    try:
        url = httpx.URL(text.strip())
        host, port = url.host, url.port
    except (httpx.InvalidURL, ValueError):
        raise SourceFailed(f"{shown} is not an address", "give a full http:// or https:// one") from None
    if url.scheme not in ("http", "https") or not host:
        raise SourceFailed(f"{shown} is not a web address", "only http:// and https:// are fetched")
    if url.userinfo:
        raise SourceFailed(f"the address of {host[:100]} holds a user name or password", "take it out")
    name = url.raw_host.decode("ascii", "replace").lower()
    if not _HOST.fullmatch(name):
        raise SourceFailed(f"{name[:100]!r} is not the name of a host", "write it without encoded letters")
    if port is not None and not 1 <= port <= 65_535:
        raise SourceFailed(f"{shown} names a port that does not exist", "leave the port out, or correct it")
    return url.copy_with(fragment=None)


def next_hop(url: httpx.URL, location: str) -> httpx.URL:
    """Return where a redirect from `url` leads; raises SourceFailed where it may not be followed."""
    if not location:
        raise SourceFailed("it redirects without saying where to", "the other side is broken")
    try:
        joined = str(url.join(location))
    except (httpx.InvalidURL, ValueError):
        raise SourceFailed(f"it redirects to {location[:200]!r}, which is not an address", "") from None
    target = checked_url(joined)
    if url.scheme == "https" and target.scheme == "http":
        raise SourceFailed(
            f"it redirects from https to plain http at {target.host}", "use that address itself if you trust it"
        )
    return target

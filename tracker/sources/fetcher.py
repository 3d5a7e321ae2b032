"""Fetches a page for a source: guarded against hostile answers, addresses and redirects."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from functools import cached_property
from typing import NoReturn

import httpcore
import httpx

from tracker.domain.errors import SourceFailed
from tracker.domain.ports import Page
from tracker.sources.bodies import read_within, too_large
from tracker.sources.connection import Deadline, GuardedTransport, Resolve, system_addresses

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
_ASKED_AGAIN = "the other side has trouble: it is asked again next time"
_HINTS = {
    401: "the other side wants credentials",
    403: "the other side refuses us: ask its owner, or use another address",
    404: "check the address of the source",
    410: "the page is gone for good: find its new address",
    429: "we ask too often: raise `every` of this source",
}


class GuardedFetcher:
    """A Fetcher over httpx: nothing from the environment, no cookies, no trust in what comes back.

    `total_seconds` limits a fetch from the first look-up of a name to the last byte, redirects included;
    `quiet_seconds` limits each wait for the other side. `resolve` and `ssl_context` stand in for the system's.
    """

    def __init__(
        self,
        *,
        total_seconds: float = 60.0,
        quiet_seconds: float = 20.0,
        max_redirects: int = 5,
        resolve: Resolve = system_addresses,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._total_seconds = total_seconds
        self._quiet_seconds = quiet_seconds
        self._max_redirects = max_redirects
        self._resolve = resolve
        self._given_ssl_context = ssl_context

    @cached_property
    def _ssl_context(self) -> ssl.SSLContext:
        return self._given_ssl_context or httpx.create_ssl_context(trust_env=False)

    def fetch(
        self,
        url: str,
        *,
        etag: str = "",
        modified: str = "",
        max_bytes: int = 5_000_000,
        allow_private: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Page:
        """Fetch a page, conditionally when `etag` or `modified` is given; raises SourceFailed with its reason.

        `headers` are sent along until a redirect leads to another server.
        """
        address = checked_url(url)
        deadline = Deadline.after(self._total_seconds)
        transport = GuardedTransport(
            self._resolve,
            deadline,
            private_host=address.raw_host.decode("ascii").lower() if allow_private else "",
            ssl_context=self._ssl_context,
        )
        ours = {"Accept": _ACCEPT, "Accept-Encoding": "gzip, identity", "User-Agent": "deedline"}
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        conditions = {name: value for name, value in conditions.items() if value and _is_plain(value)}
        with httpx.Client(transport=transport, timeout=self._quiet_seconds, trust_env=False) as client:
            client.headers = httpx.Headers(ours | conditions)
            try:
                return self._follow(client, address, max_bytes, headers or {}, conditional=bool(conditions))
            except (httpx.HTTPError, httpx.StreamError, httpcore.TimeoutException, *_BROKEN) as error:
                _explain(error, deadline, self._quiet_seconds)

    def _follow(
        self,
        client: httpx.Client,
        url: httpx.URL,
        max_bytes: int,
        headers: Mapping[str, str],
        *,
        conditional: bool,
    ) -> Page:
        for _ in range(self._max_redirects + 1):
            with client.stream("GET", url, headers=headers, follow_redirects=False) as response:
                if response.status_code not in _REDIRECTS:
                    return _page(response, max_bytes, conditional=conditional)
                target = _next_hop(url, response.headers.get("location", ""))
            if _origin(target) != _origin(url):
                headers = {}  # they may hold secrets, which are no other server's, and do not come back either
            url = target
            client.cookies.clear()
        raise SourceFailed(
            f"it redirects more than {self._max_redirects} times", "use the address where the redirects end"
        )


_BROKEN = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol)


def checked_url(text: str) -> httpx.URL:
    """Return the address as a URL; raises SourceFailed unless it is a plain http or https address."""
    try:
        url = httpx.URL(text.strip())
    except (httpx.InvalidURL, ValueError):
        raise SourceFailed(f"{text[:200]!r} is not an address", "give a full http:// or https:// one") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise SourceFailed(f"{text[:200]!r} is not a web address", "only http:// and https:// are fetched")
    if url.userinfo:
        raise SourceFailed(f"the address of {url.host} holds a user name or password", "take it out")
    return url.copy_with(fragment=None)


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port or {"http": 80, "https": 443}[url.scheme]


def _is_plain(header: str) -> bool:
    """Say whether a value may be sent as a header: what a server once gave us comes back from the store."""
    return header.isascii() and header.isprintable() and len(header) <= 1000


def _next_hop(url: httpx.URL, location: str) -> httpx.URL:
    if not location:
        raise SourceFailed("it redirects without saying where to", "the other side is broken")
    try:
        target = checked_url(str(url.join(location)))
    except (httpx.InvalidURL, ValueError):
        raise SourceFailed(f"it redirects to {location[:200]!r}, which is not an address", "") from None
    if url.scheme == "https" and target.scheme == "http":
        raise SourceFailed(
            f"it redirects from https to plain http at {target.host}", "use that address itself if you trust it"
        )
    return target


def _page(response: httpx.Response, max_bytes: int, *, conditional: bool) -> Page:
    headers = {name.lower(): value for name, value in response.headers.items()}
    url, status = str(response.url), response.status_code
    if status == 304 and conditional:
        return Page(url, status, headers=headers, not_modified=True)
    in_part = status == 206 and "range" in response.request.headers
    if status != 200 and not in_part:
        hint = _HINTS.get(status, _ASKED_AGAIN if status >= 500 else "")
        raise SourceFailed(f"it answered {status} {response.reason_phrase[:60]}".rstrip(), hint)
    length = headers.get("content-length", "")
    if length.isdecimal() and len(length) < 20 and int(length) > max_bytes:
        raise too_large(max_bytes)
    body = read_within(response.iter_raw(), headers.get("content-encoding", ""), max_bytes)
    return Page(url, status, body, headers)


def _explain(error: Exception, deadline: Deadline, quiet_seconds: float) -> NoReturn:
    """Say in plain words what went wrong on the way."""
    deadline.left()
    words = str(error)[:200]
    match error:
        case httpcore.ConnectTimeout():
            failure = SourceFailed(f"no connection after {quiet_seconds:g} seconds", "the other side may be down")
        case httpcore.TimeoutException():
            failure = SourceFailed(f"it sent nothing for {quiet_seconds:g} seconds", _ASKED_AGAIN)
        case httpcore.ConnectError() if "certificate" in words.lower():
            failure = SourceFailed(f"its certificate is not accepted: {words}", "it may not be who it says")
        case httpcore.ConnectError():
            failure = SourceFailed(f"no connection: {words}", "the other side may be down")
        case httpcore.ProtocolError():
            failure = SourceFailed(f"the answer is broken or cut off: {words}", _ASKED_AGAIN)
        case _:
            failure = SourceFailed(f"the connection broke: {words}", _ASKED_AGAIN)
    raise failure from None

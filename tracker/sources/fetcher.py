"""Fetches a page for a source: guarded against hostile answers, addresses and redirects."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import NoReturn

import httpcore
import httpx

from tracker.domain.errors import SourceFailed
from tracker.domain.ports import Page
from tracker.sources.bodies import read_within, too_large
from tracker.sources.connection import Deadline, GuardedTransport, Resolve, WireCap, system_addresses
from tracker.sources.politeness import HostTurns
from tracker.sources.waiting import asked_to_wait
from tracker.sources.web_address import checked_url, next_hop

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
_OURS = {"Accept": _ACCEPT, "Accept-Encoding": "gzip, identity", "User-Agent": "deedline"}
_ASKED_AGAIN = "the other side has trouble: it is asked again next time"
_HINTS = {
    401: "the other side wants credentials",
    403: "the other side refuses us: ask its owner, or use another address",
    404: "check the address of the source",
    410: "the page is gone for good: find its new address",
    429: "we ask too often: raise `every` of this source",
}


@dataclass(frozen=True, slots=True)
class _Asking:
    """Asks for one address at a time. No httpx.Client: one would keep cookies and look where a redirect leads."""

    transport: httpx.BaseTransport
    headers: Mapping[str, str]
    quiet_seconds: float
    form: Mapping[str, str] | None = None

    @contextmanager
    def answer(self, url: httpx.URL, also: Mapping[str, str]) -> Iterator[httpx.Response]:
        """Give the head of an answer, whose body can be read inside the block; `also` are further headers."""
        patience = {"timeout": httpx.Timeout(self.quiet_seconds).as_dict()}
        headers = httpx.Headers(dict(self.headers))
        headers.update(also)
        method = "GET" if self.form is None else "POST"
        request = httpx.Request(method, url, headers=headers, data=self.form, extensions=patience)
        response = self.transport.handle_request(request)
        response.request = request
        try:
            yield response
        finally:
            response.close()


class GuardedFetcher:
    """A Fetcher over httpx: nothing from the environment, no cookies, no trust in what comes back.

    `total_seconds` limits a fetch from the first look-up of a name to the last byte, redirects included;
    `quiet_seconds` limits each wait for the other side. `turns` keeps requests to one host apart; waiting for the
    first of them takes nothing of the time. `resolve`, `ssl_context` and `clock` stand in for the system's.
    """

    def __init__(
        self,
        *,
        total_seconds: float = 60.0,
        quiet_seconds: float = 20.0,
        max_redirects: int = 5,
        turns: HostTurns | None = None,
        resolve: Resolve = system_addresses,
        ssl_context: ssl.SSLContext | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._total_seconds = total_seconds
        self._quiet_seconds = quiet_seconds
        self._max_redirects = max_redirects
        self._turns = turns or HostTurns()
        self._resolve = resolve
        self._clock = clock
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
        also = _sendable(headers or {})
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        conditions = {name: value for name, value in conditions.items() if value and _is_plain(value)}
        with self._asking(address, _OURS | conditions, max_bytes, allow_private=allow_private) as (asking, turn):
            return self._follow(asking, address, also, turn, max_bytes, conditional=bool(conditions))

    def post(
        self, url: str, form: Mapping[str, str], *, max_bytes: int = 100_000, allow_private: bool = False
    ) -> Page:
        """Send a form to sign in with, to this address and no other; raises SourceFailed with its reason.

        It goes over https, or to a host that was allowed to be private. No redirect is followed: the form holds
        secrets. No word of the answer stands in a message: it may repeat them.
        """
        address = checked_url(url)
        if address.scheme != "https" and not allow_private:
            raise SourceFailed("a name and a password are sent over https only", "give an address with https")
        ours = _OURS | {"Accept": "application/json"}
        with (
            self._asking(address, ours, max_bytes, allow_private=allow_private, form=form) as (asking, _),
            asking.answer(address, {}) as response,
        ):
            if response.status_code in _REDIRECTS:
                raise SourceFailed(
                    "it redirects, and what signs us in is sent to nobody else", "check its address"
                )
            return _page(response, max_bytes, self._clock(), conditional=False, in_its_words=False)

    @contextmanager
    def _asking(
        self,
        address: httpx.URL,
        headers: Mapping[str, str],
        max_bytes: int,
        *,
        allow_private: bool,
        form: Mapping[str, str] | None = None,
    ) -> Iterator[tuple[_Asking, ExitStack]]:
        """Give what asks for addresses within the caps, and the turn at this host; failures become plain."""
        with ExitStack() as turn:
            turn.enter_context(self._turns.turn(_site(address)))
            deadline = Deadline.after(self._total_seconds)
            transport = GuardedTransport(
                self._resolve,
                deadline,
                WireCap(max_bytes),
                private_host=address.raw_host.decode("ascii").lower() if allow_private else "",
                ssl_context=self._ssl_context,
            )
            try:
                yield _Asking(transport, headers, self._quiet_seconds, form), turn
            except (httpx.HTTPError, httpx.StreamError, httpcore.TimeoutException, *_BROKEN) as error:
                _explain(error, deadline, self._quiet_seconds)
            finally:
                transport.close()

    def _follow(
        self,
        asking: _Asking,
        url: httpx.URL,
        also: Mapping[str, str],
        turn: ExitStack,
        max_bytes: int,
        *,
        conditional: bool,
    ) -> Page:
        """Follow redirects to the page; `turn` is the turn at the host of `url`, given back for another host's."""
        for _ in range(self._max_redirects + 1):
            with asking.answer(url, also) as response:
                if response.status_code not in _REDIRECTS:
                    return _page(response, max_bytes, self._clock(), conditional=conditional)
                target = next_hop(url, response.headers.get("location", ""))
            if _origin(target) != _origin(url):
                also = {}  # they may hold secrets, which are no other server's, and do not come back either
            if _site(target) != _site(url):
                turn.close()
                turn.enter_context(self._turns.turn(_site(target)))
            url = target
        raise SourceFailed(
            f"it redirects more than {self._max_redirects} times", "use the address where the redirects end"
        )


_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_BROKEN = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol)


def _is_plain(header: str) -> bool:
    """Say whether a value may be sent as a header: what a server once gave us comes back from the store."""
    return header.isascii() and header.isprintable() and len(header) <= 1000


def _site(url: httpx.URL) -> str:
    return url.netloc.decode("ascii").lower()


def _origin(url: httpx.URL) -> tuple[str, str]:
    return url.scheme, _site(url)


def _sendable(headers: Mapping[str, str]) -> Mapping[str, str]:
    """Refuse headers that cannot be sent here, where no message repeats what they hold."""
    for name, value in headers.items():
        if not _TOKEN.fullmatch(name) or not (value.isascii() and value.isprintable()):
            raise SourceFailed(f"the header {name[:60]!r} holds what no header can", "look at the secret's end")
    return headers


def _page(
    response: httpx.Response, max_bytes: int, now: datetime, *, conditional: bool, in_its_words: bool = True
) -> Page:
    headers = {name.lower(): value for name, value in response.headers.items()}
    url, status = str(response.url), response.status_code
    if status == 304 and conditional:
        return Page(url, status, headers=headers, not_modified=True)
    in_part = status == 206 and "range" in response.request.headers
    if status != 200 and not in_part:
        hint = _HINTS.get(status, _ASKED_AGAIN if status >= 500 else "")
        said = f"it answered {status} {response.reason_phrase[:60] if in_its_words else ''}".rstrip()
        raise SourceFailed(said, hint, wait=asked_to_wait(status, headers, now), status=status)
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

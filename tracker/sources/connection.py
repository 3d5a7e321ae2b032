"""Connections for fetching: made only to checked addresses, and never lasting beyond a deadline."""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from tracker.domain.errors import SourceFailed
from tracker.sources.addresses import refusal
from tracker.sources.bodies import too_large

Resolve = Callable[[str, int], Sequence[str]]
"""Host and port to the addresses of the host; raises OSError when there are none."""

_MAX_HEAD_BYTES = 100_000
"""The parser below has a cap of its own, which holds only for heads that come in small enough pieces."""
_OPEN_SOURCE_HINT = "if it is meant to be fetched, set allow_private: true for this source"


def system_addresses(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver for the addresses of a host, in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Deadline:
    """The instant (on the monotonic clock) at which a fetch is given up, and the seconds it was given."""

    ends: float
    seconds: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """Start a deadline that ends `seconds` from now."""
        return cls(time.monotonic() + seconds, seconds)

    def left(self, at_most: float | None = None) -> float:
        """Return the seconds left, at most `at_most`; raises SourceFailed when there are none."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise self.failure()
        return left if at_most is None else min(left, at_most)

    def failure(self) -> SourceFailed:
        """Return the error for a fetch that took too long."""
        return SourceFailed(
            f"the answer was not complete after {self.seconds:g} seconds", "it is asked again next time"
        )


class WireCap:
    """Counts what comes off the wire in a fetch: heads, chunk marks and bodies of every hop.

    The body has a stricter cap of its own; this one stops heads and marks without end, and is wide enough for a
    body that comes in small chunks.
    """

    def __init__(self, max_bytes: int) -> None:
        self._left = 2 * max_bytes + 1_000_000
        self._said = max_bytes

    def count(self, data: bytes) -> bytes:
        """Return the data; raises SourceFailed when it is one too much."""
        self._left -= len(data)
        if self._left < 0:
            raise too_large(self._said)
        return data


class _GuardedStream(httpcore.NetworkStream):
    """A network stream whose every wait ends at the deadline, so that a drip of bytes cannot prolong it."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline, cap: WireCap) -> None:
        self._stream = stream
        self._deadline = deadline
        self._cap = cap

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._cap.count(self._stream.read(max_bytes, self._deadline.left(timeout)))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _GuardedStream(secured, self._deadline, self._cap)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _CheckedBackend(httpcore.NetworkBackend):
    """Resolves a host once, checks every address, and connects to one of those very addresses."""

    def __init__(self, resolve: Resolve, deadline: Deadline, cap: WireCap, private_host: str) -> None:
        self._resolve = resolve
        self._deadline = deadline
        self._cap = cap
        self._private_host = private_host
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._checked(host, port):
            try:
                left = self._deadline.left(timeout)
                stream = self._backend.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _GuardedStream(stream, self._deadline, self._cap)
        raise failure

    def _checked(self, host: str, port: int) -> Sequence[str]:
        allow_private = bool(self._private_host) and host.lower() == self._private_host
        addresses = resolved_within(self._resolve, host, port, self._deadline)
        for address in addresses:
            if why := refusal(address, allow_private=allow_private):
                hint = _OPEN_SOURCE_HINT if not refusal(address, allow_private=True) else ""
                raise SourceFailed(f"{host} is at {address}, {why}, which is not fetched", hint)
        return addresses


def resolved_within(resolve: Resolve, host: str, port: int, deadline: Deadline) -> Sequence[str]:
    """Resolve in a thread of its own, because the system's resolver cannot be given a time limit."""
    answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, name=f"resolve {host}", daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except queue.Empty:
        raise deadline.failure() from None
    if isinstance(answer, Exception) or not answer:
        raise SourceFailed(f"the host {host} is not known", "check the address and the network")
    return answer


class GuardedTransport(httpx.BaseTransport):
    """An httpx transport over checked and timed connections; `private_host` may be at a private address."""

    def __init__(
        self,
        resolve: Resolve,
        deadline: Deadline,
        cap: WireCap,
        *,
        private_host: str,
        ssl_context: ssl.SSLContext | None,
    ) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl_context,
            max_keepalive_connections=0,
            network_backend=_CheckedBackend(resolve, deadline, cap, private_host),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the host name of its URL stays the one that is asked for and verified by TLS."""
        url = request.url
        response = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.content or None,
                extensions=request.extensions,
            )
        )
        if sum(len(name) + len(value) + 4 for name, value in response.headers) > _MAX_HEAD_BYTES:
            response.close()
            raise SourceFailed(
                f"the head of the answer is larger than {_MAX_HEAD_BYTES} bytes", "the other side is broken"
            )
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(response), extensions=response.extensions
        )

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The body of an answer as it comes off the wire."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()

"""HTTP connections to one address that are kept open between requests, with a plain account of what went wrong."""

from __future__ import annotations

import select
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Lock
from urllib.parse import urlsplit

LONGEST_ANSWER = 2_000
"""Bytes of an answer that are read; with more to come the connection is not kept."""
IDLE_SECONDS = 30.0
"""Most servers keep an idle connection for longer."""


_LEAST_WAIT = 0.01
"""Seconds in which an answer is looked for that should be there by now."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class NotAsked(Exception):
    """Nothing of the request left this machine."""


class AnswerLost(Exception):
    """The request left, or part of it, and no answer came back."""


class KeptConnections:
    """Asks one http or https address; may be used from several threads. Redirects are answers like any other.

    `http.client` and not httpx: with its 0.2 ms of processor time a request against 0.9 ms, a flood of alerts
    is a matter of seconds (decision 040).
    """

    def __init__(self, url: str, *, timeout: float) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._timeout = timeout
        self._tls = ssl.create_default_context() if parts.scheme.lower() == "https" else None
        self._idle: list[tuple[HTTPConnection, float]] = []
        self._lock = Lock()

    def ask(self, method: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Make one request. Raises NotAsked if it certainly did not arrive, AnswerLost if nobody knows."""
        return self.begin(method, body, headers)()

    def begin(self, method: str, body: bytes, headers: Mapping[str, str]) -> Callable[[], Answer]:
        """Send a request and return what waits for its answer; both raise as `ask` does.

        Others may be begun meanwhile, each over a connection of its own. All of it has the one time limit.
        """
        connection = self._open()
        ends = time.monotonic() + self._timeout
        try:
            connection.putrequest(method, self._path, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
        except (OSError, HTTPException, ValueError) as problem:
            connection.close()
            raise _lost(problem) from problem
        return partial(self._answer, connection, ends)

    def _answer(self, connection: HTTPConnection, ends: float) -> Answer:
        kept = False
        try:
            connection.sock.settimeout(max(ends - time.monotonic(), _LEAST_WAIT))
            response = connection.getresponse()
            answer = Answer(response.status, response.read(LONGEST_ANSWER), _fields(response))
            kept = response.isclosed() and not response.will_close
        except (OSError, HTTPException, ValueError) as problem:
            raise _lost(problem) from problem
        finally:
            if kept:
                connection.sock.settimeout(self._timeout)
                with self._lock:
                    self._idle.append((connection, time.monotonic()))
            else:
                connection.close()
        return answer

    def close(self) -> None:
        """Close what is open."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection, _ in idle:
            connection.close()

    def _open(self) -> HTTPConnection:
        while True:
            with self._lock:
                connection, since = self._idle.pop() if self._idle else (None, 0.0)
            if connection is None:
                return self._connected()
            if time.monotonic() - since < IDLE_SECONDS and not _has_ended(connection):
                return connection
            connection.close()

    def _connected(self) -> HTTPConnection:
        connection = (
            HTTPConnection(self._host, self._port, timeout=self._timeout)
            if self._tls is None
            else HTTPSConnection(self._host, self._port, timeout=self._timeout, context=self._tls)
        )
        try:
            connection.connect()
        except (OSError, UnicodeError) as problem:  # a name that is none cannot even be encoded
            connection.close()
            raise NotAsked(f"{type(problem).__name__}: {problem}") from problem
        return connection


def _lost(problem: Exception) -> AnswerLost:
    return AnswerLost(f"{type(problem).__name__}: {problem}")


def _fields(response: HTTPResponse) -> Mapping[str, str]:
    return {name.title(): value for name, value in response.getheaders()}


def _has_ended(connection: HTTPConnection) -> bool:
    """Say whether the other side closed an idle connection: then there is something to read, its end."""
    if connection.sock is None:
        return True
    waiting = select.poll()
    waiting.register(connection.sock, select.POLLIN)
    return bool(waiting.poll(0))

"""A receiver of webhooks on loopback: it checks signatures, drops repeats by id, and misbehaves when told to.

As a process: `python -m tests.stand_ins.webhook --port 0 --port-file FILE`. `GET /events` gives what it took.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.stand_ins.serving import serve_from_command_line

SECRET = "whsec_" + base64.b64encode(b"a secret of the stand-in's, 32 b").decode()
WINDOW_SECONDS = 300


class WebhookStandIn(ThreadingHTTPServer):
    """Takes events whose signature holds. `misbehave` steps are used up one by one, each by one request:

    `status:N`, `status:N:SECONDS` with Retry-After, `drop` (taken, then no answer), `hang`, `garbage`, `close` (a
    good answer, after which the connection ends without a word).
    """

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        self.posts: list[dict[str, Any]] = []
        """Every event that arrived with a good signature, repeats too."""
        self.taken: dict[str, dict[str, Any]] = {}
        """Events by id: what a receiver goes on with."""
        self.refused: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.connections = 0
        self.steps: list[str] = []
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hooks/deedline?desk=1"

    def misbehave(self, *steps: str) -> None:
        self.steps += steps

    def take(self, body: bytes, headers: dict[str, str]) -> int:
        """Check and keep an event; return the status to answer with."""
        with self.lock:
            self.headers.append(headers)
            if wrong := wrong_with(body, headers, SECRET, time.time()):
                self.refused.append(wrong)
                return 401
            event = json.loads(body)
            self.posts.append(event)
            self.taken.setdefault(event["id"], event)
            return 204

    @contextmanager
    def running(self) -> Iterator[WebhookStandIn]:
        """Serve from a thread until the block ends."""
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            thread.join()
            self.server_close()


def wrong_with(body: bytes, headers: dict[str, str], secret: str, now: float) -> str:
    """Return what is wrong with a signature, as the receivers' guide says to check it; empty if nothing is."""
    sent = headers.get("webhook-timestamp", "")
    if not sent.isdigit() or abs(now - int(sent)) > WINDOW_SECONDS:
        return "too old or from the future"
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers.get('webhook-id')}.{sent}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = headers.get("webhook-signature", "").split()
    return "" if any(hmac.compare_digest(each, expected) for each in given) else "the signature does not fit"


class _Handler(BaseHTTPRequestHandler):
    server: WebhookStandIn
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def do_GET(self) -> None:
        self._answer(200, json.dumps(self.server.posts).encode())

    def do_OPTIONS(self) -> None:
        if not self._step(b""):
            self._answer(405)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if not self._step(body):
            self._answer(self.server.take(body, self._headers()))

    def _step(self, body: bytes) -> bool:
        """Misbehave, if there is a step left; say whether that was the answer."""
        with self.server.lock:
            step = self.server.steps.pop(0) if self.server.steps else ""
        kind, *more = step.split(":")
        if kind == "status":
            self._answer(int(more[0]), b"as told", {"Retry-After": more[1]} if more[1:] else {})
        elif kind in ("drop", "garbage", "hang", "close"):
            if body:
                self.server.take(body, self._headers())
            if kind == "garbage":
                self.wfile.write(b"what is this\r\n\r\n")
            elif kind == "hang":
                time.sleep(3)  # longer than the sender's patience in the tests
            elif kind == "close":
                self._answer(204)
            self.close_connection = True
        return bool(step)

    def _headers(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers.items()}

    def _answer(self, status: int, body: bytes = b"", more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (more or {}).items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 204:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it is called by
        """Keep quiet."""


if __name__ == "__main__":
    serve_from_command_line(WebhookStandIn)

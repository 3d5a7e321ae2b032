"""A web server with one feed, whose file the test changes; conditional requests are answered with 304.

As a process: `python -m tests.stand_ins.feed --file FEED.xml --port 0 --port-file FILE`. `GET /asked` gives the
number of times the feed was fetched.
"""

from __future__ import annotations

import argparse
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.stand_ins.serving import announce


class FeedStandIn(ThreadingHTTPServer):
    """Serves the file as it is at each request; while it does not exist the feed answers 404."""

    daemon_threads = True

    def __init__(self, file: Path, port: int = 0) -> None:
        self.file = file
        self.asked = 0
        self.broken: int | None = None
        """The status of a server error to answer with, until that is mended."""
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/feed.xml"

    @contextmanager
    def running(self) -> Iterator[FeedStandIn]:
        """Serve from a thread until the block ends."""
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            thread.join()
            self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: FeedStandIn

    def do_GET(self) -> None:
        if self.path == "/asked":
            return self._answer(200, str(self.server.asked).encode(), "")
        self.server.asked += 1
        if self.server.broken is not None:
            return self._answer(self.server.broken, b"", "")
        if not self.server.file.exists():
            return self._answer(404, b"", "")
        body = self.server.file.read_bytes()
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == tag:
            return self._answer(304, b"", tag)
        return self._answer(200, body, tag)

    def _answer(self, status: int, body: bytes, tag: str) -> None:
        self.send_response(status)
        if tag:
            self.send_header("ETag", tag)
        self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it is called by
        """Keep quiet."""


def main() -> None:
    """Serve `--file` until ended."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--file", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--port-file", type=Path, required=True)
    asked = parser.parse_args()
    server = FeedStandIn(asked.file, asked.port)
    announce(asked.port_file, server.server_port)
    server.serve_forever(poll_interval=0.05)


if __name__ == "__main__":
    main()

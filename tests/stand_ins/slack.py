"""A Slack stand-in over HTTP on loopback: answers like Slack, misbehaves when told, and shows what it recorded.

As a process: `python -m tests.stand_ins.slack --port 0 --port-file FILE`. `GET /recorded` gives posts, updates and
calls as JSON; `POST /misbehave` with `{"method": ..., "next": [...]}` queues what to do at the coming calls:
`rate_limit` (429 once), `status:N`, `error:WORD`, `garbage`, `drop`, `hang` and `error_after:WORD` (these after
accepting), `drop_before` and `hang_before`.
"""

from __future__ import annotations

import json
import socket
import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from tests.stand_ins.serving import serve_from_command_line
from tests.stand_ins.slack_socket import Connection, Sockets, accept_key
from tests.stand_ins.slack_workspace import Workspace

RETRY_AFTER = "1"
LONGEST_HANG = 120.0


class SlackStandIn(ThreadingHTTPServer):
    """The server with its workspace; `url` is the Web API's address, `webhook` an incoming webhook's."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        self.workspace = Workspace()
        self.sockets = Sockets()
        self.misbehaviour: dict[str, deque[str]] = defaultdict(deque)
        self.released = threading.Event()
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api/"

    @property
    def webhook(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/services/T0/B0/secret"

    @property
    def response_url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/response/1"

    def misbehave(self, method: str, *steps: str) -> None:
        """Queue what to do at the next calls of a method ("webhook" for the webhook)."""
        self.misbehaviour[method].extend(steps)

    @contextmanager
    def running(self) -> Iterator[SlackStandIn]:
        """Serve from a thread until the block ends; whoever hangs is let go."""
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield self
        finally:
            self.released.set()
            self.shutdown()
            thread.join()
            self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that went away is part of the play."""


class _Handler(BaseHTTPRequestHandler):
    server: SlackStandIn
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.headers.get("Upgrade") == "websocket":
            return self._socket()
        workspace = self.server.workspace
        recorded = {"posts": workspace.posts, "updates": workspace.updates, "calls": workspace.calls}
        said = {"ephemerals": workspace.ephemerals, "responses": workspace.responses}
        forms = {"opened": workspace.forms.opened, "updated": workspace.forms.updated}
        whole = {**recorded, **said, **forms, "messages": workspace.messages}
        return self._answer(200, json.dumps(whole))

    def do_POST(self) -> None:
        params = self._params()
        if self.path == "/misbehave":
            self.server.misbehave(params["method"], *params["next"])
            return self._answer(200, "{}")
        method = self.path.removeprefix("/api/")
        if self.path.startswith(("/services/", "/response/")):
            method = "webhook" if self.path.startswith("/services/") else "response"
        queue = self.server.misbehaviour[method]
        step = queue.popleft() if queue else ""
        if self._refused_beforehand(step):
            return None
        if method == "webhook":
            word = self.server.workspace.take_webhook(params)
            status, answer = (200 if word == "ok" else 400), word
        elif method == "response":
            word = self.server.workspace.take_response(params)
            status, answer = (200 if word == "ok" else 400), word
        else:
            token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
            told = self.server.workspace.call(method, token, params)
            if method == "apps.connections.open" and told["ok"]:
                told = {**told, "url": f"ws://127.0.0.1:{self.server.server_port}/link/?ticket=1"}
            status, answer = 200, json.dumps(told)
        if step == "hang":
            self.server.released.wait(LONGEST_HANG)
        if step in ("drop", "hang"):
            return self._drop()
        if step.startswith("error_after:"):
            answer = json.dumps({"ok": False, "error": step.removeprefix("error_after:")})
        return self._answer(status, "<html>bad gateway</html>" if step == "garbage" else answer)

    def _refused_beforehand(self, step: str) -> bool:
        kind, _, value = step.partition(":")
        match kind:
            case "rate_limit":
                self._answer(429, json.dumps({"ok": False, "error": "ratelimited"}), {"Retry-After": RETRY_AFTER})
            case "status":
                self._answer(int(value), "<html>sorry</html>")
            case "error":
                webhook = self.path.startswith("/services/")
                self._answer(
                    403 if webhook else 200, value if webhook else json.dumps({"ok": False, "error": value})
                )
            case "drop_before":
                self._drop()
            case "hang_before":
                self.server.released.wait(LONGEST_HANG)
                self._drop()
            case _:
                return False
        return True

    def _params(self) -> dict[str, Any]:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if (self.headers.get("Content-Type") or "").startswith("application/json"):
            return dict(json.loads(body or "{}"))
        return dict(parse_qsl(body))

    def _answer(self, status: int, body: str, headers: dict[str, str] | None = None) -> None:
        data = body.encode()
        self.send_response(status)
        scopes = {"x-oauth-scopes": self.server.workspace.scopes}
        for name, value in {"Content-Type": "application/json", **scopes, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _socket(self) -> None:
        self.send_response(101, "Switching Protocols")
        upgrade = {"Upgrade": "websocket", "Connection": "Upgrade"}
        key = accept_key(self.headers.get("Sec-WebSocket-Key") or "")
        for name, value in {**upgrade, "Sec-WebSocket-Accept": key}.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        Connection(self.rfile, self.wfile).serve(self.server.sockets)

    def _drop(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it is called by
        """Keep quiet."""


if __name__ == "__main__":
    serve_from_command_line(SlackStandIn)

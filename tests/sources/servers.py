"""A server on loopback that answers with whatever bytes a test wants, however badly it behaves."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

FILES = Path(__file__).parent / "files"


class Connection:
    """One accepted connection; `send` says whether the other side still listens."""

    def __init__(self, sock: socket.socket, stopped: threading.Event) -> None:
        self._sock = sock
        self._stopped = stopped

    def send(self, data: bytes) -> bool:
        if self._stopped.is_set():
            return False
        try:
            self._sock.sendall(data)
        except OSError:
            return False
        return True

    def wait_for_end(self) -> None:
        """Keep silent until the other side hangs up."""
        while self._sock.recv(4096):
            pass

    def drip(self, data: bytes, seconds: float = 0.02) -> None:
        """Send the data byte by byte, again and again, until the other side hangs up."""
        while True:
            for byte in data:
                if not self.send(bytes([byte])) or self._stopped.wait(seconds):
                    return


Answer = Callable[[Connection, str], None]
"""Writes an answer to a request (its head as text)."""


@dataclass
class Server:
    """A running server and the heads of the requests it got."""

    port: int
    requests: list[str] = field(default_factory=list)

    def url(self, path: str = "/feed", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


@contextmanager
def serving(answer: Answer, *, tls: bool = False, certificate: str = "feeds.example") -> Iterator[Server]:
    """Serve on a free port of loopback, one thread a connection; all certificates are for feeds.example."""
    context = None
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(FILES / f"{certificate}.crt", FILES / "feeds.example.key")
    stopped = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(listener.getsockname()[1])
    threads: list[threading.Thread] = []

    def accept() -> None:
        while not stopped.is_set():
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=serve, args=(sock,), daemon=True)
            threads.append(thread)
            thread.start()

    def serve(sock: socket.socket) -> None:
        try:
            with sock, context.wrap_socket(sock, server_side=True) if context else sock as stream:
                head = b""
                while b"\r\n\r\n" not in head and (received := stream.recv(4096)):
                    head += received
                head += _rest_of_form(head, stream)
                if head:
                    server.requests.append(head.decode("latin-1"))
                    answer(Connection(stream, stopped), head.decode("latin-1"))
        except OSError:
            return

    acceptor = threading.Thread(target=accept, daemon=True)
    acceptor.start()
    try:
        yield server
    finally:
        stopped.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        acceptor.join()
        for thread in threads:
            thread.join()


def _rest_of_form(request: bytes, stream: socket.socket) -> bytes:
    """Read what is still to come of a form; a request without one has no length."""
    head, _, body = request.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    rest = b""
    while lengths and len(body) + len(rest) < int(lengths[0]) and (received := stream.recv(4096)):
        rest += received
    return rest


def plain(body: bytes, *headers: str, status: str = "200 OK") -> Answer:
    """Answer every request with one status, these headers and this body."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"

    def answer(connection: Connection, request: str) -> None:
        connection.send(head + body)

    return answer


def redirecting(to: Callable[[str], str]) -> Answer:
    """Answer every request for a path with a redirect to where `to` says for it; an empty text means arrival."""

    def answer(connection: Connection, request: str) -> None:
        target = to(request.split()[1])
        if target:
            plain(b"", f"Location: {target}", status="302 Found")(connection, request)
        else:
            plain(b"arrived")(connection, request)

    return answer

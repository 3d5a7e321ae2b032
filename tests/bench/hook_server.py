"""A receiver of webhooks that does next to nothing, as a process of its own: what is measured is the sender.

`python -m tests.bench.hook_server FILE` writes its port to FILE. `GET` answers with the number of posts so far and
the instants at which they arrived are kept in order; `GET /instants` gives them as JSON, seconds since 1970.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from tests.stand_ins.serving import announce

ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"


class _Receiver(asyncio.Protocol):
    arrived: list[float] = []  # noqa: RUF012 - one list for the whole process

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._held = transport, b""

    def data_received(self, data: bytes) -> None:
        self._held += data
        while (end := self._held.find(b"\r\n\r\n")) >= 0:
            head = self._held[:end].lower()
            _, found, rest = head.partition(b"content-length:")
            length = int(rest.split(b"\r\n", 1)[0]) if found else 0
            if len(self._held) < end + 4 + length:
                return
            self._held = self._held[end + 4 + length :]
            if head.startswith(b"get"):
                body = json.dumps(self.arrived).encode()
                self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
            else:
                self.arrived.append(time.time())
                self._transport.write(ANSWER)


@contextmanager
def receiving(folder: Path) -> Iterator[str]:
    """Run a receiver as a process of its own while the block runs; gives its address."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "port"
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.hook_server", str(file)])
    try:
        end = time.monotonic() + 60
        while not file.exists():
            assert time.monotonic() < end, "the receiver did not start"
            time.sleep(0.02)
        yield f"http://127.0.0.1:{file.read_text()}/hook"
    finally:
        process.kill()
        process.wait()


def arrivals(url: str) -> list[float]:
    """Return when each post arrived, in order."""
    connection = HTTPConnection(url.split("/")[2])
    connection.request("GET", "/instants")
    found: list[float] = json.loads(connection.getresponse().read())
    connection.close()
    return found


async def _serve(file: Path) -> None:
    server = await asyncio.get_running_loop().create_server(_Receiver, "127.0.0.1", 0)
    announce(file, server.sockets[0].getsockname()[1])
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))

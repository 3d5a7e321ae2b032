"""Slack's side of Socket Mode: a websocket on loopback that hands envelopes out and hears them acknowledged."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import threading
from io import BufferedIOBase
from typing import Any
from uuid import uuid4

MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


def accept_key(key: str) -> str:
    """Return what a server answers to the key of a handshake (RFC 6455, section 4.2.2)."""
    return base64.b64encode(hashlib.sha1((key + MAGIC).encode()).digest()).decode()


class Sockets:
    """Connections that are open, envelopes that were acknowledged, and how often somebody connected."""

    def __init__(self) -> None:
        self.acknowledged: dict[str, dict[str, Any]] = {}
        self.connections = 0
        self._open: list[Connection] = []
        self._changed = threading.Condition()

    def add(self, connection: Connection) -> None:
        with self._changed:
            self.connections += 1
            self._open.append(connection)
            self._changed.notify_all()

    def remove(self, connection: Connection) -> None:
        with self._changed:
            self._open.remove(connection)
            self._changed.notify_all()

    def heard(self, message: dict[str, Any]) -> None:
        with self._changed:
            self.acknowledged[str(message.get("envelope_id"))] = message
            self._changed.notify_all()

    def wait_for_connections(self, number: int, seconds: float = 30) -> bool:
        """Wait until somebody has connected for the `number`-th time and is connected still."""
        with self._changed:
            return self._changed.wait_for(lambda: self.connections >= number and bool(self._open), seconds)

    def hand_out(self, payload: dict[str, Any], *, envelope: str = "", seconds: float = 30) -> dict[str, Any]:
        """Send an interaction and return its acknowledgement; the same envelope may be sent again."""
        envelope = envelope or uuid4().hex
        with self._changed:
            self.acknowledged.pop(envelope, None)
            connection = self._open[-1]
        message = {"type": "interactive", "envelope_id": envelope, "accepts_response_payload": True}
        connection.send(json.dumps({**message, "payload": payload}))
        with self._changed:
            assert self._changed.wait_for(lambda: envelope in self.acknowledged, seconds), "nobody acknowledged it"
            return self.acknowledged[envelope]

    def break_off(self) -> None:
        """Close every connection, as when Slack restarts."""
        with self._changed:
            for connection in self._open:
                connection.close()


class Connection:
    """One websocket, from its handshake on."""

    def __init__(self, reads: BufferedIOBase, writes: BufferedIOBase) -> None:
        self._reads = reads
        self._writes = writes
        self._lock = threading.Lock()

    def send(self, text: str) -> None:
        self._send(TEXT, text.encode())

    def close(self) -> None:
        self._send(CLOSE, struct.pack("!H", 1001))

    def serve(self, sockets: Sockets) -> None:
        """Answer pings and hear acknowledgements until the other side is gone."""
        self.send(json.dumps({"type": "hello", "num_connections": 1}))
        sockets.add(self)
        try:
            while (frame := self._receive()) is not None:
                kind, data = frame
                if kind == PING:
                    self._send(PONG, data)
                elif kind == TEXT:
                    sockets.heard(json.loads(data))
                elif kind == CLOSE:
                    return
        except (OSError, ValueError):
            return
        finally:
            sockets.remove(self)

    def _send(self, kind: int, data: bytes) -> None:
        size = len(data)
        if size < 126:
            head = struct.pack("!BB", 0x80 | kind, size)
        elif size < 65_536:
            head = struct.pack("!BBH", 0x80 | kind, 126, size)
        else:
            head = struct.pack("!BBQ", 0x80 | kind, 127, size)
        with self._lock:
            self._writes.write(head + data)
            self._writes.flush()

    def _receive(self) -> tuple[int, bytes] | None:
        head = self._reads.read(2)
        if len(head) < 2:
            return None
        kind, size = head[0] & 0x0F, head[1] & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", self._reads.read(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self._reads.read(8))
        mask = self._reads.read(4) if head[1] & 0x80 else b"\0\0\0\0"
        data = self._reads.read(size)
        return kind, bytes(byte ^ mask[place % 4] for place, byte in enumerate(data))

"""Runs a stand-in server as a process of its own, which writes the port it got to a file."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from pathlib import Path


def serve_from_command_line(make: Callable[[int], ThreadingHTTPServer]) -> None:
    """Serve on `--port` (0 picks a free one), the port written to `--port-file` once it listens."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--port-file", type=Path, required=True)
    asked = parser.parse_args()
    server = make(asked.port)
    announce(asked.port_file, server.server_port)
    server.serve_forever(poll_interval=0.05)


def announce(port_file: Path, port: int) -> None:
    """Write the port in one step, so that nobody reads half of it."""
    fresh = port_file.with_suffix(".new")
    fresh.write_text(str(port), encoding="utf-8")
    fresh.rename(port_file)

"""Servers and the service as processes of their own, and waiting for what they do without guessing how long."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).parents[2]
PATIENCE = 45.0
"""Seconds until something that should happen is given up; never a time that has to pass."""

T = TypeVar("T")


def wait_for(look: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
    """Ask until there is an answer that is not empty; fails with what was missing."""
    until = time.monotonic() + patience
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < until, f"{what} did not happen within {patience:g} s"
        time.sleep(0.05)  # between two looks


class Process:
    """A Python process; its output goes to a log file."""

    def __init__(self, arguments: list[str], log: Path, environ: Mapping[str, str] | None = None) -> None:
        self.log = log
        paths = os.pathsep.join([str(ROOT), str(ROOT / "notifiers")])
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DEEDLINE_")}
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, *arguments],
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**kept, "PYTHONPATH": paths, **(environ or {})},
                cwd=ROOT,
            )

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._process.kill()
        self._process.wait(PATIENCE)

    def stop(self) -> int:
        """Ask it to end with SIGTERM and return its exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(PATIENCE)

    def said(self) -> str:
        """Return what it printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


def start_server(module: str, folder: Path, *more: str) -> tuple[Process, int]:
    """Start a stand-in and return it with the port it listens on."""
    name = module.rpartition(".")[2]
    port_file = folder / f"{name}.port"
    server = Process(["-m", module, "--port-file", str(port_file), *more], folder / f"{name}.log")
    port = wait_for(lambda: port_file.read_text() if port_file.exists() else None, f"{name} listening")
    return server, int(port)


def fetch(url: str, body: object = None) -> Any:
    """GET a JSON answer, or POST a JSON body and return the answer."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=10) as answer:
        return json.loads(answer.read())

"""Serving the application beside other work, until the block ends."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn
from fastapi import FastAPI

from tracker.domain.errors import BadInput

MOST_AT_ONCE = 100
"""Connections that are answered at once; more are told to come again."""
STARTING_SECONDS = 10.0


@contextmanager
def serving(app: FastAPI, host: str, port: int) -> Iterator[str]:
    """Serve while the block runs, and give the address; port 0 takes any. Raises BadInput if it cannot be had."""
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(
            f"{host}:{port} cannot be listened on: {reason}", "choose another web.host or web.port"
        ) from None
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, limit_concurrency=MOST_AT_ONCE, lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, name="web", daemon=True)
    thread.start()
    try:
        _wait(server, thread)
        bound = listening.getsockname()[1]
        yield f"http://{f'[{host}]' if ':' in host else host}:{bound}"
    finally:
        server.should_exit = True
        thread.join(STARTING_SECONDS)
        listening.close()


def _wait(server: uvicorn.Server, thread: Thread) -> None:
    until = time.monotonic() + STARTING_SECONDS
    while not server.started and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.01)

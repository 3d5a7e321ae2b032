"""Who a process is, in words that another process on the same machine can check."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def this_process() -> str:
    """Return host, process id and start of this process: `host/pid/start`."""
    pid = os.getpid()
    return f"{socket.gethostname()}/{pid}/{_started(pid)}"


def is_gone(holder: str) -> bool:
    """Say whether the holder certainly no longer runs: it was on this host and its process is not there now.

    The start tells a later process that was given the same id from the one meant.
    """
    parts = holder.rsplit("/", 2)
    if len(parts) != 3 or parts[0] != socket.gethostname() or not parts[1].isdigit():
        return False
    pid = int(parts[1])
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False  # it runs, as another user
    return bool(parts[2]) and _started(pid) not in ("", parts[2])


def in_words(holder: str) -> str:
    """Return the holder as people read it."""
    parts = holder.rsplit("/", 2)
    return f"process {parts[1]} on {parts[0]}" if len(parts) == 3 else holder


def _started(pid: int) -> str:
    """Return when a process started, in the kernel's ticks; empty where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    # The name may hold anything, a bracket too: fields are counted after its last one.
    after_name = status.rpartition(")")[2].split()
    return "" if len(after_name) < 20 or after_name[0] in "ZX" else after_name[19]

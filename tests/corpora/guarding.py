"""Runs cases in processes of their own, bounded in time and memory, every connection watched."""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from ipaddress import IPv6Address, ip_address
from typing import Any

SECONDS = 10.0
"""What a case may take before it counts as unbounded."""
ADDRESS_SPACE = 2 << 30
"""What a case may map, in bytes, before it counts as unbounded."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a case ended: `read` with so many reports, `refused` with a reason, or `crashed`."""

    outcome: str
    why: str = ""
    reports: int = 0
    inside: int = 0
    """Connections to addresses that are not public, and look-ups by the system's resolver."""
    outside: int = 0
    """Connections to public addresses, all of them stopped."""
    seconds: float = 0.0
    peak: int = 0
    """Bytes of memory held at most, what every Python with the readers loaded holds included."""


class Refused(Exception):
    """A reader says no, with its reason."""


class Guard:
    """Watches what a process connects to; only `permitted` addresses are reached."""

    def __init__(self) -> None:
        self.permitted: set[object] = set()
        self.inside = 0
        self.outside = 0

    def watch(self) -> None:
        """Begin to watch; this cannot be undone."""
        sys.addaudithook(self._note)

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.sendto"):
            address = arguments[1]
            if address in self.permitted:
                return
            if _is_public(address):
                self.outside += 1
            else:
                self.inside += 1
            raise ConnectionRefusedError("no connections are made here")
        if event in ("socket.getaddrinfo", "socket.gethostbyname") and not is_numeric(arguments[0]):
            self.inside += 1
            raise ConnectionRefusedError("no names are looked up here")


def _is_public(address: object) -> bool:
    """Judge by the standard library alone, not by what is tried here."""
    try:
        ip = ip_address(str(address[0]).partition("%")[0])  # type: ignore[index]  # whatever it is, it is judged
    except (ValueError, TypeError, IndexError):
        return False
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast


def is_numeric(host: object) -> bool:
    """Say whether the C library would read a host as an address, without asking anybody."""
    text = host.decode() if isinstance(host, bytes) else str(host)
    return ":" in text or all(part[:1].isdigit() for part in text.rstrip(".").split("."))


def run_alone(act: Callable[[Guard], int], seconds: float = SECONDS) -> Ran:
    """Run `act` in a process of its own and tell how it ended; it gives the number of reports or is Refused."""
    reading, writing = os.pipe()
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_child(act, writing)
    os.close(writing)
    said, in_time = _said(reading, begun + seconds)
    if not in_time:
        os.kill(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    took, peak = time.monotonic() - begun, usage.ru_maxrss * 1024
    if not in_time:
        return Ran("crashed", f"not done after {seconds:g} seconds", seconds=took, peak=peak)
    try:
        told = json.loads(said)
    except ValueError:
        code = os.waitstatus_to_exitcode(status)
        return Ran("crashed", f"the process ended with {code} and said nothing", seconds=took, peak=peak)
    return Ran(**(told | {"seconds": took, "peak": peak}))


def _be_child(act: Callable[[Guard], int], writing: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    guard = Guard()
    guard.watch()
    try:
        ran = Ran("read", reports=act(guard))
    except Refused as refused:
        ran = Ran("refused" if str(refused).strip() else "crashed", str(refused) or "refused without a reason")
    except BaseException:  # whatever it is: it is a crash, and is told
        ran = Ran("crashed", traceback.format_exc()[-1500:])
    told = asdict(ran) | {"inside": guard.inside, "outside": guard.outside}
    with os.fdopen(writing, "w") as pipe:
        json.dump(told, pipe)
    os._exit(0)


def _said(reading: int, until: float) -> tuple[bytes, bool]:
    """Return what the child wrote, and whether it was done in time."""
    said = b""
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        while True:
            ready, _, _ = select.select([pipe], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                return said, False
            piece = pipe.read(65_536)
            if not piece:
                return said, True
            said += piece

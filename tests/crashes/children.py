"""Forked children that deliver until they are killed, or until nothing is left to do."""

from __future__ import annotations

import gc
import os
import signal
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.crashes.traps import watch_commits, watch_sockets
from tests.crashes.world import World

LONGEST = 60
"""Seconds after which a child that neither ended nor was killed is stuck."""

Spoil = Callable[[], None]
"""Breaks the program in the child on purpose."""


def run_child(world: World, kill_at: int | str = 0, spoil: Spoil | None = None) -> bool:
    """Let a new process deliver, killed at the place `kill_at`; return whether it lived to the end.

    Raises AssertionError with what went wrong if it ended in any other way.
    """
    world.trap.set(kill_at)
    child = _fork(world, spoil)
    code, said = _ended(world, child)
    assert code in (0, -signal.SIGKILL), said
    return code == 0


def stopped_child(world: World, place: str, spoil: Spoil | None = None) -> int:
    """Let a new process deliver until it stands still at a place; return its id."""
    world.trap.set(place, signal.SIGSTOP)
    child = _fork(world, spoil)
    _, status = os.waitpid(child, os.WUNTRACED)
    assert os.WIFSTOPPED(status), f"it never came to {place}"
    return child


def gone_on(world: World, child: int) -> str:
    """Let a process that stands still go on; return what it ended with, nothing if it came to its end."""
    os.kill(child, signal.SIGCONT)
    code, said = _ended(world, child)
    return said if code else ""


def _fork(world: World, spoil: Spoil | None) -> int:
    gc.freeze()
    child = os.fork()
    if not child:
        _be(world, world.path.with_name(f"{os.getpid()}.log"), spoil)
    return child


def _ended(world: World, child: int) -> tuple[int, str]:
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    log = world.path.with_name(f"{child}.log")
    said = log.read_text(encoding="utf-8") if log.exists() else f"it ended with {code}, after {LONGEST} s perhaps"
    log.unlink(missing_ok=True)
    return code, said


def places_of(world: World) -> tuple[str, ...]:
    """Return every place that an untroubled process passes, in order, and leave what it did in the world."""
    listed = world.path.with_name("places")
    listed.unlink(missing_ok=True)
    assert run_child(world)
    return tuple(listed.read_text(encoding="utf-8").splitlines())


def _be(world: World, told: Path, spoil: Spoil | None) -> None:
    """Be the child: it must never return into the tests of the parent."""
    code = 1
    try:
        signal.alarm(LONGEST)
        gc.disable()
        if spoil is not None:
            spoil()
        watch_commits(world.trap)
        watch_sockets(world.trap)
        world.live()
        world.path.with_name("places").write_text("\n".join(world.trap.passed), encoding="utf-8")
        code = 0
    except BaseException:
        told.write_text(traceback.format_exc(), encoding="utf-8")
    finally:
        os._exit(code)

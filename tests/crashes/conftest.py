"""A world that is made once for a module, and the figures of all runs at the end."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crashes.runs import Untroubled, untroubled
from tests.crashes.world import World, living

MEMORY = Path("/dev/shm")
"""A disk would wait for itself at every commit; what a killed process has written stays in memory as well."""


@pytest.fixture(scope="package")
def world() -> Iterator[World]:
    where = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="deedline-", dir=where) as folder, living(Path(folder)) as world:
        yield world


@pytest.fixture(scope="package")
def wanted(world: World) -> Untroubled:
    return untroubled(world)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how much was killed, and how many messages may have come twice."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    told = [dict(report.user_properties) for report in reports]
    services = [each for each in told if "service_kills" in each]
    if services:
        kills, repeated = (
            sum(int(str(each[name])) for each in services) for name in ("service_kills", "service_repeated")
        )
        terminalreporter.write_line(
            f"the whole service: {kills} SIGKILLs; {repeated} messages were marked as possibly repeated"
        )
    figures = [each for each in told if "crash_runs" in each]
    if figures:
        runs, kills, repeated = (
            sum(int(str(each[name])) for each in figures) for name in ("crash_runs", "crash_kills", "repeated")
        )
        places = set().union(*(set(str(each["crash_places"]).split()) for each in figures))
        terminalreporter.write_line(
            f"crashes: {runs} runs, {kills} kills, {len(places)} of {figures[0]['places_in_all']} places of a "
            f"first process; {repeated} messages were marked as possibly repeated"
        )

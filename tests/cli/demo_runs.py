"""Runs the demo where it may not touch the network, here or in a process of its own, and makes small packs."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn
from unittest import mock

from tests.cli.running import Ran, deedline

SHIPPED = Path(__file__).parents[2] / "rules" / "packs" / "syria-2016"

OFFLINE = """
import socket, sys
def refuse(*_):
    sys.exit("the demo asked for the network")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
from tracker.cli.main import main
main()
"""

RULES = """
statements:
  minister:
    by: [Minister]
    date: 2024-01-01
    quote: "Ten bridges by the fifth of January"
    link: "https://example.org/speech"
promises:
  - id: ten-bridges
    title: "Ten bridges are open"
    said: minister
    kind: achieve
    due: 2024-01-05
    wait_for_reports: 2 days
    needs: [wire]
    criteria:
      opened:
        match: {indicator: bridges open}
        latest: {at_least: 10}
    kept_when: opened
sources:
  - {id: wire, kind: person}
"""

PLAN = """
title: "Ten bridges"
replay: {from: 2024-01-01, to: 2024-01-12}
boards:
  - {at: 2024-01-06, look: "the day after"}
  - {at: 2024-01-12, look: "the end"}
"""

COVERAGE = "coverage:\n  - {source: wire, from: 2024-01-01, to: 2024-01-12}\n"


def report(bridges: int, *, title: str = "The bridges counted", day: str = "2024-01-04") -> dict[str, object]:
    """Return a report that counts bridges."""
    return {
        "id": "count",
        "source": "wire",
        "published": day,
        "occurred": day,
        "title": title,
        "url": "https://example.org/count",
        "indicator": "bridges open",
        "value": bridges,
        "nature": "measurement",
    }


def small_pack(folder: Path, *reports: Mapping[str, object], coverage: str = COVERAGE) -> Path:
    """Write a pack of one promise with the reports given and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    (folder / "coverage.yaml").write_text(coverage, encoding="utf-8")
    lines = "".join(json.dumps(each) + "\n" for each in reports)
    (folder / "reports.jsonl").write_text(lines, encoding="utf-8")
    return folder


def copy_of_shipped(folder: Path) -> Path:
    """Copy the shipped pack."""
    return Path(shutil.copytree(SHIPPED, folder))


NOT_OURS = ("COLUMNS", "NO_COLOR", "FORCE_COLOR")


def run_demo(folder: Path, *options: str, **variables: str) -> Ran:
    """Run `deedline demo` in this process, standing in a folder."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch.dict(os.environ, {**kept, **variables}, clear=True))
        for at, name in ((socket.socket, "connect"), (socket.socket, "connect_ex"), (socket, "getaddrinfo")):
            stack.enter_context(mock.patch.object(at, name, _refuse))
        return deedline("demo", *options, folder=folder)


def _refuse(*_: object) -> NoReturn:
    raise SystemExit("the demo asked for the network")


def run_demo_alone(folder: Path, *options: str, **variables: str) -> Ran:
    """Run `deedline demo` as a process of its own, standing in a folder."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    ran = subprocess.run(
        [sys.executable, "-c", OFFLINE, "demo", *options],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={**kept, **variables},
        timeout=120,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def played(folder: Path, pack: Path, *options: str) -> dict[str, Any]:
    """Play a pack and return what happened as data."""
    ran = run_demo(folder, "--pack", str(pack), "--json", *options)
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def statuses(board: Mapping[str, Any]) -> dict[str, str]:
    """Return the status of every promise on a board."""
    return {row["promise"]: row["status"] for row in board["rows"]}

"""Runs the command line by its real entry point, in this process or in one of its own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.cli.main import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left: its exit code, data (stdout) and comments (stderr)."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Return stdout read as JSON."""
        return json.loads(self.out)


def deedline(*arguments: object, folder: Path) -> Ran:
    """Run a command in this process, standing in `folder`."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    before = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main([str(argument) for argument in arguments])
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        os.chdir(before)
    return Ran(code, out.getvalue(), err.getvalue())


def start(*arguments: object, folder: Path) -> subprocess.Popen[str]:
    """Start a command as a process of its own."""
    command = [sys.executable, "-c", "from tracker.cli.main import main; main()", *map(str, arguments)]
    paths = os.pathsep.join([str(ROOT), str(ROOT / "notifiers")])
    environ = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("DEEDLINE_") and name not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")
    }
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**environ, "PYTHONPATH": paths, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_process(*arguments: object, folder: Path) -> Ran:
    """Run a command as a process of its own and wait for its end."""
    with start(*arguments, folder=folder) as process:
        out, err = process.communicate(timeout=120)
    return Ran(process.returncode, out, err)

"""Starting up: the command's help against that of a bare typer application."""

from __future__ import annotations

import subprocess
import sys
from statistics import median

from tests.bench.measuring import Row, once

OURS = [sys.executable, "-c", "from tracker.cli.main import main; main()", "--help"]
APP = "import typer; app = typer.Typer({}); app.command()(lambda: None); app()"
BARE = [sys.executable, "-c", APP.format(""), "--help"]
PLAIN = [sys.executable, "-c", APP.format("rich_markup_mode=None"), "--help"]


def rows(*, pairs: int = 7) -> list[Row]:
    """Run them in turns and hold the medians against each other."""
    spent = [(run(OURS), run(BARE), run(PLAIN)) for _ in range(pairs)]
    ours, bare, plain = (median(each) for each in zip(*spent, strict=True))
    note = f"median of {pairs} runs in turns"
    return [
        Row("deedline --help", ours, bare, "a bare typer application's", 1.3, note=note),
        Row("deedline --help", ours, plain, "the same without rich, which ours has not either", note=note),
    ]


def run(command: list[str]) -> float:
    """Run a command once and return the seconds it took."""
    return once(lambda: subprocess.run(command, check=True, capture_output=True))

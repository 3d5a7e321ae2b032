"""Writes tracker/cli/README.md: the help of every command, as the program prints it. Run it as a module."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import redirect_stdout, suppress
from pathlib import Path

from tests.docs.commands import every_command
from tracker.cli.main import main

PAGE = Path(__file__).parents[2] / "tracker" / "cli" / "README.md"

HEAD = """\
# Every command

This page is written by `python -m tests.docs.command_page` from the program itself; a test holds the two equal.

Data goes to stdout, comments and progress to stderr. Errors are told in a line with a hint; `--debug` shows where
they arose. Outside text is stripped of control characters wherever it is printed.

| exit code | meaning |
| --- | --- |
| 0 | fine |
| 1 | an error, or (`doctor`, `collect`, `notify test`, `rules` ...) something is not well |
| 2 | wrong usage; `rules plan`: there are changes |
| 3 | `rules check` has remarks, but no errors |
| 130 | interrupted |
"""


def help_of(command: str) -> str:
    """Return what `COMMAND --help` prints, 80 columns wide; an empty command is the program itself."""
    out = io.StringIO()
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "80"
    try:
        with redirect_stdout(out), suppress(SystemExit):
            main([*command.split(), "--help"])
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before
    return "\n".join(line.rstrip() for line in out.getvalue().strip().splitlines())


def sections() -> Iterator[str]:
    """Yield the page piece by piece."""
    yield HEAD
    yield f"```text\n{help_of('')}\n```\n"
    for command in every_command():
        yield f"## deedline {command}\n\n```text\n{help_of(command)}\n```\n"


def page() -> str:
    """Return the whole page."""
    return "\n".join(sections())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

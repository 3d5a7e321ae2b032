"""Plays the tutorial: writes its files, runs its commands, and compares what they print."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.cli.running import ROOT, deedline

PAGE = ROOT / "rules" / "TUTORIAL.md"
_BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.M | re.S)


@dataclass(frozen=True, slots=True)
class Step:
    """One box of the page: what is shown, and what really came of the commands before it."""

    kind: str
    name: str
    shown: str
    printed: str


def played(folder: Path) -> Iterator[Step]:
    """Do what the page says in a folder, box by box."""
    printed = ""
    here = folder
    for kind, name, shown in _BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if kind == "yaml":
            (here / name).parent.mkdir(exist_ok=True)
            (here / name).write_text(shown, encoding="utf-8")
        elif kind == "sh":
            printed = ""
            for line in shown.splitlines():
                program, *arguments = shlex.split(line, comments=True)
                if program == "cd":
                    here = here / arguments[0]
                    continue
                assert program == "deedline", line
                ran = deedline(*arguments, folder=here)
                printed += ran.out + ran.err
        yield Step(kind, name, shown, printed)

"""A working folder in which one report waits for review: its words say what a criterion looks for."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.desk import RULES, drop, make_desk
from tests.cli.running import deedline

WORDS = RULES.replace(
    "      published: {match: {event: plan published}, happened: once}",
    '      published: {match: {event: plan published, words: ["plan is out"]}, happened: once}',
)
TEXT = "Late on Friday, 20 February 2026, the grid plan is out [bold red]at last[/]\u202e. It has 21 of 36 lines."


def reviewed_desk(folder: Path, text: str = TEXT, *, count: int = 1) -> Path:
    """Make a desk whose inbox brought so many reports with these words; what falls due was judged."""
    desk = make_desk(folder)
    (desk / "rules" / "promises.yaml").write_text(WORDS, encoding="utf-8")
    rows = [
        {"id": f"t{number}", "source": "gazette", "published": "2026-02-21", "title": "Out now", "text": text}
        for number in range(1, count + 1)
    ]
    drop(desk, "".join(json.dumps(row) + "\n" for row in rows))
    ran = deedline("run", "--once", folder=desk)
    assert ran.code == 0, ran.err
    return desk

"""A working folder as `init` makes it, with one promise whose deadline has long passed."""

from __future__ import annotations

import os
from pathlib import Path

from tests.cli.running import deedline

RULES = """
statements:
  speech: {by: [Ministry], date: 2026-01-10, quote: "We publish the grid plan by 1 March", link: "https://example.org/s"}

sources:
  - {id: inbox, kind: folder, path: inbox, every: 5 minutes, groups: [desk], covers: ["*"]}

promises:
  - id: grid-plan
    title: "The ministry publishes the grid plan"
    said: speech
    kind: achieve
    due: 2026-03-01
    needs: [desk]
    tags: [grid]
    criteria:
      published: {match: {event: plan published}, happened: once}
      refused: {match: {event: plan refused}, happened: once}
    kept_when: published
    broken_when: refused
"""

DEED = (
    '{"id": "r1", "source": "gazette", "published": "2026-02-21", "occurred": "2026-02-20", '
    '"event": "plan published", "title": "The plan is out", "url": "https://example.org/r1"}\n'
)


def drop(desk: Path, text: str, name: str = "today.jsonl") -> Path:
    """Drop a file of reports into the inbox as if it had been finished a minute ago."""
    file = desk / "inbox" / name
    file.write_text(text, encoding="utf-8")
    minute_ago = file.stat().st_mtime - 60
    os.utime(file, (minute_ago, minute_ago))
    return file


def make_desk(folder: Path, settings: str = "") -> Path:
    """Make a working folder with the rules above; `settings` are added to its settings file."""
    desk = folder / "desk"
    made = deedline("init", desk, folder=folder)
    assert made.code == 0, made.err
    for old in (desk / "rules").iterdir():
        old.unlink()
    (desk / "rules" / "promises.yaml").write_text(RULES, encoding="utf-8")
    file = desk / "deedline.toml"
    if settings:
        file.write_text(settings, encoding="utf-8")
    return desk

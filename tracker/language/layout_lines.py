"""The lines of a file that is laid out: runs of them joined, moved left or right, freed of blank lines."""

from __future__ import annotations

from typing import TypeAlias

Lines: TypeAlias = list[str]


def spaced(lines: Lines) -> Lines:
    """Never leave two blank lines in a row."""
    return [line for number, line in enumerate(lines) if line or not number or lines[number - 1]]


def joined(*parts: Lines) -> Lines:
    """Return several runs of lines as one, with no second blank line where they meet."""
    out: Lines = []
    for part in parts:
        out += part[1:] if out and part and not (out[-1] or part[0]) else part
    return out


def above_remarks(lines: Lines) -> Lines:
    """Leave a blank line only where a remark follows it."""
    return [line for line, below in zip(lines, [*lines[1:], ""], strict=False) if line or below]


def shifted(line: str, column: int) -> str:
    """Return a further line of a value, moved left with its key."""
    return line[column:] if not line[:column].strip() else line.lstrip()


def deeper(lines: Lines) -> Lines:
    """Return lines one level deeper."""
    return [f"  {line}" if line else line for line in lines]


def leading(lines: Lines) -> Lines:
    """Return the remarks and blank lines at the beginning."""
    for number, line in enumerate(lines):
        if line and not line.startswith("#"):
            return lines[:number]
    return lines

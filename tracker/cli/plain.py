"""Plain output: JSON, lines and simple columns; text from outside loses whatever could steer a terminal."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence

STEERING = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode categories that a terminal may act upon: controls, format and direction marks, line separators."""


def clean(text: object) -> str:
    """Return the text on one line, without control and direction characters."""
    kept = (" " if unicodedata.category(sign) in STEERING else sign for sign in str(text))
    return " ".join("".join(kept).split())


def spaced(text: str) -> str:
    """Return the text as `clean` does, with its spaces where they were."""
    return "".join(" " if unicodedata.category(sign) in STEERING else sign for sign in text)


def put(line: str = "") -> None:
    """Write one line of data to stdout."""
    sys.stdout.write(line + "\n")


def say(line: str) -> None:
    """Write one line of progress or comment to stderr."""
    sys.stderr.write(line + "\n")


def put_json(value: object) -> None:
    """Write a JSON document to stdout; characters beyond ASCII are escaped so that nothing steers a terminal."""
    put(json.dumps(value, indent=2, ensure_ascii=True, allow_nan=False))


def put_columns(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows in columns as wide as their longest cell; the last column runs free."""
    table = [tuple(headings), *(tuple(clean(cell) for cell in row) for row in rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(headings))]
    for row in table:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths[:-1], strict=True)]
        put("  ".join([*cells, row[-1]]).rstrip())

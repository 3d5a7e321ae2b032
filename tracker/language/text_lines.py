"""The lines of a data file as text; a line that cannot be read loses only itself."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.domain.criteria import Position
from tracker.domain.errors import Problem
from tracker.language.pages import Page

MOST_LINE = 1_000_000
"""The longest line, in bytes, that is looked at."""


def lines_of(page: Page, data: bytes) -> Iterator[tuple[int, str]]:
    """Yield each line with its number; lines that are too long or not UTF-8 are noted and left out."""
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if len(raw) > MOST_LINE:
            message = f"a line of {len(raw)} bytes, more than {MOST_LINE}"
            page.note(Problem(Position(page.file, number), message, "shorten it", "too-long"))
            continue
        try:
            yield number, raw.removesuffix(b"\r").decode()
        except UnicodeDecodeError as error:
            place = Position(page.file, number, error.start + 1)
            page.note(Problem(place, "the line is not UTF-8 text", "save the file as UTF-8", "encoding"))

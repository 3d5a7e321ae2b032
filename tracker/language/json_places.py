"""JSON with the place of every key and value: read again only where something in it is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from json import JSONDecoder

from tracker.language.nodes import Entry, Items, Node, Scalar, Style, Table
from tracker.language.pages import Page

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = JSONDecoder()
_BARE = re.compile(r"[^\s,\]}]+")


@dataclass(frozen=True, slots=True)
class JsonRow(Table):
    """An object whose keys and values all stand at its own place, with the text that it was read from."""

    text: str = ""
    at: int = 0
    """Where in the text it begins."""

    def placed(self) -> Table:
        """Return the object with every key and value at its own place."""
        node = _Reader(self.text, self.at, self.line, self.column).read()
        return node if isinstance(node, Table) else self


def to_read_again(row: Table, page: Page, before: int) -> Table | None:
    """Return the row with all its places if it is JSON and something in it was noted since `before`, else None.

    What was noted is taken back: it is noted anew, each at its own place.
    """
    if page.count == before or page.unlisted or not isinstance(row, JsonRow):
        return None
    del page.problems[before:]
    return row.placed()


class _Reader:
    """Reads one value of a text that is known to be JSON."""

    def __init__(self, text: str, at: int, line: int, column: int) -> None:
        self._text = text
        self._at = at
        self._line = line
        self._line_starts = at - column + 1
        self._seen = at
        """Line breaks are counted up to here."""

    def read(self) -> Node:
        """Read the value that begins here and stop behind it."""
        line, column = self._place()
        sign = self._text[self._at]
        if sign == "{":
            return Table(dict(self._entries()), line, column)
        if sign == "[":
            return Items(tuple(self._items()), line, column)
        if sign == '"':
            return Scalar(self._string(), line, column, Style.QUOTED)
        return Scalar(self._bare(), line, column)

    def _entries(self) -> Iterator[tuple[str, Entry]]:
        for _ in self._until("}"):
            line, column = self._place()
            key = Scalar(self._string(), line, column)
            self._skip()
            self._at += 1  # the colon
            self._skip()
            yield key.text, Entry(key, self.read())

    def _items(self) -> Iterator[Node]:
        for _ in self._until("]"):
            yield self.read()

    def _until(self, end: str) -> Iterator[None]:
        """Stop before each part of an object or a list, then behind its end."""
        self._at += 1
        self._skip()
        while self._text[self._at] != end:
            yield
            self._skip()
            if self._text[self._at] == ",":
                self._at += 1
                self._skip()
        self._at += 1

    def _string(self) -> str:
        text, self._at = _DECODER.raw_decode(self._text, self._at)
        return str(text)

    def _bare(self) -> str:
        found = _BARE.match(self._text, self._at)
        word = found.group() if found else ""
        self._at += len(word)
        return word

    def _skip(self) -> None:
        space = _SPACE.match(self._text, self._at)
        self._at = space.end() if space else self._at

    def _place(self) -> tuple[int, int]:
        breaks = self._text.count("\n", self._seen, self._at)
        if breaks:
            self._line += breaks
            self._line_starts = self._text.rfind("\n", self._seen, self._at) + 1
        self._seen = self._at
        return self._line, self._at - self._line_starts + 1

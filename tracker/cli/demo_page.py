"""Lines on a terminal: wrapped to its width, hanging indents, whole links, no blanks at their ends."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TextIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from tracker.cli.demo_words import LINK, QUIET, clipped, joined

WIDTH = 100
NARROWEST = 40


def console_for(stream: TextIO) -> Console:
    """Return a console of at most 100 columns; piped it is that wide unless COLUMNS says otherwise, and plain."""
    measured = Console(file=stream)
    asked = measured.is_terminal or os.environ.get("COLUMNS", "").isdigit()
    width = max(NARROWEST, min(measured.width, WIDTH)) if asked else WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


class Page:
    """Writes lines; texts are `Text` values, so that nothing in them is taken for markup."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @property
    def width(self) -> int:
        """Return how many columns there are."""
        return self._console.width

    def gap(self) -> None:
        """Write an empty line."""
        self._console.print()

    def heading(self, text: str) -> None:
        """Begin a part."""
        self.gap()
        self._console.print(Rule(Text(text, style="bold"), align="left", style=QUIET))

    def line(self, text: Text, indent: int = 0) -> None:
        """Write a text, wrapped."""
        self.hanging(Text(), text, indent)

    def hanging(self, first: Text, rest: Text, indent: int) -> None:
        """Write a text whose later lines stand under the end of `first`."""
        room = max(NARROWEST // 2, self.width - indent - first.cell_len)
        lead = joined(Text(" " * indent), first)
        for piece in rest.wrap(self._console, room):
            piece.rstrip()
            self.whole(joined(lead, piece))
            lead = Text(" " * (indent + first.cell_len))

    def whole(self, text: Text) -> None:
        """Write a line without breaking it: an address in pieces cannot be clicked or copied."""
        self._console.print(text, soft_wrap=True)

    def link(self, url: str, indent: int) -> None:
        """Write an address, if there is one."""
        if url:
            self.whole(joined(Text(" " * indent), Text(clipped(url, 2000), style=LINK)))

    def laid_out(self, lines: Iterable[str], indent: int) -> None:
        """Write lines that are laid out already: their blanks stay, what could steer a terminal goes."""
        for line in lines:
            kept = "".join(sign if sign.isprintable() else " " for sign in line)
            self.whole(Text((" " * indent + kept).rstrip()))

    def box(self, inner: RenderableType, indent: int) -> None:
        """Write something drawn, such as a panel."""
        self._console.print(Padding(inner, (0, 0, 0, indent)))

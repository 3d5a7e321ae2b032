"""Tokens of a text, looked at through a cursor that counts its looks: readers are linear, and a test proves it."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_TEXT = 20_000
"""What stands after so many characters is not read for candidates."""

_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+|\S")
_ORDINAL = frozenset({"st", "nd", "rd", "th"})


@dataclass(frozen=True, slots=True)
class Token:
    """A number, a word or a sign, where it stands, and its text in lower case."""

    text: str
    start: int
    end: int
    after_space: bool

    @property
    def is_number(self) -> bool:
        """Say whether it is written in digits."""
        return self.text[0] in "0123456789"

    @property
    def is_word(self) -> bool:
        """Say whether it is made of letters."""
        return self.text[0].isalpha()


NOTHING = Token("\0", 0, 0, True)
"""Stands in where there is no token."""


class Cursor:
    """The tokens of a text. Every look at one is counted."""

    def __init__(self, text: str) -> None:
        self.tokens: list[Token] = []
        end = 0
        for found in _TOKEN.finditer(text, 0, LONGEST_TEXT):
            self.tokens.append(Token(found[0].lower(), found.start(), found.end(), found.start() > end))
            end = found.end()
        self.looks = 0

    def __len__(self) -> int:
        return len(self.tokens)

    def at(self, place: int) -> Token:
        """Return the token at a place, NOTHING outside the text."""
        self.looks += 1
        return self.tokens[place] if 0 <= place < len(self.tokens) else NOTHING

    def word(self, place: int) -> str:
        """Return the text of the token at a place."""
        return self.at(place).text

    def skips(self, place: int, words: str) -> int:
        """Return the place after these words if they stand at `place`, else `place`."""
        after = place
        for word in words.split():
            if self.word(after) != word:
                return place
            after += 1
        return after

    def skips_any(self, place: int, phrases: tuple[str, ...]) -> int:
        """Return the place after the first of the phrases that stands at `place`, else `place`."""
        for phrase in phrases:
            if (after := self.skips(place, phrase)) != place:
                return after
        return place

    def after_ordinal(self, place: int) -> int:
        """Return the place after `st`, `nd`, `rd` or `th`, which stand right behind a number."""
        token = self.at(place)
        return place + 1 if token.text in _ORDINAL and not token.after_space else place

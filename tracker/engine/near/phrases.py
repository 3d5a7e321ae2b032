"""Turns of phrase read as the one word that tells the same: "pulled its troops out" as "withdrew"."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.engine.near.tokens import Sort, Token
from tracker.engine.near.vocabulary import stem
from tracker.engine.near.wordings import PHRASES

_BETWEEN = 5
"""So many words may stand between the two, such as what is pulled out."""


def _read() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for line in PHRASES.strip().splitlines():
        words, _, one = line.partition(": ")
        first, second = words.split()
        for ending in ("", "s", "ed", "ing"):
            found.setdefault(stem(first + ending), {})[stem(second)] = stem(one)
    return found


_ONE_WORD = _read()


def with_phrases(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens, of each phrase the first as the word for all of it; the second says nothing then."""
    found = list(tokens)
    for place, token in enumerate(tokens):
        seconds = _ONE_WORD.get(token.key) if token.sort is Sort.WORD else None
        if seconds is None:
            continue
        for after in range(place + 1, min(place + 2 + _BETWEEN, len(tokens))):
            second = tokens[after]
            if second.starts:
                break
            one = seconds.get(stem(second.norm) if second.sort is Sort.STOP else second.key)
            if one is not None:
                found[place] = Token(Sort.WORD, one, token.text, token.starts)
                found[after] = Token(Sort.STOP, second.norm, second.text, second.starts)
                break
    return found

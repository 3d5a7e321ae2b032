"""Traits: what a telling shares with few others, hashed, so that a store can look for its like by them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from tracker.engine.near.amounts import Amount
from tracker.engine.near.telling import Telling

_RUN = 3
_LEAD_RUNS, _TITLE_RUNS, _ALL_RUNS = 6, 3, 6
_FIGURES, _NAMES = 4, 5
_NAME_PAIRS, _FIGURE_PAIRS = 4, 3
_ODD_FROM = 3
"""A figure of so many digits is told by few."""


def traits_of(telling: Telling) -> tuple[int, ...]:
    """Return some forty hashes of 63 bits: runs of words, and figures and names told together.

    Of runs those with the lowest hashes are taken, so that two texts that share many runs choose some of the same.
    """
    found: dict[int, None] = {}
    for said in _said(telling):
        found[_hashed(said)] = None
    for words, most in _texts(telling):
        runs = {_hashed(" ".join(words[start : start + _RUN])) for start in range(len(words) - _RUN + 1)}
        found.update(dict.fromkeys(sorted(runs)[:most]))
    return tuple(found)


def _texts(telling: Telling) -> Iterator[tuple[Sequence[str], int]]:
    lead = telling.sentences[telling.lead] if telling.sentences else ()
    yield telling.head, _TITLE_RUNS
    yield [token.key for token in lead], _LEAD_RUNS
    yield telling.words, _ALL_RUNS


def _said(telling: Telling) -> Iterator[str]:
    """Yield figures with names and names with names: either alone is told by too many. Odd figures stand alone."""
    figures = list(dict.fromkeys(_figure(each) for each in telling.amounts))
    names = list(telling.names)
    for figure in figures:
        if sum(letter.isdigit() for letter in figure) >= _ODD_FROM or "%" in figure:
            yield f"={figure}"
    for figure in figures[:_FIGURES]:
        for name in names[:_NAMES]:
            yield f"{figure}/{name}"
    for one, other in combinations(sorted(names[:_NAME_PAIRS]), 2):
        yield f"{one}&{other}"
    for one, other in combinations(sorted(figures[:_FIGURE_PAIRS]), 2):
        yield f"{one}#{other}"


def _figure(amount: Amount) -> str:
    """Return a figure as it is looked for; a percentage like what is left of the hundred."""
    if "percent" in amount.counted and 0 <= amount.number <= 100:
        return f"{round(min(amount.number, 100 - amount.number), 6):g}%"
    return f"{amount.number:.15g}"


@lru_cache(maxsize=16_384)
def _hashed(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1

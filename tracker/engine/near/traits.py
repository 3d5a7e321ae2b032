"""Traits: what a telling shares with few others, hashed, so that a store can look for its like without reading all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import combinations

from tracker.engine.near.telling import Telling

_RUN = 3
_LEAD_RUNS, _TITLE_RUNS, _ALL_RUNS = 6, 3, 6
_FIGURES, _NAMES, _NAME_PAIRS = 4, 4, 3


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
    """Yield figures with names, and names with names: either alone is told by too many."""
    figures = list(dict.fromkeys(f"{each.number:.15g}" for each in telling.amounts))[:_FIGURES]
    names = list(telling.names)[: _NAMES + 1]
    for figure in figures:
        for name in names[:_NAMES]:
            yield f"{figure}/{name}"
    for one, other in combinations(sorted(names[:_NAME_PAIRS]), 2):
        yield f"{one}&{other}"
    for one, other in combinations(sorted(figures[:3]), 2):
        yield f"{one}#{other}"


def _hashed(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1

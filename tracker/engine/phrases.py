"""Phrases: whole words found in a report's title and text, folded, with a trailing * for any ending."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from tracker.domain.criteria import WordTest
from tracker.domain.folding import fold
from tracker.domain.patterns import found
from tracker.domain.reports import Report

_WORD = re.compile(r"\w+")
_PHRASE_WORD = re.compile(r"\w+\*?")


@lru_cache(maxsize=256)
def words_of(title: str, text: str) -> tuple[str, ...]:
    """Return the folded words of a title and a text, in order."""
    return tuple(_WORD.findall(fold(f"{title} \n {text}")))


@lru_cache(maxsize=65536)
def words_in(phrase: str) -> tuple[str, ...]:
    """Return the words of a phrase; one that ends in * stands for all words that begin so."""
    return tuple(_PHRASE_WORD.findall(fold(phrase)))


@lru_cache(maxsize=256)
def _folded(title: str, text: str) -> tuple[str, str]:
    return fold(title), fold(text)


def says(test: WordTest, report: Report) -> bool:
    """Say whether a report's words pass: any of, all of and none of the phrases, and one of the patterns."""
    if test.patterns:
        texts = _folded(report.title, report.text)
        if not any(found(pattern, text) for pattern in test.patterns for text in texts):
            return False
    words = words_of(report.title, report.text)
    if test.any_of and not any(holds(words, phrase) for phrase in test.any_of):
        return False
    return all(holds(words, phrase) for phrase in test.all_of) and not any(
        holds(words, phrase) for phrase in test.none_of
    )


def holds(words: Sequence[str], phrase: str) -> bool:
    """Say whether the words of a phrase stand next to one another, as whole words."""
    wanted = words_in(phrase)
    if not wanted:
        return False
    first, others = wanted[0], wanted[1:]
    return any(
        is_word(words[start], first)
        and all(is_word(words[start + offset], word) for offset, word in enumerate(others, 1))
        for start in range(len(words) - len(wanted) + 1)
    )


def is_word(word: str, wanted: str) -> bool:
    """Compare two words; a wanted one that ends in * is a stem."""
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted

"""How phrases are filed: under runs of whole words that every text they stand in must hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tracker.domain.reports import Report
from tracker.engine.phrases import words_in, words_of

Shape = tuple[str, ...]
Key = tuple[Shape, tuple[str, ...]]

RUNS: Mapping[Shape, int] = {("one word",): 1, ("two words",): 2, ("three words",): 3}
STEM: Shape = ("stem",)
"""Phrases are filed under their longest run of whole words.

One word alone would be too common: thousands of phrases share their first.
"""

LONGEST_PHRASE = 200
"""No phrase is longer: of a longer word, as hostile texts hold, only the beginnings up to there are looked up."""


def word_key(phrase: str) -> Key:
    """File a phrase under its longest run of whole words; one of stems alone under the beginning of a word."""
    words = words_in(phrase)
    for shape, size in sorted(RUNS.items(), key=lambda each: -each[1]):
        for start in range(len(words) - size + 1):
            run = words[start : start + size]
            if not any(word.endswith("*") for word in run):
                return shape, run
    return STEM, (max(words, key=len, default="")[:-1],)


def runs_in(shape: Shape, report: Report) -> Iterable[tuple[str, ...]]:
    """Return every run of words (or every beginning of a word) of a report once: the cost is that of its text."""
    words = words_of(report.title, report.text)
    runs: Iterable[tuple[str, ...]]
    if shape == STEM:
        runs = ((word[:end],) for word in words for end in range(1, min(len(word), LONGEST_PHRASE) + 1))
    else:
        size = RUNS[shape]
        runs = (words[start : start + size] for start in range(len(words) - size + 1))
    return dict.fromkeys(runs)

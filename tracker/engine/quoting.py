"""Quotes: where in a report's title and text the words stand that a criterion looks for, exactly as written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.criteria import WordTest
from tracker.domain.folding import fold
from tracker.domain.patterns import compiled
from tracker.domain.reports import Quote, Report
from tracker.engine.phrases import is_word, words_in

FIELDS = ("title", "text")
MOST_QUOTES = 20
LONGEST_QUOTE = 400
_LONGEST_SENTENCE = 600
_PIECE = re.compile(r"\S+")
_WORD = re.compile(r"\w+")
_ENDS = re.compile(r"[.!?…](?=[\s\"'”’)\]]|$)|\n")


@dataclass(frozen=True, slots=True)
class _Word:
    """A folded word and where what it was folded from stands."""

    folded: str
    start: int
    end: int


def quotes_of(test: WordTest, report: Report) -> tuple[Quote, ...]:
    """Return where the phrases and patterns of a test stand in a report, title first; at most MOST_QUOTES.

    Every quote is a slice of its field. One longer than LONGEST_QUOTE, as a pattern may match, is cut to that.
    """
    found: dict[Quote, None] = {}
    for field in FIELDS:
        text = report.title if field == "title" else report.text
        spans = sorted({*_phrases(test, text), *_patterns(test, text)})
        for start, end in spans[:MOST_QUOTES]:
            end = min(end, start + LONGEST_QUOTE)
            found.setdefault(Quote(field, start, end, text[start:end]))
    return tuple(found)[:MOST_QUOTES]


def sentence_around(quote: Quote, report: Report) -> Quote:
    """Return the sentence in which a quote stands, at most _LONGEST_SENTENCE characters to either side of it."""
    text = report.title if quote.field == "title" else report.text
    low, high = max(0, quote.start - _LONGEST_SENTENCE), min(len(text), quote.end + _LONGEST_SENTENCE)
    start, end = low, high
    for each in _ENDS.finditer(text, low, quote.start):
        start = each.end()
    if after := _ENDS.search(text, quote.end, high):
        end = after.end()
    while start < quote.start and text[start].isspace():
        start += 1
    while end > quote.end and text[end - 1].isspace():
        end -= 1
    return Quote(quote.field, start, end, text[start:end])


def _phrases(test: WordTest, text: str) -> Iterator[tuple[int, int]]:
    words = list(_words(text))
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word.folded, []).append(place)
    for phrase in (*test.any_of, *test.all_of):
        wanted = words_in(phrase)
        for place in _places(wanted, words, places):
            yield words[place].start, words[place + len(wanted) - 1].end


def _places(wanted: Sequence[str], words: Sequence[_Word], places: dict[str, list[int]]) -> Iterator[int]:
    """Yield where the words of a phrase stand next to one another; only the first MOST_QUOTES places."""
    if not wanted:
        return
    first = wanted[0]
    starts = range(len(words)) if first.endswith("*") else places.get(first, ())
    found = 0
    for start in starts:
        if start + len(wanted) <= len(words) and all(
            is_word(words[start + offset].folded, word) for offset, word in enumerate(wanted)
        ):
            yield start
            found += 1
            if found == MOST_QUOTES:
                return


def _words(text: str) -> Iterator[_Word]:
    """Yield the folded words with where they come from: a word if folding keeps their number, else the piece."""
    for piece in _PIECE.finditer(text):
        folded = _WORD.findall(fold(piece[0]))
        own = list(_WORD.finditer(piece[0]))
        if len(own) == len(folded):
            for word, whole in zip(folded, own, strict=True):
                yield _Word(word, piece.start() + whole.start(), _with_marks(text, piece.start() + whole.end()))
        else:
            for word in folded:
                yield _Word(word, piece.start(), piece.end())


def _with_marks(text: str, end: int) -> int:
    """Return the end of a word with the accents that stand behind its last letter."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def _patterns(test: WordTest, text: str) -> Iterator[tuple[int, int]]:
    if not test.patterns or not text:
        return
    folded, origins = _folded_with_origins(text)
    for pattern in test.patterns:
        matches = compiled(pattern).finditer(folded)
        for _, match in zip(range(MOST_QUOTES), matches, strict=False):
            start, end = match.span()
            if start < end:
                yield origins[start][0], origins[end - 1][1]


def _folded_with_origins(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text as patterns see it, and for each of its characters where in the text that comes from."""
    parts: list[str] = []
    origins: list[tuple[int, int]] = []
    for piece in _PIECE.finditer(text):
        folded = fold(piece[0]).encode(errors="replace").decode()
        if not folded:
            continue
        if parts:
            parts.append(" ")
            origins.append((origins[-1][1], piece.start()))
        parts.append(folded)
        if len(folded) == len(piece[0]):
            origins += ((place, place + 1) for place in range(piece.start(), piece.end()))
        else:
            origins += [(piece.start(), piece.end())] * len(folded)
    return "".join(parts), origins

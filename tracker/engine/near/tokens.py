"""Pieces of a text as two tellings are compared by them: days, figures, names and words, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from tracker.domain.folding import fold


class Sort(Enum):
    """What a piece of text is."""

    DAY = "day"
    MONTH = "month"
    FIGURE = "figure"
    NAME = "name"
    WORD = "word"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Token:
    """One piece: `norm` is what it is compared by, `text` how it was written."""

    sort: Sort
    norm: str
    text: str
    starts: bool = False
    """Whether it begins a sentence: a capital says nothing there."""

    @property
    def key(self) -> str:
        """Return what it is compared by where a name may have been taken for a word, as in a title."""
        return stem(self.norm) if self.sort is Sort.NAME else self.norm


_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_SHORT_MONTHS = {month[:3]: number for number, month in enumerate(_MONTHS, 1)} | {"sept": 9}
_MONTH_NUMBERS = {month: number for number, month in enumerate(_MONTHS, 1)} | _SHORT_MONTHS
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTH = r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?(?![a-z])|" + "|".join(_MONTHS)

_PIECES = re.compile(
    rf"""
    (?P<iso>\b(?:19|20)\d\d-\d\d-\d\d\b)
    | (?P<day_month>\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})\b(?:,?\s+(?:19|20)\d\d\b)?)
    | (?P<month_day>\b(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?![\d,]*\d{{3}})(?:,?\s+(?:19|20)\d\d\b)?)
    | (?P<month_year>\b(?:{"|".join(_MONTHS)})\s+(?:19|20)\d\d\b)
    | (?P<time>\b\d{{1,2}}[:.]\d\d(?:\s?[ap]\.?m\b\.?|\s?(?:gmt|utc)\b)|\b\d{{1,2}}:\d\d\b|\b\d{{1,2}}\s?[ap]\.?m\b\.?)
    | (?P<code>\b[^\W\d_]+-?\d+[\w-]*)
    | (?P<ordinal>\b\d+(?:st|nd|rd|th)\b)
    | (?P<figure>(?<![\w.])[$€£]?\d{{1,3}}(?:[,\u00a0\u202f]\d{{3}})+(?:\.\d+)?(?:\s?(?:bn|m|k)\b)?
        |[$€£]?\d+(?:\.\d+)?(?:\s?(?:bn|m|k|km|kg)\b)?)
    | (?P<cent>\bper\s+cent\b|\bpct\b)
    | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
    | (?P<percent>%)
    | (?P<end>[.!?:;]+(?=\s|$)|\n)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_STOPS = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "there",
        "their",
        "they",
        "he",
        "she",
        "his",
        "her",
        "him",
        "we",
        "our",
        "you",
        "your",
        "i",
        "nor",
        "so",
        "than",
        "then",
        "also",
        "into",
        "over",
        "after",
        "before",
        "about",
        "which",
        "who",
        "whom",
        "whose",
        "will",
        "would",
        "could",
        "should",
        "may",
        "might",
        "can",
        "do",
        "did",
        "does",
        "done",
        "s",
        "t",
        "said",
        "says",
        "say",
        "told",
        "according",
        "add",
        "added",
        "saying",
        "according",
        "amid",
        "while",
        "when",
        "where",
        "what",
        "how",
        "up",
        "out",
        "off",
        "per",
        "more",
        "most",
        "some",
        "any",
        "all",
        "both",
        "other",
        "another",
        "such",
        "only",
        "very",
        "just",
        "still",
        "if",
        "because",
        "since",
        "until",
        "between",
        "during",
        "under",
        "above",
        "against",
        "through",
        "one",
    ]
)
_DENIALS = frozenset(["no", "not", "never", "none", "neither", "without", "cannot"])
_SUFFIXES = (
    "ations",
    "ation",
    "ings",
    "ing",
    "ments",
    "ment",
    "als",
    "al",
    "ers",
    "er",
    "ies",
    "ied",
    "ed",
    "es",
    "s",
)


def tokens_of(text: str, published: date) -> Iterator[Token]:
    """Yield the pieces of a text; days said by weekday are those up to and with the day of publication."""
    begins = True
    for found in _PIECES.finditer(text):
        sort, written = found.lastgroup or "word", found[0]
        if sort == "end":
            begins = True
            continue
        yield from _token(sort, written, published, begins)
        begins = False


def stem(word: str) -> str:
    """Return a folded word without its commonest endings, so that most of its forms are alike."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def root(name: str) -> str:
    """Return what a country and its people have in common: Syria and Syrian, Iran and Iranian."""
    for ending in ("ian", "ia"):
        if name.endswith(ending) and len(name) - len(ending) >= 3:
            return name[: -len(ending)]
    if name.endswith(("ean", "can")) and len(name) >= 6:
        return name[:-1]
    return name[:-1] if name.endswith("e") and len(name) > 4 else name


def _token(sort: str, written: str, published: date, begins: bool) -> Iterator[Token]:
    if sort in ("iso", "day_month", "month_day"):
        if (day := _day(written, published)) is not None:
            yield Token(Sort.DAY, day.isoformat(), written)
        return
    if sort == "month_year":
        month, year = written.lower().split()
        yield Token(Sort.MONTH, f"{year}-{_MONTH_NUMBERS[month]:02}", written)
    elif sort == "figure":
        yield Token(Sort.FIGURE, written.lower().replace(" ", ""), written, begins)
    elif sort == "code":
        yield Token(Sort.NAME, fold(written).replace("-", ""), written)
    elif sort in ("percent", "cent"):
        yield Token(Sort.WORD, "percent", written)
    elif sort == "word":
        yield _word(written, published, begins)


def _word(written: str, published: date, begins: bool) -> Token:
    plain = fold(written).removesuffix("'s").removesuffix("’s")
    if plain in _WEEKDAYS and written[0].isupper():
        back = (published.weekday() - _WEEKDAYS.index(plain)) % 7
        return Token(Sort.DAY, (published - timedelta(days=back)).isoformat(), written)
    if plain in ("today", "tonight", "yesterday"):
        back = int(plain == "yesterday")
        return Token(Sort.DAY, (published - timedelta(days=back)).isoformat(), written)
    if plain in _MONTH_NUMBERS and len(plain) > 3 and written[0].isupper():
        return Token(Sort.MONTH, plain, written, begins)
    if plain in _DENIALS or plain.endswith(("n't", "n’t")):
        return Token(Sort.WORD, "not", written, begins)
    if plain in _STOPS:
        return Token(Sort.STOP, plain, written, begins)
    if written[0].isupper():
        return Token(Sort.NAME, plain, written, begins)
    return Token(Sort.WORD, stem(plain), written, begins)


def _day(written: str, published: date) -> date | None:
    parts = re.findall(r"\d+|[a-z]+", written.lower())
    try:
        if parts[0].isdigit() and len(parts[0]) == 4:
            return date(int(parts[0]), int(parts[1]), int(parts[2]))
        numbers = [int(part) for part in parts if part.isdigit()]
        month = next(_MONTH_NUMBERS[part] for part in parts if part in _MONTH_NUMBERS)
        if len(numbers) > 1:
            return date(numbers[1], month, numbers[0])
        return min(
            (date(published.year + years, month, numbers[0]) for years in (-1, 0, 1)),
            key=lambda day: abs((day - published).days),
        )
    except (ValueError, StopIteration, OverflowError):
        return None

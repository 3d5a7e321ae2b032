"""Pieces of a text as two tellings are compared by them: days, figures, names and words, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

from tracker.domain.folding import fold
from tracker.engine.near.vocabulary import (
    AFTER_FIGURES,
    DAYS_FROM_NOW,
    DENIALS,
    MONTH_NUMBERS,
    MONTHS,
    ORDINALS,
    STOPS,
    UNIT_FORMS,
    UNITS,
    WEEKDAYS,
    stem,
)


class Sort(Enum):
    """What a piece of text is."""

    DAY = "day"
    MONTH = "month"
    TIME = "time"
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

    key: str = ""
    """What it is compared by where a name may have been taken for a word, as in a title; else as `norm`."""

    def __post_init__(self) -> None:
        if not self.key:
            object.__setattr__(self, "key", stem(self.norm) if self.sort is Sort.NAME else self.norm)


_SHORT = "jan feb mar apr jun jul aug sept? oct nov dec".replace(" ", "|")
_MONTH = rf"(?=[adfjmnos])(?:{'|'.join(MONTHS)}|(?:{_SHORT})\.?(?![a-z]))"
_YEAR = r"(?:19|20)\d\d\b"

_WORD = r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:-?\d[\w-]*)?"
_PLAIN = rf"(?![adfjmnosp])[a-z]{_WORD}"
"""A word that begins like no month and no "per cent", as most do: tried first."""

_PIECES = re.compile(
    rf"""
    (?P<plain>{_PLAIN})
    | (?P<month_day>\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?![\d,]*\d{{3}})(?:,?\s+{_YEAR})?)
    | (?P<month_year>\b(?=[adfjmnos])(?:{"|".join(MONTHS)})\s+{_YEAR})
    | (?P<cent>\bp(?:er\s+cent|ct)\b)
    | (?P<word>{_WORD})
    | (?P<iso>\b{_YEAR}-\d\d-\d\d\b)
    | (?P<day_month>\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?)
    | (?P<time>\b\d{{1,2}}(?:[:.]\d\d(?:\s?[ap]\.?m\b\.?|\s?(?:gmt|utc)\b)|:\d\d\b|\s?[ap]\.?m\b\.?))
    | (?P<ordinal>\b\d+(?:st|nd|rd|th)\b)
    | (?P<figure>(?<![\w.])\d{{1,3}}(?:[,\u00a0\u202f\ ]\d{{3}}(?!\d))+(?:\.\d+)?(?:[mk]\b|\s?[bm]n\b)?
        |(?:(?<=\s)[-\u2212](?=\d+(?:\.\d+)?\s?(?:°|degrees|[cf]\b)))?\d+(?:[.,]\d+)?(?:[mk]\b|\s?[bm]n\b)?)
    | (?P<sign>[%€$£])
    | (?P<end>[.!?;]+["'”’»)\]]*(?=\s|$)|\n)
    """,
    re.IGNORECASE | re.VERBOSE,
)


_HOURS = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
"""Words that tell the time of day."""

_DOTTED = re.compile(r"\b(?:(?:[A-Z]\.){2,}|(?:Mrs?|Ms|Dr|St|Gen|Col|Lt|Capt|Sgt|Sen|Rep|Gov|Prof|No)\.(?=\s))")
"""Short forms whose dots end no sentence: U.S., Mr., Gen."""


def tokens_of(text: str, published: date) -> Iterator[Token]:
    """Yield the pieces of a text; days said by weekday are those up to and with the day of publication."""
    begins, after_figure = True, False
    if "." in text:
        text = _DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), text)
    for found in _PIECES.finditer(text):
        sort, written = found.lastgroup or "word", found[0]
        if sort == "end":
            begins = True
            continue
        if sort == "plain":
            if not after_figure:  # as most words stand
                word = _word(written, begins)
                yield word if word.sort is not Sort.DAY else _dated(word, published)
                begins = False
                continue
            sort = "word"
        if sort == "word" and after_figure and written in AFTER_FIGURES:
            sort, written = "sign", AFTER_FIGURES[written]
        after_figure = sort == "figure" or (after_figure and written.lower() in UNIT_FORMS)
        token = _word(written, begins) if sort == "word" else _other(sort, written, published, begins)
        if token is not None:
            yield token if token.sort is not Sort.DAY or sort != "word" else _dated(token, published)
            begins = False


@lru_cache(maxsize=32_768)
def _word(written: str, begins: bool) -> Token:
    """Return what a word is; one that names a day relative to the publication has the way back for its norm."""
    plain = fold(written).removesuffix("'s").removesuffix("’s")
    is_capital = written[0].isupper()
    if any(letter.isdigit() for letter in written):  # Su-24, S-400
        return Token(Sort.NAME, plain.replace("-", ""), written, begins)
    if plain in DAYS_FROM_NOW or (is_capital and plain in WEEKDAYS):
        return Token(Sort.DAY, plain, written, begins)
    if plain in _HOURS:
        return Token(Sort.TIME, _HOURS[plain], written, begins)
    if is_capital and plain in MONTH_NUMBERS and len(plain) > 3:
        return Token(Sort.MONTH, plain, written, begins)
    if plain in UNITS:
        return Token(Sort.WORD, UNITS[plain], written, begins)
    if plain in DENIALS or plain.endswith(("n't", "n’t")):
        return Token(Sort.WORD, "not", written, begins)
    if plain in STOPS:
        return Token(Sort.STOP, plain, written, begins)
    return (
        Token(Sort.NAME, plain, written, begins) if is_capital else Token(Sort.WORD, stem(plain), written, begins)
    )


def _dated(token: Token, published: date) -> Token:
    if token.norm in WEEKDAYS:
        back = (published.weekday() - WEEKDAYS.index(token.norm)) % 7
    else:
        back = -DAYS_FROM_NOW[token.norm]
    day = date.fromordinal(max(1, published.toordinal() - back))
    return Token(Sort.DAY, day.isoformat(), token.text, token.starts)


def _other(sort: str, written: str, published: date, begins: bool) -> Token | None:
    if sort in ("iso", "day_month", "month_day"):
        day = _day(written, published)
        return None if day is None else Token(Sort.DAY, day.isoformat(), written, begins)
    if sort == "month_year":
        month, year = written.lower().split()
        return Token(Sort.MONTH, f"{year}-{MONTH_NUMBERS[month]:02}", written, begins)
    if sort == "figure":
        return Token(Sort.FIGURE, written.lower().replace(" ", "").replace("\u2212", "-"), written, begins)
    if sort == "cent":
        return Token(Sort.WORD, "percent", written)
    if sort == "time":
        return Token(Sort.TIME, _clock(written), written, begins)
    if sort == "ordinal":
        number = written[:-2]
        return Token(Sort.WORD, stem(ORDINALS.get(int(number), written)), written, begins)
    return Token(Sort.WORD, UNITS.get(written, written), written, begins) if sort == "sign" else None


def _clock(written: str) -> str:
    """Read a time of day as hours and minutes of 24."""
    hours, minutes = [*re.findall(r"\d+", written), "00"][:2]
    after_noon = re.search(r"([ap])\.?m", written.lower())
    hour = int(hours) % 12 + 12 * (after_noon[1] == "p") if after_noon else int(hours)
    return f"{hour:02}:{minutes}"


def _day(written: str, published: date) -> date | None:
    """Read a date; one without a year is the nearest to the publication."""
    parts = re.findall(r"\d+|[a-z]+", written.lower())
    try:
        if parts[0].isdigit() and len(parts[0]) == 4:
            return date(int(parts[0]), int(parts[1]), int(parts[2]))
        numbers = [int(part) for part in parts if part.isdigit()]
        month = next(MONTH_NUMBERS[part] for part in parts if part in MONTH_NUMBERS)
        if len(numbers) > 1:
            return date(numbers[1], month, numbers[0])
        return min(
            (date(published.year + years, month, numbers[0]) for years in (-1, 0, 1)),
            key=lambda day: abs(day - published),
        )
    except (ValueError, StopIteration, OverflowError):
        return None

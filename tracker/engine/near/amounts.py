"""Figures in a text: their number, whether they are meant as rough, and what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.engine.near.tokens import Sort, Token
from tracker.engine.near.vocabulary import stem, words_of

_UNITS = words_of(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_TENS = {
    word: 10 * number
    for number, word in enumerate(words_of("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
_SMALL = {word: number for number, word in enumerate(_UNITS)} | _TENS | {"dozen": 12}
_MAY_COUNT = frozenset((*_SMALL, *map(stem, _SMALL)))
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 10**12,
    "bln": 10**9,
    "mln": 10**6,
    "bn": 10**9,
    "mn": 10**6,
}
_LETTERS = {"bn": 1e9, "mn": 1e6, "m": 1e6, "k": 1e3}
_ROUGH = frozenset(
    words_of("more about around nearly almost roughly approximately some over estimated least up close near circa")
)
_MOST_COUNTED = 3
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure: `counted` are the stems of the words that follow it."""

    number: float
    rough: bool
    counted: frozenset[str]
    text: str
    place: int
    """Which token it begins at."""
    length: int
    """How many tokens it takes."""
    or_else: float | None = None
    """What else it may be: 600m is 600 metres or millions, 1.215 has decimals or thousands."""

    def equals(self, other: Amount) -> bool:
        """Say whether two figures may be the same one, told exactly or rounded."""
        if self.number == other.number:
            return True
        rough, exact = (self, other) if self.rough else (other, self)
        return rough.rough and not exact.rough and _rounds_to(exact.number, rough.number)

    def counts_like(self, other: Amount) -> bool:
        """Say whether both count the same, or one does not say what."""
        return not self.counted or not other.counted or bool(self.counted & other.counted)


def _rounds_to(exact: float, rough: float) -> bool:
    """Say whether a figure of two digits or more is another with fewer of them: 38 and 40, 122,347 and 120,000."""
    return rough >= 10 and any(round(exact, digits) == rough for digits in range(2, -16, -1))


def with_figures(tokens: Sequence[Token], amounts: Sequence[Amount]) -> list[Token]:
    """Return the tokens with each figure as one, however it was written."""
    begun = {each.place: each for each in amounts}
    found: list[Token] = []
    place = 0
    while place < len(tokens):
        amount = begun.get(place)
        if amount is None:
            found.append(tokens[place])
            place += 1
        else:
            found.append(Token(Sort.FIGURE, key_of(amount.number), amount.text, tokens[place].starts))
            place += amount.length
    return found


def key_of(number: float) -> str:
    """Return a number as the one piece of text it is compared by."""
    return f"{number:.15g}"


def amounts_of(tokens: Sequence[Token]) -> Iterator[Amount]:
    """Yield the figures among the tokens, years and "one" apart; "two hundred" is one figure."""
    read_to = 0
    for place, token in enumerate(tokens):
        if place < read_to or (token.sort is not Sort.FIGURE and token.norm not in _MAY_COUNT):
            continue
        number, end = _read(tokens, place)
        if number is None:
            continue
        read_to = end
        written = " ".join(each.text for each in tokens[place:end])
        if not (number in _YEARS and end == place + 1 and token.text.isdigit()):
            rough = any(each.norm in _ROUGH for each in tokens[max(0, place - 2) : place])
            yield Amount(number, rough, _counted(tokens, end), written, place, end - place, _or_else(token))


def _read(tokens: Sequence[Token], place: int) -> tuple[float | None, int]:
    token = tokens[place]
    if token.sort is Sort.FIGURE:
        number = _digits(token.norm)
        return _scaled(number, tokens, place + 1)
    word = token.text.lower()
    if word not in _SMALL or (word == "dozen" and token.starts):
        return (None, place)
    number = float(_SMALL[word])
    end = place + 1
    if word in _TENS and end < len(tokens) and 0 < _SMALL.get(tokens[end].text.lower(), 0) < 10:
        number += _SMALL[tokens[end].text.lower()]
        end += 1
    number, end = _scaled(number, tokens, end)
    # "one" alone is mostly no count
    return (None, place) if number <= 1 else (number, end)


def _or_else(token: Token) -> float | None:
    if token.sort is not Sort.FIGURE:
        return None
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", token.norm):
        return float(token.norm.replace(".", ""))
    return _digits(token.norm[:-1]) if re.fullmatch(r"[\d,.]+m", token.norm) else None


def _scaled(number: float, tokens: Sequence[Token], end: int) -> tuple[float, int]:
    while end < len(tokens) and tokens[end].text.lower() in _SCALES:
        number *= _SCALES[tokens[end].text.lower()]
        end += 1
    return number, end


def _digits(norm: str) -> float:
    found = re.fullmatch(r"([\d,.\u00a0\u202f]+)(bn|mn|m|k)?", norm)
    if found is None:
        return 0.0
    plain = re.sub(r",(?=\d{1,2}$)", ".", found[1])
    plain = re.sub("[,\u00a0\u202f]", "", plain).rstrip(".")
    return float(plain or 0) * _LETTERS.get(found[2] or "", 1.0)


def _counted(tokens: Sequence[Token], end: int) -> frozenset[str]:
    found: list[str] = []
    for token in tokens[end : end + 2 * _MOST_COUNTED]:
        if token.sort in (Sort.FIGURE, Sort.DAY, Sort.MONTH) or token.starts or len(found) == _MOST_COUNTED:
            break
        if token.norm in _SMALL:
            break
        if token.sort in (Sort.WORD, Sort.NAME):
            found.append(token.norm)
    return frozenset(found)

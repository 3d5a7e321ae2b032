"""Numbers as they are written: digits, words, scales and fractions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.engine.near.measures import FRACTION, Unit
from tracker.engine.near.tokens import Sort, Token
from tracker.engine.near.vocabulary import stem, words_of

_ONES = words_of(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_TENS = {
    word: 10 * number
    for number, word in enumerate(words_of("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
SMALL = {word: number for number, word in enumerate(_ONES)} | _TENS | {"dozen": 12}
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
    "dozen": 12,
}
_LETTERS = {"bn": 1e9, "mn": 1e6, "m": 1e6, "k": 1e3}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_PARTS |= {f"{part}s": number for part, number in _PARTS.items()}
_SPANS: dict[str, tuple[float, Unit]] = {
    "hour": (60.0, ("minute",)),
    "day": (24.0, ("hour",)),
    "week": (7.0, ("day",)),
    "fortnight": (14.0, ("day",)),
    "year": (12.0, ("month",)),
    "decade": (10.0, ("year",)),
}
"""Words for a length of time that is told in smaller ones as well."""

_DURING = frozenset(words_of("within in for after"))
"""Words after which "a week" is as long as that, and no rate."""

_MOST_PARTS = 10
"""One in so many is a share; one in 2,000 is something else."""

MAY_COUNT = frozenset(
    (
        *SMALL,
        *map(stem, SMALL),
        *_SCALES,
        *map(stem, _SCALES),
        *_PARTS,
        *map(stem, _PARTS),
        "a",
        "an",
        "minus",
        "minu",
    )
)
"""What may begin a number in words, as it stands in a text or by its stem."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and the token it ends before; a fraction has a unit of its own and is told in percent."""

    number: float
    end: int
    unit: Unit = ()


def numeral_at(tokens: Sequence[Token], place: int) -> Numeral | None:
    """Read the number that begins at a place; "one" alone is mostly no count, nor is half of a game."""
    if (share := _share(tokens, place)) is not None:
        return share
    token = tokens[place]
    if token.sort is Sort.FIGURE:
        return _scaled(_digits(token.norm), tokens, place + 1)
    word = token.text.lower()
    if word == "minus":
        is_below = place + 1 < len(tokens) and tokens[place + 1].sort is Sort.FIGURE
        return Numeral(-_digits(tokens[place + 1].norm), place + 2) if is_below else None
    if word in ("a", "an", "half"):
        return _scale_alone(tokens, place)
    if word not in SMALL or (word == "dozen" and token.starts):
        return None
    number, end = float(SMALL[word]), place + 1
    if word in _TENS and 0 < SMALL.get(_word(tokens, end), 0) < 10:
        number += SMALL[_word(tokens, end)]
        end += 1
    found = _scaled(number, tokens, end)
    return None if found.number <= 1 else found


def or_else(token: Token) -> float | None:
    """Return what else a figure may be: 600m is 600 metres or millions, 1.215 has decimals or thousands."""
    if token.sort is not Sort.FIGURE:
        return None
    if re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+", token.norm):
        return float(token.norm.replace(".", ""))
    return _digits(token.norm[:-1]) if re.fullmatch(r"[\d,.]+m", token.norm) else None


def _word(tokens: Sequence[Token], place: int) -> str:
    """Return the word at a place of the same sentence, or an empty one."""
    return tokens[place].text.lower() if place < len(tokens) and not tokens[place].starts else ""


def _scaled(number: float, tokens: Sequence[Token], end: int) -> Numeral:
    if [_word(tokens, end + each) for each in range(3)] == ["and", "a", "half"]:
        number, end = number + 0.5, end + 3
    while (word := _word(tokens, end)) in _SCALES:
        number *= _SCALES[word]
        end += 1
    return Numeral(number, end)


def _scale_alone(tokens: Sequence[Token], place: int) -> Numeral | None:
    """Read "a hundred", "half a million", "half a dozen"."""
    number, end = (0.5, place + 1) if _word_here(tokens, place) == "half" else (1.0, place)
    if number == 1 and (span := _SPANS.get(_word(tokens, end + 1))) is not None:
        is_span = _word(tokens, end + 1) in ("fortnight", "decade") or tokens[place - 1].norm in _DURING
        return Numeral(span[0], end + 2, span[1]) if is_span else None
    if _word_here(tokens, end) in ("a", "an"):
        end += 1
    elif number < 1:
        return None
    return _scaled(number, tokens, end) if _word(tokens, end) in _SCALES else None


def _word_here(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].text.lower() if place < len(tokens) else ""


def _share(tokens: Sequence[Token], place: int) -> Numeral | None:
    """Read "a third", "two-thirds", "half of", "nine out of ten" and "one in five", each as a percentage."""
    word = _word_here(tokens, place)
    several = 1 if word in ("a", "an") else SMALL.get(word, 0)
    part = _word(tokens, place + 1)
    if several and part in _PARTS and part.endswith("s") == (several > 1) and _PARTS[part] > several:
        return _of_a_whole(several, _PARTS[part], tokens, place + 2)
    if word == "half":
        return _of_a_whole(1, 2, tokens, place + 1)
    for between in (("in",), ("out", "of")):
        end = place + 1 + len(between)
        whole = SMALL.get(_word(tokens, end), 0)
        is_there = tuple(_word(tokens, place + 1 + each) for each in range(len(between))) == between
        if is_there and 0 < several < whole <= _MOST_PARTS and word not in ("a", "an"):
            return Numeral(100 * several / whole, end + 1, FRACTION)
    return None


def _of_a_whole(several: int, parts: int, tokens: Sequence[Token], end: int) -> Numeral | None:
    """Return a fraction unless it counts or names what follows: a third man, a quarter past, half an hour."""
    follows = tokens[end] if end < len(tokens) and not tokens[end].starts else None
    is_share = follows is None or follows.sort in (Sort.DAY, Sort.MONTH)
    is_share = is_share or (follows is not None and follows.sort is Sort.STOP and follows.norm not in _NO_SHARE)
    is_share = is_share or (follows is not None and follows.sort is Sort.WORD and follows.norm in ("more", "less"))
    return Numeral(100 * several / parts, end, FRACTION) if is_share else None


_NO_SHARE = frozenset(words_of("a an past before after until time one"))


def _digits(norm: str) -> float:
    found = re.fullmatch(r"(-?[\d,.\u00a0\u202f]+)(bn|mn|m|k)?", norm)
    if found is None:
        return 0.0
    plain = re.sub(r",(?=\d{1,2}$)", ".", found[1])
    plain = re.sub("[,\u00a0\u202f]", "", plain).rstrip(".")
    return float(plain or 0) * _LETTERS.get(found[2] or "", 1.0)

"""Numbers as English texts write them: in digits and in words, with thousands and a scale."""

from __future__ import annotations

import re
from typing import NamedTuple

from tracker.language.texts.tokens import Cursor

_PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,9})?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,9})?")
_ONES = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
    "score": 20.0,
}
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
MOST_WORDS = 12
"""So many words make a number at most."""


class Number(NamedTuple):
    """A number and the place after it."""

    value: float
    after: int
    in_words: bool


def number_at(cursor: Cursor, place: int) -> Number | None:
    """Return the number that begins at a place, with its scale."""
    token = cursor.at(place)
    if token.is_number:
        return _in_digits(cursor, place, token.text)
    return _in_words(cursor, place) if token.is_word else None


def digits(text: str) -> float | None:
    """Return the number that digits stand for; None for 1,5 or 1.2.3, which English does not write."""
    if _PLAIN.fullmatch(text):
        return float(text)
    return float(text.replace(",", "")) if _GROUPED.fullmatch(text) else None


def _in_digits(cursor: Cursor, place: int, text: str) -> Number | None:
    value = digits(text)
    if value is None:
        return None
    after = place + 1
    following = cursor.at(after)
    if following.text in _SHORT_SCALES and not following.after_space:
        return Number(value * _SHORT_SCALES[following.text], after + 1, False)
    if cursor.after_ordinal(after) != after:
        return None
    while (scale := _SCALES.get(cursor.word(after))) is not None and after - place < MOST_WORDS:
        value, after = value * scale, after + 1
    if cursor.word(after) in ("bn", "mn", "tn"):
        value, after = value * _SHORT_SCALES[cursor.word(after)], after + 1
    return Number(value, after, False)


def _in_words(cursor: Cursor, place: int) -> Number | None:
    """Read "two hundred and fifty thousand", "twenty-one", "a dozen", "two dozen"; not a lone "a" or "one"."""
    total, group, after, scaled = 0.0, None, place, False
    if cursor.word(place) in ("a", "an", "half") and _SCALES.get(cursor.word(place + 1)) is not None:
        group, after = 0.5 if cursor.word(place) == "half" else 1.0, place + 1
    elif cursor.word(place) == "half" and cursor.word(place + 1) == "a" and cursor.word(place + 2) in _SCALES:
        group, after = 0.5, place + 2
    while after - place < MOST_WORDS:
        word = cursor.word(after)
        if word in ("and", "-") and group is not None and _adds(cursor.word(after + 1)):
            after += 1
        elif word in _ONES and _has_room(group, _ONES[word]):
            group, after = (group or 0.0) + _ONES[word], after + 1
        elif word in _TENS and _has_room(group, _TENS[word]):
            group, after = (group or 0.0) + _TENS[word], after + 1
        elif word in _SCALES and group is not None:
            scale, after, scaled = _SCALES[word], after + 1, True
            if scale >= 1e3:
                total, group = total + group * scale, 0.0
            else:
                group *= scale
        else:
            break
    if group is None or (not scaled and after - place == 1 and cursor.word(place) in ("one", "zero")):
        return None
    return Number(total + group, after, True)


def _adds(word: str) -> bool:
    return word in _ONES or word in _TENS


def _has_room(group: float | None, number: int) -> bool:
    """Say whether a smaller number can be added to what was read: sixty and two, three hundred and forty."""
    if group is None or group % 100 == 0:
        return True
    return number < 10 and group % 10 == 0 and group % 100 >= 20

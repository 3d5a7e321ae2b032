"""Figures with units in English text: "21 of 36 aircraft", "1.5 billion euros", "at least two dozen ships"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from tracker.domain.candidates import FigureFound
from tracker.domain.folding import fold
from tracker.domain.reports import Quote
from tracker.domain.values import Qualifier, Value
from tracker.language.texts.numbers import Number, number_at
from tracker.language.texts.tokens import Cursor

_QUALIFIERS: dict[Qualifier, tuple[str, ...]] = {
    Qualifier.AT_LEAST: ("at least", "no fewer than", "no less than", "not less than"),
    Qualifier.AT_MOST: ("at most", "up to", "no more than", "not more than", "as many as", "a maximum of"),
    Qualifier.MORE_THAN: ("more than", "over", "above", "upwards of"),
    Qualifier.LESS_THAN: ("less than", "fewer than", "under", "below"),
    Qualifier.ABOUT: ("about", "around", "roughly", "approximately", "some", "nearly", "almost", "circa"),
}
_CURRENCIES = {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen", "₽": "roubles"}
_NO_UNIT = frozenset(
    [
        "of",
        "the",
        "a",
        "an",
        "and",
        "or",
        "but",
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
        "has",
        "have",
        "had",
        "will",
        "would",
        "than",
        "that",
        "this",
        "these",
        "those",
        "it",
        "its",
        "they",
        "their",
        "he",
        "she",
        "who",
        "which",
        "when",
        "while",
        "after",
        "before",
        "since",
        "until",
        "within",
        "between",
        "into",
        "per",
        "other",
        "others",
        "more",
        "less",
        "out",
        "up",
        "over",
        "under",
        "only",
        "not",
        "no",
        "also",
        "still",
        "left",
        "remain",
        "remained",
        "years",
        "year",
        "old",
    ]
)
_MOST_UNIT_WORDS = 3


class _Figure(NamedTuple):
    start: int
    """The place of its first token."""
    value: Value
    whole: Value | None
    unit: str
    after: int


def figures_in(
    cursor: Cursor, text: str, field: str, units: Collection[str], taken: Sequence[tuple[int, int]]
) -> Iterator[FigureFound]:
    """Yield the figures of a text with what they count, in order.

    `units` are folded units that rules know: of several words behind a number they tell which is the unit, without
    them it is the first. What touches a `taken` stretch of characters (of a date; in order) is no figure, nor is a
    number without a unit, nor one that belongs to a name (Su-24).
    """
    longest = max((len(unit.split()) for unit in units), default=1)
    place = 0
    while place < len(cursor):
        figure = _figure_at(cursor, place, units, min(longest, _MOST_UNIT_WORDS), text)
        if figure is None or not figure.unit or _is_taken(cursor, figure, taken):
            place += 1
            continue
        start, end = cursor.at(figure.start).start, cursor.at(figure.after - 1).end
        yield FigureFound(Quote(field, start, end, text[start:end]), figure.value, figure.unit, figure.whole)
        place = figure.after


def _is_taken(cursor: Cursor, figure: _Figure, taken: Sequence[tuple[int, int]]) -> bool:
    start, end = cursor.at(figure.start).start, cursor.at(figure.after - 1).end
    place = bisect_left(taken, (start, 0))
    return any(start < last and first < end for first, last in taken[max(place - 1, 0) : place + 1])


def _figure_at(cursor: Cursor, place: int, units: Collection[str], longest: int, text: str) -> _Figure | None:
    qualifier, begin = _qualifier_at(cursor, place)
    currency = _CURRENCIES.get(cursor.word(begin), "")
    first = number_at(cursor, begin + 1 if currency else begin)
    if _is_in_a_name(cursor, begin):
        return None
    if first is None or (begin != place and first.after == begin):
        return None
    value, whole, after = Value(first.value, qualifier), None, first.after
    if (second := _range_end(cursor, after)) is not None and second.value >= first.value:
        value, after = Value(first.value, Qualifier.RANGE, second.value), second.after
    elif cursor.word(after) == "of" and (total := _total(cursor, after + 1)) is not None:
        whole, after = Value(total.value), total.after
    if currency:
        return _Figure(place, value, whole, currency, after)
    unit, after = _unit_at(cursor, after, units, longest, text)
    return _Figure(place, value, whole, unit, after)


def _is_in_a_name(cursor: Cursor, place: int) -> bool:
    """Say whether a number stands behind letters and a hyphen, as in Su-24."""
    token, sign, before = (cursor.at(place - step) for step in range(3))
    return token.is_number and sign.text == "-" and before.is_word and not (token.after_space or sign.after_space)


def _after_name(cursor: Cursor, place: int) -> int:
    """Return the place after a name such as Su-24, which stands before the unit."""
    word, sign, number = (cursor.at(place + step) for step in range(3))
    is_name = (
        word.is_word and sign.text == "-" and number.is_number and not (sign.after_space or number.after_space)
    )
    return place + 3 if is_name else place


def _qualifier_at(cursor: Cursor, place: int) -> tuple[Qualifier, int]:
    for qualifier, phrases in _QUALIFIERS.items():
        if (after := cursor.skips_any(place, phrases)) != place:
            return qualifier, after
    return Qualifier.EQ, place


def _range_end(cursor: Cursor, place: int) -> Number | None:
    """Read the end of "20 to 30" or "20-30"."""
    if cursor.word(place) in ("to", "-", "–"):
        return number_at(cursor, place + 1)
    return None


def _total(cursor: Cursor, place: int) -> Number | None:
    """Read what a figure is part of: "of 36", "of the 36", "of its 36", "of some 36"."""
    if cursor.word(place) in ("the", "its", "their", "his", "our", "some", "about", "a"):
        place += 1
    if cursor.word(place) in ("total", "estimated") and cursor.word(place + 1) in ("of", "\0"):
        place += 2
    return number_at(cursor, place)


def _unit_at(cursor: Cursor, place: int, units: Collection[str], longest: int, text: str) -> tuple[str, int]:
    """Return the unit behind a number and the place after it; empty where none stands there."""
    if cursor.word(place) == "%":
        return "%", place + 1
    if (after := cursor.skips_any(place, ("percent", "per cent"))) != place:
        return "%", after
    if cursor.word(place) == "of" and cursor.word(place + 1) in ("the", "its", "their"):
        place += 2
    place = _after_name(cursor, place)
    found, end = "", place
    for count in range(1, _MOST_UNIT_WORDS + 1):
        token = cursor.at(place + count - 1)
        if not token.is_word or token.text in _NO_UNIT:
            break
        words = text[cursor.at(place).start : token.end]
        for length in range(min(count, longest), 0, -1):
            tail = fold(text[cursor.at(place + count - length).start : token.end])
            if tail in units:
                return tail, place + count
        if count == 1:
            found, end = fold(words), place + 1
    return found, end

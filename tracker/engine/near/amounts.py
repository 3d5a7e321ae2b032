"""Figures in a text: their number, whether they are meant as rough, and what they count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.engine.near.measures import FRACTION, Rough, Unit, agree, is_converted, rounds_to, unit_at
from tracker.engine.near.numerals import MAY_COUNT, SMALL, numeral_at, or_else
from tracker.engine.near.tokens import Sort, Token
from tracker.engine.near.vocabulary import words_of

_CALLED_ROUGH = {
    word: way
    for way, words in (
        (Rough.ABOUT, "about around roughly approximately some close near circa"),
        (Rough.OVER, "more over"),
        (Rough.UNDER, "nearly almost less fewer"),
    )
    for word in words_of(words)
}
_MOST_COUNTED = 3
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure: `counted` are the stems of the words that follow it."""

    number: float
    rough: Rough | None
    counted: frozenset[str]
    text: str
    place: int
    """Which token it begins at."""
    length: int
    """How many tokens it takes."""
    or_else: float | None = None
    """What else it may be: 600m is 600 metres or millions, 1.215 has decimals or thousands."""
    unit: Unit = ()
    unit_length: int = 0
    """How many tokens the unit takes that follows it."""

    @property
    def key(self) -> str:
        """Return the one piece of text it is compared by."""
        return f"{key_of(self.number)}%" if self.unit == FRACTION else key_of(self.number)

    def equals(self, other: Amount) -> bool:
        """Say whether two figures may be the same one, told exactly or rounded or in other units."""
        if not agree(self.unit, other.unit) and self.unit and other.unit:
            return self.is_converted(other)
        if FRACTION in (self.unit, other.unit) and self.unit != other.unit:
            return False
        if self.number == other.number:
            return {self.rough, other.rough} != {Rough.OVER, Rough.UNDER}
        rough, exact = (self, other) if self.rough else (other, self)
        return not exact.rough and rounds_to(exact.number, rough.number, rough.rough)

    def is_converted(self, other: Amount) -> bool:
        """Say whether the one is the other in another unit."""
        return is_converted(
            self.number, self.unit, other.number, other.unit, rough=self.rough, rougher=other.rough
        )

    def counts_like(self, other: Amount) -> bool:
        """Say whether both count the same, or one does not say what."""
        return not self.counted or not other.counted or bool(self.counted & other.counted)


def calls_rough(token: Token) -> bool:
    """Say whether a word calls the figure after it rough."""
    return token.sort in (Sort.WORD, Sort.STOP) and token.text.lower() in _CALLED_ROUGH


def with_figures(tokens: Sequence[Token], amounts: Sequence[Amount]) -> list[Token]:
    """Return the tokens with each figure as one, however it was written."""
    if not amounts:
        return list(tokens)
    begun = {each.place: each for each in amounts}
    found: list[Token] = []
    place = 0
    while place < len(tokens):
        amount = begun.get(place)
        if amount is None:
            found.append(tokens[place])
            place += 1
        else:
            found.append(Token(Sort.FIGURE, amount.key, amount.text, tokens[place].starts))
            if not amount.unit_length:  # a fortnight is fourteen days
                found.extend(unit_tokens(amount.unit))
            place += amount.length
    return found


def unit_tokens(unit: Unit) -> Iterator[Token]:
    """Yield a unit as it stands after a figure; a share is told by its figure alone."""
    if unit != FRACTION:
        yield from (Token(Sort.WORD, word, word) for word in unit)


def key_of(number: float) -> str:
    """Return a number as the one piece of text it is compared by."""
    return f"{number:.15g}"


def amounts_of(tokens: Sequence[Token]) -> Iterator[Amount]:
    """Yield the figures among the tokens, years and "one" apart; "two hundred" is one figure."""
    read_to = 0
    for place, token in enumerate(tokens):
        if place < read_to or (token.sort is not Sort.FIGURE and token.norm not in MAY_COUNT):
            continue
        found = numeral_at(tokens, place)
        if found is None:
            continue
        read_to = end = found.end
        written = " ".join(each.text for each in tokens[place:end])
        if found.number in _YEARS and end == place + 1 and token.text.isdigit():
            continue
        unit, length = (found.unit, 0) if found.unit else unit_at(tokens, end)
        counted = _counted(tokens, end)
        yield Amount(
            found.number, _rough(tokens, place), counted, written, place, end - place, or_else(token), unit, length
        )


def _rough(tokens: Sequence[Token], place: int) -> Rough | None:
    """Return in which way the two words before a figure of the same sentence call it rough."""
    for before in range(place - 1, max(-1, place - 3), -1):
        if tokens[before + 1].starts:
            break
        if (way := _CALLED_ROUGH.get(tokens[before].text.lower())) is not None:
            return way
    return None


def _counted(tokens: Sequence[Token], end: int) -> frozenset[str]:
    found: list[str] = []
    for token in tokens[end : end + 2 * _MOST_COUNTED]:
        if token.sort in (Sort.FIGURE, Sort.DAY, Sort.MONTH) or token.starts or len(found) == _MOST_COUNTED:
            break
        if token.norm in SMALL:
            break
        if token.sort in (Sort.WORD, Sort.NAME):
            found.append(token.norm)
    return frozenset(found)

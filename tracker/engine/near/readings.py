"""Figures and days that may be read in two ways, read as the other text has them.

600m is 600 metres or millions, 1.215 has decimals or thousands, 20 miles are 32 kilometres, "more than 1,200" is
1,237, and "on Monday" may be the Monday that is to come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tracker.engine.near.amounts import Amount, calls_rough, unit_tokens
from tracker.engine.near.measures import FRACTION, Unit, agree, unit_at
from tracker.engine.near.spelling import joined_as
from tracker.engine.near.telling import Telling
from tracker.engine.near.tokens import Sort, Token
from tracker.engine.near.vocabulary import INTENTIONS, MODALS, WEEKDAYS

_Figure = tuple[str, Unit]

_WEEK = timedelta(days=7)
_TO_COME = frozenset(("next", "from", "until", "to", "by", "tomorrow"))
"""Words beside a weekday that may mean the one after the report."""


def read_alike(first: Telling, second: Telling) -> tuple[Telling, Telling]:
    """Return both tellings, each figure that has another reading in that which the other text tells."""
    first, second = joined_as(first, second), joined_as(second, first)
    first, second = _read_as(first, second), _read_as(second, first)
    first, second = _measured_as(first, second), _measured_as(second, first)
    return _dated_as(first, second), _dated_as(second, first)


def _read_as(telling: Telling, other: Telling) -> Telling:
    numbers = {each.number for each in other.amounts}
    others = {
        (each.key, each.unit): replace(each, number=each.or_else)
        for each in telling.amounts
        if each.or_else is not None and each.number not in numbers and each.or_else in numbers
    }
    return _with_figures(telling, others)


def _measured_as(telling: Telling, other: Telling) -> Telling:
    """Return a telling with each figure that only one text has in the other's unit, and as exactly."""
    ours, theirs = _told(telling), _told(other)
    found: dict[_Figure, Amount] = {}
    for measured, each in ours.items():
        if measured not in theirs:
            like = next((like for own, like in theirs.items() if own not in ours and _gives_way(each, like)), None)
            if like is not None:
                found[each.key, each.unit] = like
    return _with_figures(telling, found)


def _told(telling: Telling) -> dict[tuple[float, Unit], Amount]:
    """Return the figures of a text once each; one that is told exactly too, as in a headline, is not rough."""
    exactly_last = sorted(telling.amounts, key=lambda each: each.rough is None)
    return {(each.number, each.unit): each for each in exactly_last}


def _gives_way(amount: Amount, other: Amount) -> bool:
    """Say whether a figure is to be read as the other: the rough as the exact, else in the unit named first."""
    is_measured = bool(amount.unit and other.unit) or amount.unit == other.unit
    if not is_measured or not amount.equals(other):
        return False
    if bool(amount.rough) != bool(other.rough):
        return amount.rough is not None
    return not agree(amount.unit, other.unit) and (amount.unit, amount.number) > (other.unit, other.number)


def _with_figures(telling: Telling, others: Mapping[_Figure, Amount]) -> Telling:
    """Return a telling with other figures in place of some, each with its unit and what counts it."""
    if not others:
        return telling
    sentences = tuple(tuple(_reread(sentence, others)) for sentence in telling.sentences)
    return replace(
        telling,
        sentences=sentences,
        words=tuple(token.key for sentence in sentences for token in sentence if token.sort is not Sort.STOP),
        amounts=tuple(
            each
            if (other := others.get((each.key, each.unit))) is None
            else replace(
                each, number=other.number, unit=other.unit, counted=each.counted | other.counted, rough=other.rough
            )
            for each in telling.amounts
        ),
    )


def _reread(sentence: Sequence[Token], others: Mapping[_Figure, Amount]) -> Iterator[Token]:
    place = 0
    while place < len(sentence):
        token = sentence[place]
        figure = place + 1 if calls_rough(token) else place
        unit, length = _unit_of(sentence, figure)
        other = others.get((sentence[figure].key, unit)) if figure < len(sentence) else None
        if other is None or sentence[figure].sort is not Sort.FIGURE:
            yield token
            place += 1
            continue
        if figure > place:  # "nearly" says no more once the figure is read exactly
            yield Token(Sort.STOP, token.norm, token.text, token.starts)
        yield Token(Sort.FIGURE, other.key, sentence[figure].text, sentence[figure].starts)
        yield from unit_tokens(other.unit)
        place = figure + 1 + length


def _unit_of(sentence: Sequence[Token], figure: int) -> tuple[Unit, int]:
    if figure < len(sentence) and sentence[figure].key.endswith("%"):
        return FRACTION, 0
    return unit_at(sentence, figure + 1)


def _dated_as(telling: Telling, other: Telling) -> Telling:
    """Return a telling whose weekdays to come are those that the other text has by their date."""
    later: dict[str, str] = {}
    for sentence in telling.sentences:
        for place, token in enumerate(sentence):
            if token.sort is Sort.DAY and token.text.lower() in WEEKDAYS and token.key not in other.days:
                day = (date.fromisoformat(token.key) + _WEEK).isoformat()
                if day in other.days and day not in telling.days and _is_to_come(sentence, place):
                    later[token.key] = day
    if not later:
        return telling

    def read(token: Token) -> Token:
        day = later.get(token.key) if token.sort is Sort.DAY else None
        return token if day is None else Token(Sort.DAY, day, token.text, token.starts)

    return replace(
        telling,
        sentences=tuple(tuple(map(read, sentence)) for sentence in telling.sentences),
        words=tuple(later.get(word, word) for word in telling.words),
        days=frozenset(later.get(day, day) for day in telling.days),
    )


def _is_to_come(sentence: Sequence[Token], place: int) -> bool:
    said = {token.norm for token in sentence[max(0, place - 3) : place]}
    told = {token.key for token in sentence}
    return bool(said & _TO_COME or told & INTENTIONS or any(token.norm in MODALS for token in sentence))

"""Figures that may be read in two ways, such as 600m and 1.215, read as the other text has them."""

from __future__ import annotations

from dataclasses import replace

from tracker.engine.near.amounts import key_of
from tracker.engine.near.telling import Telling
from tracker.engine.near.tokens import Sort, Token


def read_alike(first: Telling, second: Telling) -> tuple[Telling, Telling]:
    """Return both tellings, each figure that has another reading in that which the other text tells."""
    return _read_as(first, second), _read_as(second, first)


def _read_as(telling: Telling, other: Telling) -> Telling:
    numbers = {each.number for each in other.amounts}
    others = {
        key_of(each.number): each.or_else
        for each in telling.amounts
        if each.or_else is not None and each.number not in numbers and each.or_else in numbers
    }
    if not others:
        return telling

    def read(token: Token) -> Token:
        number = others.get(token.norm) if token.sort is Sort.FIGURE else None
        return token if number is None else Token(Sort.FIGURE, key_of(number), token.text, token.starts)

    return replace(
        telling,
        sentences=tuple(tuple(read(token) for token in sentence) for sentence in telling.sentences),
        words=tuple(
            key_of(number) if (number := others.get(word)) is not None else word for word in telling.words
        ),
        amounts=tuple(
            replace(each, number=number) if (number := others.get(key_of(each.number))) is not None else each
            for each in telling.amounts
        ),
    )

"""The same word or name spelt otherwise: a typing error that one house mended, or two words written as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.engine.near.telling import Telling
from tracker.engine.near.tokens import Sort, Token
from tracker.engine.near.vocabulary import stem

_IN_A_WORD = frozenset((Sort.WORD, Sort.STOP))

SHORTEST_JOINED = 6
"""A word of two words has so many letters or more."""

SHORTEST_MISSPELT = 5
"""A shorter word with another letter is another word."""


def is_typing_error(one: Token, two: Token) -> bool:
    """Say whether words, or their stems, differ by one letter (not the first) or two that changed places."""
    from rapidfuzz.distance import OSA

    if one.sort is not Sort.WORD or not _may_be_misspelt(one, two):
        return False
    spelt = (one.text.lower(), two.text.lower()), (one.key, two.key)
    return any(OSA.distance(*each, score_cutoff=1) <= 1 for each in spelt)


def is_misspelt(one: Token | None, two: Token | None, ours: Sequence[Token], theirs: Sequence[Token]) -> bool:
    """Say whether a difference is one of letters: a name misspelt, or half of a phrase that was."""
    if one is not None and two is not None:
        return one.text.lower() == two.text.lower() or _is_name_misspelt(one, two, ours, theirs)
    token, others = (one, theirs) if one is not None else (two, ours)
    return token is not None and any(each.sort is Sort.STOP and is_typing_error(token, each) for each in others)


def _is_name_misspelt(one: Token, two: Token, ours: Sequence[Token], theirs: Sequence[Token]) -> bool:
    """Say whether one name lacks a letter of the other or has two changed about, beside a name both have.

    A letter in place of another makes another name too often: Marta and Maria.
    """
    from rapidfuzz.distance import OSA, Levenshtein

    if one.sort is not Sort.NAME or two.sort is not Sort.NAME or not _may_be_misspelt(one, two):
        return False
    first, second = one.text.lower(), two.text.lower()
    is_swapped = len(first) == len(second) and Levenshtein.distance(first, second) == 2
    is_one_more = abs(len(first) - len(second)) == 1
    return (
        OSA.distance(first, second, score_cutoff=1) == 1
        and (is_swapped or is_one_more)
        and bool(_names_beside(one, ours) & _names_beside(two, theirs))
    )


def _may_be_misspelt(one: Token, two: Token) -> bool:
    first, second = one.text.lower(), two.text.lower()
    return (
        first.isalpha()
        and second.isalpha()
        and min(len(first), len(second)) >= SHORTEST_MISSPELT
        and first[0] == second[0]
    )


def _names_beside(token: Token, sentence: Sequence[Token]) -> set[str]:
    place = next(place for place, each in enumerate(sentence) if each is token)
    beside = (*sentence[max(0, place - 1) : place], *sentence[place + 1 : place + 2])
    return {each.key for each in beside if each.sort is Sort.NAME}


def joined_as(telling: Telling, other: Telling) -> Telling:
    """Return a telling with two words as one where the other text writes them so: check-up, wild fire."""
    joined = {written for written in telling.pairs & other.written if len(written) >= SHORTEST_JOINED}
    joined -= telling.written
    if not joined:
        return telling
    sentences = tuple(_joined(sentence, joined) for sentence in telling.sentences)
    words = tuple(token.key for sentence in sentences for token in sentence if token.sort is not Sort.STOP)
    head = tuple(token.key for token in sentences[0] if token.sort is not Sort.STOP)
    return replace(telling, sentences=sentences, words=words, head=head)


def _joined(sentence: tuple[Token, ...], joined: set[str]) -> tuple[Token, ...]:
    found: list[Token] = []
    for token in sentence:
        before = found[-1] if found else None
        if before is not None and before.sort is Sort.WORD and not token.starts and token.sort in _IN_A_WORD:
            written = (before.text + token.text).lower()
            if written in joined and written.isalpha():
                found[-1] = Token(Sort.WORD, stem(written), written, before.starts)
                continue
        found.append(token)
    return tuple(found)

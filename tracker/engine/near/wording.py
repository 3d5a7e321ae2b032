"""Words of a desk's own in what it kept: where nearly all else is word for word the same, they change nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum

from tracker.engine.near.contrasts import is_telling
from tracker.engine.near.telling import FEWEST_TOKENS, Telling
from tracker.engine.near.tokens import Sort, Token
from tracker.engine.near.turns import turns_of
from tracker.engine.near.vocabulary import HEDGES, UNIT_NAMES, stem, words_of

MOST_IN_LEAD = 2
"""So many words of the first sentence may be in place of others."""

FEWEST_KEPT, FEWEST_KEPT_IF_LED_OTHERWISE = 2, 3
"""So many sentences beside the first must stand word for word in the longer text; if a word of that is another."""

_WHO = frozenset(
    map(
        stem,
        words_of(
            "ministry minister department office agency authority court council union party police army company"
            " association commission committee service spokesman official group board bank fund team government"
        ),
    )
)
"""Words before which another word makes another actor: health ministry, environment ministry."""


class Kept(Enum):
    """How much of a text another kept."""

    LITTLE = "little"
    BUT_FOR_A_WORD = "but for a word"
    """Enough sentences word for word, and the first but for a word in place of another, told nowhere else."""
    WORD_FOR_WORD = "word for word"
    """Enough sentences word for word, the first among them."""


def kept_by(shorter: Telling, longer: Telling) -> Kept:
    """Say how much of the shorter text stands in the longer with no word changed."""
    ours = [each for each in shorter.sentences[shorter.lead :] if len(each) > FEWEST_TOKENS]
    others = longer.sentences[longer.lead :]
    if not ours:
        return Kept.LITTLE
    theirs = {_keys(each) for each in others}
    kept = sum(_keys(each) in theirs for each in ours[1:])
    if kept >= FEWEST_KEPT and _keys(ours[0]) in theirs:
        return Kept.WORD_FOR_WORD
    if kept >= FEWEST_KEPT_IF_LED_OTHERWISE and any(_is_worded(ours[0], each, shorter, longer) for each in others):
        return Kept.BUT_FOR_A_WORD
    return Kept.LITTLE


def _is_worded(ours: Sequence[Token], theirs: Sequence[Token], shorter: Telling, longer: Telling) -> bool:
    """Say whether sentences are the same but for a word or two, of which the other text says nothing."""
    left, right = Counter(_keys(ours)), Counter(_keys(theirs))
    own, others = left - right, right - left
    return (
        max(own.total(), others.total()) <= MOST_IN_LEAD
        and own.keys().isdisjoint(longer.words)
        and others.keys().isdisjoint(shorter.words)
    )


def is_own_word(token: Token, sentence: Sequence[Token], telling: Telling) -> bool:
    """Say whether a word may be a desk's own: it turns nothing, is no topic, and names and counts nobody."""
    return (
        token.sort is Sort.WORD
        and token.key not in HEDGES
        and token.key not in UNIT_NAMES
        and not is_telling(token.key)
        and not turns_of((token,), (token.text.lower(),))
        and not (telling.lead and token.key in telling.head)
        and telling.words.count(token.key) == 1
        and not _is_counted_or_names(token, sentence)
    )


def _is_counted_or_names(token: Token, sentence: Sequence[Token]) -> bool:
    place = next(place for place, each in enumerate(sentence) if each is token)
    after = sentence[place + 1 : place + 2]
    before = sentence[max(0, place - 1) : place]
    return any(each.sort is Sort.FIGURE for each in before) or any(each.key in _WHO for each in after)


def _keys(sentence: Iterable[Token]) -> tuple[str, ...]:
    return tuple(token.key for token in sentence if token.sort is not Sort.STOP)

"""Plans, doubts and denials, and parts of a whole: words that turn what a sentence tells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tracker.engine.near.covering import content
from tracker.engine.near.telling import Telling
from tracker.engine.near.tokens import Sort, Token
from tracker.engine.near.vocabulary import HEDGES, INTENTIONS, MODALS, QUANTITIES

KEPT = 0.5
"""A sentence of which so much stands in the other text was kept there."""

_PLAN = "plan"
_TURNING = HEDGES - INTENTIONS - QUANTITIES
_IS = frozenset(("is", "are", "was", "were"))
_Sentence = Sequence[Token]


def is_kept(sentence: _Sentence, telling: Telling) -> bool:
    """Say whether most of what a sentence tells stands in another text."""
    said = content(sentence)
    return len(said & set(telling.words)) >= KEPT * len(said)


def doubt_alike(shorter: Telling, longer: Telling) -> bool:
    """Say whether the shorter text plans, doubts and denies what the longer does, in all that it kept."""
    ours, theirs = shorter.sentences[shorter.lead :], longer.sentences[longer.lead :]
    kept = [each for each in theirs if is_kept(each, shorter)]
    return _all_turned(ours, shorter, theirs, longer) and _all_turned(kept, longer, ours, shorter)


def parts(*sentences: _Sentence) -> set[str]:
    """Return the words that make a part of a whole; "nearly 7,000" is rough and no part."""
    return {
        token.key
        for sentence in sentences
        for place, token in enumerate(sentence)
        if token.key in QUANTITIES
        and not any(each.sort is Sort.FIGURE for each in sentence[place + 1 : place + 3])
    }


def _all_turned(ours: Sequence[_Sentence], telling: Telling, theirs: Sequence[_Sentence], other: Telling) -> bool:
    """Say whether what turns a sentence turns one of the two likest of the others too."""
    for sentence in ours:
        if turned := _turned(sentence, telling):
            said = content(sentence)
            likest = sorted(theirs, key=lambda each: -len(said & content(each)))[:2]
            if not turned <= set().union(*(_turned(each, other) for each in likest)):
                return False
    return True


def _turned(sentence: _Sentence, telling: Telling) -> set[str]:
    """Return the words that make a plan, a doubt or a denial of what a sentence tells; plans are all one."""
    found = {token.key for token in sentence if token.key in _TURNING}
    published = telling.published.isoformat()
    if any(_plans(before, token, published) for before, token in pairwise((None, *sentence)) if token is not None):
        found.add(_PLAN)
    return found


def plans_by_infinitive(sentence: _Sentence) -> bool:
    """Say whether a sentence plans by "is to" or "are to"."""
    return any(one.norm in ("is", "are") and two.norm == "to" for one, two in pairwise(sentence))


def _plans(before: Token | None, token: Token, published: str) -> bool:
    """Say whether a word makes a plan: will, planned, is to, a day to come; not "longer than planned"."""
    preceding = "" if before is None else before.norm
    if token.key in INTENTIONS:
        return preceding not in ("than", "as")
    if token.sort is Sort.DAY:
        return token.key > published or preceding == "until"
    return token.norm in MODALS or (token.norm == "to" and preceding in _IS)

"""Sentences that two tellings share nearly word for word, and what stands in one but not in the other."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.engine.near.changing import Change, changes_of, content_of
from tracker.engine.near.telling import FEWEST_TOKENS, Telling, shorter_first
from tracker.engine.near.tokens import Sort, Token
from tracker.engine.near.wording import Kept, kept_by

LEAST_ALIKE = 0.6
"""Sentences in which so much is the same are held against each other."""

LEAST_ALIKE_IF_DRAWN = 0.75
"""As before, where a desk turned sentences round: what is less alike was told anew and not with a word changed."""

STRANGE = 0.5
"""A sentence of whose words no more stand in the other text is no part of that."""

DENIED = "not"
"""What every word of denial is compared by."""

LEAST_KEPT = 0.85
"""So much of the shorter text must have its like for a desk's own words to be no more than wording."""

SAME_SUBJECT, SAME_SHARE = 2, 0.3
"""Sentences that share so many words, and this part of the shorter one's, speak of the same."""


_WEIGHTS = {Sort.FIGURE: 3, Sort.DAY: 3, Sort.MONTH: 3, Sort.TIME: 1, Sort.NAME: 2, Sort.WORD: 1}


@dataclass(frozen=True, slots=True)
class Alignment:
    """How much of the shorter telling stands in the longer one, sentence by sentence (0 to 1), and the rest."""

    share: float
    leads: bool
    """Whether the first sentences of both texts stand in the other one."""
    changes: tuple[Change, ...]
    otherwise: tuple[str, str] | None
    """Two sentences, one of each, that speak of the same but have no counterpart."""
    put_instead: tuple[str, str] | None
    """Two sentences, one of each, that stand in the same place, and of which the other text holds nothing."""
    counts_anew: bool
    """Whether both first sentences are new, the longer one's with a figure that the shorter text lacks."""
    is_word_for_word: bool
    """Whether the first sentence and enough others stand in both to the word; told only if something differs."""

    def first(self, sort: Sort, *, replaced: bool = True) -> tuple[str, str] | None:
        """Return the first difference of a sort: one thing in place of another, or something more."""
        for each in self.changes:
            if each.sort is sort and not each.is_cut and bool(each.ours and each.theirs) == replaced:
                return each.ours, each.theirs
        return None

    @property
    def cut(self) -> tuple[str, ...]:
        """Return what a sentence of the longer text says and its like in the shorter does not."""
        return tuple(each.ours or each.theirs for each in self.changes if each.is_cut)


def aligned(first: Telling, second: Telling, *, is_drawn: bool = False) -> Alignment:
    """Hold every sentence of the shorter against the likest of the longer; in a drawn one figures move."""
    from rapidfuzz.distance import Levenshtein

    shorter, longer = shorter_first(first, second)
    swapped = shorter is second
    theirs = [(each, [token.key for token in each]) for each in longer.sentences if len(each) >= FEWEST_TOKENS]
    told = shared = 0
    changes: list[Change] = []
    alone: list[Sequence[Token]] = []
    held_to: set[int] = set()
    likes: dict[int, int] = {}
    for place, sentence in enumerate(shorter.sentences):
        if len(sentence) < FEWEST_TOKENS:
            continue
        norms = [token.key for token in sentence]
        held, best = None, LEAST_ALIKE_IF_DRAWN if is_drawn else LEAST_ALIKE
        for other, others in theirs:
            alike = Levenshtein.normalized_similarity(norms, others, score_cutoff=best)
            if alike >= best and alike > 0:
                held, best = other, alike
        if held is None:
            alone.append(sentence)
            # every desk writes a headline of its own
            told += _weight(sentence) if place >= shorter.lead else 0
        else:
            held_to.add(id(held))
            told += _weight(sentence)
            shared += _weight(sentence)
            held_to.add(id(sentence))
            likes[id(sentence)] = id(held)
            changed = changes_of(sentence, held, shorter, longer, swapped=swapped, is_drawn=is_drawn)
            # what a headline leaves out says nothing
            changes.extend(each for each in changed if place >= shorter.lead or not each.is_cut)
    share = shared / told if told else 0.0
    leads = _leads(shorter, held_to) and _leads(longer, held_to)
    differs = changes or {each.number for each in shorter.amounts} != {each.number for each in longer.amounts}
    kept = kept_by(shorter, longer) if shared and differs else Kept.LITTLE
    if share >= LEAST_KEPT and kept is not Kept.LITTLE and all(each.is_harmless for each in changes):
        changes = []
    return Alignment(
        share,
        leads,
        tuple(dict.fromkeys(changes)),
        _otherwise(
            [each for each in shorter.sentences[shorter.lead :] if any(each is one for one in alone)],
            [each for each in longer.sentences[longer.lead :] if id(each) not in held_to],
        ),
        _put_instead(shorter, longer, likes),
        _counts_anew(shorter, longer, held_to),
        kept is Kept.WORD_FOR_WORD,
    )


def _counts_anew(shorter: Telling, longer: Telling, held_to: Container[int]) -> bool:
    """Say whether a new first sentence counts what the other text does not: five fires, 2,900 of them here."""
    if not shorter.sentences or not longer.sentences:
        return False
    ours, theirs = shorter.sentences[shorter.lead], longer.sentences[longer.lead]
    return (
        id(ours) not in held_to
        and id(theirs) not in held_to
        and any(token.sort is Sort.FIGURE and token.key not in shorter.words for token in theirs)
    )


def _put_instead(shorter: Telling, longer: Telling, likes: Mapping[int, int]) -> tuple[str, str] | None:
    """Return two sentences without a counterpart that follow on like ones, each in its text, and differ."""
    theirs = {id(before): each for before, each in _alone(longer, {*likes.values()})}
    for before, each in _alone(shorter, likes):
        other = theirs.get(likes.get(id(before), 0))
        if other is not None and _differ(each, other, shorter, longer):
            return _beginning(each), _beginning(other)
    return None


def _alone(telling: Telling, held_to: Container[int]) -> Iterator[tuple[Sequence[Token], Sequence[Token]]]:
    """Yield the sentences of the body without a counterpart, credits apart, each after that before it."""
    for before, sentence in pairwise(telling.sentences[telling.lead :]):
        is_credit = all(token.sort is not Sort.WORD for token in sentence)
        if id(sentence) not in held_to and not is_credit:
            yield before, sentence


def _differ(ours: Sequence[Token], theirs: Sequence[Token], shorter: Telling, longer: Telling) -> bool:
    """Say whether one sentence stands for another: most of each is strange to the other text, or one is short."""
    told, others = content_of(ours), content_of(theirs)
    strange, stranger = told - set(longer.words), others - set(shorter.words)
    if min(len(ours), len(theirs)) < FEWEST_TOKENS and max(len(ours), len(theirs)) <= 2 * FEWEST_TOKENS:
        return bool(told - others and others - told and (strange or stranger))
    is_strange = len(strange) >= STRANGE * len(told) and len(stranger) >= STRANGE * len(others)
    # a sentence of the desk's own where another was cut speaks of something else
    return is_strange and bool(told & others or (DENIED in told) != (DENIED in others))


def _leads(telling: Telling, held: Container[int]) -> bool:
    """Say whether a text's lead has its like in the other; something a site printed may stand in front of it."""
    after = [each for each in telling.sentences[telling.lead :] if len(each) >= FEWEST_TOKENS]
    return any(id(each) in held for each in after[:2])


def _weight(sentence: Sequence[Token]) -> int:
    """Return how much a sentence says: figures, days and names more than words."""
    return sum(_WEIGHTS.get(token.sort, 0) for token in sentence)


def _otherwise(alone: Sequence[Sequence[Token]], others: Sequence[Sequence[Token]]) -> tuple[str, str] | None:
    for one in alone:
        words = content_of(one)
        for other in others:
            theirs = content_of(other)
            if len(words & theirs) >= max(SAME_SUBJECT, SAME_SHARE * min(len(words), len(theirs))):
                return _beginning(one), _beginning(other)
    return None


def _beginning(sentence: Sequence[Token]) -> str:
    return " ".join(token.text for token in sentence[:6])

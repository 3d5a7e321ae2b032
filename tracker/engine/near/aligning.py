"""Sentences that two tellings share nearly word for word, and what stands in one but not in the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.engine.near.telling import FEWEST_TOKENS, Telling
from tracker.engine.near.tokens import Sort, Token
from tracker.engine.near.vocabulary import MODALS

LEAST_ALIKE = 0.6
"""Sentences in which so much is the same are held against each other."""

LONGEST_CHANGE = 4
"""A longer piece that differs is another sentence, not another word."""

SAME_SUBJECT = 2
"""Sentences that share so many words speak of the same."""


@dataclass(frozen=True, slots=True)
class Change:
    """What the one sentence says where the other says something else; either may be empty."""

    sort: Sort
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """How much of the shorter telling stands in the longer one, sentence by sentence (0 to 1), and the rest."""

    share: float
    leads: bool
    """Whether the first sentences of both texts stand in the other one."""
    changes: tuple[Change, ...]
    otherwise: tuple[str, str] | None
    """Two sentences, one of each, that speak of the same but have no counterpart."""

    def first(self, sort: Sort, *, replaced: bool = True) -> tuple[str, str] | None:
        """Return the first difference of a sort: one thing in place of another, or something more."""
        for each in self.changes:
            if each.sort is sort and bool(each.ours and each.theirs) == replaced:
                return each.ours, each.theirs
        return None


def aligned(first: Telling, second: Telling) -> Alignment:
    """Hold every sentence of the shorter telling against the likest of the longer."""
    from rapidfuzz.distance import Levenshtein

    swapped = len(first.words) > len(second.words)
    shorter, longer = (second, first) if swapped else (first, second)
    theirs = [(each, [token.key for token in each]) for each in longer.sentences if len(each) >= FEWEST_TOKENS]
    told = shared = 0
    leads = {id(shorter.sentences[shorter.lead]), id(longer.sentences[longer.lead])} if theirs else set()
    changes: list[Change] = []
    alone: list[Sequence[Token]] = []
    held_to: set[int] = set()
    for sentence in shorter.sentences:
        if len(sentence) < FEWEST_TOKENS:
            continue
        told += len(sentence)
        norms = [token.key for token in sentence]
        held, best = None, LEAST_ALIKE
        for other, others in theirs:
            alike = Levenshtein.normalized_similarity(norms, others, score_cutoff=best)
            if alike >= best and alike > 0:
                held, best = other, alike
        if held is None:
            alone.append(sentence)
        else:
            held_to.add(id(held))
            shared += len(sentence)
            leads -= {id(sentence), id(held)}
            changes.extend(_changes(sentence, held, swapped=swapped))
    return Alignment(
        shared / told if told else 0.0,
        bool(shared) and not leads,
        tuple(dict.fromkeys(changes)),
        _otherwise(
            [each for each in shorter.sentences[shorter.lead :] if any(each is one for one in alone)],
            [each for each in longer.sentences[longer.lead :] if id(each) not in held_to],
        ),
    )


def _otherwise(alone: Sequence[Sequence[Token]], others: Sequence[Sequence[Token]]) -> tuple[str, str] | None:
    for one in alone:
        words = _content(one)
        for other in others:
            if len(words & _content(other)) >= SAME_SUBJECT:
                return _beginning(one), _beginning(other)
    return None


def _content(sentence: Sequence[Token]) -> set[str]:
    return {token.key for token in sentence if token.sort in (Sort.WORD, Sort.NAME, Sort.FIGURE)}


def _beginning(sentence: Sequence[Token]) -> str:
    return " ".join(token.text for token in sentence[:6])


def _changes(sentence: Sequence[Token], other: Sequence[Token], *, swapped: bool) -> Iterator[Change]:
    from rapidfuzz.distance import Levenshtein

    keys, others = [token.key for token in sentence], [token.key for token in other]
    pieces = [
        (sentence[each.src_start : each.src_end], other[each.dest_start : each.dest_end])
        for each in Levenshtein.opcodes(keys, others)
        if each.tag != "equal"
    ]
    gone = {token.key for ours, _ in pieces for token in ours if token.sort is Sort.WORD}
    moved = gone & {token.key for _, theirs in pieces for token in theirs}
    for piece in pieces:
        ours, theirs = ([token for token in side if _says(token) and token.key not in moved] for side in piece)
        if max(len(ours), len(theirs)) > LONGEST_CHANGE:
            continue
        for one, two in _paired(ours, theirs):
            sort = one.sort if one is not None else two.sort if two is not None else Sort.STOP
            texts = ("" if one is None else one.text, "" if two is None else two.text)
            yield Change(sort, texts[1], texts[0]) if swapped else Change(sort, *texts)


def _says(token: Token) -> bool:
    return token.sort is not Sort.STOP or token.norm in MODALS


def _paired(ours: Sequence[Token], theirs: Sequence[Token]) -> Iterator[tuple[Token | None, Token | None]]:
    """Pair what differs by its sort; a typing error, or one modal for another, is no difference."""
    left = list(theirs)
    for one in ours:
        two = next((each for each in left if each.sort is one.sort), None)
        if two is None:
            yield one, None
            continue
        left.remove(two)
        if one.key != two.key and one.sort is not Sort.STOP and not _is_typing_error(one, two):
            yield one, two
    for two in left:
        yield None, two


def _is_typing_error(one: Token, two: Token) -> bool:
    """Say whether two words differ by one letter or two that changed places, the first letter apart."""
    from rapidfuzz.distance import OSA

    first, second = one.text.lower(), two.text.lower()
    if one.sort is not Sort.WORD or min(len(first), len(second)) < 5 or first[0] != second[0]:
        return False
    return OSA.distance(first, second, score_cutoff=1) <= 1

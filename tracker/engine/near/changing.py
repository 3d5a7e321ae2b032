"""What two like sentences of two tellings say differently, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.engine.near.doubts import plans_by_infinitive
from tracker.engine.near.spelling import is_misspelt, is_typing_error
from tracker.engine.near.telling import Telling
from tracker.engine.near.tokens import Sort, Token
from tracker.engine.near.vocabulary import DAYS_FROM_NOW, HEDGES, MODALS, UNIT_NAMES, WEEKDAYS
from tracker.engine.near.wording import is_own_word

LONGEST_CHANGE = 4
"""A longer piece that differs is another sentence, not another word."""

SAME_WEEK = 2
"""Reports so many days apart mean the same day by a weekday, though one may be told before it and one after."""


@dataclass(frozen=True, slots=True)
class Change:
    """What the one sentence says where the other says something else; either may be empty."""

    sort: Sort
    ours: str
    theirs: str
    is_cut: bool = False
    """Whether it is only missing in the shorter text, and no word that turns the meaning: desks cut."""
    is_own: bool = False
    """Whether each word of it may be a desk's own."""

    @property
    def is_harmless(self) -> bool:
        """Say whether it may be a desk's wording in a text that is otherwise the same: no fact but words."""
        return self.is_own or (self.is_cut and self.sort is Sort.WORD)


def changes_of(
    sentence: Sequence[Token],
    other: Sequence[Token],
    shorter: Telling,
    longer: Telling,
    *,
    swapped: bool,
    is_drawn: bool,
) -> Iterator[Change]:
    """Yield what a sentence of the shorter text and its like in the longer say differently."""
    from rapidfuzz.distance import Levenshtein

    keys, others = [token.key for token in sentence], [token.key for token in other]
    pieces = [
        (sentence[each.src_start : each.src_end], other[each.dest_start : each.dest_end])
        for each in Levenshtein.opcodes(keys, others)
        if each.tag != "equal"
    ]
    gone = {token.key for ours, _ in pieces for token in ours if token.sort is Sort.WORD}
    moved = gone & {token.key for _, theirs in pieces for token in theirs}
    # "60 billion euros" and "EUR 60 bn"; two figures that changed places have each other in their place instead
    gone = {token.key for ours, theirs in pieces for token in ours if token.sort is Sort.FIGURE and not theirs}
    moved |= gone & {token.key for ours, theirs in pieces for token in theirs if not ours}
    has_days = any(token.sort is Sort.DAY for ours, theirs in pieces for token in (*ours, *theirs))
    same_days = _same_days(shorter, longer) if has_days else frozenset()
    for piece in pieces:
        ours, theirs = ([token for token in side if _says(token) and token.key not in moved] for side in piece)
        if max(len(ours), len(theirs)) > LONGEST_CHANGE:
            if _is_rewritten(ours, theirs, shorter, longer):
                texts = " ".join(each.text for each in ours[:4]), " ".join(each.text for each in theirs[:4])
                yield Change(Sort.STOP, *(texts[::-1] if swapped else texts))
            continue
        for one, two in _paired(ours, theirs, same_days=same_days):
            if is_misspelt(one, two, sentence, other) or _is_to_be(one, two, sentence, other):
                continue
            if one is None and two is not None and _is_no_more(two, shorter, is_drawn=is_drawn):
                continue
            if two is None and one is not None and _is_no_more(one, longer, is_drawn=is_drawn):
                continue
            sort = one.sort if one is not None else two.sort if two is not None else Sort.STOP
            texts = ("" if one is None else one.text, "" if two is None else two.text)
            is_cut = one is None and two is not None and _may_be_cut(two)
            is_own = (one is None or is_own_word(one, sentence, shorter)) and (
                two is None or is_own_word(two, other, longer)
            )
            yield Change(sort, *(texts[::-1] if swapped else texts), is_cut, is_own)


def _is_rewritten(ours: Sequence[Token], theirs: Sequence[Token], shorter: Telling, longer: Telling) -> bool:
    """Say whether both pieces say something that the other text has nowhere."""
    return not content_of(ours) <= set(longer.words) and not content_of(theirs) <= set(shorter.words)


def _is_no_more(token: Token, telling: Telling, *, is_drawn: bool) -> bool:
    """Say whether a word adds nothing: a unit, or told elsewhere, as desks join sentences. Names must not move."""
    is_figure = is_drawn and token.sort is Sort.FIGURE
    may_move = is_figure or (token.sort in (Sort.WORD, Sort.DAY) and token.key not in HEDGES)
    return token.key in UNIT_NAMES or (may_move and token.key in telling.words)


def _may_be_cut(token: Token) -> bool:
    """Say whether a desk may have left this out: no word that turns the meaning, and no figure."""
    return token.sort not in (Sort.STOP, Sort.FIGURE) and token.key not in HEDGES


def _is_to_be(one: Token | None, two: Token | None, ours: Sequence[Token], theirs: Sequence[Token]) -> bool:
    """Say whether a "will" of one sentence is the other's "is to"."""
    if one is not None and two is not None:
        return False
    token, own, others = (one, ours, theirs) if one is not None else (two, theirs, ours)
    is_will = token is not None and token.norm == "will"
    return is_will and plans_by_infinitive(others) and not plans_by_infinitive(own)


def _says(token: Token) -> bool:
    return token.sort is not Sort.STOP or token.norm in MODALS


def _paired(
    ours: Sequence[Token], theirs: Sequence[Token], *, same_days: frozenset[str]
) -> Iterator[tuple[Token | None, Token | None]]:
    """Pair what differs by its sort; a typing error, or one modal for another, is no difference."""
    left = list(theirs)
    for one in ours:
        two = next((each for each in left if each.sort is one.sort), None)
        if two is None:
            yield one, None
            continue
        left.remove(two)
        is_same = one.sort is Sort.STOP or one.key == two.key or _is_same_day(one, two, same_days)
        if not is_same and not is_typing_error(one, two):
            yield one, two
    for two in left:
        yield None, two


def _same_days(first: Telling, second: Telling) -> frozenset[str]:
    """Return the names of days that mean one day in both texts, though one may be told before it and one after.

    Printed more than two days apart, or by "tonight", they do so only where both name another day of that week.
    """
    gap = abs((first.published - second.published).days)
    if gap < len(WEEKDAYS) and any(_is_recent(day, first, second) for day in _dated(first) & _dated(second)):
        return frozenset((*WEEKDAYS, *DAYS_FROM_NOW))
    return frozenset(WEEKDAYS) if gap <= SAME_WEEK else frozenset()


def _dated(telling: Telling) -> set[str]:
    """Return the days that a text names otherwise than by "today" and the like."""
    tokens = (token for sentence in telling.sentences for token in sentence)
    return {token.key for token in tokens if token.sort is Sort.DAY and token.text.lower() not in DAYS_FROM_NOW}


def _is_recent(day: str, *tellings: Telling) -> bool:
    return all(0 <= (each.published - date.fromisoformat(day)).days < len(WEEKDAYS) for each in tellings)


def _is_same_day(one: Token, two: Token, same: frozenset[str]) -> bool:
    name = one.text.lower()
    return one.sort is Sort.DAY and name == two.text.lower() and name in same


def content_of(sentence: Sequence[Token]) -> set[str]:
    """Return the words, names and figures of a sentence."""
    return {token.key for token in sentence if token.sort in (Sort.WORD, Sort.NAME, Sort.FIGURE)}

"""Marks: what speaks for and against two tellings going back to one observation, each as a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.engine.near.aligning import aligned
from tracker.engine.near.amounts import Amount
from tracker.engine.near.drawing import is_drawn
from tracker.engine.near.readings import read_alike
from tracker.engine.near.telling import Telling
from tracker.engine.near.tokens import Sort
from tracker.engine.near.turns import turned_round

Differing = tuple[str, str]
"""What the one says and what the other says instead."""

RUN = 3
"""Words in a row that are looked for in the other text."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What two tellings share and what they say differently. Shares are 0 to 1."""

    words: float
    """How alike the words are, in whatever order and however much more the longer one says."""
    contained: float
    """The share of the shorter one's words that the longer has too, wherever."""
    is_drawn: bool
    """Whether the shorter one was made from the longer by cutting and turning round."""
    runs: float
    """The share of the shorter one's runs of three words that the longer has too."""
    order: float
    """How alike the words are one after the other."""
    heads: float
    """How alike the titles are."""
    numbers: tuple[str, ...]
    """Figures both tell, great or odd ones first."""
    rounded: bool
    days: tuple[str, ...]
    names: tuple[str, ...]
    named: float
    """The share of the fewer names that both have."""
    other_number: Differing | None
    other_amount: Differing | None
    """As before, where it is not the same thing that is counted."""
    turned_count: Differing | None
    """The parts of one whole that make it up together: 21 of 36 and 15 of 36."""
    other_day: Differing | None
    day_gap: int
    """Days between the nearest days told, else between the publications."""
    other_place: Differing | None
    other_actor: Differing | None
    share: float
    """How much of the shorter one stands in the longer nearly word for word, sentence by sentence."""
    leads: bool
    """Whether the first sentences of both stand in the other."""
    changed: Mapping[Sort, Differing]
    """What stands in such a sentence in place of something else, by what it is."""
    more: Mapping[Sort, Differing]
    """What such a sentence says more."""
    cut: tuple[str, ...]
    """What the longer one's sentences say and their like in the shorter one do not."""
    otherwise: Differing | None
    """Beginnings of two sentences on the same that have no counterpart."""
    put_instead: Differing | None
    """Beginnings of two sentences of which the other text holds nothing."""
    is_word_for_word: bool
    """Whether the first sentence and some others are the same to the word."""
    counts_anew: bool
    """Whether their first sentences count differently where most of the rest is the same."""
    other_turn: Differing | None
    same_wire: bool
    other_wire: Differing | None
    other_language: bool
    one_denies: bool
    """Whether just one of them has a word such as "not"."""
    one_denies_first: bool
    """Whether just one of them has such a word in its first sentence; titles are the desk's own."""
    one_corrects: bool
    """Whether just one of them calls itself a correction."""


def marks_of(first: Telling, second: Telling) -> Marks:
    """Compare two tellings; the order they are given in does not matter to what comes of it."""
    from rapidfuzz import fuzz  # where it is used: most commands compare nothing

    first, second = read_alike(first, second)
    numbers, left, right, rounded = _amounts(first, second)
    turned_count = _turned_count(first.amounts, second.amounts, left, right)
    other_number, other_amount = (None, None) if turned_count else _other_number(left, right)
    drawn = is_drawn(first, second)
    held = aligned(first, second, is_drawn=drawn)
    days, other_day, gap = _days(first, second)
    names = tuple(text for name, text in sorted(first.names.items()) if name in second.names)
    fewer = min(len(first.names), len(second.names))
    return Marks(
        words=fuzz.token_set_ratio(" ".join(first.words), " ".join(second.words)) / 100,
        contained=_contained(first.words, second.words),
        is_drawn=drawn,
        runs=_runs(first.words, second.words),
        order=fuzz.ratio(first.words, second.words) / 100,
        heads=fuzz.token_sort_ratio(" ".join(first.head), " ".join(second.head)) / 100,
        numbers=numbers,
        rounded=rounded,
        days=days,
        names=names,
        named=len(names) / fewer if fewer else 0.0,
        other_number=other_number,
        other_amount=other_amount,
        turned_count=turned_count,
        other_day=other_day,
        day_gap=gap,
        other_place=_other_place(first, second),
        other_actor=_other_actor(first.actors, second.actors),
        share=held.share,
        leads=held.leads,
        changed={sort: found for sort in Sort if (found := held.first(sort)) is not None},
        more={sort: found for sort in Sort if (found := held.first(sort, replaced=False)) is not None},
        cut=held.cut,
        otherwise=held.otherwise,
        put_instead=held.put_instead,
        is_word_for_word=held.is_word_for_word,
        counts_anew=held.counts_anew,
        other_turn=turned_round(first.turns, second.turns),
        same_wire=first.wire is not None and first.wire == second.wire,
        other_wire=(first.wire, second.wire) if first.wire and second.wire and first.wire != second.wire else None,
        other_language=bool(first.language and second.language and first.language != second.language),
        one_denies=("not" in first.words) != ("not" in second.words),
        one_denies_first=_denies_first(first) != _denies_first(second),
        one_corrects=first.corrects != second.corrects,
    )


def _contained(first: Sequence[str], second: Sequence[str]) -> float:
    shorter, longer = sorted((first, second), key=lambda each: (len(each), each))
    words = set(shorter)
    return len(words & set(longer)) / len(words) if words else 0.0


def _denies_first(telling: Telling) -> bool:
    return any(
        token.key == "not" for sentence in telling.sentences[telling.lead : telling.lead + 1] for token in sentence
    )


def _runs(first: Sequence[str], second: Sequence[str]) -> float:
    ours, theirs = _runs_of(first), _runs_of(second)
    fewer = min(len(ours), len(theirs))
    return len(ours & theirs) / fewer if fewer else 0.0


def _runs_of(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def _amounts(first: Telling, second: Telling) -> tuple[tuple[str, ...], list[Amount], list[Amount], bool]:
    """Return the figures that both tell, those that only one does, and whether one was rounded."""
    left, right = list(first.amounts), list(second.amounts)
    shared: dict[float, str] = {}
    rounded = False
    for exactly in (True, False):
        for ours in list(left):
            for theirs in list(right):
                alike = ours.number == theirs.number if exactly else ours.equals(theirs)
                if alike and (exactly or ours.counts_like(theirs)):
                    shared.setdefault(max(ours.number, theirs.number), max(ours, theirs, key=_length).text)
                    rounded = rounded or not exactly
                    left = [each for each in left if each.number != ours.number]
                    right = [each for each in right if each.number != theirs.number]
                    break
    # a headline rounds what the text tells exactly
    left = [each for each in left if not any(each.equals(other) for other in second.amounts)]
    right = [each for each in right if not any(each.equals(other) for other in first.amounts)]
    return tuple(shared[number] for number in sorted(shared, reverse=True)), left, right, rounded


def _length(amount: Amount) -> int:
    return len(amount.text)


def _other_number(left: Sequence[Amount], right: Sequence[Amount]) -> tuple[Differing | None, Differing | None]:
    """Return two figures for the same thing that differ, and two for different things."""
    for ours in left:
        for theirs in right:
            if ours.counted & theirs.counted or not (ours.counted or theirs.counted):
                return (ours.text, theirs.text), None
    return (None, (left[0].text, right[0].text)) if left and right else (None, None)


def _turned_count(
    first: Sequence[Amount], second: Sequence[Amount], left: Sequence[Amount], right: Sequence[Amount]
) -> Differing | None:
    wholes = {each.number for each in first} & {each.number for each in second}
    if any("percent" in each.counted for each in left) and any("percent" in each.counted for each in right):
        wholes.add(100.0)
    for ours in left:
        for theirs in right:
            if round(ours.number + theirs.number, 9) in wholes:
                return ours.text, theirs.text
    return None


def _days(first: Telling, second: Telling) -> tuple[tuple[str, ...], Differing | None, int]:
    both = first.days & second.days
    if both or not first.days or not second.days:
        return tuple(sorted(both)), None, abs((first.published - second.published).days)
    gap, ours, theirs = min(
        (abs((date.fromisoformat(ours) - date.fromisoformat(theirs)).days), ours, theirs)
        for ours in first.days
        for theirs in second.days
    )
    return (), (ours, theirs), gap


def _other_place(first: Telling, second: Telling) -> Differing | None:
    """Return a place of each where they share none; what the other text names at all is no difference."""
    if not first.places or not second.places or first.places.keys() & second.places.keys():
        return None
    ours = [text for name, text in sorted(first.places.items()) if name not in second.names]
    theirs = [text for name, text in sorted(second.places.items()) if name not in first.names]
    return (ours[0], theirs[0]) if ours and theirs else None


def _other_actor(first: frozenset[str], second: frozenset[str]) -> Differing | None:
    return (min(first), min(second)) if first and second and not first & second else None

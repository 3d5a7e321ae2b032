"""How likely two tellings go back to one observation, or tell of one event: a score with its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.reports import Link
from tracker.engine.near.marks import Differing, Marks, marks_of
from tracker.engine.near.readings import read_alike
from tracker.engine.near.replacing import told_otherwise
from tracker.engine.near.telling import Telling
from tracker.engine.near.tokens import Sort

JOIN_FROM = 0.9
"""From here on two reports are joined by themselves."""

PROPOSE_FROM = 0.5
"""From here on an analyst is asked."""

COPIED_FROM = 0.5
"""So much of the shorter text must stand in the longer for it to be a copy rather than another's telling."""


RETOLD_FROM = 0.85

REPLACED = 0.12
"""What a word in place of another or a lead of its own costs: enough for an analyst to be asked."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score from 0 to 1, which way the two would be joined, and the reasons in words for and against."""

    score: float
    link: Link
    reasons: tuple[str, ...]
    against: tuple[str, ...]

    @property
    def joins(self) -> bool:
        """Say whether the score joins the two without asking anybody."""
        return self.score >= JOIN_FROM

    @property
    def is_worth_asking(self) -> bool:
        """Say whether an analyst should look at the two."""
        return self.score >= PROPOSE_FROM


def likeness(first: Telling, second: Telling) -> Likeness:
    """Compare two tellings; the same either way round."""
    marks = marks_of(first, second)
    link = _link(marks)
    score = max(_same_words(marks), _same_facts(marks))
    against = tuple(_against(marks))
    for _, weight in against:
        score *= 1 - weight
    if score >= JOIN_FROM and (otherwise := told_otherwise(*read_alike(first, second), is_drawn=marks.is_drawn)):
        against = (*against, (otherwise, REPLACED))
        score *= 1 - REPLACED
    return Likeness(round(score, 4), link, tuple(_reasons(marks)), tuple(text for text, _ in against))


def _link(marks: Marks) -> Link:
    if marks.is_drawn or marks.share >= COPIED_FROM or marks.contained >= RETOLD_FROM:
        return Link.COPY
    return Link.COPY if marks.same_wire else Link.SAME


def _same_words(marks: Marks) -> float:
    """Return what the words alone say: how much of the shorter stands in the longer, the lead included."""
    share = 0.72 + 0.3 * marks.share if marks.leads else 0.8 * marks.share
    is_drawn = marks.is_drawn and (marks.numbers or len(marks.names) > 1)
    return min(0.99, max(share, 0.95 if is_drawn else 0.0))


def _same_facts(marks: Marks) -> float:
    """Return what figures, days and names say, whatever the words: the one who tells it anew keeps those."""
    doubt = 1.0
    doubt *= (1.0, 0.65, 0.45, 0.35)[min(3, len(marks.numbers))]
    doubt *= 0.75 if marks.days else 1.0
    doubt *= 1 - 0.4 * marks.named * min(1.0, len(marks.names) / 3)
    doubt *= 1 - max(0.0, marks.words - 0.5)
    doubt *= 0.5 if marks.turned_count else 1.0
    return min(0.89, 1 - doubt)


def _against(marks: Marks) -> Iterator[tuple[str, float]]:
    """Yield what speaks against the two being one, each with the share of the score that it costs."""
    changed = marks.changed
    if marks.other_language:
        yield "another language", 1.0
    if marks.one_corrects:
        yield "one of them is a correction", 0.4
    if figure := changed.get(Sort.FIGURE) or marks.other_number:
        yield _instead("another number", figure), 0.6
    elif marks.other_amount and not marks.is_word_for_word:
        yield _instead("other figures", marks.other_amount), 0.02 if marks.leads else 0.15
    yield from _other_time(marks)
    if name := changed.get(Sort.NAME):
        yield _instead("another name in the same words", name), 0.6
    elif marks.other_place and not marks.leads:
        yield _instead("another place", marks.other_place), 0.3
    if marks.other_actor:
        yield _instead("another actor", marks.other_actor), 0.6
    if hour := changed.get(Sort.TIME):
        yield _instead("another time of day", hour), 0.3
    if word := changed.get(Sort.WORD):
        yield _instead("another word in the same sentence", word), 0.45
    elif marks.other_turn:
        yield _instead("opposite words", marks.other_turn), 0.3
    yield from _of_sentences(marks)


def _of_sentences(marks: Marks) -> Iterator[tuple[str, float]]:
    """Yield what whole sentences of a copy say otherwise, say more, or leave out."""
    if (
        marks.otherwise
        and marks.share >= COPIED_FROM
        and (marks.put_instead or marks.counts_anew or not marks.is_drawn)
    ):
        yield _instead("told otherwise", marks.otherwise), 0.15
    if piece := marks.changed.get(Sort.STOP):
        yield _instead("a piece of a sentence told otherwise", piece), 0.12
    if marks.put_instead:
        yield _instead("a sentence in place of another", marks.put_instead), 0.12
    if marks.one_denies and marks.share >= COPIED_FROM:
        yield "only one of them denies something", 0.12 if marks.one_denies_first else 0.05
    if marks.cut:
        # of a text with words of its own, what it lacks may be what it says otherwise
        yield f"words left out: {', '.join(marks.cut[:3])}", 0.03 if marks.is_drawn else 0.2
    for sort in (Sort.FIGURE, Sort.NAME, Sort.WORD, Sort.STOP, Sort.DAY, Sort.TIME):
        if sort in marks.more:
            yield f"a sentence that says more: {' '.join(filter(None, marks.more[sort]))}", 0.2


def _other_time(marks: Marks) -> Iterator[tuple[str, float]]:
    if day := marks.changed.get(Sort.DAY) or marks.changed.get(Sort.MONTH):
        yield _instead("another day", day), 0.5
    elif marks.other_day:
        # the day before or after may be that of the deed and of the telling
        yield _instead("another day", marks.other_day), 0.25 if marks.day_gap == 1 else 0.5
    elif not marks.days and marks.day_gap > 2:
        yield f"published {marks.day_gap} days apart", min(0.6, 0.1 * marks.day_gap)


def _reasons(marks: Marks) -> Iterator[str]:
    if marks.share >= COPIED_FROM:
        yield f"{marks.share:.0%} of the shorter text stands in the longer one"
    elif marks.words >= 0.6:
        yield f"words {marks.words:.0%} alike"
    if marks.numbers:
        yield f"the same figures: {', '.join(marks.numbers[:5])}"
    if marks.turned_count:
        yield "two parts of one count: {} and {}".format(*marks.turned_count)
    if marks.days:
        yield f"the same day: {', '.join(marks.days[:3])}"
    if marks.names:
        yield f"the same names: {', '.join(marks.names[:5])}"
    if marks.same_wire:
        yield "the same agency credited"


def _instead(what: str, differing: Differing) -> str:
    return f"{what}: {differing[0]} and {differing[1]}"

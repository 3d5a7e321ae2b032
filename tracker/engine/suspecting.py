"""Suspicion: what the words of a report say to criteria that look for words, for a person to accept or reject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from tracker.domain.criteria import Criterion
from tracker.domain.instants import day_span
from tracker.domain.promises import Names, Promise, Reading
from tracker.domain.reports import NOT_REVIEWED, Fact, Nature, Quote, Report
from tracker.domain.verdicts import SetAside
from tracker.engine.matching import matches
from tracker.engine.phrases import says
from tracker.engine.quoting import quotes_of
from tracker.engine.reviewing import predicate_of, review_of
from tracker.engine.word_keys import Key, Shape, runs_in, word_key


class Looking(NamedTuple):
    """A criterion that looks for words, the promise (or step) it belongs to, and the promise as a whole."""

    whole: str
    promise: str
    criterion: Criterion


class Suspicion(NamedTuple):
    """Words of a report that a criterion looks for; `proposed` is the fact that accepting would add, if any."""

    looking: Looking
    quotes: tuple[Quote, ...]
    proposed: Fact | None


@dataclass(frozen=True, slots=True)
class Suspecting:
    """The criteria that look for words, filed under what a text must hold to match them."""

    names: Names
    by_key: Mapping[Key, tuple[Looking, ...]]
    shapes: tuple[Shape, ...]
    unfiled: tuple[Looking, ...]
    """Criteria that only a pattern can find: each text is searched for them."""

    @classmethod
    def of(cls, promises: Iterable[Promise], names: Names) -> Self:
        """File every criterion of the promises that looks for words."""
        by_key: dict[Key, list[Looking]] = {}
        unfiled: list[Looking] = []
        for promise in promises:
            for looking in looking_of(promise):
                words = looking.criterion.words
                phrases = () if words is None else (words.any_of or words.all_of[:1])
                for key in dict.fromkeys(word_key(phrase) for phrase in phrases):
                    by_key.setdefault(key, []).append(looking)
                if not phrases:
                    unfiled.append(looking)
        shapes = tuple(sorted({shape for shape, _ in by_key}))
        return cls(names, {key: tuple(filed) for key, filed in by_key.items()}, shapes, tuple(unfiled))

    def found(self, report: Report) -> tuple[Suspicion, ...]:
        """Return every criterion whose words stand in the report and whose other tests its facts pass.

        A report without any fact may become one: the fact that the criterion asks for is proposed.
        """
        if not (self.by_key or self.unfiled) or not (report.title or report.text):
            return ()
        suspicions: dict[tuple[str, str, str], Suspicion] = {}
        for looking in self._candidates(report):
            name = (looking.promise, looking.criterion.name, predicate_of(looking.criterion))
            if name not in suspicions and (suspicion := self._suspicion(looking, report)) is not None:
                suspicions[name] = suspicion
        return tuple(suspicions.values())

    def _candidates(self, report: Report) -> Iterator[Looking]:
        for shape in self.shapes:
            for run in runs_in(shape, report):
                yield from self.by_key.get((shape, run), ())
        yield from self.unfiled

    def _suspicion(self, looking: Looking, report: Report) -> Suspicion | None:
        criterion = looking.criterion
        if criterion.words is None:
            return None
        told = (*report.facts, *(each.fact for each in report.suspected))
        proposed = None
        if told:
            if not any(matches(criterion, report, fact, self.names) for fact in told):
                return None
        else:
            proposed = proposed_fact(criterion, report)
            if not matches(criterion, report, proposed, self.names):
                return None
        return Suspicion(looking, quotes_of(criterion.words, report), proposed)


def proposed_fact(criterion: Criterion, report: Report) -> Fact:
    """Return the fact a report would hold if its words say what the criterion asks: an observation of the day.

    It has the plain values the criterion names, and no figure: figures in the text are for the reviewer to read.
    """
    plain = {
        test.field: test.any_of[0]
        for test in criterion.match
        if len(test.any_of) == 1 and not (test.starts or test.other_than or test.patterns)
    }
    named = plain.get("indicator") or plain.get("event")
    return Fact(
        day_span(report.published.date(), "UTC"),
        indicator=plain.get("indicator"),
        event=plain.get("event") if named else f"told in words: {criterion.name}",
        actor=plain.get("actor"),
        target=plain.get("target"),
        place=plain.get("place"),
        unit=plain.get("unit"),
        code=plain.get("code"),
        nature=Nature(plain.get("nature", Nature.OBSERVATION)),
        date_assumed=True,
    )


def only_in_words(promise: str, reading: Reading, reports: Sequence[Report]) -> Iterator[SetAside]:
    """Yield reports without facts of their own whose words a reading's criteria look for, and how that stands."""
    looking = [each for each in reading.criteria.values() if each.words is not None]
    for criterion in looking:
        for report in reports:
            review = review_of(report, promise, criterion) if report.reviews else None
            if review is not None and review.accepted:
                continue
            if criterion.words is not None and says(criterion.words, report):
                yield SetAside(report.id, NOT_REVIEWED if review is None else review.words)


def is_only_words(report: Report) -> bool:
    """Say whether a report says something but has no facts, those apart that a review added."""
    if report.facts and not all(_was_added(fact, report) for fact in report.facts):
        return False
    return bool(report.title or report.text)


def _was_added(fact: Fact, report: Report) -> bool:
    return bool(report.reviews) and any(review.fact == fact for review in report.reviews)


def looking_of(promise: Promise) -> Iterator[Looking]:
    """Yield every criterion of a promise and its steps that looks for words."""
    return _looking(promise, promise.id)


def _looking(promise: Promise, whole: str) -> Iterator[Looking]:
    amended = (reading for amendment in promise.amendments for reading in amendment.readings)
    seen: set[int] = set()
    for reading in (*promise.readings, *amended):
        for criterion in reading.criteria.values():
            if criterion.words is not None and id(criterion) not in seen:
                seen.add(id(criterion))
                yield Looking(whole, promise.id, criterion)
    for step in promise.steps:
        yield from _looking(step, whole)

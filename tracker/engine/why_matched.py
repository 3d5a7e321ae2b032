"""Why a report matches a criterion or does not: every test by itself, with what it wants and what it found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.criteria import Criterion, FieldTest, WordTest
from tracker.domain.patterns import found
from tracker.domain.promises import Names, Promise
from tracker.domain.reports import Fact, Report
from tracker.engine.matching import READERS, admits
from tracker.engine.phrases import holds, says, words_of


@dataclass(frozen=True, slots=True)
class Tested:
    """One test: what it looked at, what it wants and what was there, as text, and whether it passed."""

    field: str
    wants: str
    has: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One fact of a report held against one criterion; without a fact, the words of the report alone."""

    reading: str
    step: str
    criterion: Criterion
    fact: Fact | None
    tests: tuple[Tested, ...]

    @property
    def matched(self) -> bool:
        """Say whether every test passed."""
        return all(test.passed for test in self.tests)

    @property
    def missed(self) -> int:
        """Return how many tests did not pass."""
        return sum(not test.passed for test in self.tests)


def compare(promise: Promise, report: Report, names: Names) -> tuple[Compared, ...]:
    """Hold a report against every criterion of a promise, in file order.

    Criteria that several readings share are compared once, under the first of them. Of the facts that miss a
    criterion only the nearest is told: the one with the fewest tests missed.
    """
    seen: set[int] = set()
    out: list[Compared] = []
    for step, reading, criterion in _criteria(promise):
        if id(criterion) in seen:
            continue
        seen.add(id(criterion))
        every = [
            Compared(reading, step, criterion, fact, tuple(_tests(criterion, report, fact, names)))
            for fact in report.facts or (None,)
        ]
        matched = [each for each in every if each.matched]
        out += matched or [min(every, key=lambda each: each.missed)]
    return tuple(out)


def _criteria(promise: Promise, step: str = "") -> Iterator[tuple[str, str, Criterion]]:
    for reading in promise.readings:
        for criterion in reading.criteria.values():
            yield step, reading.name, criterion
    for each in promise.steps:
        yield from _criteria(each, each.id)


def _tests(criterion: Criterion, report: Report, fact: Fact | None, names: Names) -> Iterator[Tested]:
    for test in criterion.match:
        values = READERS[test.field](report, fact, names) if fact is not None else ()
        yield Tested(test.field, wanted(test), ", ".join(values) or "nothing", admits(test, values))
    if criterion.words is not None:
        passed = says(criterion.words, report)
        yield Tested("words", wanted_words(criterion.words), _found_words(criterion.words, report), passed)


def wanted(test: FieldTest) -> str:
    """Return in words what a test on a field lets pass."""
    parts = []
    if test.any_of or test.starts:
        parts.append(" or ".join([*test.any_of, *(f"{start}..." for start in test.starts)]))
    if test.other_than:
        parts.append("anything but " + ", ".join(test.other_than))
    if test.patterns:
        parts.append("the pattern " + " or ".join(test.patterns))
    return "; ".join(parts)


def wanted_words(test: WordTest) -> str:
    """Return in words what a test on the words of a report lets pass."""
    parts = [
        f"{kind} {', '.join(phrases)}"
        for kind, phrases in (
            ("any of", test.any_of),
            ("all of", test.all_of),
            ("none of", test.none_of),
            ("the pattern", test.patterns),
        )
        if phrases
    ]
    return "; ".join(parts)


def _found_words(test: WordTest, report: Report) -> str:
    words = words_of(report.title, report.text)
    held = [phrase for phrase in (*test.any_of, *test.all_of, *test.none_of) if holds(words, phrase)]
    held += [
        pattern
        for pattern in test.patterns
        if any(found(pattern, text.casefold()) for text in (report.title, report.text))
    ]
    return ", ".join(held) or "none of these words"

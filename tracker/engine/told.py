"""Told: everything about one report that depends on nothing but itself and the names in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from tracker.domain.criteria import Criterion
from tracker.domain.folding import canonical
from tracker.domain.instants import Precision, day_span, in_zone
from tracker.domain.promises import Names
from tracker.domain.reports import Fact, Report
from tracker.domain.verdicts import Account
from tracker.engine.asking import MadeOnce
from tracker.engine.matching import matching
from tracker.engine.natural import natural
from tracker.engine.suspecting import is_only_words

Subject = tuple[str, str]
"""What a fact is about: an indicator or an event, by its canonical name."""

_TIMES = frozenset({Precision.INSTANT, Precision.RANGE})
"""What is dated so is a stretch of time wherever one stands."""

Matching = tuple[tuple[str, ...], ...]
"""For each fact of a report the names of the criteria it matches."""

MOST_KEPT = 1_024
"""So many reports are kept ready."""

_MOST_VERSIONS = 4
"""So many ways in which a report may stand are kept."""


class Told:
    """A report made ready to be judged on. It knows nothing of other reports, of the clock, or of any verdict.

    What is `kept` from one judging to the next remembers what was asked of it; the rest works it out anew.
    """

    __slots__ = (
        "_again",
        "_alone",
        "_matching",
        "acts_on_others",
        "doubted",
        "is_only_words",
        "kept",
        "may_be_a_copy",
        "names",
        "place",
        "report",
        "subjects",
    )

    def __init__(self, report: Report, names: Names, *, kept: bool = False) -> None:
        self.report = report
        self.names = names
        self.kept = kept
        self.place = natural(report.id)
        """By which reports are put in order."""
        self.acts_on_others = bool(report.retracts or report.corrects)
        self.may_be_a_copy = bool(report.copy_of or report.joined)
        self.subjects: tuple[Subject, ...] = tuple([_subject(fact, names) for fact in report.facts])
        self.doubted = _doubted(report, names, kept=kept) if report.suspected else None
        """What nobody vouches for of it, as if it told nothing else; None where there is no such thing."""
        self.is_only_words = is_only_words(report)
        """It says something, but has no facts of its own."""
        self._again: tuple[Told, ...] = ()
        self._alone: dict[str, tuple[Telling, ...]] | None = {} if kept else None
        self._matching: dict[int, tuple[Mapping[str, Criterion], Matching]] | None = {} if kept else None

    def again(self, report: Report) -> Told:
        """Return it made ready as it stands once corrected, or trusted: what stands the same is made once."""
        for told in self._again:
            if told.report == report:
                return told
        told = Told(report, self.names, kept=self.kept)
        self._again = (told, *self._again[: _MOST_VERSIONS - 1])
        return told

    def facts_in(self, tz: str) -> tuple[Fact, ...]:
        """Return its facts as they are dated in a zone."""
        report = self.report
        return tuple([_dated_in(fact, report, tz) for fact in report.facts])

    def alone_in(self, tz: str) -> Sequence[Telling]:
        """Return its accounts if it has no copies, those on one subject together: most reports are like that."""
        if self._alone is None:
            return self._tellings(self.facts_in(tz))
        alone = self._alone.get(tz)
        if alone is None:
            alone = self._alone[tz] = tuple(self._tellings(self.facts_in(tz)))
        return alone

    def _tellings(self, facts: tuple[Fact, ...]) -> list[Telling]:
        report, subjects = self.report, self.subjects
        numbers: Sequence[int] = range(len(facts))
        if len(facts) > 1:
            first = {subject: number for number, subject in reversed(list(enumerate(subjects)))}
            numbers = sorted(numbers, key=lambda number: first[subjects[number]])
        members, same_event = (report.id,), tuple(dict.fromkeys(report.same_event))
        spoken = report.origin or report.source
        return [
            Telling(
                Account(report, fact, fact.origin or spoken, report.grade, report.published, members, same_event),
                self,
                number,
            )
            for number, fact in [(number, facts[number]) for number in numbers]
        ]

    def matching(self, criteria: Mapping[str, Criterion]) -> Matching:
        """Return for each fact the names of the criteria it matches; nothing at all where none does."""
        if self._matching is None:
            return self._matched(criteria)
        known = self._matching.get(id(criteria))
        if known is None:  # kept with the criteria, so that no others can have their id
            known = self._matching[id(criteria)] = (criteria, self._matched(criteria))
        return known[1]

    def _matched(self, criteria: Mapping[str, Criterion]) -> Matching:
        found = tuple([matching(criteria, self.report, fact, self.names) for fact in self.report.facts])
        return found if any(found) else ()


class Telling:
    """An account with the report that speaks, which of its facts it tells, and what it means to criteria."""

    __slots__ = ("account", "number", "told", "weighed")

    def __init__(self, account: Account, told: Told, number: int) -> None:
        self.account = account
        self.told = told
        self.number = number
        self.weighed: dict[tuple[int, int], Any] | None = {} if told.kept else None
        """What it means to a criterion of a promise, as it was weighed: nothing about it changes by time."""


def told_all(reports: Sequence[Report], names: Names) -> list[Told]:
    """Make reports ready: those of a promise once for many judgings, as far as they can all be kept."""
    if len(reports) > MOST_KEPT:
        return [Told(report, names) for report in reports]
    return _kept.of_each(reports, names)


_kept = MadeOnce(partial(Told, kept=True), MOST_KEPT)


def _doubted(report: Report, names: Names, *, kept: bool) -> Told:
    facts = tuple([each.fact for each in report.suspected])
    return Told(replace(report, facts=facts, suspected=()), names, kept=kept)


def _subject(fact: Fact, names: Names) -> Subject:
    if fact.indicator:
        return "indicator", canonical(names, "indicator", fact.indicator)
    return "event", canonical(names, "event", fact.event or "")


def _dated_in(fact: Fact, report: Report, tz: str) -> Fact:
    """A date without a time is that whole day (or month, quarter, year) in the promise's zone."""
    if fact.occurred.precision in _TIMES and not fact.date_assumed:
        return fact
    occurred, published = in_zone(fact.occurred, tz), report.published
    if fact.date_assumed and published != fact.occurred.end:  # published at an instant, not on a day
        occurred = day_span(published.astimezone(ZoneInfo(tz)).date(), tz)
    return fact if occurred == fact.occurred else replace(fact, occurred=occurred)

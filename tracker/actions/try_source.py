"""Try a source: collect from it once and look at what that would bring, storing nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.collecting import Collector, CollectState, PassedOver
from tracker.domain.errors import SourceFailed
from tracker.domain.instants import last_instant
from tracker.domain.promises import Names, Promise
from tracker.domain.reports import Fact, Report
from tracker.domain.sources import Source
from tracker.engine.keys import Keys
from tracker.engine.unnamed import Unnamed, unnamed


@dataclass(frozen=True, slots=True)
class TriedReport:
    """A report and the criteria that its facts meet: (promise, name of the criterion).

    `by_words` are those whose words it holds and whose other tests its facts meet: suspected until reviewed.
    """

    report: Report
    meets: tuple[tuple[str, str], ...] = ()
    by_words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """What a source would bring now, or the plain reason why nothing can be had from it."""

    source: Source
    reports: tuple[TriedReport, ...] = ()
    problems: tuple[str, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    empty_fields: tuple[str, ...] = ()
    """Fields of the map that no fact has, though facts were made."""
    ends_later: int = 0
    """How many facts end after the day their report is said to be published: they would leak the future."""
    unnamed: tuple[Unnamed, ...] = ()
    failed: str = ""
    hint: str = ""

    @property
    def facts(self) -> int:
        """Return how many facts were made."""
        return sum(len(each.report.facts) for each in self.reports)

    @property
    def touched(self) -> tuple[str, ...]:
        """Return the promises that the facts would touch."""
        return tuple(sorted({promise for each in self.reports for promise, _ in each.meets}))

    @property
    def by_words(self) -> Mapping[tuple[str, str], int]:
        """Return the criteria that would find something by words only, and in how many reports each."""
        return Counter(found for each in self.reports for found in each.by_words)


def try_source(
    source: Source,
    collector: Collector,
    promises: Iterable[Promise],
    names: Names,
    now: datetime,
    stored: Iterable[Report] = (),
) -> Trial:
    """Collect once as if for the first time; nothing is stored and no file is moved.

    `stored` are reports of the source that the store holds: a name that one of them says is not missing.
    """
    try:
        answer = collector(source, CollectState(), now)
    except SourceFailed as failure:
        return Trial(source, failed=failure.message, hint=failure.hint)
    in_force = tuple(promises)
    keys = Keys.of(in_force, names)
    reports = tuple(_tried(each, keys, trusted=source.trust_text) for each in answer.reports)
    known = (*answer.reports, *stored)
    return Trial(
        source,
        reports,
        answer.problems,
        answer.passed_over,
        _empty_fields(source, answer.reports),
        sum(_ends_later(report, fact) for report in answer.reports for fact in report.facts),
        unnamed(in_force, source.for_judging, known, names) if any(each.facts for each in known) else (),
    )


def _tried(report: Report, keys: Keys, *, trusted: bool) -> TriedReport:
    """Say what a report meets, by its facts and by its words; where text is trusted, words over facts suffice."""
    met = set(keys.met(report))
    found = [
        (each.looking.promise, each.looking.criterion.name, each.proposed) for each in keys.words.found(report)
    ]
    believed = {(promise, name) for promise, name, proposed in found if trusted and proposed is None}
    only = {(promise, name) for promise, name, _ in found} - believed
    return TriedReport(report, tuple(sorted((met - only) | believed)), tuple(sorted(only)))


def _ends_later(report: Report, fact: Fact) -> bool:
    return fact.occurred.end > last_instant(report.published.date(), "UTC")


def _empty_fields(source: Source, reports: Iterable[Report]) -> tuple[str, ...]:
    """Return the fields that the map fills and no fact has."""
    facts = [fact for report in reports for fact in report.facts]
    mapped = dict.fromkeys(name for rule in source.facts for name in rule.fields)
    plain = [name for name in mapped if name in ("indicator", "event", "actor", "target", "place", "unit", "code")]
    missing = [name for name in plain if not any(getattr(fact, name) for fact in facts)]
    if "value" in mapped and not any(fact.value for fact in facts):
        missing.append("value")
    return tuple(missing) if facts else ()

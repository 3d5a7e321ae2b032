"""Whether one fact satisfies the predicate of a criterion: every field named must pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from tracker.domain.criteria import Criterion, FieldTest
from tracker.domain.folding import canonical, fold, holding_places
from tracker.domain.patterns import found
from tracker.domain.promises import Names
from tracker.domain.reports import Fact, Report
from tracker.engine.phrases import says

Values = tuple[str, ...]
Reader = Callable[[Report, Fact, Names], Values]


def matches(criterion: Criterion, report: Report, fact: Fact, names: Names) -> bool:
    """Say whether the fact passes every field test of the criterion, and its report the test of words."""
    for test in criterion.match:
        if not admits(test, READERS[test.field](report, fact, names)):
            return False
    return criterion.words is None or says(criterion.words, report)


def matching(criteria: Mapping[str, Criterion], report: Report, fact: Fact, names: Names) -> tuple[str, ...]:
    """Return the names of the criteria that a fact matches, in order."""
    return tuple([name for name, each in criteria.items() if matches(each, report, fact, names)])


def admits(test: FieldTest, values: Sequence[str]) -> bool:
    """Say whether one of the values a field has, folded and canonical, passes; one that it lacks does not."""
    if not values:
        return False
    if test.other_than and any(value in test.other_than for value in values):
        return False
    if test.patterns and not any(found(pattern, value) for pattern in test.patterns for value in values):
        return False
    if not test.any_of and not test.starts:
        return True
    return any(value in test.any_of or (test.starts and value.startswith(test.starts)) for value in values)


def _named(kind: str, text: str | None, names: Names) -> Values:
    return (canonical(names, kind, text),) if text else ()


def _folded(texts: Iterable[str | None]) -> Values:
    return tuple([fold(text) for text in texts if text])


READERS: Mapping[str, Reader] = {
    "source": lambda report, fact, names: _folded([report.source]),
    "origin": lambda report, fact, names: _folded([report.origin_of(fact)]),
    "indicator": lambda report, fact, names: (
        (canonical(names, "indicator", fact.indicator),) if fact.indicator else ()
    ),
    "event": lambda report, fact, names: (canonical(names, "event", fact.event),) if fact.event else (),
    "actor": lambda report, fact, names: _named("actor", fact.actor, names),
    "target": lambda report, fact, names: _named("target", fact.target, names),
    "place": lambda report, fact, names: holding_places(names, fact.place) if fact.place else (),
    "unit": lambda report, fact, names: _named("unit", fact.unit, names),
    "nature": lambda report, fact, names: (str(fact.nature),),
    "tags": lambda report, fact, names: _folded(report.tags),
    "language": lambda report, fact, names: _folded([report.language]),
    "code": lambda report, fact, names: _folded([fact.code]),
}
"""How each field of the rule language is read from a fact or its report, folded and canonical."""

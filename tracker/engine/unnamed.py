"""Names that criteria wait for and facts never say: a filter on one finds nothing, silently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.domain.coverage import SourceFacts
from tracker.domain.criteria import Criterion, FieldTest
from tracker.domain.promises import Names, Promise
from tracker.domain.reports import Report
from tracker.engine.keys import criteria_of
from tracker.engine.listening import needs_source
from tracker.engine.matching import READERS, admits

_NAMING = ("indicator", "event", "actor", "target", "place", "code")
"""Fields that name something in the world, and so may name it otherwise than a criterion does."""


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A criterion of a promise that waits for values of a field which no fact has."""

    promise: str
    criterion: str
    field: str
    values: tuple[str, ...]
    instead: tuple[str, ...] = ()
    """What the facts have there, the most frequent first."""


def unnamed(
    promises: Iterable[Promise], source: SourceFacts, reports: Iterable[Report], names: Names
) -> tuple[Unnamed, ...]:
    """Return what the criteria that rest on a source wait for and none of its reports says."""
    said = _said(reports, names)
    found: dict[tuple[str, str, FieldTest], Unnamed] = {}
    for promise in promises:
        criteria = tuple(criteria_of(promise))
        if not needs_source(promise, criteria, source):
            continue
        for criterion, test in _tests(criteria):
            if not any(admits(test, (value,)) for value in said[test.field]):
                wanted = (*test.any_of, *(f"{start}*" for start in test.starts))
                instead = sorted(said[test.field], key=lambda value: (-said[test.field][value], value))[:5]
                each = Unnamed(promise.id, criterion.name, test.field, wanted, tuple(instead))
                found.setdefault((promise.id, criterion.name, test), each)
    return tuple(found.values())


def _tests(criteria: Iterable[Criterion]) -> Iterable[tuple[Criterion, FieldTest]]:
    for criterion in criteria:
        for test in criterion.match:
            if test.field in _NAMING and (test.any_of or test.starts):
                yield criterion, test


def _said(reports: Iterable[Report], names: Names) -> Mapping[str, dict[str, int]]:
    """Return how often the facts have each value, by field."""
    said: dict[str, dict[str, int]] = {field: {} for field in _NAMING}
    for report in reports:
        for fact in report.facts:
            for field in _NAMING:
                for value in READERS[field](report, fact, names):
                    said[field][value] = said[field].get(value, 0) + 1
    return said

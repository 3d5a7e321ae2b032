"""Keys: which promises a report may touch, found by look-ups and never by a loop over all rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from tracker.domain.promises import Criterion, Names, Promise
from tracker.domain.reports import Fact, Report
from tracker.engine.matching import READERS, matches

KEY_FIELDS = ("indicator", "event", "actor", "place", "source", "target", "code", "nature")
"""Fields a criterion is filed under, the most selective first."""

Filed = tuple[str, Criterion]


@dataclass(frozen=True, slots=True)
class Keys:
    """Criteria filed under one selective field value each; the rest of the predicate is tested on the hits."""

    names: Names
    by_value: Mapping[tuple[str, str], tuple[Filed, ...]]
    unfiled: tuple[Filed, ...]
    """Criteria that name no value to file them under: tested on every fact."""

    @classmethod
    def of(cls, promises: Iterable[Promise], names: Names) -> Self:
        """File every criterion of every reading of the promises."""
        by_value: dict[tuple[str, str], list[Filed]] = {}
        unfiled: list[Filed] = []
        for promise in promises:
            for criterion in _criteria(promise):
                keys = _filing_keys(criterion)
                for key in keys:
                    by_value.setdefault(key, []).append((promise.id, criterion))
                if not keys:
                    unfiled.append((promise.id, criterion))
        return cls(names, {key: tuple(filed) for key, filed in by_value.items()}, tuple(unfiled))

    def touched(self, report: Report) -> frozenset[str]:
        """Return the ids of the promises one of whose criteria a fact of the report matches."""
        found: set[str] = set()
        for fact in report.facts:
            for promise, criterion in self._candidates(report, fact):
                if promise not in found and matches(criterion, report, fact, self.names):
                    found.add(promise)
        return frozenset(found)

    def _candidates(self, report: Report, fact: Fact) -> Iterable[Filed]:
        for field in KEY_FIELDS:
            for value in READERS[field](report, fact, self.names):
                yield from self.by_value.get((field, value), ())
        yield from self.unfiled


def _criteria(promise: Promise) -> Iterable[Criterion]:
    unique = {id(criterion): criterion for reading in promise.readings for criterion in reading.criteria.values()}
    return unique.values()


def _filing_keys(criterion: Criterion) -> list[tuple[str, str]]:
    tests = {test.field: test for test in criterion.match}
    for field in KEY_FIELDS:
        test = tests.get(field)
        if test is not None and test.any_of and not test.starts:
            return [(field, value) for value in test.any_of]
    return []

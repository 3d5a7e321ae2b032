"""Keys: which promises a report may touch, found by look-ups and never by a loop over all rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Self

from tracker.domain.criteria import Criterion
from tracker.domain.folding import canonical
from tracker.domain.promises import Names, Promise
from tracker.domain.reports import Fact, Report
from tracker.engine.matching import READERS, matches
from tracker.engine.suspecting import Suspecting
from tracker.engine.word_keys import RUNS, STEM, Key, Shape, runs_in, word_key

KEY_FIELDS = ("indicator", "event", "actor", "place", "source", "target", "code", "nature")
"""Fields a criterion is filed under, the most selective first."""

MOST_FIELDS = 3
"""How many fields one key combines: a thousand promises on one event part by actor and place."""

MOST_KEYS = 64
"""A criterion with more combinations of values is filed under fewer fields."""

_OF_WORDS = frozenset({*RUNS, STEM})

Filed = tuple[str, Criterion]


@dataclass(frozen=True, slots=True)
class Keys:
    """Criteria filed under the values of up to three fields; the rest of the predicate is tested on the hits."""

    names: Names
    filed: Mapping[Shape, Mapping[tuple[str, ...], tuple[Filed, ...]]]
    """By combination of fields and by their values: a fact is looked up once for each and each of its values."""
    fields: tuple[str, ...]
    """The fields that some combination names: no other is read."""
    words: Suspecting
    """The criteria that look for words."""
    units: frozenset[str]
    """The units that criteria or names know."""

    @classmethod
    def of(cls, promises: Iterable[Promise], names: Names) -> Self:
        """File every criterion of every reading of the promises."""
        by_key: dict[Key, list[Filed]] = {}
        promises = tuple(promises)
        units: set[str] = {*names.aliases.get("unit", ()), *names.aliases.get("unit", {}).values()}
        for promise in promises:
            for criterion in criteria_of(promise):
                units.update(
                    canonical(names, "unit", each) for each in (criterion.unit, *criterion.convert) if each
                )
                for key in _filing_keys(criterion):
                    by_key.setdefault(key, []).append((promise.id, criterion))
        filed_under: dict[Shape, dict[tuple[str, ...], tuple[Filed, ...]]] = {}
        for (shape, values), filed in sorted(by_key.items()):
            filed_under.setdefault(shape, {})[values] = tuple(filed)
        named = tuple(field for field in KEY_FIELDS if any(field in shape for shape in filed_under))
        return cls(names, filed_under, named, Suspecting.of(promises, names), frozenset(units))

    def touched(self, report: Report) -> frozenset[str]:
        """Return the ids of the promises one of whose criteria a fact of the report matches, suspected too."""
        found: set[str] = set()
        facts = (*report.facts, *(each.fact for each in report.suspected)) if report.suspected else report.facts
        for fact in facts:
            for promise, criterion in self._candidates(report, fact):
                if promise not in found and matches(criterion, report, fact, self.names):
                    found.add(promise)
        return frozenset(found)

    def met(self, report: Report) -> frozenset[tuple[str, str]]:
        """Return the promises and the names of those of their criteria that a fact of the report matches."""
        return frozenset(
            (promise, criterion.name)
            for fact in report.facts
            for promise, criterion in self._candidates(report, fact)
            if matches(criterion, report, fact, self.names)
        )

    def _candidates(self, report: Report, fact: Fact) -> Iterator[Filed]:
        values = {field: READERS[field](report, fact, self.names) for field in self.fields}
        for shape, filed in self.filed.items():
            of_words = shape in _OF_WORDS
            for each in runs_in(shape, report) if of_words else product(*[values[field] for field in shape]):
                if each in filed:
                    yield from filed[each]


def criteria_of(promise: Promise) -> Iterable[Criterion]:
    """Yield every criterion once: of the readings, under every amount announced later, and of the steps."""
    amended = (reading for amendment in promise.amendments for reading in amendment.readings)
    readings = (*promise.readings, *amended)
    unique = {id(criterion): criterion for reading in readings for criterion in reading.criteria.values()}
    yield from unique.values()
    for step in promise.steps:
        yield from criteria_of(step)


def _filing_keys(criterion: Criterion) -> list[Key]:
    """Return the keys of a criterion; one without a plain value or phrase is filed under the empty shape."""
    plain = {test.field: test.any_of for test in criterion.match if test.any_of and not test.starts}
    shape: Shape = ()
    combinations = 1
    for field in KEY_FIELDS:
        if field in plain and len(shape) < MOST_FIELDS and combinations * len(plain[field]) <= MOST_KEYS:
            shape = (*shape, field)
            combinations *= len(plain[field])
    if (
        not shape
        and criterion.words is not None
        and (wanted := criterion.words.any_of or criterion.words.all_of[:1])
    ):
        return list(dict.fromkeys(word_key(phrase) for phrase in wanted))
    return [(shape, combination) for combination in product(*(plain[field] for field in shape))]

"""Whether one fact satisfies the predicate of a criterion: every field named must pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from tracker.domain.criteria import Criterion, FieldTest
from tracker.domain.folding import canonical, fold, holding_places
from tracker.domain.patterns import found
from tracker.domain.promises import Names, Promise
from tracker.domain.reports import Fact, Report
from tracker.engine.parties import Parties
from tracker.engine.phrases import says

Values = tuple[str, ...]
Reader = Callable[[Report, Fact, Names], Values]


def matches(criterion: Criterion, report: Report, fact: Fact, names: Names) -> bool:
    """Say whether the fact passes every field test of the criterion, and its report the test of words."""
    for test in criterion.match:
        if not admits(test, READERS[test.field](report, fact, names)):
            return False
    return criterion.words is None or says(criterion.words, report)


class Told(Protocol):
    """What can match: one fact that a report tells."""

    @property
    def report(self) -> Report:
        """Return the report."""

    @property
    def fact(self) -> Fact:
        """Return the fact."""


T = TypeVar("T", bound=Told)


class Matched(Generic[T]):
    """The accounts that match each criterion of a judging: every field is read from an account once for all."""

    def __init__(self, accounts: Sequence[T], names: Names, places: Mapping[str, int]) -> None:
        self.accounts = accounts
        self.names = names
        self.places = places
        """The place of each report's id among all, by which what is alike otherwise is sorted."""
        self._read: dict[str, list[Values]] = {}
        self._index: dict[str, dict[str, list[int]]] = {}
        self._found: dict[int, tuple[Criterion, tuple[T, ...]]] = {}
        self._parties: dict[int, tuple[Promise, Parties]] = {}

    def by(self, criterion: Criterion) -> tuple[T, ...]:
        """Return the accounts that match a criterion, in order; the same as asking `matches` of each."""
        if not self.accounts:
            return ()
        known = self._found.get(id(criterion))
        if known is None:  # kept with its criterion, so that no other can have its id
            known = self._found[id(criterion)] = (criterion, self._look_up(criterion))
        return known[1]

    def parties_of(self, promise: Promise) -> Parties:
        """Return the parties of a promise, named as the accounts are compared."""
        known = self._parties.get(id(promise))
        if known is None:
            known = self._parties[id(promise)] = (promise, Parties(promise, self.names))
        return known[1]

    def _look_up(self, criterion: Criterion) -> tuple[T, ...]:
        left: Sequence[int] = range(len(self.accounts))
        for number, test in enumerate(criterion.match):
            if number == 0 and _is_one_value(test):
                left = self._with_value(test.field, test.any_of[0])
            else:
                values = self._values(test.field)
                left = [each for each in left if admits(test, values[each])]
            if not left:
                return ()
        accounts, words = self.accounts, criterion.words
        return tuple([accounts[each] for each in left if words is None or says(words, accounts[each].report)])

    def _with_value(self, field: str, value: str) -> Sequence[int]:
        index = self._index.get(field)
        if index is None:
            index = self._index[field] = {}
            for number, values in enumerate(self._values(field)):
                for each in values if len(values) < 2 else dict.fromkeys(values):
                    index.setdefault(each, []).append(number)
        return index.get(value, ())

    def _values(self, field: str) -> list[Values]:
        """Return what each account has in a field; texts that many share are looked up once."""
        known = self._read.get(field)
        if known is None:
            told, read = TOLD[field], READERS[field]
            seen: dict[object, Values] = {}
            known = self._read[field] = []
            for each in self.accounts:
                text = told(each.report, each.fact)
                values = seen.get(text)
                if values is None:
                    values = seen[text] = read(each.report, each.fact, self.names)
                known.append(values)
        return known


def _is_one_value(test: FieldTest) -> bool:
    """Say whether a test asks for one plain value and nothing else."""
    return len(test.any_of) == 1 and not (test.starts or test.other_than or test.patterns)


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


def _places(fact: Fact, names: Names) -> Values:
    return holding_places(names, fact.place) if fact.place else ()


def _folded(texts: Iterable[str | None]) -> Values:
    return tuple([fold(text) for text in texts if text])


READERS: Mapping[str, Reader] = {
    "source": lambda report, fact, names: _folded([report.source]),
    "origin": lambda report, fact, names: _folded([report.origin_of(fact)]),
    "indicator": lambda report, fact, names: _named("indicator", fact.indicator, names),
    "event": lambda report, fact, names: _named("event", fact.event, names),
    "actor": lambda report, fact, names: _named("actor", fact.actor, names),
    "target": lambda report, fact, names: _named("target", fact.target, names),
    "place": lambda report, fact, names: _places(fact, names),
    "unit": lambda report, fact, names: _named("unit", fact.unit, names),
    "nature": lambda report, fact, names: (fact.nature.value,),
    "tags": lambda report, fact, names: _folded(report.tags),
    "language": lambda report, fact, names: _folded([report.language]),
    "code": lambda report, fact, names: _folded([fact.code]),
}
"""How each field of the rule language is read from a fact or its report, folded and canonical."""

TOLD: Mapping[str, Callable[[Report, Fact], object]] = {
    "source": lambda report, fact: report.source,
    "origin": lambda report, fact: report.origin_of(fact),
    "indicator": lambda report, fact: fact.indicator,
    "event": lambda report, fact: fact.event,
    "actor": lambda report, fact: fact.actor,
    "target": lambda report, fact: fact.target,
    "place": lambda report, fact: fact.place,
    "unit": lambda report, fact: fact.unit,
    "nature": lambda report, fact: fact.nature,
    "tags": lambda report, fact: report.tags,
    "language": lambda report, fact: report.language,
    "code": lambda report, fact: fact.code,
}
"""What each field is read from, as it is told: the same is read the same."""

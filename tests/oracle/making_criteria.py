"""Random criteria and conditions over the events and the indicator of the random reports."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from tracker.domain.criteria import Baseline, Condition, Criterion, FieldTest, Op, Reducer, WordTest
from tracker.domain.instants import Duration, Span, last_instant
from tracker.domain.reports import Grade, Nature
from tracker.domain.values import Comparison, Interval, Truth

FIGURES = (Reducer.LATEST, Reducer.LATEST, Reducer.LATEST, *[r for r in Reducer if r is not Reducer.HAPPENED])


def of_event(rng: Random, name: str, event: str) -> Criterion:
    """Return a criterion on an event."""
    match: tuple[FieldTest, ...] = (FieldTest("event", any_of=(event,)),)
    if rng.random() < 0.08:
        match = (*match, FieldTest("actor", any_of=("russia",)))
    elif rng.random() < 0.05:
        match = (*match, FieldTest("actor", other_than=("iran",)))
    elif rng.random() < 0.06:
        match = (*match, FieldTest("place", any_of=("syria",)))
    elif rng.random() < 0.04:
        match = (FieldTest("event", starts=(event[:4],)),)
    criterion = Criterion(name, match)
    if rng.random() < 0.15:
        comparison = rng.choice((lower(2), lower(1), upper(1), upper(0)))
        criterion = replace(criterion, reducer=Reducer.COUNT, comparison=comparison)
    return _with_extras(rng, criterion)


def of_figure(rng: Random, name: str, reducer: Reducer | None = None, *, least: bool | None = None) -> Criterion:
    """Return a criterion on the indicator."""
    chosen = reducer or rng.choice(FIGURES)
    number = {Reducer.SUM: 40.0, Reducer.CHANGE: 10.0, Reducer.COUNT: 2.0}.get(
        chosen, rng.choice((16.0, 18.0, 20.0))
    )
    wants_least = rng.random() < 0.8 if least is None else least
    comparison = lower(number) if wants_least else upper(number)
    if rng.random() < 0.15:
        comparison = rng.choice((beyond(number), below(number), between(number - 4, number + 4)))
    relative = chosen is Reducer.CHANGE and rng.random() < 0.4
    if relative:
        comparison = lower(0.5)
    criterion = Criterion(
        name, (FieldTest("indicator", any_of=("gone",)),), chosen, comparison, unit="aircraft", relative=relative
    )
    if chosen is Reducer.CHANGE or rng.random() < 0.3:
        at = rng.choice((None, datetime(2016, 2, 1, tzinfo=UTC)))
        criterion = replace(criterion, baseline=Baseline(rng.choice((4.0, 8.0, 40.0)), at))
    if rng.random() < 0.15:
        criterion = replace(criterion, convert={"squadron": 4.0})
    if rng.random() < 0.15:
        criterion = replace(criterion, about=0.1)
    return _with_extras(rng, criterion)


def _with_extras(rng: Random, criterion: Criterion) -> Criterion:
    comparison = criterion.comparison
    is_lower = comparison is None or comparison.allowed.high == math.inf
    if rng.random() < 0.12 and is_lower:
        criterion = replace(criterion, sources=rng.choice((2, 2, 3)))
    if rng.random() < 0.08:
        criterion = replace(criterion, least_grade=rng.choice((Grade("C"), Grade("B"), Grade("B", 2))))
    if rng.random() < 0.12:
        natures = rng.choice(((Nature.ESTIMATE,), (Nature.ANNOUNCEMENT, Nature.INTENTION), (Nature.FORECAST,)))
        criterion = replace(criterion, also_accept=frozenset(natures))
    if rng.random() < 0.12:
        criterion = replace(criterion, own_word_counts=True)
    if rng.random() < 0.08:
        over = rng.choice((Duration(days=20), Duration(months=1), _fixed()))
        criterion = replace(criterion, over=over)
    if rng.random() < 0.06 and not true_by_silence(criterion):
        criterion = replace(criterion, for_at_least=rng.choice((Duration(days=5), Duration(days=20))))
    if rng.random() < 0.05:
        criterion = replace(criterion, words=WordTest(any_of=("troops", "soldier*"), none_of=("base",)))
    return criterion


def true_by_silence(criterion: Criterion) -> bool:
    """Say whether nothing told makes the criterion true."""
    adds_up = criterion.reducer in (Reducer.COUNT, Reducer.SUM)
    return adds_up and criterion.comparison is not None and criterion.comparison.holds_for_number(0) is Truth.TRUE


def _fixed() -> Span:
    return Span(datetime(2016, 3, 10, tzinfo=UTC), last_instant(datetime(2016, 5, 31, tzinfo=UTC).date(), "UTC"))


def lower(number: float) -> Comparison:
    """Return "at least"."""
    return Comparison(Interval(number, math.inf), f"at least {number:g}")


def upper(number: float) -> Comparison:
    """Return "at most"."""
    return Comparison(Interval(-math.inf, number), f"at most {number:g}")


def beyond(number: float) -> Comparison:
    """Return "more than"."""
    return Comparison(Interval(number, math.inf, low_open=True), f"more than {number:g}")


def below(number: float) -> Comparison:
    """Return "less than"."""
    return Comparison(Interval(-math.inf, number, high_open=True), f"less than {number:g}")


def between(low: float, high: float) -> Comparison:
    """Return "between"."""
    return Comparison(Interval(low, high), f"between {low:g} and {high:g}")


def one(name: str) -> Condition:
    """Return the condition that one criterion makes."""
    return Condition(Op.CRITERION, name=name)


def combination(rng: Random, names: list[str]) -> Condition:
    """Return a random combination of criteria."""
    parts = tuple(one(name) for name in names)
    dice = rng.random()
    if dice < 0.35:
        return Condition(Op.ALL_OF, parts=parts)
    if dice < 0.6:
        return Condition(Op.ANY_OF, parts=parts)
    if dice < 0.7:
        return Condition(Op.AT_LEAST, parts=parts, least=min(2, len(parts)))
    if dice < 0.8:
        return Condition(Op.ALL_OF, parts=(parts[0], Condition(Op.UNLESS, parts=(parts[-1],))))
    if dice < 0.85:
        return Condition(Op.ANY_OF, parts=(parts[0], Condition(Op.ALL_OF, parts=parts[1:] or parts)))
    return Condition(Op.ALL_OF, parts=(parts[0], Condition(Op.NONE_OF, parts=parts[1:] or parts)))

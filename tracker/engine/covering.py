"""Cover: what the examples of a promise ever made true and ever made false, and what no example tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from tracker.domain.criteria import Condition, Conditions, Op, Position
from tracker.domain.examples import Example, Knowledge
from tracker.domain.promises import Names, Promise, Reading
from tracker.domain.reports import ReportVersion
from tracker.domain.values import Truth
from tracker.domain.verdicts import View
from tracker.engine.hearing import Hearing
from tracker.engine.judging import judge
from tracker.engine.roles import FOR

_CONDITIONS = tuple(field.name for field in fields(Conditions))


@dataclass(frozen=True, slots=True)
class Untried:
    """A criterion or condition that no example made both true and false; `lacks` says which is missing."""

    promise: str
    reading: str
    what: str
    name: str
    lacks: tuple[str, ...]
    place: Position


Key = tuple[str, str, str]
"""Promise or step, reading, and the name of a criterion or condition."""


def untried(promise: Promise, examples: Iterable[Example], names: Names) -> tuple[Untried, ...]:
    """Return what the examples of a promise leave untried, in file order.

    An example counts at every instant it expects something at. What was not true there counts as false, be it only
    that nobody had reported anything.
    """
    seen: dict[Key, set[Truth]] = {}
    for example in examples:
        for key, truth in _observed(promise, example, names):
            seen.setdefault(key, set()).add(truth)
    return tuple(_lacking(promise, seen))


def _observed(promise: Promise, example: Example, names: Names) -> Iterator[tuple[Key, Truth]]:
    versions = [ReportVersion(report, report.published) for report in example.reports]
    for view in _views(example):
        heard: list[Hearing] = []
        judge(promise, versions, example.coverage, view, names, overhear=heard.append)
        for hearing in heard:
            for name, condition in _parts(hearing.reading):
                state = hearing.state(condition, FOR, view.at, confirmed=False)
                yield (_id(hearing.promise), hearing.reading.name, name), state.truth


def _views(example: Example) -> Iterator[View]:
    """Yield every view at which an example says what must be so: its expectations, its alerts and their end."""
    for expectation in example.expect:
        known = expectation.view is not Knowledge.HINDSIGHT
        yield View.as_known_then(expectation.at) if known else View.hindsight(expectation.at)
    if example.alerts is not None:
        yield from (View.as_known_then(each.on.end) for each in example.alerts.alerts)
        yield View.as_known_then(example.alerts.until)


def _parts(reading: Reading) -> Iterator[tuple[str, Condition]]:
    for name in reading.criteria:
        yield name, Condition(Op.CRITERION, name)
    for name in _CONDITIONS:
        condition = getattr(reading.conditions, name)
        if condition is not None:
            yield name, condition


def _lacking(promise: Promise, seen: dict[Key, set[Truth]]) -> Iterator[Untried]:
    if promise.steps:
        for step in promise.steps:
            yield from _lacking(step, seen)
        return
    for reading in promise.readings:
        for name, _ in _parts(reading):
            truths = seen.get((_id(promise), reading.name, name), set())
            lacks = [] if Truth.TRUE in truths else ["true"]
            lacks += [] if truths - {Truth.TRUE} else ["false"]
            if lacks:
                yield Untried(
                    promise.id, reading.name, _what(name), name, tuple(lacks), _place(promise, reading, name)
                )


def _what(name: str) -> str:
    return "condition" if name in _CONDITIONS else "criterion"


def _place(promise: Promise, reading: Reading, name: str) -> Position:
    part = reading.criteria.get(name) or getattr(reading.conditions, name, None)
    own = None if part is None else part.position
    return own or reading.position or promise.position or Position("rules")


def _id(promise: Promise) -> str:
    return promise.id

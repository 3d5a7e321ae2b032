"""Conditions that no report can ever make true: plain cases, where one part says the contrary of another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, combinations
from typing import NamedTuple

from tracker.domain.criteria import Condition, Criterion, FieldTest, Op

_MOST_COMPARED = 50
"""Of so many criteria that match the same facts each is held against each other."""


class _Needed(NamedTuple):
    """Criteria that have to be true, and such as must not be, for a condition to be true."""

    true: frozenset[str] = frozenset()
    other: frozenset[str] = frozenset()

    def joined(self, more: _Needed) -> _Needed:
        return _Needed(self.true | more.true, self.other | more.other)

    def turned(self) -> _Needed:
        return _Needed(self.other, self.true)


def why_never_true(condition: Condition, criteria: Mapping[str, Criterion]) -> str:
    """Return why a condition can be true at no instant, empty where that is not plain to see."""
    if condition.op is Op.ANY_OF:
        reasons = [why_never_true(part, criteria) for part in condition.parts]
        return reasons[0] if reasons and all(reasons) else ""
    if _is_all(condition):
        inner = (why_never_true(part, criteria) for part in condition.parts)
        if found := next((why for why in inner if why), ""):
            return found
    return next(_contrary(_needed(condition), criteria), "")


def _contrary(needed: _Needed, criteria: Mapping[str, Criterion]) -> Iterator[str]:
    for name in sorted(needed.true & needed.other):
        yield f"`{name}` would have to be true and not to be true at once"
    alike: dict[tuple[FieldTest, ...], list[Criterion]] = {}
    for name in sorted(needed.true & criteria.keys()):
        alike.setdefault(criteria[name].match, []).append(criteria[name])
    for one, other in chain.from_iterable(combinations(each[:_MOST_COMPARED], 2) for each in alike.values()):
        if _exclude(one, other) and one.comparison and other.comparison:
            words = f"{one.comparison.words}, {other.comparison.words}"
            yield f"`{one.name}` and `{other.name}` exclude each other ({words})"


def _exclude(one: Criterion, other: Criterion) -> bool:
    """Say whether two criteria measure the same and allow no number in common."""
    if one.comparison is None or other.comparison is None or one.about or other.about:
        return False
    same = replace(other, name=one.name, comparison=one.comparison, for_at_least=one.for_at_least) == one
    return same and one.comparison.allowed.apart_from(other.comparison.allowed)


def _needed(condition: Condition) -> _Needed:
    """Return what must be so for the condition to be true, as far as its parts leave no choice."""
    if condition.op is Op.CRITERION:
        return _Needed(frozenset({condition.name}))
    if condition.op in (Op.NONE_OF, Op.UNLESS):
        return _all_of(_refused(part) for part in condition.parts)
    return _all_of(map(_needed, condition.parts)) if _is_all(condition) else _Needed()


def _refused(condition: Condition) -> _Needed:
    """Return what must be so for the condition not to be true."""
    if condition.op is Op.CRITERION or len(condition.parts) == 1:
        return _needed(condition).turned()
    return _all_of(map(_refused, condition.parts)) if condition.op is Op.ANY_OF else _Needed()


def _all_of(parts: Iterator[_Needed]) -> _Needed:
    found = _Needed()
    for each in parts:
        found = found.joined(each)
    return found


def _is_all(condition: Condition) -> bool:
    """Say whether it is true only if every part is."""
    return condition.op is Op.ALL_OF or (
        condition.op in (Op.ANY_OF, Op.AT_LEAST) and max(condition.least, 1) == len(condition.parts)
    )

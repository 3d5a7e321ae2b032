"""Checks on readings that say the same, or the contrary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from tracker.domain.lint_facts import LintFacts
from tracker.domain.promises import Promise, Reading
from tracker.language.lint.check import Check, Found, members, place_of


class SameReadings(Check):
    """Two readings that can never come to different verdicts."""

    code = "same-readings"
    asks = "Do two readings say the same?"
    cure = "delete one of them, or let it ask something else"

    def check(self, promise: Promise, facts: LintFacts) -> Iterator[Found]:
        """Compare every two readings apart from their names."""
        for member in members(promise):
            meant = [(reading, _meaning(reading)) for reading in member.readings]
            for (one, of_one), (other, of_other) in combinations(meant, 2):
                if of_one == of_other:
                    message = f"`{member.id}`: the readings `{one.name}` and `{other.name}` say the same"
                    yield Found(promise.id, other.position or place_of(member), message)


class ContraryReadings(Check):
    """Two readings of which one is kept exactly where the other is broken."""

    code = "contrary-readings"
    asks = "Do two readings contradict each other?"
    cure = "readings are fair ways to take the same words: make the second a promise of its own, or mend it"

    def check(self, promise: Promise, facts: LintFacts) -> Iterator[Found]:
        """Compare what keeps one reading with what breaks another, by what their criteria ask."""
        for member in members(promise):
            for one, other in combinations(member.readings, 2):
                if one.criteria == other.criteria and (_crossed(one, other) or _crossed(other, one)):
                    message = (
                        f"`{member.id}`: what keeps `{one.name}` breaks `{other.name}`, or the other way round"
                    )
                    yield Found(promise.id, other.position or place_of(member), message)


def _meaning(reading: Reading) -> Reading:
    return replace(reading, name="", position=None)


def _crossed(one: Reading, other: Reading) -> bool:
    kept = one.conditions.kept_when
    return kept is not None and kept == other.conditions.broken_when

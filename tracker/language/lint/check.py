"""A check: one thing an author may have overlooked, with its code, its reason and its cure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from tracker.domain.criteria import Criterion, Position
from tracker.domain.lint_facts import LintFacts
from tracker.domain.promises import Promise, Reading
from tracker.language.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Found:
    """One remark: on which promise, at which place, what was found and what would mend it."""

    promise: str
    place: Position
    message: str
    cure: str = ""


class Check:
    """The base of all checks: `check` looks at one promise, `across` at all of them together."""

    code: ClassVar[str]
    asks: ClassVar[str]
    """The question it asks, as the table of checks shows it."""
    cure: ClassVar[str]
    needs: ClassVar[str] = ""
    """What it must know beyond the files: `store` or `routes`; empty for nothing."""

    def check(self, promise: Promise, facts: LintFacts) -> Iterable[Found]:
        """Yield what is found on one promise."""
        return ()

    def across(self, rules: RuleSet, facts: LintFacts) -> Iterable[Found]:
        """Yield what is found on the rules as a whole."""
        return ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A criterion with the promise (or step) and the reading it stands in."""

    promise: Promise
    reading: Reading
    criterion: Criterion

    @property
    def place(self) -> Position:
        """Return where it stands in the files."""
        return self.criterion.position or place_of(self.promise)


def place_of(promise: Promise) -> Position:
    """Return where a promise stands in the files."""
    return promise.position or Position("rules")


def members(promise: Promise) -> Iterator[Promise]:
    """Yield what is judged by itself: the promise, or its steps."""
    if not promise.steps:
        yield promise
    for step in promise.steps:
        yield from members(step)


def criteria(promise: Promise) -> Sequence[Placed]:
    """Return every criterion of a promise and its steps once, with the first reading it stands in."""
    found: dict[Position | int, Placed] = {}
    for member in members(promise):
        for reading in member.readings:
            for criterion in reading.criteria.values():
                found.setdefault(criterion.position or id(criterion), Placed(member, reading, criterion))
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Linted:
    """What lint came to: remarks, and the checks that were skipped with what they lacked."""

    found: tuple[tuple[str, Found], ...] = ()
    """Code and remark, in the order of places."""
    skipped: Mapping[str, str] = field(default_factory=dict)

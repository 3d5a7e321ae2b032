"""Statements, promises and the rules by which a promise is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from tracker.domain.instants import Duration, Span
from tracker.domain.reports import Grade, Nature
from tracker.domain.values import Comparison


class Kind(StrEnum):
    """The five kinds of promise."""

    ACHIEVE = "achieve"
    MAINTAIN = "maintain"
    REFRAIN = "refrain"
    RECUR = "recur"
    CLAIM = "claim"


class Priority(StrEnum):
    """How much a promise matters to its owner."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"


class Interest(StrEnum):
    """Where an origin stands towards the promisor."""

    SELF = "self"
    ALLY = "ally"
    NEUTRAL = "neutral"
    ADVERSARY = "adversary"


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said: who, when, where published, exact quote."""

    id: str
    by: tuple[str, ...]
    said_on: date
    quote: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class FieldTest:
    """A test on one field of a fact or its report: any of the plain values, or a prefix, or none of the others.

    Values are folded (case, accents, white space) and canonical under the names in force.
    """

    field: str
    any_of: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    other_than: tuple[str, ...] = ()


class Reducer(StrEnum):
    """How the accounts that match a criterion become one answer."""

    HAPPENED = "happened"
    COUNT = "count"
    LATEST = "latest"
    SUM = "sum"
    HIGHEST = "highest"
    LOWEST = "lowest"
    MEAN = "mean"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where an indicator stood; without an instant it stood there at `opens`."""

    value: float
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """A named test over reports: a predicate on one fact, a reducer over accounts, a comparison."""

    name: str
    match: tuple[FieldTest, ...]
    reducer: Reducer = Reducer.HAPPENED
    comparison: Comparison | None = None
    unit: str | None = None
    baseline: Baseline | None = None
    sources: int = 1
    least_grade: Grade | None = None
    also_accept: frozenset[Nature] = frozenset()
    own_word_counts: bool = False
    position: Position | None = field(default=None, compare=False)


class Op(StrEnum):
    """How a condition combines its parts, in Kleene logic."""

    CRITERION = "criterion"
    ANY_OF = "any_of"
    ALL_OF = "all_of"
    NONE_OF = "none_of"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True)
class Condition:
    """A criterion by name, or a combination of conditions; `least` is the n of `at_least`."""

    op: Op
    name: str = ""
    parts: tuple[Condition, ...] = ()
    least: int = 0

    def names(self) -> tuple[str, ...]:
        """Return the criteria it rests on, in order, without repeats."""
        if self.op is Op.CRITERION:
            return (self.name,)
        return tuple(dict.fromkeys(name for part in self.parts for name in part.names()))


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions under which a promise is kept, partly kept, broken, at risk, undone or beyond checking."""

    kept_when: Condition | None = None
    partly_when: Condition | None = None
    broken_when: Condition | None = None
    at_risk_when: Condition | None = None
    undone_when: Condition | None = None
    cannot_verify_when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One operational definition of a promise; the name is empty where the promise has only one.

    `opens`, `due` and `until` are the dates this reading is judged by.
    """

    name: str
    criteria: Mapping[str, Criterion]
    conditions: Conditions
    opens: datetime
    due: datetime | None = None
    until: datetime | None = None
    progress_by: str | None = None
    position: Position | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Promise:
    """One checkable promise with everything that judging it needs."""

    id: str
    title: str
    kind: Kind
    statement: Statement
    readings: tuple[Reading, ...]
    opens: datetime
    tz: str = "UTC"
    due: datetime | None = None
    until: datetime | None = None
    review_by: datetime | None = None
    wait_for_reports: Duration = Duration(days=3)
    undone_within: Duration | None = None
    needs: tuple[str, ...] = ()
    coverage_share: float = 0.9
    interest: Mapping[str, Interest] = field(default_factory=dict)
    priority: Priority = Priority.NORMAL
    owner: str = ""
    tags: tuple[str, ...] = ()
    rule: str = ""
    """The name of the reusable rule it was made with, empty if its criteria are its own."""
    position: Position | None = field(default=None, compare=False)

    @property
    def by(self) -> tuple[str, ...]:
        """Return who promised."""
        return self.statement.by


@dataclass(frozen=True, slots=True)
class Names:
    """Names in force: folded alias to canonical name, per kind of name, and which places lie within others."""

    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Kind (place, actor, indicator, event, unit) to {folded alias: folded canonical name}."""
    within: Mapping[str, str] = field(default_factory=dict)
    """Canonical place to the canonical place that holds it."""


@dataclass(frozen=True, slots=True)
class PromiseWindow:
    """The stretch of time a reading is judged over; `end` is None while it is open-ended."""

    opens: datetime
    end: datetime | None

    def up_to(self, at: datetime) -> Span:
        """Return the part of the window that has passed at `at`."""
        end = at if self.end is None else min(at, self.end)
        return Span(min(self.opens, end), end)

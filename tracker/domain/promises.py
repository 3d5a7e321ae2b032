"""Statements, promises and the rules by which a promise is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from tracker.domain.criteria import Condition, Conditions, Criterion, Position
from tracker.domain.instants import Duration, Span
from tracker.domain.statuses import Status


class Kind(StrEnum):
    """The five kinds of promise."""

    ACHIEVE = "achieve"
    MAINTAIN = "maintain"
    REFRAIN = "refrain"
    RECUR = "recur"
    CLAIM = "claim"


STANDING = frozenset({Kind.MAINTAIN, Kind.REFRAIN, Kind.CLAIM})
"""The kinds that say how things stay, or are: decided over a window, not by a deed."""


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
class Statement:
    """What was said: who, when, where published, exact quote."""

    id: str
    by: tuple[str, ...]
    said_on: date
    quote: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One operational definition of a promise; the name is empty where the promise has only one.

    `opens`, `due` and `until` are the dates this reading is judged by, before any amendment.
    """

    name: str
    criteria: Mapping[str, Criterion]
    conditions: Conditions
    opens: datetime
    due: datetime | None = None
    until: datetime | None = None
    progress_by: str | None = None
    due_before: str | None = None
    """The criterion of the event before whose last instant the deed must be done; then `due` is None."""
    partly_from: float | None = None
    """From which measured progress (0..1) a missed promise counts as partly kept."""
    period: Span | None = None
    """The period of a recurring promise that this reading judges; facts that name it belong to it."""
    position: Position | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Trigger:
    """What makes a promise conditional: an instance opens each time `when` turns true, due `within` that span.

    With `unless` and `by` there is one instance, open from `opens`, void if `unless` comes true by that instant.
    Conditions name the promise's own criteria.
    """

    when: Condition | None = None
    within: Duration | None = None
    unless: Condition | None = None
    by: datetime | None = None


class MovedBy(StrEnum):
    """Who moved a date or an amount."""

    ALONE = "alone"
    BOTH = "both"
    THIRD_PARTY = "third_party"


@dataclass(frozen=True, slots=True)
class Amendment:
    """A date or an amount announced after the promise; known from `announced` (the last instant of its day) on.

    `readings` are the promise's readings with this and every earlier agreed amount filled in, where an amount
    was given; otherwise empty.
    """

    announced: datetime
    moved_by: MovedBy
    due: datetime | None = None
    until: datetime | None = None
    amount: str = ""
    for_param: str = ""
    by: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    position: Position | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Ruling:
    """An analyst's decision that overrides the machine: a status with reason and author, in force from `made`.

    It ends with `expires` (its last instant), or never. An empty `instance` means the promise as a whole, an empty
    `reading` every reading.
    """

    status: Status
    reason: str
    by: str
    made: datetime
    expires: datetime | None = None
    instance: str = ""
    reading: str = ""


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
    every: Duration | None = None
    """The period of a recurring promise: 1, 3 or 12 months are calendar periods, others count from `opens`."""
    tolerate: float = 1.0
    """The least share of kept periods (0..1) among the decided ones for the series to stand."""
    trigger: Trigger | None = None
    steps: tuple[Promise, ...] = ()
    """Promises this one consists of, or with `each` one per promisor; their ids are `promise/step`."""
    each: tuple[str, ...] = ()
    """The promisors bound one by one; `steps` then holds one promise for each, in this order."""
    proof_every: Duration | None = None
    """How long a standing promise may go without proof of holding."""
    amendments: tuple[Amendment, ...] = ()
    """In order of announcement; several of one day in file order."""
    rulings: tuple[Ruling, ...] = ()
    beside: tuple[str, ...] = ()
    """Other promisors bound by the same promise, where each is judged by itself."""
    supersedes: str = ""
    """The id of the promise that this one replaces."""
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

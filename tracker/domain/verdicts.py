"""Verdicts: a status, its parts, the reason, the accounts that decide, and when to look again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tracker.domain.instants import Span
from tracker.domain.reports import Fact, Grade, Report


class Status(StrEnum):
    """What a verdict says (section 6 of the semantics)."""

    PENDING = "pending"
    DORMANT = "dormant"
    ON_TRACK = "on_track"
    HOLDING = "holding"
    AMENDED = "amended"
    AWAITING = "awaiting"
    AT_RISK = "at_risk"
    REVIEW = "review"
    OVERDUE = "overdue"
    DISPUTED = "disputed"
    UNVERIFIABLE = "unverifiable"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    PARTLY_KEPT = "partly_kept"
    BROKEN = "broken"
    REVERSED = "reversed"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"
    VOID = "void"


class Group(StrEnum):
    """The word for people that a status belongs under."""

    WATCH = "Watch"
    ACT = "Act"
    CANNOT_TELL = "Cannot tell"
    KEPT = "Kept"
    NOT_KEPT = "Not kept"
    CLOSED = "Closed"


GROUPS: Mapping[Status, Group] = {
    Status.PENDING: Group.WATCH,
    Status.DORMANT: Group.WATCH,
    Status.ON_TRACK: Group.WATCH,
    Status.HOLDING: Group.WATCH,
    Status.AMENDED: Group.WATCH,
    Status.AWAITING: Group.WATCH,
    Status.AT_RISK: Group.ACT,
    Status.REVIEW: Group.ACT,
    Status.OVERDUE: Group.ACT,
    Status.DISPUTED: Group.ACT,
    Status.UNVERIFIABLE: Group.CANNOT_TELL,
    Status.KEPT: Group.KEPT,
    Status.KEPT_LATE: Group.KEPT,
    Status.PARTLY_KEPT: Group.KEPT,
    Status.BROKEN: Group.NOT_KEPT,
    Status.REVERSED: Group.NOT_KEPT,
    Status.SUSPENDED: Group.CLOSED,
    Status.SUPERSEDED: Group.CLOSED,
    Status.VOID: Group.CLOSED,
}

ALARMS = frozenset(
    {
        Status.AT_RISK,
        Status.REVIEW,
        Status.OVERDUE,
        Status.DISPUTED,
        Status.UNVERIFIABLE,
        Status.BROKEN,
        Status.REVERSED,
    }
)

SYMBOLS: Mapping[Group, str] = {
    Group.WATCH: "○",
    Group.ACT: "▲",
    Group.CANNOT_TELL: "?",
    Group.KEPT: "✔",
    Group.NOT_KEPT: "✖",
    Group.CLOSED: "■",
}


class Flag(StrEnum):
    """What a reader should know beside the status."""

    DUE_SOON = "due_soon"
    BEHIND_PACE = "behind_pace"
    CLAIMED_NOT_CONFIRMED = "claimed_not_confirmed"
    DEADLINE_MOVED = "deadline_moved"
    PUBLISHED_LATE = "published_late"
    DEPENDS_ON_READING = "depends_on_reading"
    PRELIMINARY = "preliminary"
    CONCEDED = "conceded"
    CONTESTED = "contested"
    LAPSED = "lapsed"
    AMOUNT_CHANGED = "amount_changed"
    MAY_HAVE_BEEN_REACHED = "may_have_been_reached"
    DATE_ASSUMED = "date_assumed"
    COVERAGE_ASSUMED = "coverage_assumed"


class Phase(StrEnum):
    """Where a promise stands in its own time."""

    UPCOMING = "upcoming"
    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"
    WATCHING = "watching"


class Fulfilment(StrEnum):
    """How much of the promise is done."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


class Timeliness(StrEnum):
    """Whether the deed came in time."""

    ON_TIME = "on_time"
    LATE = "late"
    UNCLEAR = "unclear"


class EvidenceState(StrEnum):
    """What the accounts together say."""

    NONE = "none"
    SUPPORTING = "supporting"
    CONTRADICTING = "contradicting"
    CONFLICTING = "conflicting"
    CANNOT_TELL = "cannot_tell"


class Basis(StrEnum):
    """By which clock a report is known: when our log recorded it, or when it was published."""

    RECORDED = "recorded"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class View:
    """At which instant to judge, and what may be used: reports known at `known` (None: all, hindsight)."""

    at: datetime
    known: datetime | None
    basis: Basis = Basis.PUBLISHED

    @classmethod
    def as_known_then(cls, at: datetime, basis: Basis = Basis.PUBLISHED) -> View:
        """Judge a day with what was known on that day."""
        return cls(at, at, basis)

    @classmethod
    def hindsight(cls, at: datetime) -> View:
        """Judge a day with everything known since about what occurred up to it."""
        return cls(at, None)


class Bearing(StrEnum):
    """Which way an account points."""

    FOR = "for"
    AGAINST = "against"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Account:
    """All reports that go back to one observation, speaking through one of them.

    `fact` and `report` are the speaker's; `published` is the earliest of the members, `grade` the best.
    """

    report: Report
    fact: Fact
    origin: str
    grade: Grade
    published: datetime
    members: tuple[str, ...]
    same_event: tuple[str, ...] = ()
    """Reports of other witnesses of the same occurrence, as its members name them."""

    @property
    def id(self) -> str:
        """Return the speaking report's id."""
        return self.report.id

    @property
    def occurred(self) -> Span:
        """Return when it occurred, by its speaker."""
        return self.fact.occurred


@dataclass(frozen=True, slots=True)
class SetAside:
    """An account or report that did not decide, and why, in one short phrase."""

    report: str
    why: str


@dataclass(frozen=True, slots=True)
class Witness:
    """An account as it bears on a verdict, ready to be shown with its source."""

    account: Account
    bearing: Bearing
    criterion: str
    self_serving: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a verdict is what it is: a stable code and a sentence for people."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Listened:
    """How far the sources that a promise needs were listened to over its window."""

    share: float
    enough: bool
    assumed: bool = False
    sources: tuple[str, ...] = ()
    holes: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one reading of a promise, or (reading None) its headline, at one instant."""

    promise: str
    status: Status
    at: datetime
    known: datetime | None
    reason: Reason
    phase: Phase
    instance: str = ""
    reading: str | None = None
    fulfilment: Fulfilment = Fulfilment.NONE
    progress: float | None = None
    timeliness: Timeliness | None = None
    late_since: datetime | None = None
    evidence: EvidenceState = EvidenceState.NONE
    flags: frozenset[Flag] = frozenset()
    deciding: tuple[str, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    listened: Listened | None = None
    next_boundary: datetime | None = None
    next_step: str = ""
    readings: Mapping[str, Status] = field(default_factory=dict)

    @property
    def group(self) -> Group:
        """Return the word for people."""
        return GROUPS[self.status]

    @property
    def is_alarm(self) -> bool:
        """Say whether the status asks people to act."""
        return self.status in ALARMS


@dataclass(frozen=True, slots=True)
class Judgement:
    """The headline of a promise and, where it has several, the verdict of each reading."""

    headline: Verdict
    readings: tuple[Verdict, ...] = ()

    @property
    def all(self) -> tuple[Verdict, ...]:
        """Return the headline first, then the readings in file order."""
        return (self.headline, *self.readings)

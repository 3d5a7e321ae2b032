"""Verdicts: a status, its parts, the reason, the accounts that decide, and when to look again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain.coverage import CoverageSpan
from tracker.domain.instants import Span
from tracker.domain.later import Later, now
from tracker.domain.reports import Fact, Grade, Report
from tracker.domain.statuses import (
    ALARMS,
    GROUPS,
    EvidenceState,
    Flag,
    Fulfilment,
    Group,
    Phase,
    Status,
    Timeliness,
)


class Basis(StrEnum):
    """By which clock a report is known: when our log recorded it, or when it was published."""

    RECORDED = "recorded"
    PUBLISHED = "published"


class View(NamedTuple):
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


class Account(NamedTuple):
    """All reports that go back to one observation, speaking through one of them.

    `fact` and `report` are the speaker's; `published` is the earliest of the members, `grade` the best. This and
    the other parts of a verdict are tuples, as many are made in every judging.
    """

    report: Report
    fact: Fact
    origin: str
    grade: Grade
    published: datetime
    members: tuple[str, ...]
    same_event: tuple[str, ...] = ()
    """Reports of other witnesses of the same occurrence, as its members name them."""

    def __hash__(self) -> int:
        return hash((self.report.id, self.fact))

    @property
    def id(self) -> str:
        """Return the speaking report's id."""
        return self.report.id

    @property
    def occurred(self) -> Span:
        """Return when it occurred, by its speaker."""
        return self.fact.occurred


class SetAside(NamedTuple):
    """An account or report that did not decide, and why, in one short phrase."""

    report: str
    why: str


class Witness(NamedTuple):
    """An account as it bears on a verdict, ready to be shown with its source."""

    account: Account
    bearing: Bearing
    criterion: str
    self_serving: bool = False
    why: str = ""
    """What the account means to its criterion, in a few words."""


class _Reason(NamedTuple):
    code: str
    text: str | Later[str]


class Reason(_Reason):
    """Why a verdict is what it is: a stable code and a sentence for people, composed when it is first read."""

    __slots__ = ()

    @property
    def text(self) -> str:
        """Return the sentence."""
        return now(super().text)


class Listened(NamedTuple):
    """How far the sources that a promise needs were listened to over its window."""

    share: float
    enough: bool
    assumed: bool = False
    sources: tuple[str, ...] = ()
    holes: tuple[Span, ...] = ()
    """When the source that heard most was not listened to, over the window and the waiting time."""
    window: Span | None = None
    """The time over which silence is asked about."""
    waiting: Span | None = None
    """The time after the deadline in which reports were waited for, as far as it has passed."""
    waiting_share: float | None = None
    """How much of `waiting` the needed sources were listened to."""
    spans: tuple[CoverageSpan, ...] = ()
    """All that is known about listening to the needed sources, what was denied too."""


class _Verdict(NamedTuple):
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
    """The original deadline, once it is late against that."""
    late_since_agreed: datetime | None = None
    """The deadline both sides agreed on, where it differs and has been missed too."""
    due: datetime | None = None
    """The deadline that counts at `at`."""
    evidence: EvidenceState = EvidenceState.NONE
    flags: frozenset[Flag] = frozenset()
    deciding: tuple[str, ...] = ()
    witnesses: tuple[Witness, ...] | Later[tuple[Witness, ...]] = ()
    set_aside: tuple[SetAside, ...] | Later[tuple[SetAside, ...]] = ()
    listened: Listened | None = None
    next_boundary: datetime | None = None
    next_step: str | Later[str] = ""
    readings: Mapping[str, Status] = MappingProxyType({})


class Verdict(_Verdict):
    """The judgement of one reading of a promise, or (reading None) its headline, at one instant.

    What people read of it (the sentence of its reason, its witnesses, what was set aside, what comes next) is
    composed when it is first asked for: most verdicts are compared and never shown.
    """

    __slots__ = ()

    @property
    def witnesses(self) -> tuple[Witness, ...]:
        """Return every account that bears on it, the deciding ones first."""
        return now(super().witnesses)

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """Return what did not decide, and why."""
        return now(super().set_aside)

    @property
    def next_step(self) -> str:
        """Return what would change it next, in words."""
        return now(super().next_step)

    @property
    def group(self) -> Group:
        """Return the word for people."""
        return GROUPS[self.status]

    @property
    def is_alarm(self) -> bool:
        """Say whether the status asks people to act."""
        return self.status in ALARMS


class Judgement(NamedTuple):
    """The headline of a promise, where it has several the verdict of each reading, and its instances.

    Instances are periods, triggers, steps or promisors; each has a verdict of its own (reading None), followed by
    one per reading where there are several.
    """

    headline: Verdict
    readings: tuple[Verdict, ...] = ()
    instances: tuple[Verdict, ...] = ()

    @property
    def all(self) -> tuple[Verdict, ...]:
        """Return the headline first, then the readings in file order, then the instances in order."""
        return (self.headline, *self.readings, *self.instances)

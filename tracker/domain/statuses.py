"""The words of a verdict: statuses and their groups, flags, phases and the other enumerations."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


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
    CLAMPED = "clamped"
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

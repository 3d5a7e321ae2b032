"""The order in which readers want to hear how promises stand."""

from __future__ import annotations

from tracker.domain.statuses import Status

MOST_TELLING = (
    Status.BROKEN,
    Status.REVERSED,
    Status.OVERDUE,
    Status.DISPUTED,
    Status.AT_RISK,
    Status.REVIEW,
    Status.UNVERIFIABLE,
    Status.PARTLY_KEPT,
    Status.KEPT_LATE,
    Status.KEPT,
    Status.AMENDED,
    Status.SUSPENDED,
    Status.SUPERSEDED,
    Status.VOID,
    Status.AWAITING,
    Status.ON_TRACK,
    Status.HOLDING,
    Status.PENDING,
    Status.DORMANT,
)
"""What a reader wants to know first, the worst before all; it also orders the counts and the list of changes."""

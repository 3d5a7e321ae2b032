"""Headlines: how the statuses of readings, parts and periods make one (sections 4 and 7)."""

from __future__ import annotations

from collections.abc import Container, Sequence

from tracker.domain.statuses import GROUPS, Group, Status

READING_ORDER = (
    Status.OVERDUE,
    Status.UNVERIFIABLE,
    Status.DISPUTED,
    Status.REVIEW,
    Status.AT_RISK,
    Status.AWAITING,
    Status.AMENDED,
    Status.DORMANT,
    Status.PENDING,
    Status.HOLDING,
    Status.ON_TRACK,
)
FAILURES = (Status.BROKEN, Status.REVERSED, Status.OVERDUE, Status.UNVERIFIABLE, Status.DISPUTED)
LEFT_OUT = (Status.VOID, Status.SUPERSEDED, Status.SUSPENDED)
KEPT = (Status.KEPT, Status.KEPT_LATE)
DECIDED = (*KEPT, Status.PARTLY_KEPT, Status.BROKEN, Status.REVERSED)
OPEN = (
    Status.PENDING,
    Status.DORMANT,
    Status.ON_TRACK,
    Status.HOLDING,
    Status.AMENDED,
    Status.AWAITING,
    Status.AT_RISK,
    Status.REVIEW,
)


def of_readings(statuses: Sequence[Status]) -> Status:
    """Return the headline over readings."""
    if len(set(statuses)) == 1:
        return statuses[0]
    if Status.BROKEN in statuses or Status.REVERSED in statuses:
        return Status.DISPUTED
    if all(status in KEPT for status in statuses):
        return Status.KEPT_LATE
    if all(GROUPS[status] in (Group.KEPT, Group.NOT_KEPT, Group.CLOSED) for status in statuses):
        return Status.DISPUTED
    return next(status for status in READING_ORDER if status in statuses)


def of_parts(statuses: Sequence[Status], at_risk: bool = False, review: bool = False) -> Status:
    """Return the headline over steps, promisors or triggers."""
    counted = [status for status in statuses if status not in LEFT_OUT]
    if not counted:
        return statuses[0]
    if any(status in OPEN for status in counted):
        return _while_open(counted, at_risk, review)
    if all(status is Status.KEPT for status in counted):
        return Status.KEPT
    if all(status in KEPT for status in counted):
        return Status.KEPT_LATE
    if any(status in (*KEPT, Status.PARTLY_KEPT) for status in counted):
        return Status.PARTLY_KEPT
    return next(status for status in FAILURES if status in counted)


def _while_open(counted: Sequence[Status], at_risk: bool, review: bool) -> Status:
    if at_risk or any(status in (*FAILURES, Status.AT_RISK) for status in counted):
        return Status.AT_RISK
    if review or Status.REVIEW in counted:
        return Status.REVIEW
    if Status.AMENDED in counted:
        return Status.AMENDED
    return Status.ON_TRACK if any(GROUPS[status] is Group.KEPT for status in counted) else Status.PENDING


def of_periods(statuses: Sequence[Status], silent: Container[int], tolerate: float, is_over: bool) -> Status:
    """Return the verdict on a series, amendments apart; `silent` numbers the periods partly kept by silence."""
    decided = [status for number, status in enumerate(statuses) if status in DECIDED and number not in silent]
    kept = [status for status in decided if status in KEPT]
    if not decided:
        if not is_over:
            return Status.PENDING
        return next((status for status in (*FAILURES, Status.PARTLY_KEPT) if status in statuses), Status.PENDING)
    if len(kept) >= tolerate * len(decided):
        return Status.KEPT if is_over else Status.ON_TRACK
    return Status.PARTLY_KEPT if is_over and kept else Status.BROKEN

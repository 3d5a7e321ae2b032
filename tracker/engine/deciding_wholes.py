"""The order of decision for wholes: steps, promisors and triggers (section 4), series (section 7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tracker.domain.statuses import GROUPS, Group, Status
from tracker.domain.verdicts import Verdict

_FAILURES = (Status.BROKEN, Status.REVERSED, Status.OVERDUE, Status.UNVERIFIABLE, Status.DISPUTED)
"""The worst first."""
_DONE = (Status.KEPT, Status.KEPT_LATE)


class WholeDecision(NamedTuple):
    """A status, why (a stable code), and the verdicts of the parts it rests on."""

    status: Status
    code: str
    rests_on: tuple[Verdict, ...] = ()
    note: str = ""
    """What the reason says before it counts the parts."""
    outlook: str = ""
    """What would change it next, where that is more than what changes one of its parts."""


def decide_steps(parts: Sequence[Verdict], risk: Sequence[Verdict] = (), *, review: bool = False) -> WholeDecision:
    """Decide over parts that must all be kept; those closed by an analyst or void are left out.

    `risk` holds what the whole's own `at_risk_when` came to, `review` says that its `review_by` has passed.
    """
    counted = [part for part in parts if part.group is not Group.CLOSED]
    if not counted:
        return WholeDecision(parts[0].status, "all_closed", tuple(parts[:1]))
    failed = [part for part in counted if part.status in _FAILURES]
    if any(part.status not in _FAILURES and part.group is not Group.KEPT for part in counted):
        return _while_open(counted, failed, risk, review=review)
    kept = [part for part in counted if part.status in _DONE]
    if len(kept) == len(counted):
        late = [part for part in kept if part.status is Status.KEPT_LATE]
        return WholeDecision(Status.KEPT_LATE if late else Status.KEPT, "all_kept", tuple(late or kept))
    partly = [part for part in counted if part.group is Group.KEPT]
    if partly:
        return WholeDecision(Status.PARTLY_KEPT, "some_kept", (*partly, *failed))
    worst = next(status for status in _FAILURES if any(part.status is status for part in failed))
    return WholeDecision(worst, "parts_failed", _with_status(failed, worst))


def _while_open(
    counted: Sequence[Verdict], failed: Sequence[Verdict], risk: Sequence[Verdict], *, review: bool
) -> WholeDecision:
    """While a part is open or awaiting."""
    endangered = [*failed, *_with_status(counted, Status.AT_RISK), *risk]
    if endangered:
        return WholeDecision(Status.AT_RISK, "parts_at_risk", tuple(endangered))
    if (due_for_review := _with_status(counted, Status.REVIEW)) or review:
        return WholeDecision(Status.REVIEW, "parts_in_review", due_for_review)
    if amended := _with_status(counted, Status.AMENDED):
        return WholeDecision(Status.AMENDED, "parts_amended", amended)
    kept = tuple(part for part in counted if part.group is Group.KEPT)
    if kept:
        return WholeDecision(Status.ON_TRACK, "parts_kept", kept)
    return WholeDecision(Status.PENDING, "parts_open")


def _with_status(parts: Sequence[Verdict], status: Status) -> tuple[Verdict, ...]:
    return tuple(part for part in parts if part.status is status)


def decide_series(
    periods: Sequence[Verdict], *, tolerate: float, ended: bool, amended: bool, amount_amended: bool
) -> WholeDecision:
    """Decide over the periods of a recurring promise: the share of kept among the decided ones.

    Overdue, unverifiable and disputed periods, and those partly kept by silence, are counted apart: silence is no
    failure.
    """
    if amended or (amount_amended and not ended):
        return WholeDecision(Status.AMENDED, "later_date" if amended else "amount_changed")
    kept = [period for period in periods if period.status in _DONE]
    failed = [period for period in periods if period.group is Group.NOT_KEPT or _is_shown_partly(period)]
    decided = len(kept) + len(failed)
    if not decided:
        return _nothing_decided(periods, ended=ended)
    if len(kept) >= tolerate * decided:
        return WholeDecision(Status.KEPT if ended else Status.ON_TRACK, "series_kept", tuple(kept))
    if ended and kept:
        return WholeDecision(Status.PARTLY_KEPT, "series_partly", (*kept, *failed))
    return WholeDecision(Status.BROKEN, "series_broken", tuple(failed))


def _nothing_decided(periods: Sequence[Verdict], *, ended: bool) -> WholeDecision:
    """None decided is pending; once the series is over, what its silent periods are."""
    if ended:
        for status in _FAILURES:
            if found := _with_status(periods, status):
                return WholeDecision(status, "parts_failed", found)
        if partly := _with_status(periods, Status.PARTLY_KEPT):
            return WholeDecision(Status.PARTLY_KEPT, "series_partly", partly)
    return WholeDecision(Status.PENDING, "none_decided")


def _is_shown_partly(period: Verdict) -> bool:
    """Say whether it is partly kept by what somebody showed, or ruled."""
    return period.status is Status.PARTLY_KEPT and (bool(period.deciding) or period.reason.code == "ruling")


def is_decided(verdict: Verdict) -> bool:
    """Say whether a period's outcome is decided, for or against."""
    return GROUPS[verdict.status] in (Group.KEPT, Group.NOT_KEPT)

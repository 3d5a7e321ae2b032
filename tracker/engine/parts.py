"""Parts of a verdict (section 5): phase, fulfilment, timeliness, the state of the evidence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from tracker.domain.later import Later
from tracker.domain.promises import Kind
from tracker.domain.statuses import GROUPS, EvidenceState, Fulfilment, Group, Phase, Status, Timeliness
from tracker.domain.values import Truth
from tracker.domain.verdicts import Bearing, SetAside
from tracker.engine.deciding import Decision
from tracker.engine.findings import Findings
from tracker.engine.lateness import is_time_unclear

_FINAL = frozenset({Group.KEPT, Group.NOT_KEPT, Group.CLOSED})


def phase_of(decision: Decision, found: Findings) -> Phase:
    """Say where the promise stands in its own time."""
    if found.at < found.opens:
        return Phase.UPCOMING
    if GROUPS[decision.status] is Group.KEPT and found.undone_by is not None and found.at <= found.undone_by:
        return Phase.WATCHING
    if GROUPS[decision.status] in _FINAL or found.window_over:
        return Phase.CLOSED
    if found.before_due:
        return Phase.OPEN
    return Phase.WAITING if decision.status is Status.AWAITING else Phase.CLOSED


def fulfilment_of(decision: Decision, found: Findings) -> Fulfilment:
    """Say how much of it is done."""
    if decision.status in (Status.KEPT, Status.KEPT_LATE):
        return Fulfilment.FULL
    progressed = found.progress is not None and found.progress.share > 0
    partly = found.partly.truth is Truth.TRUE or bool(found.part_of_kept)
    return Fulfilment.PARTIAL if progressed or partly else Fulfilment.NONE


LateSince = tuple[Timeliness | None, datetime | None, datetime | None]
"""Timeliness, and since when it is late against the original date and against an agreed one."""


def timeliness_of(decision: Decision, found: Findings) -> LateSince:
    """Say whether it came in time by the date that counts, and since when it is late if it is."""
    if found.kind is not Kind.ACHIEVE or found.due is None:
        return None, None, None
    if decision.status in (Status.KEPT, Status.KEPT_LATE):
        if is_time_unclear(decision, found):
            return Timeliness.UNCLEAR, None, None
        done = found.at if found.kept is None else found.kept.instant
        if decision.status is Status.KEPT_LATE:
            return _late(found, done)
        original = _original(found)
        return Timeliness.ON_TIME, original if found.kept is not None and done > original else None, None
    if decision.status in (Status.OVERDUE, Status.BROKEN, Status.PARTLY_KEPT) and not found.before_due:
        return _late(found, found.at)
    return None, None, None


def _original(found: Findings) -> datetime:
    return found.docket.moved.original or found.due or found.at


def _late(found: Findings, moment: datetime) -> LateSince:
    """Late by the date that counts, and by the original one once that has passed too (it may have been brought
    forward)."""
    original = _original(found)
    agreed = found.due if found.due != original else None
    return Timeliness.LATE, original if moment > original else None, agreed


def evidence_state(bearings: Collection[Bearing], set_aside: Later[tuple[SetAside, ...]]) -> EvidenceState:
    """Say what the accounts together tell, by which ways they point and by whether anything was set aside."""
    if Bearing.FOR in bearings:
        return EvidenceState.CONFLICTING if Bearing.AGAINST in bearings else EvidenceState.SUPPORTING
    if Bearing.AGAINST in bearings:
        return EvidenceState.CONTRADICTING
    return EvidenceState.CANNOT_TELL if set_aside.now() else EvidenceState.NONE

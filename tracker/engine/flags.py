"""Flags: what a reader should know beside the status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from tracker.domain.statuses import GROUPS, Flag, Group, Status
from tracker.engine.deciding import Decision
from tracker.engine.findings import Findings
from tracker.engine.hearing import Latch
from tracker.engine.states import State

_SOON_SHARE = 10
"""due_soon covers the last tenth of the window ..."""
_SOON_LEAST = timedelta(days=1)
_SOON_MOST = timedelta(days=30)
_STILL_OPEN = frozenset({Status.PENDING, Status.ON_TRACK, Status.AMENDED, Status.AT_RISK})

_CLOSING = frozenset({Group.KEPT, Group.NOT_KEPT, Group.CLOSED})


def flags_of(decision: Decision, found: Findings) -> frozenset[Flag]:
    """Return every flag that applies; a flag changes only at a boundary or with new evidence."""
    kept = GROUPS[decision.status] is Group.KEPT
    pieces = decision.pieces
    told_late = (
        decision.status is Status.KEPT
        and found.wait_end is not None
        and bool(pieces)
        and max(piece.account.published for piece in pieces) > found.wait_end
    )
    applies = {
        Flag.DUE_SOON: decision.status in _STILL_OPEN and is_due_soon(found),
        Flag.BEHIND_PACE: (
            decision.status in _STILL_OPEN and found.progress is not None and found.progress.behind_pace
        ),
        Flag.CLAIMED_NOT_CONFIRMED: is_only_claimed(decision, found),
        Flag.PUBLISHED_LATE: told_late,
        Flag.PRELIMINARY: any(piece.preliminary for piece in pieces),
        Flag.CONCEDED: not kept and found.concession is not None,
        Flag.MAY_HAVE_BEEN_REACHED: not kept and found.may_have_been_reached,
        Flag.DATE_ASSUMED: any(piece.account.fact.date_assumed for piece in pieces),
        Flag.DEADLINE_MOVED: found.docket.moved.deadline_moved,
        Flag.AMOUNT_CHANGED: found.docket.moved.amount_changed is not None,
        Flag.COVERAGE_ASSUMED: _rests_on_silence(decision, found) and found.listened.assumed,
    }
    return decision.flags | {flag for flag, holds in applies.items() if holds}


def _rests_on_silence(decision: Decision, found: Findings) -> bool:
    """Say whether nothing having been reported is part of what decided: by itself, or inside a condition."""
    answered = _ANSWERED_BY.get(decision.code)
    answer = None if answered is None else answered(found)
    return decision.by_silence or (answer is not None and answer.by_silence)


_ANSWERED_BY: Mapping[str, Callable[[Findings], State | Latch | None]] = {
    "deed": lambda found: found.kept,
    "deed_late": lambda found: found.kept,
    "contradicted": lambda found: found.broken,
    "breached": lambda found: found.broken,
    "undone": lambda found: found.undone,
    "at_risk": lambda found: found.at_risk,
    "partly": lambda found: found.partly,
    "cannot_verify": lambda found: found.cannot_verify,
}


def is_only_claimed(decision: Decision, found: Findings) -> bool:
    """Say whether it is kept, or broken, by the word of interested parties and by nobody else's."""
    kept = is_only_claimed_kept(found) and GROUPS[decision.status] is not Group.KEPT
    return kept or is_only_claimed_broken(decision, found)


def is_only_claimed_kept(found: Findings) -> bool:
    """Say whether interested parties claim the deed and nobody else confirms it."""
    return found.kept is None and found.kept_claimed is not None


def is_only_claimed_broken(decision: Decision, found: Findings) -> bool:
    """Say whether interested parties tell of a breach and nobody else does, while nothing is closed."""
    if GROUPS[decision.status] in _CLOSING:
        return False
    return found.broken is None and found.broken_claimed is not None


def due_soon_from(found: Findings) -> datetime | None:
    """Return when due_soon starts: a tenth of the window before the deadline, 1 to 30 days."""
    if found.due is None:
        return None
    return found.due - min(_SOON_MOST, max(_SOON_LEAST, (found.due - found.opens) / _SOON_SHARE))


def is_due_soon(found: Findings) -> bool:
    """Say whether the deadline is near but has not passed."""
    start = due_soon_from(found)
    return start is not None and found.due is not None and start <= found.at <= found.due

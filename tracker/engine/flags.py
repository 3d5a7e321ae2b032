"""Flags: what a reader should know beside the status."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import attrgetter

from tracker.domain.statuses import GROUPS, Flag, Group, Status
from tracker.engine.deciding import Decision
from tracker.engine.findings import Findings
from tracker.engine.hearing import Latch
from tracker.engine.pieces import Piece
from tracker.engine.states import State

_STILL_OPEN = frozenset({Status.PENDING, Status.ON_TRACK, Status.AMENDED, Status.AT_RISK})

_CLOSING = frozenset({Group.KEPT, Group.NOT_KEPT, Group.CLOSED})


def flags_of(decision: Decision, found: Findings) -> frozenset[Flag]:
    """Return every flag that applies; a flag changes only at a boundary or with new evidence."""
    applying = _applying(decision, found)
    return decision.flags.union(applying) if applying else decision.flags


def _applying(decision: Decision, found: Findings) -> list[Flag]:
    flags: list[Flag] = []
    if decision.status in _STILL_OPEN:
        if is_due_soon(found):
            flags.append(Flag.DUE_SOON)
        if found.progress is not None and found.progress.behind_pace:
            flags.append(Flag.BEHIND_PACE)
    if is_only_claimed(decision, found):
        flags.append(Flag.CLAIMED_NOT_CONFIRMED)
    if decision.pieces:
        flags += _of_what_decides(decision.pieces, decision.status, found.wait_end)
    if GROUPS[decision.status] is not Group.KEPT:
        if found.concession is not None:
            flags.append(Flag.CONCEDED)
        if found.may_have_been_reached:
            flags.append(Flag.MAY_HAVE_BEEN_REACHED)
    if found.docket.moved.deadline_moved:
        flags.append(Flag.DEADLINE_MOVED)
    if found.docket.moved.amount_changed is not None:
        flags.append(Flag.AMOUNT_CHANGED)
    if found.listened.assumed and _rests_on_silence(decision, found):
        flags.append(Flag.COVERAGE_ASSUMED)
    return flags


def _of_what_decides(pieces: Sequence[Piece], status: Status, wait_end: datetime | None) -> Iterator[Flag]:
    last_told = max([piece.account.published for piece in pieces])
    if status is Status.KEPT and wait_end is not None and last_told > wait_end:
        yield Flag.PUBLISHED_LATE
    if any(map(_is_preliminary, pieces)):
        yield Flag.PRELIMINARY
    if any(map(_is_assumed_date, pieces)):
        yield Flag.DATE_ASSUMED
    if any(map(_stated, pieces)):
        yield Flag.CLAMPED


_is_preliminary, _is_assumed_date, _stated = (
    attrgetter(name) for name in ("preliminary", "account.fact.date_assumed", "account.report.stated")
)


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
    """Say whether only interested parties tell of a breach; that a window ran out settles nothing of it."""
    if GROUPS[decision.status] in _CLOSING and decision.code != "window_over":
        return False
    return found.broken is None and found.broken_claimed is not None


def is_due_soon(found: Findings) -> bool:
    """Say whether the deadline is near but has not passed."""
    start = found.due_soon_from
    return start is not None and found.due is not None and start <= found.at <= found.due

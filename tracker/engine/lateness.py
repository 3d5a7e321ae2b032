"""Lateness: whether what was done after a deadline is known to have been done after it (section 1)."""

from __future__ import annotations

from tracker.domain.statuses import Status
from tracker.engine.deciding import Decision
from tracker.engine.findings import Findings
from tracker.engine.pieces import Piece


def is_time_unclear(decision: Decision, found: Findings) -> bool:
    """Say whether what was done may have been done in time, or late, for all that is told."""
    if any(piece.time_unclear for piece in decision.pieces):
        return True
    return decision.status is Status.KEPT_LATE and (is_undated(found) or spans_the_deadline(found))


def is_undated(found: Findings) -> bool:
    """Say whether nobody said when it was done: the day of a report is only the last on which it can have been."""
    late = _after_due(found)
    return bool(late) and all(piece.account.fact.date_assumed for piece in late)


def spans_the_deadline(found: Findings) -> bool:
    """Say whether all that shows it done is dated to a span with the deadline in it, or to no day at all."""
    due, late = found.due, _after_due(found)
    if due is None or not late:
        return False
    return all(piece.when.start <= due or piece.account.fact.date_assumed for piece in late)


def _after_due(found: Findings) -> tuple[Piece, ...]:
    pieces, due = found.kept.pieces if found.kept else (), found.due
    return tuple(piece for piece in pieces if due is not None and piece.when.end > due)

"""The order of decision (section 7), read from top to bottom: the first line that decides gives the status."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tracker.domain.folding import fold
from tracker.domain.instants import Span
from tracker.domain.promises import Kind
from tracker.domain.reports import Nature
from tracker.domain.statuses import Flag, Status
from tracker.domain.values import Truth
from tracker.engine.findings import Findings
from tracker.engine.pieces import Piece


class Decision(NamedTuple):
    """A status, why (a stable code), and the pieces it rests on; `by_silence` if it rests on nobody speaking."""

    status: Status
    code: str
    pieces: tuple[Piece, ...] = ()
    by_silence: bool = False
    flags: frozenset[Flag] = frozenset()


Line = Callable[[Findings], Decision | None]


def decide(found: Findings) -> Decision:
    """Apply the order of decision for the kind of promise."""
    if found.kind is not Kind.ACHIEVE:
        return _first(STANDING, found)
    return _first(UP_TO_DUE if found.before_due else AFTER_DUE, found)


def _first(order: Sequence[Line], found: Findings) -> Decision:
    for line in order:
        if (decision := line(found)) is not None:
            return decision
    raise LookupError("no line of the order applies")


def _ruling(found: Findings) -> Decision | None:
    """A ruling in force, or one that retires the promise; a condition that has gone makes it void."""
    if found.docket.ruling is not None:
        return Decision(found.docket.ruling.status, "ruling")
    if found.docket.gone is not None:
        return Decision(Status.VOID, "condition_gone", found.docket.gone)
    return None


def _dormant(found: Findings) -> Decision | None:
    return Decision(Status.DORMANT, "no_trigger") if found.docket.dormant else None


def _not_open(found: Findings) -> Decision | None:
    return Decision(Status.PENDING, "not_open") if found.at < found.opens else None


def _kept_and_broken(found: Findings) -> Decision | None:
    """The first account of the deed against the latest contrary one.

    A later deed wins; a later contrary one is `reversed` within `undone_within`, else the deed stands; sharing an
    instant is `disputed`.
    """
    kept, contrary = found.kept, found.contrary
    if kept is None or found.broken is None or contrary is None:
        return None
    if kept.deed.overlaps(contrary.when):
        return Decision(Status.DISPUTED, "evidence_conflicts", (*kept.pieces, contrary))
    if contrary.when.end > kept.deed.end and found.undone_by is not None and contrary.when.end <= found.undone_by:
        return Decision(Status.REVERSED, "undone", (contrary,))
    return None


def _kept(found: Findings) -> Decision | None:
    if found.kept is None:
        return None
    if found.undone is not None:
        return Decision(Status.REVERSED, "undone", found.undone.pieces)
    if found.due is not None and found.kept.instant > found.due:
        return Decision(Status.KEPT_LATE, "deed_late", found.kept.pieces)
    return Decision(Status.KEPT, "deed", found.kept.pieces)


def _broken_unless_partly(found: Findings) -> Decision | None:
    """Broken if its latest account is later than the latest of partly_when, or there is none of those."""
    if found.broken is None:
        return None
    contrary = found.contrary.when if found.contrary else found.broken.deed
    partly = found.partly_latest
    pieces = (found.contrary,) if found.contrary else found.broken.pieces
    if partly is None or (contrary.end > partly.when.end and not contrary.overlaps(partly.when)):
        return Decision(Status.BROKEN, "contradicted", found.broken.pieces)
    if contrary.overlaps(partly.when):
        return Decision(Status.DISPUTED, "evidence_conflicts", (partly, *pieces))
    return None


def _amended_or_at_risk(found: Findings) -> Decision | None:
    """Of the two the one known later."""
    risk, amended = _at_risk(found), _amended(found)
    if risk is None or amended is None:
        return risk or amended
    announced = found.docket.moved.later_known
    signs = risk.pieces if found.concession is None else (*risk.pieces, found.concession)
    known = max((piece.account.published for piece in signs), default=None)
    return risk if announced is None or (known is not None and known > announced) else amended


def _amended(found: Findings) -> Decision | None:
    """A later date was announced in time and has not passed."""
    later = found.docket.moved.later
    if later is None or found.at > later:
        return None
    return Decision(Status.AMENDED, "later_date", _progress_pieces(found))


def _at_risk(found: Findings) -> Decision | None:
    if found.at_risk.truth is Truth.TRUE:
        return Decision(Status.AT_RISK, "at_risk", found.at_risk.pieces)
    if found.concession is not None:
        return Decision(Status.AT_RISK, "conceded", (found.concession,))
    return None


def _review(found: Findings) -> Decision | None:
    """Without a date, once `review_by` has passed."""
    if found.due is None and found.review_by is not None and found.at > found.review_by:
        return Decision(Status.REVIEW, "no_date", _progress_pieces(found))
    return None


def _on_track(found: Findings) -> Decision | None:
    pieces = _progress_pieces(found)
    return Decision(Status.ON_TRACK, "progress", pieces) if pieces else None


def _progress_pieces(found: Findings) -> tuple[Piece, ...]:
    if found.part_of_kept:
        return found.part_of_kept
    if found.progress is not None and found.progress.nearer:
        return (found.progress.piece,)
    return ()


def _pending(found: Findings) -> Decision:
    return Decision(Status.PENDING, "nothing_decides")


def _missed(found: Findings) -> Decision | None:
    """A shortfall, or a concession of the miss."""
    if found.shortfall.truth is not Truth.FALSE and found.concession is None:
        return None
    if (partly := _partly(found)) is not None:
        return partly
    if found.shortfall.truth is Truth.FALSE:
        return Decision(Status.BROKEN, "missed", found.shortfall.pieces)
    return Decision(Status.BROKEN, "missed", (found.concession,) if found.concession else ())


def _awaiting(found: Findings) -> Decision | None:
    if found.wait_end is not None and found.at <= found.wait_end:
        return Decision(Status.AWAITING, "waiting", _progress_pieces(found))
    return None


def _partly(found: Findings) -> Decision | None:
    """`partly_when` holds, or measured progress reaches `partly_from`."""
    if found.partly.truth is Truth.TRUE:
        return Decision(Status.PARTLY_KEPT, "partly", found.partly.pieces)
    if found.partly_reached:
        return Decision(Status.PARTLY_KEPT, "partly", found.partly_reached)
    return None


def _unverifiable(found: Findings) -> Decision | None:
    """`cannot_verify_when`, or thin coverage; a source that has simply not been asked yet is waited for."""
    if found.cannot_verify.truth is Truth.TRUE:
        return Decision(Status.UNVERIFIABLE, "cannot_verify", found.cannot_verify.pieces)
    if found.may_yet_hear_until is not None:
        return Decision(Status.AWAITING, "not_asked_yet", _progress_pieces(found))
    if not found.listened.enough:
        return Decision(Status.UNVERIFIABLE, "not_listening", by_silence=True)
    return None


def _overdue(found: Findings) -> Decision:
    return Decision(Status.OVERDUE, "silence", by_silence=True)


def _breach(found: Findings) -> Decision | None:
    """An act on the last day ends the promise; proof as good disputes a breach; one left undisputed breaks it."""
    breach = found.broken
    if breach is None:
        return None
    if _ended_on_last_day(found):
        lapsed = Decision(Status.KEPT, "lapsed", breach.pieces, flags=frozenset({Flag.LAPSED}))
        return lapsed if found.window_over else None
    contrary = found.against[-1] if found.against else None
    is_claim = found.kind is Kind.CLAIM
    if is_claim and contrary and found.proof and found.proof[-1].when.end > contrary.when.end:
        return Decision(Status.DISPUTED, "evidence_conflicts", (found.proof[-1], contrary))
    code = "contradicted" if is_claim else "breached"
    if not (proof := _equally_good_proof(found, breach.deed)):
        return Decision(Status.BROKEN, code, breach.pieces)
    undisputed = (each for each in found.breaches if not _equally_good_proof(found, each.deed))
    if later := next(undisputed, None):
        return Decision(Status.BROKEN, code, later.pieces)
    return Decision(Status.DISPUTED, "evidence_conflicts", (*proof, *breach.pieces))


def _ended_on_last_day(found: Findings) -> bool:
    """An act on the last day of the window ends the promise, it does not break it; others may have seen it."""
    day = found.last_day
    if day is None or found.broken is None or not found.broken.pieces:
        return False
    against = (*found.against, *found.broken.pieces)
    on_the_day = [piece for piece in against if day.holds(piece.when.start) and day.holds(piece.when.end)]
    ended = {_event(piece) for piece in on_the_day if piece.account.fact.nature is Nature.ACT}
    return all(piece in on_the_day and _event(piece) in ended for piece in found.broken.pieces)


def _event(piece: Piece) -> str:
    return fold(piece.account.fact.event or piece.account.fact.indicator or "")


def _equally_good_proof(found: Findings, breach: Span) -> tuple[Piece, ...]:
    """Proof of holding that overlaps the breach, with at least as good a grade and as many origins."""
    against = tuple([piece for piece in found.against if piece.when.overlaps(breach)])
    if not against:
        return ()
    worst = min([one.account.grade.rank for one in against])
    proof = tuple([one for one in found.proof if one.when.overlaps(breach) and one.account.grade.rank <= worst])
    return proof if len({one.origin for one in proof}) >= len({one.origin for one in against}) else ()


def _window_over(found: Findings) -> Decision | None:
    if not found.window_over or found.kind is Kind.CLAIM:
        return None
    if found.cannot_verify.truth is Truth.TRUE:
        return Decision(Status.UNVERIFIABLE, "cannot_verify", found.cannot_verify.pieces)
    if found.may_yet_hear_until is not None and not found.listened.enough:
        return Decision(Status.AWAITING, "not_asked_yet", found.proof[-1:])
    if not found.listened.enough:
        return Decision(Status.UNVERIFIABLE, "not_listening", found.proof[-1:], by_silence=True)
    if found.partly.truth is Truth.TRUE:
        return Decision(Status.PARTLY_KEPT, "partly", found.partly.pieces)
    return Decision(Status.KEPT, "window_over", found.proof[-1:], by_silence=True, flags=found.doubts)


def _no_proof(found: Findings) -> Decision | None:
    """No proof of holding for longer than `proof_every`: silence, or nobody to hear it."""
    if found.proof_due is None or found.at <= found.proof_due:
        return None
    if found.listened.enough and found.proof_listened:
        return Decision(Status.OVERDUE, "no_proof", found.proof_claimed[-1:], by_silence=True)
    return Decision(Status.UNVERIFIABLE, "not_listening", found.proof_claimed[-1:], by_silence=True)


def _only_interested(found: Findings) -> Decision | None:
    """A claim that only interested parties contradict."""
    if found.kind is Kind.CLAIM and found.broken_claimed is not None:
        return Decision(Status.DISPUTED, "interested_only", found.broken_claimed.pieces)
    return None


def _holding(found: Findings) -> Decision:
    """Hold while nothing contradicts and somebody listens; in the first waiting time any listening will do."""
    if found.proof_claimed:
        return Decision(Status.HOLDING, "holding", found.proof_claimed[-1:], flags=found.doubts)
    if found.at <= found.first_wait_end:
        if found.listened.share > 0:
            return Decision(Status.HOLDING, "holding", by_silence=True, flags=found.doubts)
        return Decision(Status.PENDING, "nothing_decides", flags=found.doubts)
    if found.listened.enough or (found.may_yet_hear_until is not None and found.listened.share > 0):
        return Decision(Status.HOLDING, "holding", by_silence=True, flags=found.doubts)
    return Decision(Status.UNVERIFIABLE, "not_listening", by_silence=True, flags=found.doubts)


_BEFORE_ALL: tuple[Line, ...] = (_ruling, _dormant, _not_open)
_DEED: tuple[Line, ...] = (_kept_and_broken, _kept, _broken_unless_partly)

UP_TO_DUE: tuple[Line, ...] = (*_BEFORE_ALL, *_DEED, _amended_or_at_risk, _review, _on_track, _pending)
"""achieve, up to and including its deadline, and always without one."""

AFTER_DUE: tuple[Line, ...] = (
    *(*_BEFORE_ALL, *_DEED),
    *(_amended, _missed, _awaiting, _partly, _unverifiable, _overdue),
)
"""achieve, after its deadline."""

STANDING: tuple[Line, ...] = (
    *(*_BEFORE_ALL, _breach, _window_over),
    *(_amended, _at_risk, _no_proof, _only_interested, _holding),
)
"""maintain, refrain and claim."""

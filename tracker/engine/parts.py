"""Parts of a verdict (section 5): phase, fulfilment, timeliness, the state of the evidence, the witnesses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tracker.domain.criteria import Condition, Reducer
from tracker.domain.promises import Kind
from tracker.domain.statuses import GROUPS, EvidenceState, Fulfilment, Group, Phase, Status, Timeliness
from tracker.domain.values import Truth
from tracker.domain.verdicts import Bearing, SetAside, Witness
from tracker.engine.deciding import Decision
from tracker.engine.findings import Findings
from tracker.engine.hearing import AGAINST, FOR, NEITHER, Hearing, leaves, roles

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
    moved = found.docket.moved
    original = found.due if moved.original is None else moved.original
    if decision.status in (Status.KEPT, Status.KEPT_LATE):
        if any(piece.time_unclear for piece in decision.pieces):
            return Timeliness.UNCLEAR, None, None
        if decision.status is Status.KEPT_LATE:
            return Timeliness.LATE, original, _agreed(found, original)
        deed = found.kept.instant if found.kept is not None else None
        return Timeliness.ON_TIME, original if deed is not None and deed > original else None, None
    if decision.status in (Status.OVERDUE, Status.BROKEN, Status.PARTLY_KEPT) and not found.before_due:
        return Timeliness.LATE, original, _agreed(found, original)
    return None, None, None


def _agreed(found: Findings, original: datetime) -> datetime | None:
    return found.due if found.due != original else None


def witnesses_of(hearing: Hearing, decision: Decision) -> tuple[Witness, ...]:
    """Return every admitted account as it bears on the promise, the deciding ones first, then the latest.

    A part of the deed speaks for the promise, even though it falls short of the whole; what a condition against
    the promise rests on always speaks against it.
    """
    kept, partly, *against = roles(hearing.reading.conditions)
    found: dict[tuple[str, object], Witness] = {}
    for condition, polarity in (partly, kept, *against):
        for witness in _witnesses(hearing, condition, polarity):
            key = (witness.account.id, witness.account.fact)
            held = found.get(key)
            if held is None or polarity == AGAINST or held.bearing is Bearing.AGAINST:
                found[key] = witness
    if not found:
        return ()
    deciding = {piece.account.id for piece in decision.pieces}
    return tuple(
        sorted(
            found.values(),
            key=lambda each: (
                each.account.id not in deciding,
                -each.account.occurred.end.timestamp(),
                each.account.grade.rank,
                each.account.id,
            ),
        )
    )


def _witnesses(hearing: Hearing, condition: Condition | None, polarity: int) -> Iterator[Witness]:
    """A satisfied criterion points its condition's way; only for proof does an unsatisfied one point back."""
    if condition is None:
        return
    for name, sign in leaves(condition, polarity):
        for piece in hearing.admitted[name].pieces:
            way = {Truth.TRUE: sign, Truth.FALSE: -sign if polarity == FOR else 0}.get(piece.satisfied, 0)
            if way:
                bearing = Bearing.FOR if way > 0 else Bearing.AGAINST
                yield Witness(piece.account, bearing, name, piece.serves_its_author(sign))


def evidence_state(witnesses: tuple[Witness, ...], set_aside: tuple[SetAside, ...]) -> EvidenceState:
    """Say what the accounts together tell."""
    bearings = {witness.bearing for witness in witnesses}
    if len(bearings) > 1:
        return EvidenceState.CONFLICTING
    if bearings:
        return EvidenceState.SUPPORTING if Bearing.FOR in bearings else EvidenceState.CONTRADICTING
    return EvidenceState.CANNOT_TELL if set_aside else EvidenceState.NONE


def set_aside_of(hearing: Hearing, decision: Decision) -> tuple[SetAside, ...]:
    """Return what the criteria set aside, and admitted accounts that do not suffice as they serve their author."""
    deciding = {piece.account.id for piece in decision.pieces}
    polarities = _polarities(hearing) if hearing.interested else {}
    entries: dict[SetAside, None] = {}
    for name, admitted in hearing.admitted.items():
        for entry in admitted.set_aside:
            entries.setdefault(entry)
        if not admitted.pieces:
            continue
        for entry in _passed_over(hearing, name):
            entries.setdefault(entry)
        for piece in admitted.pieces if name in hearing.interested else ():
            if piece.account.id in deciding:
                continue
            if piece.serves_its_author(polarities.get(name, NEITHER)):
                word = f"{piece.interest.value} interest: counts, but does not suffice alone"
                entries.setdefault(SetAside(piece.account.id, word))
    return tuple(entry for entry in entries if entry.report not in deciding)


def _passed_over(hearing: Hearing, name: str) -> Iterator[SetAside]:
    """Figures that a newer one outdates, and figures too vague to say which side of the threshold they are on."""
    criterion, pieces = hearing.reading.criteria[name], hearing.admitted[name].pieces
    is_latest, comparison = criterion.reducer is Reducer.LATEST, criterion.comparison
    if comparison is None and not is_latest:
        return
    used = hearing.criterion_state(name, FOR, hearing.view.at, confirmed=False).pieces if is_latest else ()
    for piece in pieces:
        if is_latest and piece.when.end < pieces[-1].when.end and piece not in used:
            yield SetAside(piece.account.id, "older than another figure")
        elif piece.satisfied is Truth.UNCLEAR and comparison is not None:
            figure = piece.account.fact.value
            yield SetAside(piece.account.id, f"unclear: {figure} against {comparison.words}")


def _polarities(hearing: Hearing) -> dict[str, int]:
    """Return each criterion's polarity by the first condition that names it."""
    found: dict[str, int] = {}
    for condition, polarity in roles(hearing.reading.conditions):
        for name, sign in leaves(condition, polarity) if condition is not None else ():
            found.setdefault(name, sign)
    return found

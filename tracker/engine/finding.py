"""Finding: how each thing that the order of decision asks about one reading is worked out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.criteria import Condition, Reducer
from tracker.domain.instants import TICK, Span, first_instant
from tracker.domain.promises import Kind, PromiseWindow, Reading
from tracker.domain.values import Truth
from tracker.domain.verdicts import Listened
from tracker.engine.conditions import evaluate
from tracker.engine.docket import Docket
from tracker.engine.hearing import Hearing, Latch
from tracker.engine.pieces import Piece
from tracker.engine.roles import AGAINST, FOR, NEITHER, leaves
from tracker.engine.states import NO_DATA, State


def may_yet_hear_until(hearing: Hearing, wait_end: datetime | None) -> datetime | None:
    """Return until when a source that has not been asked since the end is waited for."""
    if not hearing.ears.spans:
        return None
    reading, at = hearing.reading, hearing.view.at
    window = PromiseWindow(reading.opens, wait_end or reading.due or reading.until).up_to(at)
    return hearing.ears.may_yet_hear_until(at, window, hearing.promise.coverage_share)


def wait_end_of(hearing: Hearing, docket: Docket) -> datetime | None:
    """Reports are waited for after the deadline that counts, and again after a later date that was announced."""
    promise, due = hearing.promise, hearing.reading.due
    if due is None:
        return None
    later = docket.moved.later
    return promise.wait_for_reports.after(due if later is None else max(due, later), promise.tz)


_SOON_SHARE = 10
"""due_soon covers the last tenth of the window ..."""
_SOON_LEAST = timedelta(days=1)
_SOON_MOST = timedelta(days=30)


def due_soon_from(reading: Reading) -> datetime | None:
    """Return when due_soon starts: a tenth of the window before the deadline, 1 to 30 days."""
    if reading.due is None:
        return None
    return reading.due - min(_SOON_MOST, max(_SOON_LEAST, (reading.due - reading.opens) / _SOON_SHARE))


def partly_latest_of(hearing: Hearing) -> Piece | None:
    """Return the latest account of `partly_when`; accounts that never made it true, being too few, are none."""
    condition = hearing.reading.conditions.partly_when
    pieces = hearing.pointing(condition, FOR, confirmed=True)
    if not pieces or hearing.first(Truth.TRUE, condition, FOR, confirmed=True) is None:
        return None
    return pieces[-1]


def next_proof(hearing: Hearing, proof: Sequence[Piece]) -> tuple[datetime | None, bool]:
    """Count `proof_every` from the last proof of holding (from the opening without any).

    One source must have heard enough of the window and of the time since then.
    """
    promise, opens, at = hearing.promise, hearing.reading.opens, hearing.view.at
    if promise.proof_every is None:
        return None, True
    last = proof[-1].when.end if proof else opens
    end = at if hearing.reading.until is None else min(at, hearing.reading.until)
    window, silence = Span(min(opens, end), end), Span(min(last, at), at)
    heard = hearing.ears.heard_throughout((window, silence), promise.coverage_share)
    return promise.proof_every.after(last, promise.tz), heard


def state_now(hearing: Hearing, condition: Condition | None, polarity: int, *, confirmed: bool) -> State:
    """Return what a condition is at the judged instant; no data where it is not stated or cannot be true."""
    if condition is None or not hearing.may_be_true(condition, polarity, confirmed=confirmed):
        return NO_DATA
    return hearing.state(condition, polarity, hearing.now, confirmed=confirmed)


def kept_of(hearing: Hearing, *, confirmed: bool) -> Latch | None:
    """`kept_when`, by the amounts that were in force at each instant."""
    for each, until in _by_amounts(hearing):
        latch = each.first(Truth.TRUE, each.reading.conditions.kept_when, FOR, confirmed=confirmed, until=until)
        if latch is not None:
            return latch
    return None


def breach_of(hearing: Hearing, *, confirmed: bool) -> Latch | None:
    """`broken_when`; for a standing promise without one, `kept_when` measured false. Silence breaks nothing."""
    for each, until in _by_amounts(hearing):
        truth, condition, polarity = _breach(each)
        latch = each.first(truth, condition, polarity, confirmed=confirmed, until=until, measured=True)
        if latch is not None:
            return latch
    return None


def breaches_of(hearing: Hearing) -> Iterator[Latch]:
    """Yield each instant at which a standing promise was shown to be broken, the first first."""
    for each, until in _by_amounts(hearing):
        truth, condition, polarity = _breach(each)
        if condition is not None:
            yield from each.shown(truth, condition, polarity, until)


def _breach(hearing: Hearing) -> tuple[Truth, Condition | None, int]:
    """Return which truth of which condition is a breach, and what that means for the promise when true."""
    conditions = hearing.reading.conditions
    if conditions.broken_when is not None or hearing.promise.kind is Kind.ACHIEVE:
        return Truth.TRUE, conditions.broken_when, AGAINST
    return Truth.FALSE, conditions.kept_when, FOR


def _by_amounts(hearing: Hearing) -> Sequence[tuple[Hearing, datetime | None]]:
    """Return what is heard by each amount that was in force, with the last instant of it (None: still)."""
    now = (hearing, None)
    return (*((each, ended - TICK) for ended, each in hearing.earlier), now) if hearing.earlier else (now,)


def last_day_of(hearing: Hearing) -> Span | None:
    """Return the day of the window's end in the promise's zone, as far as it belongs to the window."""
    until, tz = hearing.reading.until, hearing.promise.tz
    return None if until is None else Span(first_instant(until.astimezone(ZoneInfo(tz)).date(), tz), until)


def spoken_against(hearing: Hearing) -> bool:
    """Say whether an account that cannot decide speaks for `broken_when` or, without one, against `kept_when`."""
    conditions = hearing.reading.conditions
    stated = conditions.broken_when is not None
    condition, way = (conditions.broken_when, 1) if stated else (conditions.kept_when, -1)
    if condition is None or not any(admitted.cannot_decide for admitted in hearing.heard.values()):
        return False
    pointing = ((name, Truth.TRUE if sign * way > 0 else Truth.FALSE) for name, sign in leaves(condition, 1))
    return any(truth in hearing.admitted[name].cannot_decide for name, truth in pointing)


_BY_ITSELF = frozenset({Reducer.HAPPENED, Reducer.LATEST, Reducer.CHANGE, Reducer.HIGHEST, Reducer.LOWEST})
"""Reducers whose answer one account can give."""


def undecided_against(hearing: Hearing) -> tuple[Piece, ...]:
    """Return accounts of a breach that no criterion ever bore out: too few sources, or others contradict them."""
    truth, condition, polarity = _breach(hearing)
    if condition is None or not hearing.has_pieces:
        return ()
    opposite = Truth.FALSE if truth is Truth.TRUE else Truth.TRUE
    found: list[Piece] = []
    for name, sign in leaves(condition, 1):
        criterion, wanted = hearing.reading.criteria[name], truth if sign > 0 else opposite
        if criterion.reducer not in _BY_ITSELF or criterion.for_at_least is not None:
            continue
        speaking = [each for each in hearing.pieces(name, polarity * sign, True, None) if each.satisfied is wanted]
        if speaking and wanted not in hearing.course(name, polarity * sign, True, None).truths:
            found += speaking
    return tuple(sorted(found, key=lambda piece: piece.order))


def undone_of(hearing: Hearing, kept: Latch | None) -> tuple[Latch | None, datetime | None]:
    """`undone_when` over what occurred after the deed; by default `broken_when` or `kept_when` measured false.

    Without `undone_within` nothing undoes it (section 4).
    """
    promise, conditions = hearing.promise, hearing.reading.conditions
    if kept is None or promise.undone_within is None or promise.kind is not Kind.ACHIEVE:
        return None, None
    deed_end = kept.deed.end
    limit = promise.undone_within.after(deed_end, promise.tz)

    def turned(condition: Condition | None) -> Latch | None:
        return hearing.first(
            Truth.TRUE, condition, AGAINST, confirmed=True, since=deed_end, until=limit, measured=True
        )

    if conditions.undone_when is not None:
        return turned(conditions.undone_when), limit
    # Beside the deed itself: a sum is undone by what makes the whole of it fall short.
    short = hearing.first(
        Truth.FALSE, conditions.kept_when, FOR, confirmed=True, until=limit, measured=True, after=deed_end
    )
    found = [latch for latch in (short, turned(conditions.broken_when)) if latch is not None]
    return min(found, key=lambda latch: latch.instant, default=None), limit


def part_of_kept_of(hearing: Hearing) -> tuple[Piece, ...]:
    """Pieces of a part of `kept_when` that is true now; parts of `none_of` do not put a promise on track."""
    condition = hearing.reading.conditions.kept_when
    if condition is None:
        return ()
    for name, sign in leaves(condition, 1):
        if sign > 0 and hearing.admitted[name].pieces:
            state = hearing.criterion_state(name, FOR, hearing.view.at, confirmed=False)
            if state.truth is Truth.TRUE and state.pieces:
                return state.pieces
    return ()


def sources_wanting_of(hearing: Hearing) -> int:
    """Return the fewest further origins that would make `kept_when` true by a part that some support already."""
    condition, at = hearing.reading.conditions.kept_when, hearing.view.at
    wanting = []
    for name, sign in leaves(condition, 1) if condition is not None else ():
        asked = hearing.reading.criteria[name].sources
        if sign < 0 or asked == 1:
            continue
        state = hearing.criterion_state(name, FOR, at, confirmed=True)
        origins = {piece.origin for piece in state.pieces}
        supported = bool(origins) and all(piece.satisfied is Truth.TRUE for piece in state.pieces)
        if state.truth is Truth.UNCLEAR and supported and len(origins) < asked and _would_do(hearing, name):
            wanting.append(asked - len(origins))
    return min(wanting, default=0)


def _would_do(hearing: Hearing, part: str) -> bool:
    """Say whether `kept_when` would be true if that criterion were."""
    condition, at = hearing.reading.conditions.kept_when, hearing.view.at

    def state_of(name: str, sign: int) -> State:
        if name == part:
            return State(Truth.TRUE)
        return hearing.criterion_state(name, sign, at, confirmed=True)

    return condition is not None and evaluate(condition, FOR, state_of).truth is Truth.TRUE


def at_odds_of(hearing: Hearing) -> tuple[Piece, ...]:
    """Return figures of one time that contradict each other on the deed: nobody can say whether it was done."""
    condition = hearing.reading.conditions.kept_when
    if condition is None or not hearing.has_pieces:
        return ()
    for name, sign in leaves(condition, 1):
        state = hearing.criterion_state(name, FOR * sign, hearing.now, confirmed=True)
        if state.truth is Truth.UNCLEAR and {Truth.TRUE, Truth.FALSE} <= {
            piece.satisfied for piece in state.pieces
        }:
            return state.pieces
    return ()


def cannot_verify_of(hearing: Hearing) -> State:
    """`cannot_verify_when`, on accounts dated at or after due where there is one."""
    condition, due = hearing.reading.conditions.cannot_verify_when, hearing.reading.due
    if condition is None:
        return NO_DATA
    since = None if due is None else due - TICK
    return hearing.state(condition, NEITHER, hearing.now, confirmed=False, since=since)


def listened_for(hearing: Hearing, wait_end: datetime | None) -> Listened:
    """Listening over the window and over the waiting time: one source must do for both (section 8)."""
    reading, at, least = hearing.reading, hearing.view.at, hearing.promise.coverage_share
    end = min(at, reading.due or reading.until or at)
    window = Span(min(reading.opens, end), end)
    listened = hearing.ears.listened(window, least)
    if wait_end is None or reading.due is None or at <= reading.due or wait_end <= reading.due:
        return listened
    waiting = Span(reading.due, min(at, wait_end))
    return hearing.ears.listened(window, least, waiting)

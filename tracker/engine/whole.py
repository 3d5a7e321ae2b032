"""Wholes: one verdict over the verdicts of parts, with the evidence of those it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from tracker.domain.counting import counted, first_of
from tracker.domain.later import Later
from tracker.domain.promises import Promise, Reading, Ruling
from tracker.domain.statuses import GROUPS, EvidenceState, Flag, Fulfilment, Group, Phase, Status, Timeliness
from tracker.domain.verdicts import Bearing, Reason, SetAside, Verdict, View, Witness
from tracker.engine.boundaries import earliest_after
from tracker.engine.deciding_wholes import WholeDecision, decide_steps
from tracker.engine.evidence import OUTSIDE
from tracker.engine.outlook import TAKEN_BACK, while_ruled
from tracker.engine.parts import evidence_state
from tracker.engine.rulings import ruling_changes
from tracker.engine.single import Material
from tracker.engine.wording import ruling_words

_FINAL = frozenset({Group.KEPT, Group.NOT_KEPT, Group.CLOSED})
_NAMED = 3
"""How many parts a reason names before it only counts them."""


class Part(NamedTuple):
    """The verdict of one reading with those of its instances, in order."""

    verdict: Verdict
    instances: tuple[Verdict, ...] = ()


def joined(*names: str) -> str:
    """Return the name of an instance within another: `step/2015-05`."""
    return "/".join(name for name in names if name)


def whole_of_instances(
    promise: Promise, reading: Reading, material: Material, parts: Sequence[Verdict], ruling: Ruling | None
) -> Verdict:
    """Return a reading's verdict over its triggers: of one trigger its own, of several as for steps."""
    decision = decide_steps(parts)
    if len(parts) == 1:
        decision = WholeDecision(parts[0].status, parts[0].reason.code, tuple(parts))
    verdict = whole(promise, material.view, decision, parts, "trigger", ruling, reading=reading.name)
    if len(parts) == 1 and ruling is None:
        return _speaking_for_all(verdict, parts[0])
    return verdict


def _speaking_for_all(verdict: Verdict, only: Verdict) -> Verdict:
    return only._replace(instance="", next_boundary=verdict.next_boundary)


def whole(
    promise: Promise,
    view: View,
    decision: WholeDecision,
    parts: Sequence[Verdict],
    noun: str,
    ruling: Ruling | None,
    *,
    reading: str | None = None,
    instance: str = "",
    due: datetime | None = None,
    flags: Iterable[Flag] = (),
    boundaries: Iterable[datetime | None] = (),
    beside: Sequence[Verdict] = (),
) -> Verdict:
    """Put the verdict of a whole together from the parts it rests on; `noun` is what a part is called.

    `beside` holds verdicts that are no parts of it but have evidence and boundaries that it shows and heeds.
    """
    if ruling is not None:
        decision = WholeDecision(ruling.status, "ruling")
    rests_on = decision.rests_on
    shown = rests_on or parts
    deciding = tuple(dict.fromkeys(each for part in rests_on for each in part.deciding))
    set_aside = Later(_set_aside, (*parts, *beside), deciding)
    late = decision.status is Status.KEPT_LATE
    limits = (part.next_boundary for part in (*parts, *beside))
    return Verdict(
        promise=promise.id,
        status=decision.status,
        at=view.at,
        known=view.known,
        reason=Reason(decision.code, Later(_text, decision, parts, noun, ruling, promise.tz)),
        phase=_phase(decision, promise, view, parts),
        instance=instance,
        reading=reading,
        fulfilment=_fulfilment(decision.status, parts),
        timeliness=Timeliness.LATE if late else Timeliness.ON_TIME if decision.status is Status.KEPT else None,
        late_since=min((part.late_since for part in rests_on if part.late_since), default=None),
        due=due,
        evidence=_evidence(shown, set_aside),
        flags=frozenset(flags).union(*(part.flags for part in rests_on)),
        deciding=deciding,
        witnesses=Later(_witnesses, shown),
        set_aside=set_aside,
        listened=next((part.listened for part in (*rests_on, *parts) if part.listened), None),
        next_boundary=earliest_after(view.at, (*limits, *boundaries, *ruling_changes(promise))),
        next_step=Later(_next_step, decision, parts, ruling, promise.tz),
    )


def _witnesses(parts: Sequence[Verdict]) -> tuple[Witness, ...]:
    return tuple(dict.fromkeys(chain.from_iterable([part.witnesses for part in parts])))


def _evidence(parts: Sequence[Verdict], set_aside: Later[tuple[SetAside, ...]]) -> EvidenceState:
    """Say what the accounts of the parts together tell.

    The state of a part's own evidence says which ways it points; a headline of several readings has that of one.
    """
    bearings: set[Bearing] = set()
    for part in parts:
        if part.readings:
            bearings.update([witness.bearing for witness in part.witnesses])
        else:
            bearings.update(_POINTING[part.evidence])
    return evidence_state(bearings, set_aside)


_POINTING: Mapping[EvidenceState, Sequence[Bearing]] = {
    EvidenceState.SUPPORTING: (Bearing.FOR,),
    EvidenceState.CONTRADICTING: (Bearing.AGAINST,),
    EvidenceState.CONFLICTING: (Bearing.FOR, Bearing.AGAINST),
    EvidenceState.CANNOT_TELL: (),
    EvidenceState.NONE: (),
}


def _set_aside(parts: Sequence[Verdict], deciding: Sequence[str]) -> tuple[SetAside, ...]:
    """Return what no part used; that a report lies outside one part's window says nothing if another heard it."""
    told = dict.fromkeys(chain.from_iterable([part.set_aside for part in parts]))
    if not told:
        return ()
    entries = [each for each in told if each.report not in deciding]
    heard = {witness.account.report.id for part in parts for witness in part.witnesses}
    heard |= {each.report for each in entries if each.why not in OUTSIDE}
    return tuple([each for each in entries if each.why not in OUTSIDE or each.report not in heard])


def _phase(decision: WholeDecision, promise: Promise, view: View, parts: Sequence[Verdict]) -> Phase:
    if view.at < promise.opens:
        return Phase.UPCOMING
    if GROUPS[decision.status] in _FINAL:
        return Phase.CLOSED
    phases = {part.phase for part in parts}
    if Phase.OPEN in phases or not parts:
        return Phase.OPEN
    return Phase.WAITING if Phase.WAITING in phases else Phase.CLOSED


def _fulfilment(status: Status, parts: Sequence[Verdict]) -> Fulfilment:
    if status in (Status.KEPT, Status.KEPT_LATE):
        return Fulfilment.FULL
    some = any(part.fulfilment is not Fulfilment.NONE for part in parts)
    return Fulfilment.PARTIAL if some else Fulfilment.NONE


def _text(decision: WholeDecision, parts: Sequence[Verdict], noun: str, ruling: Ruling | None, tz: str) -> str:
    """Count the parts by status, and name the few that the decision rests on if they are not all of them."""
    if ruling is not None:
        return ruling_words(ruling, tz)
    if not parts:
        return f"no {noun} has begun"
    counts = Counter(part.status for part in parts)
    told = ", ".join(f"{number} {status.value.replace('_', ' ')}" for status, number in counts.items())
    note = f"{decision.note}; " if decision.note else ""
    text = f"{note}of {counted(len(parts), noun)}: {told}"
    named = [part.instance for part in decision.rests_on if part.instance]
    if named and len(named) < len(parts):
        text += f" (it rests on {first_of(named, _NAMED)})"
    if decision.code.startswith("series_") and (apart := [each for each in _APART if counts[each]]):
        text += f"; what is {' or '.join(each.value for each in apart)} is counted apart"
    return "; ".join((text, *(each.reason.text for each in decision.rests_on if each not in parts)))


_APART = (Status.OVERDUE, Status.UNVERIFIABLE, Status.DISPUTED)
"""Periods that are not among the decided ones of a series (section 7)."""


def _next_step(decision: WholeDecision, parts: Sequence[Verdict], ruling: Ruling | None, tz: str) -> str:
    """Return the outlook of the first part that is still open, of those the decision rests on before others."""
    if ruling is not None:
        return while_ruled(ruling, tz)
    if decision.outlook:
        return decision.outlook
    first = [part for part in decision.rests_on if part in parts]
    told = [part for part in (*first, *parts) if part.next_step and GROUPS[part.status] not in _FINAL]
    return f"{told[0].instance}: {told[0].next_step}" if told else TAKEN_BACK

"""The headline of a promise with several readings (section 7, Readings)."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.domain.later import Later
from tracker.domain.statuses import GROUPS, Flag, Group, Phase, Status
from tracker.domain.verdicts import Reason, SetAside, Verdict, Witness
from tracker.engine.boundaries import earliest_after
from tracker.engine.natural import natural

WORST_FIRST = (
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
_DECIDED = frozenset({Group.KEPT, Group.NOT_KEPT, Group.CLOSED})


_WORST = (Status.BROKEN, Status.REVERSED, *WORST_FIRST, Status.PARTLY_KEPT, Status.KEPT_LATE, Status.KEPT)


def _speaks_first(verdict: Verdict) -> tuple[object, ...]:
    """Order readings by which speaks for several: one still open, the worst, one with evidence, by name."""
    worst = _WORST.index(verdict.status) if verdict.status in _WORST else len(_WORST)
    return verdict.phase is not Phase.OPEN, worst, not verdict.deciding, natural(verdict.reading or "")


def headline(readings: Sequence[Verdict]) -> Verdict:
    """Return the headline verdict (reading None) over the verdicts of all readings; their order means nothing."""
    if len(readings) == 1:
        return readings[0] if readings[0].reading is None else readings[0]._replace(reading=None)
    readings = sorted(readings, key=lambda verdict: natural(verdict.reading or ""))
    statuses = {verdict.reading or "": verdict.status for verdict in readings}
    status = headline_status(list(statuses.values()))
    boundary = earliest_after(readings[0].at, (verdict.next_boundary for verdict in readings))
    flags = frozenset().union(*(verdict.flags for verdict in readings))
    agreeing = [verdict for verdict in readings if verdict.status is status]
    speaking = min(agreeing, key=_speaks_first, default=None)
    if len(set(statuses.values())) == 1 and speaking is not None:
        return speaking._replace(reading=None, readings=statuses, next_boundary=boundary, flags=flags)
    base = speaking or min(readings, key=_speaks_first)
    rests_on = [speaking] if speaking is not None and status is not Status.DISPUTED else readings
    deciding = tuple(dict.fromkeys(each for verdict in rests_on for each in verdict.deciding))
    return base._replace(
        status=status,
        reading=None,
        readings=statuses,
        reason=Reason("readings_disagree", Later(_apart, readings)),
        flags=flags | {Flag.DEPENDS_ON_READING},
        deciding=deciding,
        witnesses=Later(_witnesses, readings),
        set_aside=Later(_set_aside, readings, deciding),
        next_step=Later(_next_steps, readings),
        next_boundary=boundary,
    )


def _apart(readings: Sequence[Verdict]) -> str:
    apart = ", ".join(f"{verdict.reading} {verdict.status.value.replace('_', ' ')}" for verdict in readings)
    return f"it depends on the reading: {apart}"


def _witnesses(readings: Sequence[Verdict]) -> tuple[Witness, ...]:
    return tuple(dict.fromkeys(each for verdict in readings for each in verdict.witnesses))


def _set_aside(readings: Sequence[Verdict], deciding: Sequence[str]) -> tuple[SetAside, ...]:
    set_aside = dict.fromkeys(each for verdict in readings for each in verdict.set_aside)
    return tuple(each for each in set_aside if each.report not in deciding)


def _next_steps(readings: Sequence[Verdict]) -> str:
    steps = {verdict.next_step: verdict.reading for verdict in reversed(readings) if verdict.next_step}
    return "; ".join(f"{name}: {step}" for step, name in reversed(steps.items()))


def headline_status(statuses: Sequence[Status]) -> Status:
    """Combine the readings' statuses into the headline's."""
    distinct = set(statuses)
    if len(distinct) == 1:
        return statuses[0]
    if distinct & {Status.BROKEN, Status.REVERSED}:
        return Status.DISPUTED
    if all(GROUPS[status] in _DECIDED for status in distinct):
        return Status.KEPT_LATE if distinct == {Status.KEPT, Status.KEPT_LATE} else Status.DISPUTED
    return next(status for status in WORST_FIRST if status in distinct)

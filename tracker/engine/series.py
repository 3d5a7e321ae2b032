"""Series: a recurring promise, judged period by period and as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from tracker.domain.instants import LAST_INSTANT, TICK
from tracker.domain.promises import Kind, Promise, Reading
from tracker.domain.statuses import Flag
from tracker.domain.verdicts import Verdict
from tracker.engine.amending import Moved, amended, amounts_before, known_limit
from tracker.engine.asking import MadeOnce
from tracker.engine.deciding_wholes import WholeDecision, decide_series, is_decided
from tracker.engine.docket import Docket
from tracker.engine.outlook import TAKEN_BACK
from tracker.engine.periods import Period, periods
from tracker.engine.rulings import ruling_in_force
from tracker.engine.single import Material, judge_single
from tracker.engine.whole import Part, joined, whole
from tracker.engine.wording import day, moved_words


def series_of(promise: Promise, reading: Reading, material: Material, instance: str) -> Part:
    """Judge every period that has begun as an `achieve` with its end as due, then the series over them."""
    if promise.every is None:
        raise ValueError("a recurring promise needs `every`")
    view = material.view
    moved = amended(promise, reading, view)
    until = moved.reading.until
    begun = tuple(periods(promise.every, reading.opens, until, view.at, promise.tz))
    ears = material.ears(promise, reading)
    one = _one_period(promise)
    verdicts = []
    for period in begun:
        its = _reading_of(promise, reading, period, min(period.opens, known_limit(view) + TICK))
        name = joined(instance, period.name)
        ruling = ruling_in_force(promise, view, name, reading.name)
        docket = Docket(Moved(its, original=period.due, last=period.due), ruling)
        verdicts.append(judge_single(one, its, material, ears, docket, name))
    over = None if until is None else promise.wait_for_reports.after(until, promise.tz)
    decision = decide_series(
        verdicts,
        tolerate=promise.tolerate,
        ended=over is not None and view.at > over,
        amended=moved.later is not None and view.at <= moved.later,
        amount_amended=_amount_amended(moved, begun, verdicts),
    )
    decision = _told(promise, decision, moved, over)
    flags = {Flag.DEADLINE_MOVED: moved.deadline_moved, Flag.AMOUNT_CHANGED: moved.amount_changed is not None}
    verdict = whole(
        promise,
        view,
        decision,
        verdicts,
        "period",
        ruling_in_force(promise, view, instance, reading.name),
        reading=reading.name,
        instance=instance,
        due=until,
        flags=[flag for flag, holds in flags.items() if holds],
        boundaries=_boundaries(reading, moved, begun, over),
    )
    return Part(verdict, tuple(verdicts))


_one_period = MadeOnce(lambda promise: replace(promise, kind=Kind.ACHIEVE, amendments=(), review_by=None))
"""The promise of one period."""


def _reading_of(promise: Promise, reading: Reading, period: Period, amounts_known_by: datetime) -> Reading:
    its = amounts_before(promise, reading, amounts_known_by)
    return _judged_over(its, period)


def _over(reading: Reading, period: Period) -> Reading:
    return replace(reading, opens=period.opens, due=period.due, until=period.due, period=period.whole)


_judged_over = MadeOnce(_over)
"""A reading as it is judged over one period."""


def _amount_amended(moved: Moved, begun: Sequence[Period], verdicts: Sequence[Verdict]) -> bool:
    """A changed amount makes the series amended until a period that began after it is decided."""
    changed = moved.amount_changed
    if changed is None:
        return False
    return not any(
        is_decided(verdict) for period, verdict in zip(begun, verdicts, strict=True) if period.opens > changed
    )


def _told(promise: Promise, decision: WholeDecision, moved: Moved, over: datetime | None) -> WholeDecision:
    """Add to a decision on the series what its periods alone do not tell."""
    tz, until = promise.tz, moved.reading.until
    if decision.code == "later_date":
        return decision._replace(note=moved_words(moved, tz, "to end"))
    if decision.code == "amount_changed" and moved.amount_changed is not None:
        note = f"its amount was changed on {day(moved.amount_changed, tz)}, and no period since has been decided"
        return decision._replace(note=note)
    if decision.code == "series_broken":
        share = f"enough kept periods would bring it back to the share of {promise.tolerate:.0%} that it asks for"
        outlook = [share] if promise.tolerate < 1 else []
        if until is not None and over is not None:
            outlook.append(f"at its end, after {day(over, tz)}, it is partly kept if some periods were kept")
        return decision._replace(outlook="; ".join((*outlook, TAKEN_BACK)))
    return decision


def _boundaries(
    reading: Reading, moved: Moved, begun: Sequence[Period], over: datetime | None
) -> Iterator[datetime | None]:
    yield reading.opens
    yield from moved.changes_at
    last_instants = (begun[-1].whole.end if begun else None, moved.later, over)
    for instant in last_instants:
        yield None if instant is None or instant == LAST_INSTANT else instant + TICK

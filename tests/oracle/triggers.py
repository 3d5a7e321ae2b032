"""What opens the instances of a conditional promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.oracle.conditions import candidates, first, newest, state
from tests.oracle.criteria import best_witness, occurrences
from tests.oracle.placing import admitted, lies_in_the_whole
from tests.oracle.situation import Situation
from tracker.domain.criteria import Condition, Op, Reducer
from tracker.domain.promises import Promise, Trigger
from tracker.domain.values import Truth


@dataclass(frozen=True)
class Opening:
    """One instance: its name, when it opens, and when it must be done."""

    name: str
    opens: datetime
    end: datetime | None
    is_void: bool = False


def openings(s: Situation, promise: Promise) -> list[Opening]:
    """Return the instances opened by `at`, in order."""
    trigger = promise.trigger
    assert trigger is not None
    if trigger.unless is not None and trigger.by is not None:
        return [_unless(s, trigger, trigger.unless, trigger.by)]
    assert trigger.when is not None
    found: dict[str, Opening] = {}
    for start, end in _occasions(s, trigger.when):
        name = end.astimezone(ZoneInfo(promise.tz)).date().isoformat()
        due = None if trigger.within is None else trigger.within.after(end, promise.tz)
        found.setdefault(name, Opening(name, max(start, s.opens), due))
    return list(found.values())


def _unless(s: Situation, trigger: Trigger, unless: Condition, by: datetime) -> Opening:
    tz = s.promise.tz
    came_true = first(s, unless, 0, measured=True, last=by)
    end = None if trigger.within is None else trigger.within.after(by, tz)
    return Opening(by.astimezone(ZoneInfo(tz)).date().isoformat(), s.opens, end, came_true is not None)


def _occasions(s: Situation, when: Condition) -> list[tuple[datetime, datetime]]:
    """Return the first and last instant of what made the condition true, each time it did."""
    c = s.reading.criteria[when.name] if when.op is Op.CRITERION else None
    if c is not None and c.reducer is Reducer.HAPPENED and c.sources == 1:
        found = [dated for dated in admitted(s, c) if lies_in_the_whole(s, c, dated)]
        speakers = [best_witness(group) for group in occurrences(found)]
        return sorted(((dated.start, dated.end) for dated in speakers), key=lambda span: (span[1], span[0]))
    occasions, before = [], Truth.UNCLEAR
    for t in candidates(s, when):
        given = state(s, when, t, 0)
        if given.truth is Truth.TRUE and before is not Truth.TRUE:
            completing = [dated.start for dated in newest(given.rests_on) if dated.end == t]
            occasions.append((min(completing, default=t), t))
        before = given.truth
    return occasions

"""Conditions: how answers combine, when a condition first came true, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise

from tests.oracle.criteria import ABSENCE_SPEAKS, Answer, answer, counted, instants_of
from tests.oracle.figures import own_truth
from tests.oracle.listening import share
from tests.oracle.placing import Dated, lies_in_the_whole
from tests.oracle.situation import Situation
from tracker.domain.criteria import Condition, Criterion, Op
from tracker.domain.instants import TICK, Duration, Span
from tracker.domain.values import Truth

FOR, AGAINST = 1, -1
"""Sides: what a condition's truth means for the promise; 0 where everybody's word counts."""

Ask = Callable[[Criterion, int], Answer]
"""The answer of a criterion, and what its truth means for the promise."""


def combined(s: Situation, condition: Condition, side: int, ask: Ask) -> Answer:
    """Combine what a question to each criterion brings, in Kleene logic; no data counts as unclear."""
    if condition.op is Op.CRITERION:
        given = ask(s.reading.criteria[condition.name], side)
        return given if given.truth is not Truth.NO_DATA else Answer(Truth.UNCLEAR, given.rests_on)
    turned = condition.op in (Op.NONE_OF, Op.UNLESS)
    parts = [combined(s, part, -side if turned else side, ask) for part in condition.parts]
    if condition.op is Op.ANY_OF:
        return _at_least(1, parts)
    if condition.op is Op.ALL_OF:
        return _at_least(len(parts), parts)
    if condition.op is Op.AT_LEAST:
        return _at_least(condition.least, parts)
    inner = _at_least(1, parts)
    return Answer(opposite(inner.truth), inner.rests_on, inner.shown)


def _at_least(n: int, parts: Sequence[Answer]) -> Answer:
    """So many parts must be true; it rests on the parts that agree with what comes out."""
    yes = sum(part.truth is Truth.TRUE for part in parts)
    maybe = sum(part.truth is Truth.UNCLEAR for part in parts)
    truth = Truth.TRUE if yes >= n else Truth.UNCLEAR if yes + maybe >= n else Truth.FALSE
    agreeing = [part for part in parts if part.truth is truth]
    rests_on = tuple(dated for part in agreeing for dated in part.rests_on)
    return Answer(truth, rests_on, any(part.shown for part in agreeing))


def opposite(truth: Truth) -> Truth:
    """Return Kleene's not."""
    return {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE}.get(truth, Truth.UNCLEAR)


def state(s: Situation, condition: Condition, t: datetime, side: int) -> Answer:
    """Return what a condition says at an instant."""
    if condition.op is Op.UNLESS:
        return _unless(s, condition.parts[0], t, -side)
    if condition.op is Op.CRITERION:
        return combined(s, condition, side, lambda c, its_side: answer(s, c, t, its_side))
    turned = condition.op is Op.NONE_OF
    parts = [state(s, part, t, -side if turned else side) for part in condition.parts]
    if condition.op is Op.AT_LEAST:
        return _at_least(condition.least, parts)
    if condition.op is Op.ALL_OF:
        return _at_least(len(parts), parts)
    inner = _at_least(1, parts)
    return Answer(opposite(inner.truth), inner.rests_on, inner.shown) if turned else inner


def _unless(s: Situation, part: Condition, t: datetime, side: int) -> Answer:
    """True until its part came true, where somebody listened."""
    for earlier in [*(u for u in candidates(s, part) if u < t), t]:
        given = state(s, part, earlier, side)
        if given.truth is Truth.TRUE:
            return Answer(Truth.FALSE, given.rests_on, given.shown)
    end = t if s.facts_until is None else min(t, s.facts_until)
    return Answer(Truth.TRUE if s.listened((min(s.opens, end), end)) else Truth.UNCLEAR)


def candidates(s: Situation, condition: Condition) -> list[datetime]:
    """Return every instant up to `at`, or the end of a window that stands, at which the condition may change."""
    found: set[datetime] = {s.now}
    for name in condition.names():
        c = s.reading.criteria[name]
        for instant in instants_of(s, c):
            found.add(instant)
            if c.for_at_least is not None:
                found.add(c.for_at_least.after(instant, s.promise.tz))
    if _may_rest_on_silence(s, condition):
        found |= ears_turn(s)
    begins = s.opens if s.begins is None else max(s.opens, s.begins)
    return sorted(instant for instant in {*found, begins} if begins <= instant <= s.now)


def _may_rest_on_silence(s: Situation, condition: Condition) -> bool:
    asked = (s.reading.criteria[name] for name in condition.names())
    return _has_unless(condition) or any(c.reducer in ABSENCE_SPEAKS for c in asked)


def _has_unless(condition: Condition) -> bool:
    return condition.op is Op.UNLESS or any(_has_unless(part) for part in condition.parts)


def ears_turn(s: Situation) -> set[datetime]:
    """Return the first instants at which a source has been heard for enough of the window, or no longer has.

    Within a span of listening, and within a gap, the share only grows or only falls: halving finds the tick.
    """
    last = s.at if s.facts_until is None else min(s.at, s.facts_until)
    found: set[datetime] = set()
    for _, heard in s.heard():
        edges = sorted({s.opens, last, *(edge for span in heard for edge in (span.start, span.end))})
        inside = [edge for edge in edges if s.opens <= edge <= last]
        found |= set(inside)
        for before, after in pairwise(inside):
            found |= _turn_between(s, heard, before, after)
    return found


def _turn_between(s: Situation, heard: list[Span], before: datetime, after: datetime) -> set[datetime]:
    least = s.promise.coverage_share

    def enough(t: datetime) -> bool:
        return share(heard, s.opens, t) >= least

    if enough(before) == enough(after):
        return set()
    was = enough(before)
    while after - before > TICK:
        middle = before + (after - before) // 2
        before, after = (middle, after) if enough(middle) == was else (before, middle)
    return {before, after}


class First:
    """The first instant at which a condition had a truth, and the accounts it rested on."""

    def __init__(self, instant: datetime, rests_on: tuple[Dated, ...], *, by_time: bool) -> None:
        self.rests_on = rests_on
        self.completing = newest(rests_on)
        self.deed_end = self.completing[0].end if self.completing else instant
        """When what completed it occurred; where silence did, the instant itself."""
        self.when = instant if by_time else self.deed_end
        """When it came true: what had to last is younger than what completed it."""

    def shares_an_instant_with(self, others: Sequence[Dated]) -> bool:
        """Say whether one of the accounts overlaps what completed it."""
        if self.completing:
            return overlap(self.completing, others)
        return any(other.start <= self.deed_end <= other.end for other in others)


def _has_a_window(s: Situation, condition: Condition) -> bool:
    """Say whether time alone can make it true: an answer has to last, or accounts leave a rolling window."""
    asked = (s.reading.criteria[name] for name in condition.names())
    return any(c.for_at_least is not None or isinstance(c.over, Duration) for c in asked)


def first(
    s: Situation,
    condition: Condition | None,
    side: int,
    *,
    truth: Truth = Truth.TRUE,
    measured: bool = False,
    last: datetime | None = None,
) -> First | None:
    """Try every candidate instant; `measured` asks for an account behind it, as silence does not do."""
    if condition is None:
        return None
    for t in candidates(s, condition):
        if last is None or t <= last:
            given = state(s, condition, t, side)
            if given.truth is truth and (given.shown or not measured):
                return First(t, given.rests_on, by_time=_has_a_window(s, condition))
    return None


def by_amounts(s: Situation) -> list[tuple[Situation, datetime | None]]:
    """Return the situation by each amount that was in force, with the last instant of it."""
    if s.before is None or s.begins is None:
        return [(s, None)]
    return [(each, last or s.begins - TICK) for each, last in by_amounts(s.before)] + [(s, None)]


def every(
    s: Situation, condition: Condition, side: int, *, truth: Truth, last: datetime | None = None
) -> list[First]:
    """Return what stood at every instant at which accounts showed that truth."""
    given = ((t, state(s, condition, t, side)) for t in candidates(s, condition))
    return [
        First(t, each.rests_on, by_time=_has_a_window(s, condition))
        for t, each in given
        if each.truth is truth and each.shown and (last is None or t <= last)
    ]


def witnesses(
    s: Situation, condition: Condition | None, side: int, *, firm: bool, wanted: bool = True
) -> list[Dated]:
    """Return the accounts that by themselves speak for a condition (or, not wanted, against it)."""
    if condition is None:
        return []
    if condition.op is Op.CRITERION:
        c = s.reading.criteria[condition.name]
        truth = Truth.TRUE if wanted else Truth.FALSE
        accounts = [dated for dated in counted(s, c, side if firm else 0) if lies_in_the_whole(s, c, dated)]
        return [dated for dated in accounts if own_truth(s, c, dated) is truth]
    turned = condition.op in (Op.NONE_OF, Op.UNLESS)
    its_side = -side if turned else side
    return [
        dated
        for part in condition.parts
        for dated in witnesses(s, part, its_side, firm=firm, wanted=wanted != turned)
    ]


def newest(accounts: Sequence[Dated]) -> list[Dated]:
    """Return the accounts with the latest end."""
    last = max((dated.end for dated in accounts), default=None)
    return [dated for dated in accounts if dated.end == last]


def overlap(one: Sequence[Dated], other: Sequence[Dated]) -> bool:
    """Say whether an account of the one shares an instant with one of the other."""
    return any(a.start <= b.end and b.start <= a.end for a in one for b in other)


def some_part_is_true(s: Situation, condition: Condition, t: datetime, helps: bool = True) -> bool:
    """Say whether a criterion that helps is true on accounts; what must not be does not count."""
    if condition.op is Op.CRITERION:
        given = answer(s, s.reading.criteria[condition.name], t)
        return helps and given.truth is Truth.TRUE and bool(given.rests_on)
    turned = condition.op in (Op.NONE_OF, Op.UNLESS)
    return any(some_part_is_true(s, part, t, helps != turned) for part in condition.parts)

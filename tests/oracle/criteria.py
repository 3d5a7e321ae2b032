"""What a criterion answers at an instant, worked out from all accounts anew each time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from tests.oracle.figures import extreme_figure, figure_of, is_rough, loosened, own_truth, reduced_figures
from tests.oracle.knowledge import natural
from tests.oracle.placing import Dated, admitted, lies_in_window
from tests.oracle.situation import Situation
from tracker.domain.criteria import Criterion, Reducer
from tracker.domain.instants import Duration, Span
from tracker.domain.values import Interval, Truth

ABSENCE_SPEAKS = (Reducer.HAPPENED, Reducer.COUNT, Reducer.SUM)
COUNT_ALL = 0
"""A side for questions that close nothing: everybody's word counts."""


@dataclass(frozen=True)
class Answer:
    """What a criterion or condition says, and the accounts that make it say so."""

    truth: Truth
    rests_on: tuple[Dated, ...] = ()
    shown: bool = False
    """Accounts make it so, not silence alone."""


def counted(s: Situation, c: Criterion, side: int) -> list[Dated]:
    """Return the admitted accounts; with a side, only those that suffice for closing.

    The side is +1 where the criterion's truth supports the promise and -1 where it contradicts it.
    """
    return [dated for dated in admitted(s, c) if not side or not serves_its_teller(s, c, dated, side)]


def serves_its_teller(s: Situation, c: Criterion, dated: Dated, side: int) -> bool:
    """Say whether the account speaks in the interest of who tells it."""
    says = {Truth.TRUE: side, Truth.FALSE: -side}.get(own_truth(s, c, dated), 0)
    if says == 0 or c.own_word_counts:
        return False
    return s.serves_itself(dated.told, in_support=says > 0)


def answer(s: Situation, c: Criterion, t: datetime, side: int = COUNT_ALL) -> Answer:
    """Return the criterion's answer at an instant, `for_at_least` included."""
    now = plain_answer(s, c, t, side)
    if c.for_at_least is None or now.truth is not Truth.TRUE:
        return now
    begun, since = now, t
    for earlier in sorted((u for u in instants_of(s, c) if u <= t), reverse=True):
        then = plain_answer(s, c, earlier, side)
        if then.truth is not Truth.TRUE:
            break
        begun, since = then, earlier
    lasted = c.for_at_least.after(since, s.promise.tz)
    if lasted > t:
        return Answer(Truth.UNCLEAR, now.rests_on)
    return begun if _just_lasted(s, c, t, lasted) else now


def _just_lasted(s: Situation, c: Criterion, t: datetime, lasted: datetime) -> bool:
    """Say whether nothing was told since it had lasted: then it rests on what began it."""
    return not any(lasted < dated.end <= t for dated in admitted(s, c))


def instants_of(s: Situation, c: Criterion) -> list[datetime]:
    """Return every instant at which the criterion's plain answer may change."""
    found = {s.opens, s.at}
    for dated in admitted(s, c):
        found.add(dated.end)
        if isinstance(c.over, Duration):
            found |= {c.over.after(dated.end, s.promise.tz), c.over.after(dated.start, s.promise.tz)}
    first = min(s.opens, c.over.start) if isinstance(c.over, Span) else s.opens
    return sorted(instant for instant in found if first <= instant <= s.at)


def plain_answer(s: Situation, c: Criterion, t: datetime, side: int) -> Answer:
    """Return the answer at an instant, without asking how long it has been so."""
    accounts = _accounts(s, c, t, side)
    if not accounts:
        return _without_accounts(s, c, t)
    truth, rests_on = _reduced(s, c, accounts)
    if truth in (Truth.TRUE, Truth.FALSE) and len({dated.told.origin for dated in rests_on}) < c.sources:
        return Answer(Truth.UNCLEAR, rests_on)
    only_if_no_more = _more_would_change(s, c, accounts, truth)
    if only_if_no_more and not s.listened(_stretch(s, c, t)):
        return Answer(Truth.UNCLEAR, rests_on)
    return Answer(truth, rests_on, shown=not only_if_no_more)


def _more_would_change(s: Situation, c: Criterion, accounts: list[Dated], truth: Truth) -> bool:
    """Say whether a count or a sum holds only if nothing more occurred than was told."""
    if c.comparison is None or c.reducer not in (Reducer.COUNT, Reducer.SUM):
        return False
    groups = occurrences(accounts)
    if c.reducer is Reducer.COUNT:
        so_far = float(len(groups))
        open_below = False
    else:
        total = reduced_figures([figure_of(s, c, best_witness(group)) for group in groups], mean=False)
        so_far, open_below = total.low, total.low_open
    or_more = Interval(so_far, math.inf, low_open=open_below)
    return truth in (Truth.TRUE, Truth.FALSE) and c.comparison.holds_for_interval(or_more) is not truth


def _stretch(s: Situation, c: Criterion, t: datetime) -> tuple[datetime, datetime]:
    """Return the stretch up to an instant over which silence would have to be heard."""
    start, end = s.opens, t if s.facts_until is None else min(t, s.facts_until)
    if isinstance(c.over, Span):
        start, end = c.over.start, min(t, c.over.end)
    if isinstance(c.over, Duration):
        start = max(start, c.over.before(t, s.promise.tz))
    return min(start, end), end


def _accounts(s: Situation, c: Criterion, t: datetime, side: int) -> list[Dated]:
    return [dated for dated in counted(s, c, side) if lies_in_window(s, c, dated, t)]


def _silence(c: Criterion) -> Truth:
    """Return what it means that nothing was told: nought, or that it did not happen."""
    return Truth.FALSE if c.comparison is None else c.comparison.holds_for_number(0)


def _without_accounts(s: Situation, c: Criterion, t: datetime) -> Answer:
    """Silence is an answer to `happened`, `count` and `sum`, where somebody listened."""
    if c.reducer not in ABSENCE_SPEAKS:
        return Answer(Truth.NO_DATA)
    if not s.listened(_stretch(s, c, t)):
        return Answer(Truth.NO_DATA)
    return Answer(_silence(c))


def _reduced(s: Situation, c: Criterion, accounts: list[Dated]) -> tuple[Truth, tuple[Dated, ...]]:
    """Return the reducer's answer over the accounts of the window, and those it rests on."""
    comparison = c.comparison
    if c.reducer is Reducer.HAPPENED or comparison is None:
        return Truth.TRUE, tuple(accounts)
    if c.reducer is Reducer.COUNT:
        return comparison.holds_for_number(len(occurrences(accounts))), tuple(accounts)
    if c.reducer in (Reducer.LATEST, Reducer.CHANGE):
        return _latest(s, c, accounts)
    if c.reducer in (Reducer.SUM, Reducer.MEAN):
        speakers = [best_witness(group) for group in occurrences(accounts)]
        total = reduced_figures([figure_of(s, c, dated) for dated in speakers], mean=c.reducer is Reducer.MEAN)
        if all(is_rough(dated) for dated in accounts):
            comparison = loosened(comparison, c.about)
        return comparison.holds_for_interval(total), tuple(accounts)
    return _extreme(s, c, accounts)


def _extreme(s: Situation, c: Criterion, accounts: list[Dated]) -> tuple[Truth, tuple[Dated, ...]]:
    """The highest satisfies a lower bound once one figure does, and an upper bound if all do; so the lowest."""
    truths = [(own_truth(s, c, dated), dated) for dated in accounts]
    if c.comparison is not None and is_bounded_below(c) and math.isfinite(c.comparison.allowed.high):
        extreme = extreme_figure([figure_of(s, c, dated) for dated in accounts], c.reducer is Reducer.HIGHEST)
        truth = c.comparison.holds_for_interval(extreme)
        return truth, tuple(dated for own, dated in truths if own is truth)
    one_is_enough = is_bounded_below(c) == (c.reducer is Reducer.HIGHEST)
    decisive, other = (Truth.TRUE, Truth.FALSE) if one_is_enough else (Truth.FALSE, Truth.TRUE)
    if any(truth is decisive for truth, _ in truths):
        return decisive, tuple(dated for truth, dated in truths if truth is decisive)
    if all(truth is other for truth, _ in truths):
        return other, tuple(accounts)
    return Truth.UNCLEAR, tuple(accounts)


def is_bounded_below(c: Criterion) -> bool:
    """Say whether the comparison asks for at least something."""
    return c.comparison is not None and c.comparison.allowed.low != float("-inf")


def _latest(s: Situation, c: Criterion, accounts: list[Dated]) -> tuple[Truth, tuple[Dated, ...]]:
    """The answer of the newest figures, and the accounts that give it one after the other up to now."""
    ends = sorted({dated.end for dated in accounts}, reverse=True)
    at_the_end = _clear_ones(s, c, [dated for dated in accounts if dated.end == ends[0]])
    truths = {own_truth(s, c, dated) for dated in at_the_end}
    if len(truths) > 1:
        return Truth.UNCLEAR, tuple(at_the_end)
    truth = truths.pop()
    if c.sources == 1:
        return truth, tuple(at_the_end)
    agreeing: list[Dated] = []
    for end in ends:
        then = _clear_ones(s, c, [dated for dated in accounts if dated.end == end])
        if {own_truth(s, c, dated) for dated in then} != {truth}:
            break
        agreeing += then
    return truth, tuple(agreeing)


def _clear_ones(s: Situation, c: Criterion, accounts: list[Dated]) -> list[Dated]:
    """Leave out figures too vague to say which side they are on, beside others of the same time that do say it."""
    clear = [dated for dated in accounts if own_truth(s, c, dated) is not Truth.UNCLEAR]
    return clear or accounts


def occurrences(accounts: list[Dated]) -> list[list[Dated]]:
    """Return the accounts by occurrence: witnesses of the same event together."""
    groups: list[list[Dated]] = []
    for dated in accounts:
        joined = [group for group in groups if any(_same_event(dated, other, accounts) for other in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([dated, *(other for group in joined for other in group)])
    return groups


def _same_event(one: Dated, other: Dated, accounts: list[Dated]) -> bool:
    if one.told.same_event & other.told.members or other.told.same_event & one.told.members:
        several = _rows(one, accounts) > 1 or _rows(other, accounts) > 1
        return not several or (one.start <= other.end and other.start <= one.end)
    if _rows(one, accounts) > 1 or _rows(other, accounts) > 1:
        return False
    return any(_is_unknown(key, accounts) for key in one.told.same_event & other.told.same_event)


def _rows(dated: Dated, accounts: list[Dated]) -> int:
    return max(sum(member in other.told.members for other in accounts) for member in dated.told.members)


def _is_unknown(key: str, accounts: list[Dated]) -> bool:
    return not any(key in other.told.members for other in accounts)


def best_witness(group: list[Dated]) -> Dated:
    """Return who speaks for an occurrence: the best graded, then the earliest published, then the lowest id."""
    return min(
        group,
        key=lambda dated: (dated.told.grade.rank, dated.told.published, dated.end, natural(dated.told.report.id)),
    )

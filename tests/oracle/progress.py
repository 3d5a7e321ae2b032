"""How far a promise has come, from 0 to 1, by the newest figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.oracle.figures import figure_truth
from tests.oracle.knowledge import natural
from tests.oracle.matching import amount, factor_of
from tests.oracle.placing import Dated, admitted, lies_in_the_whole
from tests.oracle.situation import Situation
from tracker.domain.criteria import Condition, Criterion, Op, Reducer
from tracker.domain.values import Truth


@dataclass(frozen=True)
class Progress:
    """The newest figure, its share of the way, and whether that is nearer the target than the baseline was."""

    dated: Dated
    share: float
    is_nearer: bool


def _helping(condition: Condition, helps: bool = True) -> Iterator[str]:
    if condition.op is Op.CRITERION and helps:
        yield condition.name
    for part in condition.parts:
        yield from _helping(part, helps != (condition.op in (Op.NONE_OF, Op.UNLESS)))


def progress_criterion(s: Situation) -> Criterion | None:
    """Return the criterion that `progress_by` names, else the first of `kept_when` with a baseline."""
    kept = s.reading.conditions.kept_when
    names = list(_helping(kept)) if kept is not None else []
    if s.reading.progress_by is not None:
        return s.reading.criteria[s.reading.progress_by]
    with_baseline = (s.reading.criteria[name] for name in names if s.reading.criteria[name].baseline is not None)
    return next(with_baseline, None)


def progress_of(s: Situation) -> Progress | None:
    """Measure the newest figure: the latest, then the best graded, then the lowest id."""
    c = progress_criterion(s)
    if c is None or c.baseline is None or c.comparison is None:
        return None
    return _newest(s, c, [dated for dated in admitted(s, c) if _counts(s, c, dated)])


def deciding_progress_of(s: Situation, least: float) -> Progress | None:
    """Measure the newest figure that may close: settled, and not told by who gains by its side of `least`."""
    c = progress_criterion(s)
    if c is None or c.baseline is None or c.comparison is None:
        return None
    deciding: list[Progress] = []
    for dated in admitted(s, c):
        alone = _newest(s, c, [dated]) if _counts(s, c, dated) and not dated.preliminary else None
        if alone is None:
            continue
        if c.own_word_counts or not s.serves_itself(dated.told, alone.share >= least):
            deciding.append(alone)
    last = max((each.dated.end for each in deciding), default=None)
    speaking = [each for each in deciding if each.dated.end == last]
    return min(speaking, key=lambda each: (each.dated.told.grade.rank, each.share), default=None)


def _newest(s: Situation, c: Criterion, figures: list[Dated]) -> Progress | None:
    if not figures or c.baseline is None or c.comparison is None:
        return None
    last = max(dated.end for dated in figures)
    newest = min(
        (dated for dated in figures if dated.end == last),
        key=lambda dated: (dated.told.grade.rank, natural(dated.told.report.id)),
    )
    value, factor = newest.told.fact.value, factor_of(c, newest.told, s.names)
    assert value is not None
    assert factor is not None
    point, base, target = value.point * factor, c.baseline.value, c.comparison.target
    if c.reducer is Reducer.CHANGE:
        target = base + (target * abs(base) if c.relative else target)
    reached = figure_truth(s, c, newest) is Truth.TRUE
    way = target - base
    share = 1.0 if reached else 0.0 if way == 0 else max(0.0, min(1.0, (point - base) / way))
    return Progress(newest, share, reached or abs(target - point) < abs(way))


def _counts(s: Situation, c: Criterion, dated: Dated) -> bool:
    return amount(c, dated.told, s.names) is not None and lies_in_the_whole(s, c, dated)

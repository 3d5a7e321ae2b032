"""Progress: how far the newest comparable figure has come from the baseline to the target."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.criteria import Baseline, Criterion, Reducer
from tracker.domain.promises import Interest
from tracker.domain.values import Truth
from tracker.engine.figures import compared
from tracker.engine.hearing import Hearing
from tracker.engine.pieces import Piece
from tracker.engine.reducers import latest_of


@dataclass(frozen=True, slots=True)
class Progress:
    """The newest figure of the progress criterion: `share` is 0..1 of the way from baseline to target."""

    piece: Piece
    share: float
    nearer: bool
    """The figure is nearer the target than the baseline was, or reaches it."""
    behind_pace: bool
    """It is short of the straight line from the baseline to the target at the deadline."""


def progress_of(hearing: Hearing) -> Progress | None:
    """Measure progress by `progress_by`, or by the first criterion of `kept_when` that has a baseline."""
    criterion = _criterion(hearing)
    if criterion is None or criterion.comparison is None or criterion.baseline is None:
        return None
    figures = [piece for piece in hearing.admitted[criterion.name].pieces if piece.value is not None]
    if not figures:
        return None
    (newest,) = latest_of(figures, 1)
    value = newest.value
    if value is None:
        return None
    start, target = criterion.baseline.value, _target(criterion)
    reached = compared(criterion, value) is Truth.TRUE
    nearer = reached or abs(target - value.point) < abs(target - start)
    behind = not reached and _behind(hearing, target, criterion.baseline, newest)
    return Progress(newest, _share(criterion, newest), nearer, behind)


def partly_reached_by(hearing: Hearing) -> tuple[Piece, ...]:
    """Return the newest figure that may decide, if its progress reaches `partly_from`.

    Of those who gain by it neither a figure that reaches it nor, from an adversary, one that does not. Of one time
    the best graded figure speaks; of those graded alike the one that has come least far: no more is sure.
    """
    criterion, least = _criterion(hearing), hearing.reading.partly_from
    if criterion is None or criterion.comparison is None or criterion.baseline is None or least is None:
        return ()
    figures = [piece for piece in hearing.admitted[criterion.name].pieces if piece.value is not None]
    shares = {id(piece): _share(criterion, piece) for piece in figures}
    deciding = [
        piece
        for piece in figures
        if not piece.preliminary and (criterion.own_word_counts or not _gains(piece, shares[id(piece)] >= least))
    ]
    if not deciding:
        return ()
    last = max(piece.when.end for piece in deciding)
    speaking = min(
        (piece for piece in deciding if piece.when.end == last),
        key=lambda piece: (piece.account.grade.rank, shares[id(piece)], piece.order),
    )
    return (speaking,) if shares[id(speaking)] >= least else ()


def _gains(piece: Piece, reaches: bool) -> bool:
    """Say whether whoever tells a figure gains by its reaching the share, or by its not doing so."""
    if piece.for_another:
        return True
    if piece.interest is Interest.ADVERSARY:
        return not reaches
    return reaches and piece.interest in (Interest.SELF, Interest.ALLY)


def _share(criterion: Criterion, piece: Piece) -> float:
    """Return how far from the baseline to the target a figure has come, 0..1."""
    value = piece.value
    if value is None or criterion.baseline is None:
        return 0.0
    if compared(criterion, value) is Truth.TRUE:
        return 1.0
    start, target = criterion.baseline.value, _target(criterion)
    return 0.0 if target == start else min(1.0, max(0.0, (value.point - start) / (target - start)))


def _criterion(hearing: Hearing) -> Criterion | None:
    reading = hearing.reading
    return hearing.outline.measured if reading.progress_by is None else reading.criteria[reading.progress_by]


def _target(criterion: Criterion) -> float:
    """Return the figure to be reached; a `change` is counted from the baseline, perhaps as a share of it."""
    if criterion.comparison is None or criterion.baseline is None:
        raise ValueError("progress needs a comparison and a baseline")
    target, base = criterion.comparison.target, criterion.baseline.value
    if criterion.reducer is not Reducer.CHANGE:
        return target
    return base + (target * abs(base) if criterion.relative else target)


def _behind(hearing: Hearing, target: float, baseline: Baseline, piece: Piece) -> bool:
    due, value = hearing.reading.due, piece.value
    start = baseline.at or hearing.reading.opens
    if due is None or value is None or due <= start:
        return False
    elapsed = (min(piece.when.end, due) - start) / (due - start)
    line = baseline.value + (target - baseline.value) * max(0.0, elapsed)
    return value.point < line if target > baseline.value else value.point > line

"""How the promises stand, now and a week before: the same rows for the picture, the cells and the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.digests import StatusCount, Week
from tracker.domain.statuses import GROUPS, Status
from tracker_notifiers import wording

HEADING = "How they stand"
KEY = "Broad bar: now. Narrow bar: a week before."

LONGEST_TEXT_BAR = 24
WIDEST_CELL = 74
"""Per cent of the room for bars that the longest takes; the rest holds its figure."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One status: how many promises stand so, and how many did before."""

    sign: str
    word: str
    group: str
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars, in the order of the counts; `before` says what the narrow bars are of."""

    bars: tuple[Bar, ...]
    key: str = KEY
    heading: str = HEADING

    @property
    def top(self) -> int:
        """Return the greatest figure, at least 1."""
        return max((max(bar.now, bar.before) for bar in self.bars), default=0) or 1

    @property
    def figures(self) -> str:
        """Return every figure in words: what stands for the picture where none is shown."""
        return "; ".join(f"{bar.sign} {bar.word} {bar.now}, before {bar.before}" for bar in self.bars)

    def width(self, figure: int) -> int:
        """Return how wide the cell of a figure is, in per cent of the room for bars."""
        return max(round(figure / self.top * WIDEST_CELL), 2) if figure else 0

    def lines(self) -> Iterator[str]:
        """Yield the chart as lines of text."""
        word = max((len(bar.word) for bar in self.bars), default=0)
        for bar in self.bars:
            length = max(round(bar.now / self.top * LONGEST_TEXT_BAR), 1) if bar.now else 0
            drawn = f"{'█' * length} " if length else ""
            yield f"{bar.sign} {bar.word:<{word}}  {drawn}{bar.now}, before {bar.before}"


def chart_of(week: Week) -> Chart | None:
    """Return the chart of a week; None for one in which nothing happened."""
    if week.is_empty or not week.counts:
        return None
    return Chart(tuple(_bar(count) for count in week.counts))


def group_name(status: Status) -> str:
    """Return the group of a status as the style sheet calls it."""
    return GROUPS[status].lower().replace(" ", "-")


def _bar(count: StatusCount) -> Bar:
    return Bar(
        wording.symbol(count.status),
        wording.status_words(count.status),
        group_name(count.status),
        count.now,
        count.before,
    )

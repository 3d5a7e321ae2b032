"""Timing a way of ours beside a bare one, and the rows that come of it."""

from __future__ import annotations

import gc
import math
from collections.abc import Callable
from dataclasses import dataclass
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter, process_time


@dataclass(frozen=True, slots=True)
class Row:
    """One budget: our seconds, the seconds it is held against, and whether it holds.

    `ratio` is ours against the other way's; the budget is the most it may be, or `most_seconds` of ours. A row
    with neither is there for comparison only.
    """

    work: str
    ours: float
    other: float
    against: str
    most_ratio: float | None = None
    most_seconds: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float:
        """Return our time as a multiple of the other way's."""
        return self.ours / self.other if self.other else math.inf

    @property
    def holds(self) -> bool | None:
        """Say whether the budget holds; None where there is none."""
        if self.most_ratio is None and self.most_seconds is None:
            return None
        ratio_holds = self.most_ratio is None or self.ratio <= self.most_ratio
        return ratio_holds and (self.most_seconds is None or self.ours <= self.most_seconds)

    @property
    def used(self) -> float:
        """Return how much of the budget is used, 1 being all of it."""
        shares = [self.ratio / self.most_ratio] if self.most_ratio is not None else []
        shares += [self.ours / self.most_seconds] if self.most_seconds is not None else []
        return max(shares, default=0.0)

    @property
    def budget(self) -> str:
        """Return the budget in words."""
        parts = []
        if self.most_ratio is not None:
            parts.append(f"<= {self.most_ratio:g}x")
        if self.most_seconds is not None:
            parts.append(f"<= {in_words(self.most_seconds)}")
        return " and ".join(parts) or "-"

    def cells(self) -> tuple[str, ...]:
        """Return the row as the table shows it."""
        held = (
            "-" if self.holds is None else f"{'holds' if self.holds else 'DOES NOT HOLD'}: {self.used:.0%} of it"
        )
        ours, other = in_words(self.ours), f"{in_words(self.other)} ({self.against})"
        return self.work, ours, other, f"{self.ratio:.3g}x", self.budget, held, self.note


def best_of(times: int, work: Callable[[], object], *, prepare: Callable[[], object] | None = None) -> float:
    """Return the shortest of several runs in seconds: what others do on the machine only ever adds."""
    best = math.inf
    for _ in range(times):
        if prepare is not None:
            prepare()
        best = min(best, once(work))
    return best


def once(work: Callable[[], object]) -> float:
    """Return how long one run takes, with nothing left over from before to be collected."""
    gc.collect()
    begun = Clock.read()
    work()
    return Clock.read() - begun


class Clock:
    """What all measuring goes by: the wall clock or, on a machine that others load, the processor's seconds."""

    read: Callable[[], float] = staticmethod(perf_counter)

    @classmethod
    def count_processor_seconds(cls) -> None:
        """Count what this process and its children were given; waiting for the disk counts as nothing."""
        cls.read = staticmethod(_processor_seconds)


def _processor_seconds() -> float:
    children = getrusage(RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def in_words(seconds: float) -> str:
    """Return a time with a unit that suits it."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} us"


def printed(rows: list[Row]) -> str:
    """Return the rows as a Markdown table."""
    head = ("work", "ours", "against", "ratio", "budget", "", "note")
    lines = [head, ("---",) * len(head), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

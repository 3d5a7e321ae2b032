"""How many of an actor's promises were decided, and kept, before any instant."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.actors import FULFILLED
from tracker.domain.statuses import Status


@dataclass(frozen=True, slots=True)
class Stretch:
    """For how long a promise stood decided in one status: from `start` up to `end`, or still."""

    promise: str
    status: Status
    start: datetime
    end: datetime | None = None

    def covers(self, at: datetime) -> bool:
        """Say whether it stood so just before an instant."""
        return self.start < at and (self.end is None or self.end >= at)


class Earlier:
    """What was decided of one actor's promises before an instant. Asking costs as little for many as for few.

    The stretches of one promise must not overlap.
    """

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        self._own: dict[str, list[Stretch]] = defaultdict(list)
        for stretch in stretches:
            self._own[stretch.promise].append(stretch)
        every = [stretch for own in self._own.values() for stretch in own]
        self._decided = _Ends(every)
        self._fulfilled = _Ends([stretch for stretch in every if stretch.status in FULFILLED])

    def before(self, at: datetime, *, apart_from: str) -> tuple[int, int]:
        """Return (kept, decided) just before an instant, leaving one promise out."""
        own = [stretch for stretch in self._own.get(apart_from, ()) if stretch.covers(at)]
        kept = sum(stretch.status in FULFILLED for stretch in own)
        return self._fulfilled.standing(at) - kept, self._decided.standing(at) - len(own)


class _Ends:
    """The first and last instants of stretches, each in order of time."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._starts = sorted(stretch.start for stretch in stretches)
        self._ends = sorted(stretch.end for stretch in stretches if stretch.end is not None)

    def standing(self, at: datetime) -> int:
        """Return how many stretches had begun and not ended just before an instant."""
        return bisect_left(self._starts, at) - bisect_left(self._ends, at)

"""A source's own rhythm: learnt from its history, and what is far from it."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from tracker.domain.instants import Span
from tracker.domain.liveness import Burst, Rhythm

FEWEST_GAPS = 10
SHORTEST_HISTORY = timedelta(days=14)
"""With less history than this nothing is said: two weekends at least have to be known."""

USUAL = 0.95
FAR_LONGER = 3
FAR_LONGER_THAN_EVER = 2
LITTLE_KNOWN = 20
LEAST_INTERVALS = 6
SHORTEST_SILENCE = timedelta(hours=2)
"""A silence is unlike a source if it is longer than 3 middle gaps, and than twice the longest gap but one (more,
the fewer are known: 4 times of 10, 2.2 times of 100), and than 6 intervals and 2 hours. Where gaps are a matter of
chance (exponential) so long a one is 1 in 160 where 10 are known, 1 in 1,500 of 50, 1 in 5,000 of 100: tried by
drawing them."""

FEWEST_ITEMS = 50
FEWEST_BARE = 10
MOST_CHANCE = 1e-4
"""So unlikely must a run of items without a fact be, if each held one with the usual chance."""


def learn(bursts: Sequence[Burst], seen: Sequence[Span]) -> Rhythm | None:
    """Learn what is usual from the news of the past, oldest first; None while there is too little history.

    Gaps in which nobody listened (`seen`: the spans of listening, in order) say nothing about the source. The last
    items without a fact, if any, are left out: they may be what is unlike it.
    """
    if not bursts or bursts[-1].last - bursts[0].first < SHORTEST_HISTORY:
        return None
    starts = [span.start for span in seen]
    gaps = sorted(
        after.first - before.last
        for before, after in pairwise(bursts)
        if _listened_through(before.last, after.first, seen, starts)
    )
    if len(gaps) < FEWEST_GAPS:
        return None
    settled = _until_last_fact(bursts)
    items = sum(each.items for each in settled)
    with_facts = sum(each.with_facts for each in settled)
    return Rhythm(
        gaps=len(gaps),
        middle=gaps[len(gaps) // 2],
        usual=gaps[math.ceil(USUAL * len(gaps)) - 1],
        longest=gaps[-2],
        items=items,
        share=with_facts / items if items else 0.0,
        longest_bare=_longest_bare(settled),
    )


def longest_silence(rhythm: Rhythm, every: timedelta) -> timedelta:
    """Return how long a source may be without news before that is unlike it."""
    longest = (FAR_LONGER_THAN_EVER + LITTLE_KNOWN / rhythm.gaps) * rhythm.longest
    return max(FAR_LONGER * rhythm.middle, longest, LEAST_INTERVALS * every, SHORTEST_SILENCE)


def most_bare(rhythm: Rhythm) -> int | None:
    """Return how many items without a fact in a row are no chance any more; None if that cannot be known."""
    if rhythm.items < FEWEST_ITEMS or rhythm.share <= 0:
        return None
    by_chance = 0 if rhythm.share >= 1 else math.ceil(math.log(MOST_CHANCE) / math.log1p(-rhythm.share))
    return max(FEWEST_BARE, by_chance, 2 * rhythm.longest_bare)


def _listened_through(start: datetime, end: datetime, seen: Sequence[Span], starts: Sequence[datetime]) -> bool:
    place = bisect_right(starts, start) - 1
    return place >= 0 and seen[place].holds(start) and seen[place].holds(end)


def _until_last_fact(bursts: Sequence[Burst]) -> Sequence[Burst]:
    last = max((place for place, each in enumerate(bursts) if each.with_facts), default=-1)
    return bursts[: last + 1]


def _longest_bare(bursts: Sequence[Burst]) -> int:
    longest = run = 0
    for each in bursts:
        run = 0 if each.with_facts else run + each.items
        longest = max(longest, run)
    return longest

"""What a week says of parts of promises: each is told under its promise, and none is counted as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tracker.domain.counting import counted
from tracker.domain.digests import Change
from tracker.engine.most_telling import MOST_TELLING

MOST_PARTS = 3
"""Parts told of one promise; the rest is counted in the last of them."""


def under_their_promises(changes: Iterable[Change], parts: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes of headlines and readings with those of parts put after their promise, the worst first.

    A part that came about as its promise did, and alone, is told by that.
    """
    of_promise: dict[str, list[Change]] = defaultdict(list)
    for part in sorted(parts, key=_weight):
        of_promise[part.standing.promise].append(part)
    told: list[list[Change]] = []
    for change in changes:
        own = [] if change.reading else of_promise.pop(change.standing.promise, [])
        is_said = len(own) == 1 and own[0].new is change.new
        told.append([change] if is_said else [change, *_some(own)])
    told += [_some(parts_alone) for parts_alone in of_promise.values()]
    return tuple(change for group in sorted(told, key=lambda group: _weight(group[0])) for change in group)


def parts_words(parts: Sequence[Change]) -> str:
    """Return the sentence on what changed most in a week in which only parts of promises changed."""
    worst = min(parts, key=_weight)
    title = worst.standing.title if len(worst.standing.title) <= 60 else f"{worst.standing.title[:59].rstrip()}…"
    first = f"{worst.part} of “{title}” is now {worst.new.replace('_', ' ')}"
    others = len(parts) - 1 + sum(each.more_parts for each in parts)
    return (
        f"{first}, and {counted(others, 'other part')} changed." if others else f"{first}; nothing else changed."
    )


def _some(parts: Sequence[Change]) -> list[Change]:
    shown = list(parts[:MOST_PARTS])
    if len(parts) > MOST_PARTS:
        shown[-1] = replace(shown[-1], more_parts=len(parts) - MOST_PARTS)
    return shown


def _weight(change: Change) -> tuple[object, ...]:
    return bool(change.reading), MOST_TELLING.index(change.new), change.at, change.standing.instance

"""What else changed of a promise by the same event, in the words of every sender. No markup."""

from __future__ import annotations

from typing import NamedTuple

from tracker.domain.alerts import EvidenceLine, Notice
from tracker_notifiers import wording
from tracker_notifiers.outside_text import one_line

MOST_PARTS = 8
"""Parts named in one message; the rest is counted."""

LABEL = "With it"


class NamedPart(NamedTuple):
    """One part: which and how it moved, why, the accounts it rests on, and how many of those are not named."""

    move: str
    reason: str
    sources: tuple[EvidenceLine, ...]
    more: str


def named_parts(notice: Notice) -> tuple[NamedPart, ...]:
    """Return what a message names beside the thing it is about, the worst first."""
    return tuple(
        NamedPart(_move(part), wording.in_group(part), wording.cited(part), wording.uncited(part))
        for part in notice.parts[:MOST_PARTS]
    )


def unnamed_parts(notice: Notice) -> str:
    """Return how many parts are not named, and where they are, or nothing."""
    more = len(notice.parts) - MOST_PARTS
    return f"and {more} more: deedline show {one_line(notice.promise, 200)} lists them" if more > 0 else ""


def _move(part: Notice) -> str:
    which = one_line(part.part, 200) or "the promise as a whole"
    return f"{wording.symbol(part.status)} {which}: {wording.move(part)}{wording.since(part)}"

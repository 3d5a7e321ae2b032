"""What counts as a transition, and which transitions people are told of."""

from __future__ import annotations

from typing import NamedTuple

from tracker.actions.replaying import Cause
from tracker.domain.alerts import Why
from tracker.domain.statuses import ALARMS, Flag, Status
from tracker.domain.verdicts import Verdict

ALARM_FLAGS = frozenset(
    {
        Flag.BEHIND_PACE,
        Flag.CLAIMED_NOT_CONFIRMED,
        Flag.DEADLINE_MOVED,
        Flag.CONCEDED,
        Flag.CONTESTED,
        Flag.AMOUNT_CHANGED,
        Flag.DEPENDS_ON_READING,
    }
)
"""Flags whose coming and going is recorded in the log of verdicts. None of them alerts."""


class Told(NamedTuple):
    """A verdict as the log remembers it: its status and its alarm flags, in order."""

    status: Status | None = None
    flags: tuple[str, ...] = ()

    @classmethod
    def of(cls, verdict: Verdict) -> Told:
        """Return what the log keeps of a verdict."""
        flags = verdict.flags & ALARM_FLAGS
        return cls(verdict.status, tuple(sorted(flag.value for flag in flags)) if flags else ())


def why_told(old: Status | None, new: Status, cause: Cause) -> Why | None:
    """Return why people are told of a change of headline, or None where it only goes into the log.

    Entering the alarm statuses, changing between them and leaving them is told. The first verdict of a promise is
    a baseline. What a changed or withdrawn rule does is never called resolved: nothing was.
    """
    if cause is Cause.BASELINE:
        return Why.BASELINE
    if old is new:
        return None
    was_alarm, is_alarm = old in ALARMS, new in ALARMS
    if cause is Cause.RULE and (was_alarm or is_alarm):
        return Why.RULE_CHANGED
    if is_alarm:
        return Why.CHANGED if was_alarm else Why.FIRST
    if was_alarm:
        return Why.CHANGED if cause in (Cause.RULE, Cause.RETIRED) else Why.RESOLVED
    return None


def why_part_told(old: Status | None, new: Status, cause: Cause, *, is_gone: bool = False) -> Why | None:
    """Return why people are told of a change of one part of a promise, or None where it only goes into the log.

    What a promise held when it was first seen, or when its rule was edited, is a baseline that nobody is told of.
    A part that is gone was not resolved.
    """
    if cause is Cause.BASELINE or (old is None and cause is Cause.RULE):
        return None
    why = why_told(old, new, cause)
    return Why.CHANGED if is_gone and why is Why.RESOLVED else why

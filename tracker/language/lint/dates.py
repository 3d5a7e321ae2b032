"""Checks on dates and waiting."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.domain.instants import Duration, first_instant
from tracker.domain.lint_facts import LintFacts
from tracker.domain.promises import Kind, MovedBy, Promise
from tracker.language.lint.check import Check, Found, members, place_of


class DueBeforeSaid(Check):
    """A deadline that had passed when the words were spoken."""

    code = "due-before-said"
    asks = "Was it due before it was said?"
    cure = "mend the date of the statement or the deadline"

    def check(self, promise: Promise, facts: LintFacts) -> Iterator[Found]:
        """Look at every deadline of the promise, its readings and its steps."""
        for member in members(promise):
            said = first_instant(member.statement.said_on, member.tz)
            deadlines = [member.due, *(reading.due for reading in member.readings)]
            if any(due is not None and due < said for due in deadlines):
                message = f"`{member.id}` was due before it was said on {member.statement.said_on.isoformat()}"
                yield Found(promise.id, place_of(member), message)


class LongerAlone(Check):
    """More time to hold, entered as if the promisor had put something off."""

    code = "longer-alone"
    asks = "Is more promised, rather than less?"
    cure = "what is promised for longer needs nobody's consent: write `moved_by: both`, or a promise of its own"

    def check(self, promise: Promise, facts: LintFacts) -> Iterator[Found]:
        """Look at later ends of promises that stand through a window, or recur, moved by their promisor alone."""
        for member in members(promise):
            if member.kind not in _LASTING or member.until is None:
                continue
            for each in member.amendments:
                if each.moved_by is MovedBy.ALONE and each.until is not None and each.until > member.until:
                    message = f"`{member.id}` is not judged after its first end, though it was promised for longer"
                    yield Found(promise.id, each.position or place_of(member), message)
                    break


_LASTING = frozenset({Kind.MAINTAIN, Kind.REFRAIN, Kind.RECUR})

_USUAL = Duration(days=3)
"""What stands without `wait_for_reports`: nobody chose it."""


class WaitTooLong(Check):
    """Waiting for reports longer than the promise itself lasts."""

    code = "wait-too-long"
    asks = "Is the waiting time longer than the window?"
    cure = "shorten `wait_for_reports`: until it has passed nobody is told of a miss"

    def check(self, promise: Promise, facts: LintFacts) -> Iterator[Found]:
        """Look at promises with an end whose waiting time goes beyond as much time again."""
        for member in members(promise):
            end = member.due or member.until
            if end is None or end <= member.opens or member.wait_for_reports == _USUAL:
                continue
            if member.wait_for_reports.after(end, member.tz) - end > end - member.opens:
                message = f"`{member.id}` waits longer for reports than it lasts"
                yield Found(promise.id, place_of(member), message)

"""Checks on outcomes: can this ever be kept, broken, or come to an end?"""

from __future__ import annotations

from collections.abc import Iterator

from tracker.domain.criteria import Criterion, Reducer
from tracker.domain.instants import Span
from tracker.domain.lint_facts import LintFacts
from tracker.domain.promises import STANDING, Kind, Promise, Reading
from tracker.language.lint.check import Check, Found, members, place_of
from tracker.language.lint.contradictions import why_never_true


class NeverKept(Check):
    """A promise that says how it fails and never how it succeeds."""

    code = "never-kept"
    asks = "Can it ever be kept?"
    cure = "give `kept_when`, with a criterion that a figure or an event can meet inside the window"

    def check(self, promise: Promise, facts: LintFacts) -> Iterator[Found]:
        """Look at every reading: nothing says when it is kept, or that contradicts itself or can never be met."""
        for member in members(promise):
            for reading in member.readings:
                if reading.criteria and reading.conditions.kept_when is None and member.kind is Kind.ACHIEVE:
                    message = f"`{member.id}`{_of(reading)} has criteria, and nothing says when it is kept"
                    yield Found(promise.id, reading.position or place_of(member), message)
                kept = reading.conditions.kept_when
                if kept is not None and (why := why_never_true(kept, reading.criteria)):
                    place = kept.position or reading.position or place_of(member)
                    message = f"`kept_when` of `{member.id}`{_of(reading)} can never be true: {why}"
                    yield Found(promise.id, place, message)
                for criterion in _in_kept_when(reading):
                    if why := _never_met(criterion, reading):
                        place = criterion.position or place_of(member)
                        message = f"`{criterion.name}` can never be met, and `{member.id}` rests on it: {why}"
                        yield Found(promise.id, place, message)


class NeverBroken(Check):
    """A promise to keep something so, without a word on what would break it."""

    code = "never-broken"
    asks = "Can it ever be broken?"
    cure = "give `broken_when` (or `limit`), so that a breach is seen"

    def check(self, promise: Promise, facts: LintFacts) -> Iterator[Found]:
        """Look at standing promises that have criteria and no breach among them."""
        for member in members(promise):
            for reading in member.readings:
                if member.kind in STANDING and reading.criteria and reading.conditions.broken_when is None:
                    message = f"`{member.id}`{_of(reading)} is to {member.kind}, and nothing would break it"
                    yield Found(promise.id, reading.position or place_of(member), message)


class NeverEnds(Check):
    """A promise that no date ever brings back to anybody's eyes."""

    code = "never-ends"
    asks = "Does it ever come up again?"
    cure = "give an end (`due` to achieve, else `until`), `review_by`, or `proof_every` to what is to stay so"

    def check(self, promise: Promise, facts: LintFacts) -> Iterator[Found]:
        """Look at promises without an end, a review or proof from time to time."""
        for member in members(promise):
            if promise.review_by or member.review_by or _ends(member):
                continue
            if member.kind in (Kind.MAINTAIN, Kind.REFRAIN) and member.proof_every is None:
                message = f"`{member.id}` has no end, no `review_by` and no `proof_every`: it may be forgotten"
                yield Found(promise.id, place_of(member), message)
            if member.kind is Kind.ACHIEVE and member.trigger is None:
                message = f"`{member.id}` has no `due` and no `review_by`: it is watched for ever"
                yield Found(promise.id, place_of(member), message)


def _ends(promise: Promise) -> bool:
    """Say whether a date, or an event that is a deadline, ends a promise under any of its readings."""
    readings = any(each.due or each.until or each.due_before for each in promise.readings)
    return readings or bool(promise.due or promise.until)


class KeptIsBroken(Check):
    """One condition both keeps and breaks the promise."""

    code = "kept-is-broken"
    asks = "Do its conditions contradict each other?"
    cure = "let `kept_when` and `broken_when` ask different things"

    def check(self, promise: Promise, facts: LintFacts) -> Iterator[Found]:
        """Look at every reading whose proof and breach are the same condition."""
        for member in members(promise):
            for reading in member.readings:
                conditions = reading.conditions
                if conditions.kept_when is not None and conditions.kept_when == conditions.broken_when:
                    message = f"`{member.id}`{_of(reading)}: the same condition keeps and breaks it"
                    yield Found(promise.id, reading.position or place_of(member), message)


def _of(reading: Reading) -> str:
    return f", reading `{reading.name}`," if reading.name else ""


def _in_kept_when(reading: Reading) -> Iterator[Criterion]:
    """Yield the criteria that a kept promise rests on: all of them must be true somewhere."""
    kept = reading.conditions.kept_when
    for name, sign in kept.leaves if kept is not None else ():
        if sign > 0 and name in reading.criteria:
            yield reading.criteria[name]


def _never_met(criterion: Criterion, reading: Reading) -> str:
    """Return why a criterion cannot come true for this reading, empty if it can."""
    end = reading.due or reading.until
    if isinstance(criterion.over, Span):
        if criterion.over.end < reading.opens:
            return "it looks at days before the promise opens"
        if end is not None and criterion.over.start > end:
            return "it looks at days after the promise ends"
    allowed = None if criterion.comparison is None else criterion.comparison.allowed
    if allowed is None or criterion.reducer is not Reducer.COUNT:
        return ""
    below_nothing = allowed.high < 0 or (allowed.high == 0 and allowed.high_open)
    return "no count is below nothing" if below_nothing else ""

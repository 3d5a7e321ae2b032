"""The check on names that no report ever said: it speaks up where a slip is likely, not on what may still come."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache

from tracker.domain.criteria import FieldTest
from tracker.domain.lint_facts import LintFacts, Seen
from tracker.domain.promises import Kind, Promise
from tracker.language.lint.check import Check, Found, Placed, criteria, place_of

OPEN_FOR = timedelta(days=30)
"""A promise that has been open for so long should have been spoken of, if something was to be told by now."""
TOLD_SINCE = 20
"""So many facts its sources must have told since it opened before their silence on it says anything."""
_NEAR = 0.85
_NAMED = ("indicator", "event")


class Unseen(Check):
    """A name that no stored report ever said, where that looks like a slip."""

    code = "unseen"
    asks = "Is this indicator, event or unit called so in reports?"
    cure = "mend the name, list the word that reports use in `names.yaml`, or allow the remark"
    needs = "store"

    def check(self, promise: Promise, facts: LintFacts) -> Iterator[Found]:
        """Remark on a name nearly as one that was seen, on another unit, and on a promise nothing was told of.

        An event that has not happened, or a figure of a promise that has hardly opened, is no slip by itself.
        """
        seen = facts.seen
        if seen is None or not (seen.indicators or seen.events):
            return
        placed = criteria(promise)
        own = frozenset(name for each in placed for _, name in _names(each))
        slips = list(_slips(promise, placed, seen, own))
        yield from slips
        for each in placed:
            yield from _unit(promise, each, seen)
        if not slips and own and not own & (seen.indicators | seen.events):
            yield from _silence(promise, seen, own)


def is_plain(test: FieldTest) -> bool:
    """Say whether a test names what it wants, with no patterns or beginnings."""
    return bool(test.any_of) and not test.starts and not test.patterns


def _names(each: Placed) -> Iterator[tuple[str, str]]:
    for test in each.criterion.match:
        if test.field in _NAMED and is_plain(test):
            yield from ((test.field, name) for name in test.any_of)


def _slips(promise: Promise, placed: Iterable[Placed], seen: Seen, own: frozenset[str]) -> Iterator[Found]:
    """Yield names that were never seen and are nearly as one that was, unless the promise looks for that too."""
    for each in placed:
        for test in each.criterion.match:
            known = {"indicator": seen.indicators, "event": seen.events}.get(test.field)
            if known is None or not is_plain(test) or known & set(test.any_of):
                continue
            for name in test.any_of:
                if near := _near(name, known, own):
                    what = f"`{each.criterion.name}` of `{promise.id}`: no report so far names the {test.field}"
                    message = f"{what} {name}, but some name {near}"
                    yield Found(promise.id, each.place, message, f"did you mean `{near}`?")


def _near(name: str, known: frozenset[str], meant: frozenset[str]) -> str:
    """Return the known name of which this may be a misspelling, empty if there is none.

    Names that are `meant`, and those that differ in their numbers, are none of it.
    """
    for each in _by_words(known).get(_words(name), ()):
        if each not in meant:
            return each
    most, numbers = max(2, len(name) // 6), re.findall(r"\d+", name)
    # comparing letter by letter is dear: most slips leave the first two letters or the last two as they are
    likely = {
        each
        for length in range(len(name) - most, len(name) + most + 1)
        for ends in (name[:2], f"-{name[-2:]}")
        for each in _by_ends(known).get((length, ends), ())
        if each not in meant and re.findall(r"\d+", each) == numbers
    }
    return next(iter(difflib.get_close_matches(name, sorted(likely), n=1, cutoff=_NEAR)), "")


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(name.split()))


@lru_cache(maxsize=4)
def _by_words(known: frozenset[str]) -> dict[tuple[str, ...], list[str]]:
    """Return names by their words, whatever their order: every promise is held against the same ones."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(known):
        found.setdefault(_words(name), []).append(name)
    return found


@lru_cache(maxsize=4)
def _by_ends(known: frozenset[str]) -> dict[tuple[int, str], list[str]]:
    """Return names by length and first two letters, and by length and (after a dash) last two."""
    found: dict[tuple[int, str], list[str]] = {}
    for name in known:
        for ends in (name[:2], f"-{name[-2:]}"):
            found.setdefault((len(name), ends), []).append(name)
    return found


def _unit(promise: Promise, each: Placed, seen: Seen) -> Iterator[Found]:
    unit = each.criterion.unit
    if unit is None:
        return
    named = [name for what, name in _names(each) if what == "indicator"]
    came = frozenset().union(*(seen.units.get(name, frozenset()) for name in named))
    if came and not came & {unit, *each.criterion.convert}:
        units = ", ".join(sorted(came)[:8])
        what = f"`{each.criterion.name}` of `{promise.id}`: figures of {' or '.join(named)}"
        message = f"{what} came in {units}, never in the unit {unit}"
        yield Found(promise.id, each.place, message, "a factor between two units stands under `convert`")


def _silence(promise: Promise, seen: Seen, own: frozenset[str]) -> Iterator[Found]:
    told = seen.told_since.get(promise.id, 0)
    if seen.at is None or told < TOLD_SINCE or not _was_due(promise, seen.at):
        return
    names = ", ".join(sorted(own)[:8])
    opened = promise.opens.date().isoformat()
    what = f"since `{promise.id}` opened on {opened} its sources told {told} facts"
    message = f"{what}, and none names what it looks for: {names}"
    yield Found(promise.id, place_of(promise), message)


def _was_due(promise: Promise, at: datetime) -> bool:
    """Say whether something should have been told by now: proof of a standing promise, or the outcome of one over.

    What was not to happen is told of only if it does; what is to be done may be done on the last day.
    """
    if promise.kind is Kind.REFRAIN or promise.trigger is not None or at - promise.opens < OPEN_FOR:
        return False
    if promise.kind in (Kind.MAINTAIN, Kind.RECUR):
        return True
    ends = [each for each in (promise.due, promise.until, promise.review_by) if each is not None]
    return bool(ends) and max(ends) < at

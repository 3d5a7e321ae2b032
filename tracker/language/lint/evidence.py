"""Checks on what criteria look for: sources that would bring it, patterns that hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tracker.domain.folding import fold
from tracker.domain.lint_facts import LintFacts
from tracker.domain.numbers import number_words
from tracker.domain.promises import Promise
from tracker.domain.sources import Source
from tracker.language.lint.check import Check, Found, Placed, criteria, place_of
from tracker.language.lint.unseen import is_plain
from tracker.language.ruleset import RuleSet

MOST_A_DAY = 1_000
"""More stored facts a day than this, and a criterion is too broad to mean a promise."""
_ANYTHING = "*"


class NoSource(Check):
    """A criterion that none of the sources could ever bring evidence for."""

    code = "no-source"
    asks = "Is there a source that could bring it?"
    cure = "name it under `covers` of a source, or mend the name"

    def across(self, rules: RuleSet, facts: LintFacts) -> Iterator[Found]:
        """Hold every criterion against what the sources of these files cover."""
        if not rules.sources or not all(source.covers for source in rules.sources):
            return  # what a source without `covers` brings nobody knows
        covered = frozenset(fold(name) for source in rules.sources for name in source.covers)
        for promise in rules.promises:
            for each in criteria(promise):
                if why := _nobody_brings(each, rules.sources, covered):
                    yield Found(promise.id, each.place, f"`{each.criterion.name}` of `{promise.id}`: {why}")


def _nobody_brings(each: Placed, sources: Iterable[Source], covered: frozenset[str]) -> str:
    tests = {test.field: test for test in each.criterion.match}
    wanted = tests.get("source")
    if wanted is not None and wanted.any_of:
        ids = {fold(source.id) for source in sources}
        if not ids & set(wanted.any_of) and not wanted.starts:
            return f"there is no source {' or '.join(wanted.any_of)}"
    named = [test for field in ("indicator", "event", "place") if (test := tests.get(field)) is not None]
    if _ANYTHING in covered or not named or not all(is_plain(test) for test in named):
        return ""
    if any(covered & set(test.any_of) for test in named):
        return ""
    return "no source covers the " + ", nor the ".join(
        f"{test.field} {' or '.join(test.any_of)}" for test in named
    )


class NoNeeds(Check):
    """Without needs nobody says whose silence would count."""

    code = "no-needs"
    asks = "Does it say whose silence counts?"
    cure = "name the sources or groups that would have seen it under `needs`"

    def check(self, promise: Promise, facts: LintFacts) -> Iterator[Found]:
        """Look at promises with criteria that name no needs; those of a folder count."""
        if criteria(promise) and not promise.needs and not any(step.needs for step in promise.steps):
            yield Found(promise.id, place_of(promise), f"`{promise.id}` names no `needs`: whose silence counts?")


class LoosePattern(Check):
    """A pattern without a fixed word in it matches nearly everything, and is slow to find."""

    code = "loose-pattern"
    asks = "Does the pattern hold to any fixed letters?"
    cure = "put at least two letters that must stand there into the pattern"

    def check(self, promise: Promise, facts: LintFacts) -> Iterator[Found]:
        """Look at every pattern on a field or in the words."""
        for each in criteria(promise):
            words = each.criterion.words
            patterns = [pattern for test in each.criterion.match for pattern in test.patterns]
            for pattern in (*patterns, *(words.patterns if words is not None else ())):
                if not _LITERAL.search(re.sub(r"\\[A-Za-z]|\[[^\]]*\]|\(\?[a-zA-Z]+\)|\{[^}]*\}", " ", pattern)):
                    message = f"`{each.criterion.name}`: the pattern `{pattern[:60]}` holds no fixed letters"
                    yield Found(promise.id, each.place, message)


_LITERAL = re.compile(r"[^\W_]{2}")


class TooBroad(Check):
    """A criterion that a flood of facts would match."""

    code = "too-broad"
    asks = f"Would it match more than {number_words(MOST_A_DAY)} stored facts a day?"
    cure = "name an actor, a place or a target as well"
    needs = "store"

    def check(self, promise: Promise, facts: LintFacts) -> Iterator[Found]:
        """Look at how many stored facts a day each criterion matches."""
        if facts.seen is None:
            return
        for each in criteria(promise):
            a_day = facts.seen.daily.get((promise.id, each.criterion.name), 0.0)
            if a_day > MOST_A_DAY:
                what = f"`{each.criterion.name}` of `{promise.id}`"
                message = f"{what} matches about {number_words(round(a_day))} facts a day"
                yield Found(promise.id, each.place, message)

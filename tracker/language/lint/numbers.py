"""The check on numbers that may be meant otherwise than they are read."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.domain.lint_facts import LintFacts
from tracker.language.dotted_numbers import ways_to_write
from tracker.language.lint.check import Check, Found
from tracker.language.ruleset import RuleSet


class DottedNumber(Check):
    """A point with three digits behind it, which parts thousands in many countries."""

    code = "dotted-number"
    asks = "Is the point of `1.200` meant as one of decimals?"
    cure = "a number has no separators, and its point begins the decimals"

    def across(self, rules: RuleSet, facts: LintFacts) -> Iterator[Found]:
        """Look at every number of promises and rules."""
        for each in rules.dotted:
            message = f"`{each.text}` is read as {float(each.text)}, its point as one of decimals"
            yield Found(each.promise, each.position, message, ways_to_write(each.text))

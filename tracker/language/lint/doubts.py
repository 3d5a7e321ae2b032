"""Checks on numbers and quotes that may be meant otherwise than they are read."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.domain.lint_facts import LintFacts
from tracker.language.dotted_numbers import is_dotted, ways_to_write
from tracker.language.doubts import has_stray_quotes
from tracker.language.lint.check import Check, Found
from tracker.language.pages import shown
from tracker.language.ruleset import RuleSet


class DottedNumber(Check):
    """A point with three digits behind it, which parts thousands in many countries."""

    code = "dotted-number"
    asks = "Is the point of `1.200` meant as one of decimals?"
    cure = "a number has no separators, and its point begins the decimals"

    def across(self, rules: RuleSet, facts: LintFacts) -> Iterator[Found]:
        """Look at every number of promises and rules."""
        for each in (each for each in rules.doubts if is_dotted(each.text)):
            message = f"`{each.text}` is read as {float(each.text)}, its point as one of decimals"
            yield Found(each.promise, each.position, message, ways_to_write(each.text))


class StrayQuotes(Check):
    """Quotes that became part of a text: curly ones around it, or a straight one at its end alone."""

    code = "stray-quotes"
    asks = "Are the quotes meant as part of the text?"
    cure = "put straight quotes around the text, or delete them"

    def across(self, rules: RuleSet, facts: LintFacts) -> Iterator[Found]:
        """Look at every text without straight quotes around it in promises and rules."""
        for each in (each for each in rules.doubts if has_stray_quotes(each.text)):
            message = f"the quotes of `{shown(each.text)}` are read as a part of the text"
            yield Found(each.promise, each.position, message)

"""Checks on the reports that examples make up."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.domain.criteria import Position
from tracker.domain.lint_facts import LintFacts
from tracker.language.lint.check import Check, Found
from tracker.language.report_links import waiting_links
from tracker.language.ruleset import RuleSet


class UnknownReport(Check):
    """A report of an example that copies, corrects or retracts one that the example has not."""

    code = "unknown-report"
    asks = "Does an example hold the reports that its reports speak of?"
    cure = "mend the id, or add that report to the example"

    def across(self, rules: RuleSet, facts: LintFacts) -> Iterator[Found]:
        """Look at the links between the reports of each example."""
        for example in rules.examples:
            for each in waiting_links(example.reports):
                message = f'the example "{example.name}": {each.message}'
                yield Found(example.promise, example.position or Position("rules"), message, each.hint)

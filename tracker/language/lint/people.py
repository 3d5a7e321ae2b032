"""Checks for people: examples that show what is meant, alerts that reach somebody, texts YAML would split."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.domain.lint_facts import LintFacts
from tracker.domain.promises import Promise
from tracker.language.lint.check import Check, Found, criteria, place_of
from tracker.language.pages import shown
from tracker.language.ruleset import RuleSet


class NoExample(Check):
    """A promise, or the rule it uses, that no example ever tried."""

    code = "no-example"
    asks = "Does an example show what is meant?"
    cure = "write one under `examples`: a few reports, and what must come out"

    def across(self, rules: RuleSet, facts: LintFacts) -> Iterator[Found]:
        """Look at promises with criteria; one example of a rule speaks for all promises that use it."""
        tried = {example.promise for example in rules.examples}
        by_rule = {promise.rule for promise in rules.promises if promise.id in tried and promise.rule}
        for promise in rules.promises:
            if criteria(promise) and promise.id not in tried and promise.rule not in by_rule:
                yield Found(promise.id, place_of(promise), f"no example tries `{promise.id}`")


class Unreached(Check):
    """Alarms that no route brings to anybody."""

    code = "unreached"
    asks = "Do its alerts reach anybody?"
    cure = "add a route or a destination; `deedline routes explain PROMISE STATUS` shows the way of an alert"
    needs = "routes"

    def check(self, promise: Promise, facts: LintFacts) -> Iterator[Found]:
        """Look at promises whose alarms the routes of the settings leave out."""
        if facts.unreached is not None and promise.id in facts.unreached:
            yield Found(promise.id, place_of(promise), facts.unreached[promise.id])


class UntoldOwner(Check):
    """An owner whom neither the settings nor a route know."""

    code = "untold-owner"
    asks = "Is its owner told anywhere?"
    cure = "name the owner under `[owners]` in the settings, match it in a route, or set `[email]` up"
    needs = "routes"

    def check(self, promise: Promise, facts: LintFacts) -> Iterator[Found]:
        """Look at promises whose owner would hear of nothing."""
        if facts.untold is not None and promise.id in facts.untold:
            yield Found(promise.id, place_of(promise), facts.untold[promise.id])


class SplitText(Check):
    """A text in brackets that YAML parted at its comma."""

    code = "split-text"
    asks = "Did a comma or colon part a text in brackets?"
    cure = "put quotes around the whole text"

    def check(self, promise: Promise, facts: LintFacts) -> Iterator[Found]:
        """Look at lists of names for pieces that no name begins with."""
        lists = {"by": promise.statement.by, "needs": promise.needs, "tags": promise.tags, "each": promise.each}
        for each in criteria(promise):
            for test in each.criterion.match:
                lists[f"{each.criterion.name}: {test.field}"] = test.any_of
        for where, names in lists.items():
            for name in names if len(names) > 1 else ():
                if _A_PIECE.match(name):
                    message = f"`{where}` of `{promise.id}`: `{shown(name)}` looks like the rest of a longer text"
                    yield Found(promise.id, place_of(promise), message)


_A_PIECE = re.compile(r"(?i)(and|or|und|et|y)\s|[)\]}]")

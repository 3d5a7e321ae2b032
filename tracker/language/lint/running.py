"""Running the checks: what each finds, without what authors allowed, and which had to be skipped."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.domain.criteria import Position
from tracker.domain.errors import Problem, Severity
from tracker.domain.lint_facts import LintFacts
from tracker.language.lint import dates, doubts, evidence, examples, outcomes, people, readings, unseen
from tracker.language.lint.check import Check, Found
from tracker.language.pages import nearest
from tracker.language.remarks import ALWAYS
from tracker.language.ruleset import RuleSet

CHECKS: tuple[Check, ...] = (
    outcomes.NeverKept(),
    outcomes.NeverBroken(),
    outcomes.NeverEnds(),
    outcomes.KeptIsBroken(),
    dates.DueBeforeSaid(),
    dates.WaitTooLong(),
    dates.LongerAlone(),
    readings.SameReadings(),
    readings.ContraryReadings(),
    evidence.NoSource(),
    evidence.NoNeeds(),
    evidence.LoosePattern(),
    unseen.Unseen(),
    evidence.TooBroad(),
    people.NoExample(),
    examples.UnknownReport(),
    people.Unreached(),
    people.UntoldOwner(),
    people.SplitText(),
    doubts.DottedNumber(),
    doubts.StrayQuotes(),
)
"""Every check, in the order of the table in rules/README.md."""
CODES = tuple(check.code for check in CHECKS)
UNUSED, UNKNOWN = "unused-allowance", "unknown-check"


def lint(rules: RuleSet, facts: LintFacts | None = None) -> tuple[Problem, ...]:
    """Return the remarks on a clean rule set, in the order of places, without those that its authors allowed.

    A check that lacks what it must know is skipped: `skipped` names those.
    """
    known = facts or LintFacts()
    found = [(check, each) for check in CHECKS if not _lacks(check, known) for each in _found(check, rules, known)]
    used: set[tuple[str, str]] = set()
    problems = []
    for check, each in found:
        if check.code in rules.allowed.get(each.promise, {}):
            used.add((each.promise, check.code))
        else:
            cure = f"{each.cure}; {check.cure}" if each.cure else check.cure
            problems.append(Problem(each.place, each.message, cure, check.code, Severity.LINT))
    problems += _allowances(rules, known, used)
    return tuple(sorted(dict.fromkeys(problems), key=_place))


def skipped(facts: LintFacts | None = None) -> dict[str, str]:
    """Return the codes of checks that were skipped, with what they lacked: the store or the routes."""
    known = facts or LintFacts()
    return {check.code: check.needs for check in CHECKS if _lacks(check, known)}


def _found(check: Check, rules: RuleSet, facts: LintFacts) -> Iterator[Found]:
    for promise in rules.promises:
        yield from check.check(promise, facts)
    yield from check.across(rules, facts)


def _lacks(check: Check, facts: LintFacts) -> bool:
    return (check.needs == "store" and facts.seen is None) or (
        check.needs == "routes" and None in (facts.unreached, facts.untold)
    )


def _allowances(rules: RuleSet, facts: LintFacts, used: set[tuple[str, str]]) -> Iterator[Problem]:
    """Yield a remark for every allowance that names no check, or allows what is not there."""
    places = {promise.id: promise.position or Position("rules") for promise in rules.promises}
    for promise, allowed in rules.allowed.items():
        for code in allowed:
            if code in ALWAYS:
                continue
            if code not in CODES:
                hint = nearest(code, CODES) or "`rules/README.md` lists the checks"
                yield Problem(
                    places[promise],
                    f"`{promise}` allows `{code}`, which is no check",
                    hint,
                    UNKNOWN,
                    Severity.LINT,
                )
            elif code not in skipped(facts) and (promise, code) not in used:
                message = f"`{promise}` allows `{code}`, and nothing is found"
                yield Problem(places[promise], message, "delete the allowance", UNUSED, Severity.LINT)


def _place(problem: Problem) -> tuple[str, int, int, str]:
    return problem.position.file, problem.position.line, problem.position.column, problem.code

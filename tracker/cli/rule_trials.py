"""Examples in rule files, run and printed: expected against actual, with the explanation of the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.actions.trying_examples import run_all
from tracker.cli.plain import clean, put, put_json, say
from tracker.cli.rule_reading import placed
from tracker.domain.counting import counted
from tracker.domain.criteria import Position
from tracker.domain.errors import Problem
from tracker.domain.instants import iso
from tracker.language.ruleset import RuleSet

if TYPE_CHECKING:
    from tracker.engine.examples import Failure

EXAMPLE_FAILS = "example"
"""The code of an expectation that is not met."""


def put_untried(rules: RuleSet, path: Path) -> None:
    """Print what no example ever made true, or ever made false, promise by promise."""
    from tracker.engine.covering import untried

    promises = untested = 0
    for promise in rules.promises:
        examples = [example for example in rules.examples if example.promise == promise.id]
        promises += bool(examples)
        for each in untried(promise, examples, rules.names):
            untested += 1
            place = placed(Problem(each.place, ""), path).position
            of = f"{each.promise}, reading {each.reading}" if each.reading else each.promise
            lacks = " and ".join(f"never {word}" for word in each.lacks)
            put(f"untried: {clean(place)}: {each.what} {clean(each.name)} of {clean(of)}: {lacks}")
    told = f"{counted(promises, 'promise')} of {len(rules.promises)} with examples"
    say(f"{told}; {counted(untested, 'part')} untried")


def untried_rows(rules: RuleSet) -> list[dict[str, object]]:
    """Return what no example tried as data."""
    from tracker.engine.covering import untried

    return [
        {
            "promise": each.promise,
            "reading": each.reading or None,
            "what": each.what,
            "name": each.name,
            "never": list(each.lacks),
        }
        for promise in rules.promises
        for each in untried(
            promise, [example for example in rules.examples if example.promise == promise.id], rules.names
        )
    ]


def failures_as_problems(rules: RuleSet, path: Path) -> tuple[Problem, ...]:
    """Return each failed expectation as an error at its place, for a check of the rules at `path`."""
    return tuple(_problem(failure, rules, path) for failure in run_all(rules))


def _problem(failure: Failure, rules: RuleSet, path: Path) -> Problem:
    told = "; ".join(f"{each.key}: expected {each.expected}, was {each.actual}" for each in failure.differences)
    message = f'the example "{failure.example.name}" fails {_when(failure, rules)}: {told}'
    place = failure.expectation.position or Position("rules")
    hint = "; ".join([*failure.in_short, "see `deedline rules test`"])
    return placed(Problem(place, message, hint, EXAMPLE_FAILS), path)


def _when(failure: Failure, rules: RuleSet) -> str:
    """Return the day (in the promise's zone) or the instant, in which view and of what something was expected."""
    from tracker.domain.examples import Knowledge
    from tracker.engine.told_parts import last_words

    expectation = failure.expectation
    zones = {promise.id: promise.tz for promise in rules.promises}
    at = last_words(expectation.at, zones.get(failure.example.promise, "UTC")) or ""
    view = "" if expectation.view is Knowledge.KNOWN else ", with hindsight"
    about = [each for each in (expectation.instance, expectation.reading or "") if each]
    of = f" for {' '.join(about)}" if about else ""
    return f"{'at' if 'T' in at else 'on'} {at}{view}{of}"


def print_as_text(rules: RuleSet, failures: Sequence[Failure], errors: Sequence[Problem], path: Path) -> None:
    """Print errors and failed expectations for people; the count goes to stderr."""
    for problem in errors:
        put(f"error: {clean(problem)}")
    for failure in failures:
        place = _problem(failure, rules, path).position
        put(f"failed: {clean(place)}: {clean(failure.example.name)}, {clean(_when(failure, rules))}")
        for each in failure.differences:
            put(f"  {clean(each.key)}: expected {clean(each.expected)}, was {clean(each.actual)}")
        for line in failure.explanation:
            put(f"    {clean(line)}")
    say(_summary(rules, failures))


def _summary(rules: RuleSet, failures: Sequence[Failure]) -> str:
    number = len(rules.examples)
    if not number:
        return "no examples: nothing was tried"
    failed = len({id(failure.example) for failure in failures})
    return f"{counted(number, 'example')}: {number - failed} passed, {failed} failed"


def print_as_json(
    rules: RuleSet, failures: Sequence[Failure], errors: Sequence[Problem], path: Path, *, cover: bool = False
) -> None:
    """Print how many examples there are, what failed, the errors of the files, and perhaps what is untried."""
    put_json(
        {
            **({"untried": untried_rows(rules)} if cover else {}),
            "examples": len(rules.examples),
            "failed": len({id(failure.example) for failure in failures}),
            "failures": [_row(failure, rules, path) for failure in failures],
            "problems": [problem_row(problem) for problem in errors],
        }
    )


def _row(failure: Failure, rules: RuleSet, path: Path) -> dict[str, object]:
    expectation, place = failure.expectation, _problem(failure, rules, path).position
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "name": failure.example.name,
        "promise": failure.example.promise,
        "at": iso(expectation.at),
        "view": expectation.view.value,
        "instance": expectation.instance,
        "reading": expectation.reading,
        "differences": [
            {"key": each.key, "expected": each.expected, "actual": each.actual} for each in failure.differences
        ],
        "explanation": list(failure.explanation),
    }


def problem_row(problem: Problem) -> dict[str, object]:
    """Return a problem as JSON-ready data."""
    return {
        "file": problem.position.file,
        "line": problem.position.line,
        "column": problem.position.column,
        "severity": problem.severity.value,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }

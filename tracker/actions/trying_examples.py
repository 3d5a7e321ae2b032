"""The examples of a rule set, all run: which fail. They are tests, and keep no file out of force."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.domain.counting import counted, first_of
from tracker.language.ruleset import RuleSet

if TYPE_CHECKING:
    from tracker.domain.examples import Example
    from tracker.domain.promises import Names, Promise
    from tracker.domain.routing import Routing
    from tracker.engine.examples import Failure

_MOST_NAMED = 3


def run_all(rules: RuleSet, routing: Routing | None = None) -> tuple[Failure, ...]:
    """Run every example of a rule set and return what failed, in file order.

    Without `routing` nobody knows where alerts go, and that part of an expected alert is not tried.
    """
    promises = {promise.id: promise for promise in rules.promises}
    return tuple(
        failure
        for example in rules.examples
        if example.promise in promises
        for failure in _run(promises[example.promise], example, rules.names, routing)
    )


def _run(promise: Promise, example: Example, names: Names, routing: Routing | None) -> tuple[Failure, ...]:
    from tracker.engine.examples import run_example

    failures = run_example(promise, example, names)
    if example.alerts is None:
        return failures
    from tracker.actions.example_alerts import run_alerts

    return (*failures, *run_alerts(promise, example, names, routing))


def failing_examples(rules: RuleSet) -> tuple[str, ...]:
    """Return the names of the examples that fail, in file order, each once."""
    return tuple({id(failure.example): failure.example.name for failure in run_all(rules)}.values())


def failing_words(names: Sequence[str]) -> str:
    """Return what people are told of examples that fail where rules are put into force; empty where none does."""
    if not names:
        return ""
    named = first_of([f'"{name}"' for name in names], _MOST_NAMED)
    fail = "fails" if len(names) == 1 else "fail"
    told = f"{counted(len(names), 'example')} {fail} ({named})"
    return f"{told}, in force all the same; see `deedline rules test`"

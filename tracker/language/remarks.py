"""Remarks: what a clean rule set says that its author probably did not mean; nothing is refused for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tracker.domain.criteria import Position
from tracker.domain.errors import Problem, Severity
from tracker.domain.promises import Promise
from tracker.domain.sources import Source
from tracker.language.pages import nearest
from tracker.language.ruleset import RuleSet


def remarks_on(rules: RuleSet) -> tuple[Problem, ...]:
    """Return the remarks on the promises of a rule set, each at the place of its promise."""
    heard_of = _names(rules.sources)
    found: list[Problem] = []
    for promise in rules.promises if heard_of else ():
        found.extend(_unknown_needs(promise, heard_of))
    return tuple(found)


def _names(sources: Iterable[Source]) -> frozenset[str]:
    return frozenset(name for source in sources for name in (source.id, *source.groups))


def _unknown_needs(promise: Promise, heard_of: frozenset[str]) -> Iterator[Problem]:
    """A need that nothing meets makes a promise unverifiable for ever, in silence."""
    for need in promise.needs:
        if need not in heard_of:
            hint = nearest(need, sorted(heard_of)) or f"there are {', '.join(sorted(heard_of)[:12])}"
            yield _remark(
                promise, f"`{promise.id}` needs `{need}`, which is no source and no group", hint, "needs"
            )


def _remark(promise: Promise, message: str, hint: str, code: str) -> Problem:
    return Problem(promise.position or Position("rules"), message, hint, code, Severity.LINT)

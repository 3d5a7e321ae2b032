"""Remarks: what a clean rule set says that its author probably did not mean; nothing is refused for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tracker.domain.criteria import Position
from tracker.domain.errors import Problem, Severity
from tracker.domain.promises import Promise
from tracker.domain.sources import Source
from tracker.language.pages import nearest
from tracker.language.ruleset import RuleSet

ALWAYS = {
    "needs": ("Is what it `needs` a source or a group?", "mend the name, or add the source"),
    "supersedes": ("Does the promise that it supersedes stand in a file?", "mend the id"),
}
"""Remarks that are made whenever files are loaded, with what they ask and their cure."""


def remarks_on(rules: RuleSet) -> tuple[Problem, ...]:
    """Return the remarks on the promises of a rule set, each at the place of its promise."""
    heard_of = _names(rules.sources)
    ids = frozenset(promise.id for promise in rules.promises)
    found: list[tuple[Problem, str]] = []
    for promise in rules.promises:
        if heard_of:
            found.extend((each, promise.id) for each in _unknown_needs(promise, heard_of))
        found.extend((each, promise.id) for each in _unknown_predecessor(promise, ids))
    allowed = rules.allowed
    return tuple([each for each, of in found if each.code not in allowed.get(of, {})])


def _names(sources: Iterable[Source]) -> frozenset[str]:
    return frozenset(name for source in sources for name in (source.id, *source.groups))


def _unknown_needs(promise: Promise, heard_of: frozenset[str]) -> Iterator[Problem]:
    """A need that nothing meets makes a promise unverifiable for ever, in silence."""
    for need in dict.fromkeys((*promise.needs, *(need for step in promise.steps for need in step.needs))):
        if need not in heard_of:
            hint = nearest(need, sorted(heard_of)) or f"there are {', '.join(sorted(heard_of)[:12])}"
            yield _remark(
                promise, f"`{promise.id}` needs `{need}`, which is no source and no group", hint, "needs"
            )


def _unknown_predecessor(promise: Promise, ids: frozenset[str]) -> Iterator[Problem]:
    """A promise that stands in no file may have been logged by command, or be misspelt."""
    if promise.supersedes and promise.supersedes not in ids:
        hint = (
            nearest(promise.supersedes, sorted(ids - {promise.id}))
            or "it is right if that promise was logged by command"
        )
        message = f"`{promise.id}` supersedes `{promise.supersedes}`, which stands in none of these files"
        yield _remark(promise, message, hint, "supersedes")


def _remark(promise: Promise, message: str, hint: str, code: str) -> Problem:
    return Problem(promise.position or Position("rules"), message, hint, code, Severity.LINT)

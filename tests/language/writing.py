"""Small rule files for the tests of the language."""

from __future__ import annotations

from tracker.domain.criteria import Criterion
from tracker.domain.errors import Problem
from tracker.domain.promises import Promise
from tracker.language.loading import load_rules
from tracker.language.ruleset import RuleSet

STATEMENT = 'statements:\n  s: {by: [Russia], date: 2016-03-14, quote: "from tomorrow"}\n'
GONE = "gone: {match: {event: departure}, happened: once}"


def rules(text: str, **others: str) -> RuleSet:
    """Load one file (and others by name), which must be free of errors."""
    loaded = load_rules(
        {"a.yaml": text.encode(), **{f"{name}.yaml": other.encode() for name, other in others.items()}}
    )
    assert [str(problem) for problem in loaded.problems] == []
    return loaded.rules


def problems(text: str, **others: str) -> list[Problem]:
    """Return what is wrong with the files."""
    files = {"a.yaml": text.encode(), **{f"{name}.yaml": other.encode() for name, other in others.items()}}
    return list(load_rules(files).problems)


def promise(keys: str, kind: str = "achieve", *, more: str = "", **others: str) -> Promise:
    """Load one promise with further keys, written as flush-left lines; `more` follows in the same file."""
    (only,) = rules(written(keys, kind) + more, **others).promises
    return only


def written(keys: str, kind: str = "achieve") -> str:
    """Return a file with one promise and further keys."""
    lines = "".join(f"    {line}\n" for line in keys.splitlines())
    return f"{STATEMENT}promises:\n  - id: p\n    title: T\n    said: s\n    kind: {kind}\n{lines}"


def criterion(keys: str, names: str = "") -> Criterion:
    """Load one criterion, written as the inside of a mapping in braces."""
    file = written(f"criteria:\n  c: {{{keys}}}\nkept_when: c")
    (only,) = rules(file + names).promises
    return only.readings[0].criteria["c"]

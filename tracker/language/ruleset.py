"""A rule set: everything that clean rule files say, ready to be judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.domain.errors import Problem
from tracker.domain.examples import Example
from tracker.domain.promises import Names, Promise
from tracker.domain.sources import Source
from tracker.language.doubts import Doubt
from tracker.language.rules import Rule
from tracker.language.surroundings import Declared


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What the clean files hold, in the order of file names and places."""

    promises: tuple[Promise, ...] = ()
    sources: tuple[Source, ...] = ()
    names: Names = field(default_factory=Names)
    files: Mapping[str, str] = field(default_factory=dict)
    """Name of each clean file to the SHA-256 of its bytes, in hexadecimal."""
    statements: Mapping[str, Declared] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    """Statements and rules by name: promises logged elsewhere may refer to them."""
    examples: tuple[Example, ...] = ()
    allowed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By promise, the checks of lint that its author switched off, each with the reason."""
    doubts: tuple[Doubt, ...] = ()
    """Numbers and quotes that may be meant otherwise than they are read."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading gave: the rule set of the files without errors, and every problem of the others."""

    rules: RuleSet = field(default_factory=RuleSet)
    problems: tuple[Problem, ...] = ()

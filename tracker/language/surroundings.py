"""What a promise may refer to beyond itself: statements, rules, and the defaults of its folder."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from tracker.domain.criteria import Position
from tracker.domain.errors import Problem
from tracker.domain.instants import Duration
from tracker.domain.promises import Statement
from tracker.language.nodes import Node
from tracker.language.pages import Failed, Page, Wrong
from tracker.language.parts import Part
from tracker.language.rules import Rule

FilledKey: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Declared:
    """A statement with the place it is given at."""

    statement: Statement
    position: Position


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a folder sets for its promises; None where it says nothing."""

    file: str = ""
    tags: tuple[str, ...] | None = None
    tz: str | None = None
    needs: tuple[str, ...] | None = None
    owner: str | None = None
    wait_for_reports: Duration | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything around the promises of one file."""

    tz: str = "UTC"
    statements: Mapping[str, Declared] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    defaults: Defaults = field(default_factory=Defaults)
    broken_rules: Mapping[str, str] = field(default_factory=dict)
    """Rules that could not be read, which has been reported: name to file."""
    broken_statements: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    """Files of which nothing could be read: what is missing may stand there."""
    filled: dict[FilledKey, tuple[Part, tuple[Problem, ...]]] = field(default_factory=dict, compare=False)
    """Rules filled in before, by name and arguments: many promises fill the same rule alike."""


def missing_hint(name: str, known: Collection[str], around: Surroundings, page: Page, otherwise: str) -> str:
    """Return what to do about a name that is not known: it may be misspelt, or stand in an unreadable file."""
    hint = page.nearest(name, known)
    if not hint and around.unread:
        return f"it may stand in {around.unread[0]}, which cannot be read"
    return hint or otherwise


def broken(node: Node, what: str, file: str, page: Page) -> Wrong | Failed:
    """Return what to raise for something that has errors: nothing new if they stand in the same file."""
    if file == page.file:
        return Failed()
    return Wrong(node, f"{what} stands in {file}, which has errors", "mend that file first", "depends")


@dataclass(frozen=True, slots=True)
class Use:
    """A promise rests on something in another file; it falls with it."""

    node: Node
    what: str
    file: str

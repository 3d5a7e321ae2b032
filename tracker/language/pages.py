"""A page: one file while it is being read, with every problem found in it so far."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import islice

from tracker.domain.criteria import Position
from tracker.domain.errors import Problem
from tracker.domain.promises import Names
from tracker.language.nodes import Entry, Node, Scalar

_MOST_KNOWN = 300
MOST_PROBLEMS = 200
"""After so many problems in one file the rest is only counted."""


class Wrong(Exception):
    """A value that cannot be used, at a node: what is wrong and the cure."""

    def __init__(self, node: Node, message: str, hint: str = "", code: str = "bad-value") -> None:
        super().__init__(message)
        self.node = node
        self.message = message
        self.hint = hint
        self.code = code
        self.others: tuple[Wrong, ...] = ()
        """What else is wrong in the same value."""


class Failed(Exception):
    """Nothing can be made of this part, and the reason has been reported already."""


@dataclass(slots=True)
class Page:
    """The file that is being read; it gathers problems, so that none hides another."""

    file: str
    names: Names = field(default_factory=Names)
    problems: list[Problem] = field(default_factory=list)
    unlisted: int = 0
    searches: int = 0

    def at(self, node: Node | Entry) -> Position:
        """Return the place of a node."""
        place = node.key if isinstance(node, Entry) else node
        return Position(self.file, place.line, place.column)

    def add(self, node: Node, message: str, hint: str = "", code: str = "bad-value") -> None:
        """Note a problem at a node."""
        self.note(Problem(self.at(node), message, hint, code))

    def add_wrong(self, wrong: Wrong, key: str = "") -> None:
        """Note what an exception says, naming the key whose value is wrong."""
        for each in (wrong, *wrong.others):
            self.add(each.node, f"`{key}`: {each.message}" if key else each.message, each.hint, each.code)

    def note(self, problem: Problem) -> None:
        """Note a finished problem."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        else:
            self.unlisted += 1

    def nearest(self, word: str, known: Collection[str]) -> str:
        """Return a hint that names the nearest of many known words; after many searches in one file, none."""
        self.searches += 1
        return nearest(word, islice(known, _MOST_KNOWN)) if self.searches <= MOST_PROBLEMS else ""

    @property
    def count(self) -> int:
        """Return how many problems were found so far."""
        return len(self.problems) + self.unlisted

    def all_problems(self) -> tuple[Problem, ...]:
        """Return the problems in the order of their places, with a last one for those not listed."""
        found = sorted(self.problems, key=lambda problem: (problem.position.line, problem.position.column))
        if self.unlisted:
            last = Scalar("", found[-1].position.line, found[-1].position.column)
            more = f"{self.unlisted} more problems in this file are not listed"
            found.append(Problem(self.at(last), more, "mend the ones above and check again", "too-many"))
        return tuple(found)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest of a few known words, empty if none is near."""
    found = difflib.get_close_matches(word[:80], list(known), n=1, cutoff=0.6)
    return f"did you mean `{found[0]}`?" if found else ""


def shown(text: str, most: int = 60) -> str:
    """Return outside text as a message may show it: on one line, short, without control characters."""
    line = "".join(letter if letter.isprintable() else "?" for letter in text[: most + 1])
    return line if len(line) <= most else line[:most] + "..."

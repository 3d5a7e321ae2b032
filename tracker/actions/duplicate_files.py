"""A file that was copied claims every id of the first: told once for the pair of files, not id by id."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from tracker.domain.errors import Problem

_OTHER = re.compile(r"(?:first|again) at (?P<file>.+):\d+:\d+$")


def told_by_pair(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems; those of several ids that one file shares with another are one, at the first place."""
    groups: dict[object, list[Problem]] = {}
    for number, each in enumerate(problems):
        other = _other_file(each)
        groups.setdefault((each.position.file, other) if other else number, []).append(each)
    return tuple(some[0] if len(some) == 1 else _as_one(some) for some in groups.values())


def _other_file(problem: Problem) -> str:
    """Return the other file that claims the same id, empty if there is none."""
    found = _OTHER.search(problem.message) if problem.code == "duplicate-id" else None
    is_own = found is not None and f"/{problem.position.file}".endswith(f"/{found['file']}")
    return "" if found is None or is_own else found["file"]


def _as_one(problems: list[Problem]) -> Problem:
    message = f"this file claims {len(problems)} ids of {_other_file(problems[0])} too"
    return replace(problems[0], message=message, hint="give them other ids, or delete one of the two files")

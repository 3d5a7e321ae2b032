"""Reads rules from a file or folder, with problems placed where the reader finds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tracker.actions.pack_names import PLAN, is_pack_data
from tracker.actions.rule_files import read_rule_files, read_rules_at
from tracker.domain.counting import counted
from tracker.domain.errors import BadInput, Problem, Severity
from tracker.language.loading import load_rules
from tracker.language.ruleset import Loaded
from tracker.sources.kinds import added_keys


def read_rules(path: Path, zone: str) -> Loaded:
    """Load the rules at `path`; every problem's file is a path from here."""
    if not path.exists():
        raise BadInput(f"there are no rules at {path}", "name a rule file or a folder of them")
    files = read_rules_at(path)
    contents, unread = files.contents, files.problems
    if (path / PLAN).is_file():  # a pack: its other files hold reports, not rules
        contents = {name: data for name, data in contents.items() if not is_pack_data(name)}
        unread = tuple(problem for problem in unread if not is_pack_data(problem.position.file))
    loaded = load_rules(contents, tz=zone, more_kinds=added_keys)
    problems = tuple(placed(problem, path) for problem in (*unread, *loaded.problems))
    return replace(loaded, problems=problems)


def read_in_force(folder: Path, zone: str) -> Loaded:
    """Load a folder of rules for putting it into force: files keep the names by which the store knows them."""
    files = read_rule_files(folder)
    loaded = load_rules(files.contents, tz=zone, more_kinds=added_keys)
    return replace(loaded, problems=(*files.problems, *loaded.problems))


def refuse_errors(problems: Sequence[Problem]) -> None:
    """Raise BadInput with every problem that is an error, if there are any."""
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        hint = f"{counted(len(errors), 'error')}: nothing was done"
        raise BadInput("\n".join(str(problem) for problem in errors), hint)


def refuse_typed(problems: Sequence[Problem]) -> None:
    """Raise BadInput for what was typed as options: there line and column would mean nothing."""
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        hint = errors[0].hint if len(errors) == 1 else "nothing was done"
        raise BadInput("\n".join(problem.message for problem in errors), hint)


def number_or_text(typed: str) -> object:
    """Return what was typed as the number it spells, else as it is."""
    for kind in (int, float):
        try:
            return kind(typed)
        except ValueError:
            continue
    return typed


def placed(problem: Problem, path: Path) -> Problem:
    """Return a problem in the rules at `path` with its file named as the reader finds it."""
    folder = path if path.is_dir() else path.parent
    position = replace(problem.position, file=str(folder / problem.position.file))
    return replace(problem, position=position)

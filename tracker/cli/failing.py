"""Tells an error in a line with its cure: no traceback, and nothing from outside reaches the terminal raw."""

from __future__ import annotations

from tracker.cli.plain import clean, say
from tracker.domain.errors import DeedlineError


def tell(problem: Exception) -> int:
    """Write the error to stderr and return the exit code."""
    if isinstance(problem, DeedlineError):
        lines, hint = problem.message.splitlines() or [""], problem.hint
    elif isinstance(problem, OSError):
        what = f"{problem.filename}: " if problem.filename else ""
        lines, hint = [f"{what}{problem.strerror or problem}"], ""
    else:
        lines = [f"unexpected: {type(problem).__name__}: {problem}"]
        hint = "this is a fault of Deedline; --debug shows where it arose"
    for line in lines:
        say(f"deedline: {clean(line)}")
    if hint:
        say(f"  hint: {clean(hint)}")
    return 1

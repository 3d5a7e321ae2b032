"""`deedline rules fmt`: rule files in one layout."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

WOULD_CHANGE = 1


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("fmt")(lay_out)


def lay_out(
    context: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(help="A rule file or folder; without it, the rules folder of the settings.")
    ] = None,
    only_check: Annotated[bool, typer.Option("--check", help="Change nothing; say what would change.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Change nothing; show what would change.")] = False,
) -> None:
    """Lay rule files out alike; comments are kept.

    Keys stand in the order of the reference, two columns a level; promises, rules and examples stand apart by a
    blank line, and inside one there is none but above a comment. What a file says never changes; a file with
    mistakes is left as it is.

    Exit code 0: fine. 1: a file has mistakes or, with --check or --diff, would change.
    """
    from tracker.actions.rule_files import read_rules_at
    from tracker.cli.given import open_app
    from tracker.cli.plain import clean, put, say
    from tracker.cli.rule_reading import placed
    from tracker.domain.counting import counted
    from tracker.domain.errors import BadInput, Severity
    from tracker.language.formatting import formatted

    where = open_app(context).settings.rules.folder if path is None else path
    if not where.exists():
        raise BadInput(f"there are no rules at {where}", "name a rule file or a folder of them")
    read = read_rules_at(where)
    problems = list(read.problems)
    changed = 0
    for name, data in read.contents.items():
        after, wrong = formatted(name, data)
        problems += wrong
        if wrong or after.encode() == data:
            continue
        changed += 1
        file = where / name if where.is_dir() else where
        if diff:
            _show(data.decode("utf-8-sig"), after, str(file))
        elif only_check:
            put(clean(file))
        else:
            _replace(file, after)
            put(clean(file))
    for problem in problems:
        say(f"{problem.severity.value}: {clean(placed(problem, where))}")
    idle = only_check or diff
    say(f"{counted(changed, 'file')} {'would change' if idle else 'laid out anew'}, of {len(read.contents)}")
    errors = any(problem.severity is Severity.ERROR for problem in problems)
    if errors or (idle and changed):
        raise typer.Exit(WOULD_CHANGE)


def _show(before: str, after: str, name: str) -> None:
    from difflib import unified_diff

    from tracker.cli.plain import put, spaced

    for line in unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm=""):
        put(spaced(line))


def _replace(file: Path, text: str) -> None:
    """Write a file at once or not at all, with the rights it had."""
    import os
    import tempfile

    real = file.resolve()
    handle, name = tempfile.mkstemp(dir=real.parent, prefix=".deedline-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as into:
            into.write(text)
        os.chmod(name, real.stat().st_mode & 0o7777)
        os.replace(name, real)
    except BaseException:
        os.unlink(name)
        raise

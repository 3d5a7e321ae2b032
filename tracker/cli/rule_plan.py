"""`deedline rules plan`: what edited rule files would change, before they do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.viewing import Basis

if TYPE_CHECKING:
    from tracker.actions.planning import Progress
    from tracker.domain.plans import Plan
    from tracker.language.ruleset import Loaded

CHANGES = 2


class PlanFormat(StrEnum):
    """How a plan is printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("plan")(plan)


def plan(
    context: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(help="A folder of rule files; without it, that of the settings.")
    ] = None,
    output: Annotated[
        PlanFormat, typer.Option("--format", help="How to print it; markdown fits a pull request.")
    ] = PlanFormat.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write the plan to a file, for `rules apply FILE`.")] = None,
    basis: Basis = None,
) -> None:
    """Show what edited rule files would change, before they do.

    They are held against what is in force; nothing is written to the store. Meanings are compared, not texts, and
    told under the keys of the files. Promises that would change are replayed over all stored reports, as the world
    could know them then: how they stand today, since when they differ, which alerts come, go or move.

    Exit code 0: no changes. 1: a file has errors. 2: changes.
    """
    from tracker.actions.trying_examples import failing_examples, failing_words
    from tracker.cli.given import open_app
    from tracker.cli.plain import clean, put, put_json, say
    from tracker.cli.plan_lines import plan_data, plan_lines, plan_markdown

    app = open_app(context)
    loaded = sound_rules(path or app.settings.rules.folder, app.settings.zone, app.settings.owner)
    made = _made(context, loaded, basis)
    if out is not None:
        _save(made, out)
    if as_json or output is PlanFormat.JSON:
        put_json(plan_data(made))
    else:
        lines = plan_markdown(made) if output is PlanFormat.MARKDOWN else plan_lines(made)
        for line in lines:
            put(line)
    if failing := failing_words(failing_examples(loaded.rules)):
        say(clean(failing))
    if out is not None:
        say(f"apply it with: deedline rules apply {out}")
    if not made.is_nothing:
        raise typer.Exit(CHANGES)


def sound_rules(folder: Path, zone: str, owner: str) -> Loaded:
    """Load a folder of rules that must be without errors; raises BadInput with every one of them."""
    from tracker.actions.owners import with_owner
    from tracker.cli.rule_reading import read_in_force, refuse_errors

    loaded = with_owner(read_in_force(folder, zone), owner)
    refuse_errors(loaded.problems)
    return loaded


def read_plan(path: Path) -> Plan:
    """Read a plan from its file; raises BadInput."""
    from tracker.domain.errors import BadInput
    from tracker.domain.plans import Plan
    from tracker.store.canonical import from_json

    try:
        return from_json(Plan, path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise BadInput(
            f"{path} cannot be read: {problem.strerror}", "make a plan: rules plan --out FILE"
        ) from None
    except ValueError:
        raise BadInput(f"{path} is not a plan", "make one: deedline rules plan --out FILE") from None


def _made(context: typer.Context, loaded: Loaded, basis: str | None) -> Plan:
    import os

    from tracker.actions.planning import make_plan
    from tracker.cli.given import open_app
    from tracker.cli.viewing import basis_named
    from tracker.domain.verdicts import Basis as Clock

    app = open_app(context)
    clock = Clock(basis_named(basis, "published"))
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with _bar() as progress:
        return make_plan(
            app.existing_store, loaded, app.clock.now(), basis=clock, workers=workers, progress=progress
        )


def _save(made: Plan, out: Path) -> None:
    from tracker.domain.errors import BadInput
    from tracker.store.canonical import to_json

    try:
        out.write_text(to_json(made) + "\n", encoding="utf-8")
    except OSError as problem:
        raise BadInput(
            f"{out} cannot be written: {problem.strerror}", "name a file in a folder of yours"
        ) from None


@contextmanager
def _bar() -> Iterator[Progress]:
    """Give what shows a bar on a terminal while promises are replayed, and nothing elsewhere."""
    import sys

    if not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("replaying", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)

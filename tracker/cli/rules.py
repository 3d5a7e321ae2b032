"""`deedline rules`: tools for the people who write rule files."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import rule_format, rule_new, rule_plan, rule_schema, rule_why

if TYPE_CHECKING:
    from tracker.domain.lint_facts import LintFacts
    from tracker.domain.routing import Routing
    from tracker.language.ruleset import Loaded

app = typer.Typer(
    help="Write, check, try, compare and apply rule files.", no_args_is_help=True, rich_markup_mode=None
)

rule_format.register(app)
rule_new.register(app)
rule_plan.register(app)
rule_schema.register(app)
rule_why.register(app)

ONLY_REMARKS = 3


AsFormat = Annotated[bool, typer.Option("--json", help="The same as --format json.")]


class Format(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


class TestFormat(StrEnum):
    """How failing examples are printed."""

    TEXT = "text"
    JSON = "json"


@app.callback()
def _rules() -> None:
    """Write, check, try, compare and apply rule files."""


@app.command("check")
def check(
    context: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(help="A rule file or folder; without it, the rules folder of the settings.")
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print what was found.")] = Format.TEXT,
    as_json: AsFormat = False,
    zone: Annotated[
        str | None, typer.Option(help="The zone in which a date is a day; else that of the settings, or UTC.")
    ] = None,
) -> None:
    """Name every problem of rule files, its place and cure; run examples.

    An error keeps a file out of force. An example that fails (`failed`) does not: it is a test of the rules, and
    `rules apply`, `plan`, `run` and `doctor` name it. A remark (`lint`) is what its author probably did not mean;
    it refuses nothing. Remarks that need the store or the routes are made without PATH only, where the settings
    say which those are. Nothing is changed.

    Exit code 0: fine. 1: errors, or a failing example. 3: remarks only.
    """
    from tracker.cli import check_lines as lines
    from tracker.cli.rule_reading import placed
    from tracker.cli.rule_trials import failures_as_problems
    from tracker.domain.errors import Severity
    from tracker.language.lint.running import lint, skipped

    folder, loaded = _loaded(context, path, zone)
    facts = _facts_around(context, loaded) if path is None else None
    failed = failures_as_problems(loaded.rules, folder)
    remarks = (placed(each, folder) for each in lint(loaded.rules, facts))
    loaded = replace(loaded, problems=(*loaded.problems, *failed, *remarks))
    printers = {
        Format.TEXT: lines.print_as_text,
        Format.JSON: lines.print_as_json,
        Format.GITHUB: lines.print_as_github,
    }
    printers[Format.JSON if as_json else output](loaded, skipped(facts))
    if any(problem.severity is Severity.ERROR for problem in loaded.problems):
        raise typer.Exit(1)
    if loaded.problems:
        raise typer.Exit(ONLY_REMARKS)


@app.command("test")
def try_examples(
    context: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(help="A rule file or folder; without it, the rules folder of the settings.")
    ] = None,
    output: Annotated[TestFormat, typer.Option("--format", help="How to print what failed.")] = TestFormat.TEXT,
    as_json: AsFormat = False,
    cover: Annotated[
        bool, typer.Option("--cover", help="Also list what no example ever made true, or ever made false.")
    ] = False,
    zone: Annotated[
        str | None, typer.Option(help="The zone in which a date is a day; else that of the settings, or UTC.")
    ] = None,
) -> None:
    """Run the examples only: what was expected, what came out, and why.

    Alerts that an example expects `to` a destination are held against the routes of the settings; with PATH they
    are not.

    Exit code 0: all pass. 1: one fails, or a file has errors.
    """
    from tracker.actions.trying_examples import run_all
    from tracker.cli.rule_trials import print_as_json, print_as_text, put_untried
    from tracker.domain.errors import Severity

    folder, loaded = _loaded(context, path, zone)
    errors = [problem for problem in loaded.problems if problem.severity is Severity.ERROR]
    failures = run_all(loaded.rules, _routing(context) if path is None else None)
    if as_json or output is TestFormat.JSON:
        print_as_json(loaded.rules, failures, errors, folder, cover=cover)
    else:
        print_as_text(loaded.rules, failures, errors, folder)
        if cover:
            put_untried(loaded.rules, folder)
    if failures or errors:
        raise typer.Exit(1)


@app.command("apply")
def apply(
    context: typer.Context,
    plan: Annotated[
        Path | None,
        typer.Argument(help="A plan from `rules plan --out FILE`: applied only if it is still true."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what changed as JSON.")] = False,
) -> None:
    """Put rule files into force now, or a plan that is still true.

    `run` does it by itself unless `rules.auto_apply` is off. Promises added, changed and retired are named; where
    nothing changed, that is said. A file with errors keeps its last good version in force. With a plan, nothing is
    done if a rule file or what is in force changed since it was made.

    Exit code 0: done. 1: a file has errors, or the plan is stale.
    """
    from tracker.actions.apply_rules import apply_rules
    from tracker.actions.duplicate_files import told_by_pair
    from tracker.actions.owners import with_owner
    from tracker.actions.trying_examples import failing_examples, failing_words
    from tracker.cli.given import open_app
    from tracker.cli.plain import clean, put, put_json, say
    from tracker.cli.rule_reading import read_in_force

    deedline = open_app(context)
    settings = deedline.settings
    loaded = with_owner(read_in_force(settings.rules.folder, settings.zone), settings.owner)
    if plan is not None:
        from tracker.actions.planning import check_fresh

        check_fresh(deedline.existing_store, loaded, rule_plan.read_plan(plan))
    applied = apply_rules(deedline.store, loaded, deedline.clock.now())
    changes = {"added": applied.added, "changed": applied.changed, "retired": applied.retired}
    others = {"names": applied.names, "sources": applied.sources}
    errors = any(problem.severity.value == "error" for problem in applied.problems)
    failing = failing_examples(loaded.rules)
    if as_json:
        found = {"problems": [str(problem) for problem in applied.problems], "failing_examples": list(failing)}
        put_json({**{word: list(ids) for word, ids in changes.items()}, **others, **found})
    else:
        for problem in told_by_pair(applied.problems):
            say(f"{problem.severity.value}: {clean(problem)}")
        for word, ids in changes.items():
            for each in ids:
                put(f"{word} {each}")
        for what in (what for what, changed in others.items() if changed):
            say(f"the {what} in force changed")
        if applied.is_nothing:
            say(_nothing_changed(errors))
        if failing:
            say(clean(failing_words(failing)))
    if errors:
        raise typer.Exit(1)


def _nothing_changed(errors: bool) -> str:
    if errors:
        return "nothing changed: a file with errors keeps its last good version in force"
    return "nothing changed: what the files say is in force already"


def _loaded(context: typer.Context, path: Path | None, zone: str | None) -> tuple[Path, Loaded]:
    from tracker.cli.dates import checked_zone
    from tracker.cli.rule_reading import read_rules

    folder, default_zone = _from_settings(context) if path is None else (path, "UTC")
    return folder, read_rules(folder, checked_zone(zone or default_zone))


def _routing(context: typer.Context) -> Routing:
    from tracker.cli.given import open_app

    return open_app(context).routing


def _from_settings(context: typer.Context) -> tuple[Path, str]:
    from tracker.cli.given import open_app

    settings = open_app(context).settings
    return settings.rules.folder, settings.zone


def _facts_around(context: typer.Context, loaded: Loaded) -> LintFacts:
    """Return what the store of the settings knows, where there is one yet, and whom its routes leave out."""
    from tracker.cli.delivery import left_out
    from tracker.cli.given import open_app
    from tracker.domain.lint_facts import LintFacts

    app = open_app(context)
    unreached, untold = left_out(app, loaded)
    if not app.settings.store.path.exists():
        return LintFacts(None, unreached, untold)
    from tracker.actions.lint_facts import seen_in_store

    seen = seen_in_store(app.existing_store, loaded.rules, app.clock.now())
    return LintFacts(seen, unreached, untold)


_IN_ORDER_OF_WORK = ("new", "check", "test", "fmt", "why", "plan", "apply", "schema")
app.registered_commands.sort(key=lambda each: _IN_ORDER_OF_WORK.index(each.name or ""))

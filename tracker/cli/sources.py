"""`deedline sources`: which there are, how they listen, and what one would bring."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.given import open_app

if TYPE_CHECKING:
    from tracker.app import App
    from tracker.domain.reports import Report
    from tracker.domain.sources import Source
    from tracker.language.ruleset import RuleSet

app = typer.Typer(help="Which sources there are, how they fare, what one would bring.", rich_markup_mode=None)
AsJson = Annotated[bool, typer.Option("--json", help="Print as JSON.")]


@app.callback(invoke_without_command=True)
def _sources(context: typer.Context, as_json: AsJson = False) -> None:
    """List the sources and how they fare, or see one of these."""
    if context.invoked_subcommand is None:
        _list(context, as_json=as_json)


@app.command("list")
def list_sources(context: typer.Context, as_json: AsJson = False) -> None:
    """List the sources in force and how they fare."""
    _list(context, as_json=as_json)


@app.command("try")
def try_one(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="The id of the source.")],
    rules: Annotated[
        Path | None, typer.Option(help="A rule file or folder that names it; else the folder of the settings.")
    ] = None,
    show: Annotated[int, typer.Option(min=0, help="How many items are shown.")] = 5,
    as_json: AsJson = False,
) -> None:
    """Collect from a source once and show what it would bring, storing nothing.

    Shown are its items, the facts made of them, what went wrong, which criteria of which promises would be
    touched, and which names criteria wait for that none of its facts says. Exit code 1 if it fails.
    """
    from tracker.actions.try_source import try_source
    from tracker.cli.plain import put_json
    from tracker.cli.source_trial import put_trial, trial_data

    opened = open_app(context)
    loaded, chosen = _named(opened, source, rules)
    now, stored = opened.clock.now(), _stored(opened, source)
    trial = try_source(chosen, opened.collect, loaded.promises, loaded.names, now, stored)
    if as_json:
        put_json(trial_data(trial))
    else:
        put_trial(trial, show)
    if trial.failed:
        raise typer.Exit(1)


@app.command("health")
def health(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Only these sources.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show how each source listens: answers, failures, holes, and items that broke a rule.

    Looks back over seven days. Exit code 1 if one of them is failing or has been silent too long.
    """
    from tracker.actions.listening_state import listening_states
    from tracker.cli.plain import put_json
    from tracker.cli.source_lines import put_state, state_data
    from tracker.domain.errors import Unknown

    opened = open_app(context)
    now = opened.clock.now()
    states = listening_states(opened.existing_store, now)
    if missing := set(names or ()) - {each.line.source.id for each in states}:
        there_are = ", ".join(each.line.source.id for each in states) or "none in force"
        raise Unknown(f"no source in force is called {', '.join(sorted(missing))}", f"there are: {there_are}")
    states = tuple(each for each in states if not names or each.line.source.id in names)
    if as_json:
        put_json([state_data(each, opened.secrets) for each in states])
    else:
        for each in states:
            put_state(each, opened.secrets)
    if any(each.is_failing for each in states):
        raise typer.Exit(1)


def _list(context: typer.Context, *, as_json: bool) -> None:
    from tracker.actions.health import source_lines
    from tracker.cli.collecting import source_cells, source_data
    from tracker.cli.plain import put_columns, put_json

    opened = open_app(context)
    lines = source_lines(opened.existing_store, opened.clock.now())
    if as_json:
        put_json([source_data(each) for each in lines])
    else:
        put_columns(("source", "kind", "every", "last answer", "state"), [source_cells(each) for each in lines])


def _named(opened: App, name: str, rules: Path | None) -> tuple[RuleSet, Source]:
    """Return the rules as their files stand now, and the source of that name in them."""
    from tracker.cli.rule_reading import read_rules
    from tracker.domain.errors import BadInput, Severity, Unknown

    loaded = read_rules(rules or opened.settings.rules.folder, opened.settings.zone)
    found = [each for each in loaded.rules.sources if each.id == name]
    if found:
        return loaded.rules, found[0]
    errors = [each for each in loaded.problems if each.severity is Severity.ERROR]
    if errors:
        raise BadInput(
            "\n".join(str(each) for each in errors),
            f"a file with an error gives no source: is {name} in one of them?",
        )
    there_are = ", ".join(each.id for each in loaded.rules.sources) or "none"
    raise Unknown(f"no rule file names a source {name}", f"there are: {there_are}")


def _stored(opened: App, source: str) -> tuple[Report, ...]:
    """Return what the store knows the source to have named; nothing where there is no store yet."""
    from tracker.store.said_rows import names_said

    if not opened.settings.store.path.exists():
        return ()
    with opened.existing_store.read() as connection:
        return (names_said(connection, source),)

"""`deedline replay`: the past of promises, with the transitions and alerts that would have been."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.given import open_app
from tracker.cli.viewing import Basis, Hindsight, lens_of

if TYPE_CHECKING:
    from tracker.app import App
    from tracker.domain.instants import Span


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("replay")(replay)


def replay(
    context: typer.Context,
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day.", show_default=False)],
    promises: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PROMISE]...", help="Only these; else all there are.", show_default=False),
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="The last day; else up to now.", show_default=False)
    ] = None,
    rules: Annotated[
        Path | None,
        typer.Option(help="Judge by these rule files instead of what is in force.", show_default=False),
    ] = None,
    basis: Basis = None,
    hindsight: Hindsight = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Replay the past over all stored reports.

    Shows in order of time how promises would have stood, as the world could know it then (`--basis recorded`: as
    our own log knew it), and which alerts that would have been. Rules are taken as they are now. Writes and sends
    nothing.
    """
    from tracker.actions.stored_history import look_back_by_rules, look_back_in_store
    from tracker.cli.change_lines import change_data, change_lines, in_short
    from tracker.cli.plain import put, put_json, say

    app = open_app(context)
    lens = lens_of(basis=basis, hindsight=hindsight)
    stretch = _stretch(app, first, last)
    chosen = promises or []
    if rules is None:
        changes = look_back_in_store(app.existing_store, chosen, lens, stretch)
    else:
        from tracker.cli.rule_reading import read_rules, refuse_errors

        loaded = read_rules(rules, app.settings.zone)
        refuse_errors(loaded.problems)
        changes = look_back_by_rules(app.existing_store, loaded.rules, chosen, lens, stretch)
    if as_json:
        put_json([change_data(each) for each in changes])
        return
    for line in change_lines(changes):
        put(line)
    say(in_short(changes))


def _stretch(app: App, first: str, last: str | None) -> Span:
    """Return the stretch from the first instant of the first day to the last of the last, or to now."""
    from tracker.cli.dates import first_of, only_one
    from tracker.domain.errors import BadInput
    from tracker.domain.instants import Span

    start = first_of(first, app.settings.zone, "--from")
    end = app.clock.now() if last is None else only_one(last, app.settings.zone, "--to")
    if end <= start:
        raise BadInput(f"--from {first} is not before --to {last or 'now'}", "first day, then last")
    return Span(start, end)

"""`deedline actors`: what became of each actor's promises."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli.given import open_app


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("actors")(actors)


def actors(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="Only this actor, by any of its names, promise by promise."),
    ] = None,
    at: Annotated[
        str | None, typer.Option(metavar="DATE", help="A past date (its end): as the log of verdicts has it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show what became of each actor's promises.

    The share counts what was kept, in time or late, among what was decided: kept, kept late, partly kept, broken,
    reversed. Nobody with fewer than 5 decided promises is ranked, nor is
    anybody alone.
    """
    from tracker.actions.actor_records import list_records, one_record
    from tracker.cli.actor_lines import ABOUT, page_data, page_lines, record_data, table_lines
    from tracker.cli.dates import only_one
    from tracker.cli.plain import put, put_json, say

    app = open_app(context)
    now = app.clock.now()
    then = only_one(at, app.settings.zone, "--at") if at else None
    if name is not None:
        page = one_record(app.existing_store, name, now, then)
        if as_json:
            put_json(page_data(page, then))
            return
        for line in page_lines(page):
            put(line)
        return
    records = list_records(app.existing_store, now, then)
    if as_json:
        put_json([record_data(record, then) for record in records])
        return
    for line in table_lines(records):
        put(line)
    say(ABOUT if records else "no actor has a record" + (f" as of {at}" if at else " yet"))

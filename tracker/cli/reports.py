"""`deedline report`: putting evidence in by hand or from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.given import open_app

if TYPE_CHECKING:
    from tracker.actions.ingest import Ingested
    from tracker.app import App
    from tracker.domain.reports import Report
    from tracker.language.report_files import ReadReports

app = typer.Typer(help="Put reports in by hand or from a file.", no_args_is_help=True, rich_markup_mode=None)
AsJson = Annotated[bool, typer.Option("--json", help="Print as JSON.")]


@app.command()
def add(
    context: typer.Context,
    source: Annotated[str, typer.Option(help="Who published it: the id of a source.")],
    published: Annotated[str, typer.Option(metavar="DATE", help="When it was published; else now.")] = "",
    occurred: Annotated[
        str, typer.Option(metavar="DATE", help="When it occurred: a day, month, quarter, year or instant.")
    ] = "",
    indicator: Annotated[str, typer.Option(help="What was measured.")] = "",
    event: Annotated[str, typer.Option(help="What happened.")] = "",
    value: Annotated[str, typer.Option(help="The figure.")] = "",
    value_to: Annotated[str, typer.Option(help="The upper figure of a range.")] = "",
    qualifier: Annotated[
        str, typer.Option(help="eq, at_least, at_most, more_than, less_than, about, range.")
    ] = "",
    unit: Annotated[str, typer.Option(help="The figure's unit.")] = "",
    actor: Annotated[str, typer.Option(help="Who did it.")] = "",
    target: Annotated[str, typer.Option(help="To whom.")] = "",
    place: Annotated[str, typer.Option(help="Where.")] = "",
    nature: Annotated[str, typer.Option(help="measurement, observation, announcement, ...")] = "",
    origin: Annotated[str, typer.Option(help="Who observed or spoke, if not the source.")] = "",
    title: Annotated[str, typer.Option(help="Its headline.")] = "",
    url: Annotated[str, typer.Option(help="Where it stands.")] = "",
    report_id: Annotated[str, typer.Option("--id", help="Its id; else made from what it says.")] = "",
    copy_of: Annotated[list[str] | None, typer.Option(help="The report it retells.")] = None,
    corrects: Annotated[list[str] | None, typer.Option(help="The report it corrects.")] = None,
    retracts: Annotated[list[str] | None, typer.Option(help="The report it retracts.")] = None,
    as_json: AsJson = False,
) -> None:
    """Put one report in."""
    from tracker.domain.promises import Position
    from tracker.language.report_files import read_report

    app = open_app(context)
    mapping: dict[str, object] = {
        "id": report_id,
        "source": source,
        "published": published,
        "occurred": occurred,
        "indicator": indicator,
        "event": event,
        "value": value,
        "value_to": value_to,
        "qualifier": qualifier,
        "unit": unit,
        "actor": actor,
        "target": target,
        "place": place,
        "nature": nature,
        "origin": origin,
        "title": title,
        "url": url,
        "copy_of": copy_of,
        "corrects": corrects,
        "retracts": retracts,
    }
    chosen = {name: each for name, each in mapping.items() if each}
    if not published and not occurred:
        chosen["published"] = app.clock.now().isoformat(timespec="seconds")
    read = read_report(chosen, Position("command line"), tz=app.settings.zone, by_hand=True)
    _take_in(app, read, as_json=as_json)


@app.command("import")
def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A file of reports: .jsonl, .csv or .yaml.")],
    as_json: AsJson = False,
) -> None:
    """Put a file of reports in: all of it, or with one error nothing."""
    from tracker.language.report_files import read_reports

    app = open_app(context)
    read = read_reports(str(file), file.read_bytes(), tz=app.settings.zone, by_hand=True)
    _take_in(app, read, as_json=as_json)


def _take_in(app: App, read: ReadReports, *, as_json: bool) -> None:
    from tracker.actions.ingest import ingest
    from tracker.cli.rule_reading import refuse_errors

    refuse_errors(read.problems)
    done = ingest(app.store, read.reports, app.clock.now())
    _tell(read.reports, done, as_json=as_json)


def _tell(reports: tuple[Report, ...], done: Ingested, *, as_json: bool) -> None:
    from tracker.cli.plain import clean, put, put_json, say

    touched = sorted(done.touched)
    if as_json:
        put_json(
            {
                "reports": [report.id for report in reports],
                "new": done.new,
                "changed": done.changed,
                "same": done.same,
                "touched": touched,
            }
        )
        return
    for report in reports[:20]:
        put(clean(report.id))
    if len(reports) > 20:
        put(f"and {len(reports) - 20} more")
    say(f"{done.new} new, {done.changed} changed, {done.same} known already")
    say(f"touches {', '.join(touched)}: judged with the service's next tick" if touched else "touches no promise")

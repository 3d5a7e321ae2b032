"""`deedline report`: putting evidence in by hand or from a file."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.given import open_app

if TYPE_CHECKING:
    from tracker.actions.ingest import Ingested
    from tracker.app import App
    from tracker.domain.reports import Report
    from tracker.language.report_links import WaitingLink

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
    target: Annotated[str, typer.Option(help="To whom it was done.")] = "",
    place: Annotated[str, typer.Option(help="Where it happened.")] = "",
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
    from tracker.cli.rule_reading import refuse_typed
    from tracker.domain.criteria import Position
    from tracker.language.report_files import read_report

    app = open_app(context)
    chosen = _as_said(context.params)
    if not published:
        chosen["published"] = app.clock.now().isoformat(timespec="seconds")
    read = read_report(chosen, Position("command line"), tz=app.settings.zone, by_hand=True)
    refuse_typed(read.problems)
    _refuse_nothing(read.reports)
    _take_in(app, read.reports, as_json=as_json)


def _refuse_nothing(reports: tuple[Report, ...]) -> None:
    """Refuse a report that neither tells anything nor speaks of another report."""
    from tracker.domain.errors import BadInput

    for report in reports:
        if not (report.facts or report.title or report.text or report.speaks_of):
            hint = "give --indicator with --value, --event, or a --title to look for words in"
            raise BadInput("this report says nothing: it has no indicator, no event and no words", hint)


def _as_said(options: Mapping[str, object]) -> dict[str, object]:
    """Return the options of `report add` as the fields of a report in a file; what was left out is left out."""
    from tracker.cli.rule_reading import number_or_text
    from tracker.domain.errors import BadInput

    names = {"report_id": "id"}
    given = {names.get(name, name): value for name, value in options.items() if value and name != "as_json"}
    for name in given.keys() & {"value", "value_to"}:
        typed = str(given[name])
        number = number_or_text(typed)
        option = f"--{name.replace('_', '-')}"
        if isinstance(number, str):
            raise BadInput(f"{option}: {typed} is not a number", "write it like 1234.5")
        if isinstance(number, float) and not isfinite(number):
            raise BadInput(f"{option}: {typed} is not a finite number", "leave it out if the figure is unknown")
        given[name] = number
    return given


@app.command("import")
def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A file of reports: .jsonl, .csv or .yaml.")],
    as_json: AsJson = False,
) -> None:
    """Put a file of reports in: all of it, or with one error nothing."""
    from tracker.cli.rule_reading import refuse_errors
    from tracker.language.report_files import read_reports

    app = open_app(context)
    read = read_reports(str(file), file.read_bytes(), tz=app.settings.zone, by_hand=True)
    refuse_errors(read.problems)
    _take_in(app, read.reports, as_json=as_json)


def _take_in(app: App, reports: tuple[Report, ...], *, as_json: bool) -> None:
    from tracker.actions.ingest import ingest
    from tracker.actions.report_slips import links_that_wait, sources_not_known
    from tracker.cli.report_remarks import say_remarks

    say_remarks(sources_not_known(app.store, reports))
    done = ingest(app.store, reports, app.clock.now())
    _tell(reports, done, links_that_wait(app.store, reports), as_json=as_json)


def _tell(reports: tuple[Report, ...], done: Ingested, waiting: tuple[WaitingLink, ...], *, as_json: bool) -> None:
    from tracker.cli.plain import clean, put, put_json, say
    from tracker.cli.report_remarks import say_waiting, waiting_rows

    touched = sorted(done.touched)
    if as_json:
        put_json(
            {
                "reports": [report.id for report in reports],
                "new": done.new,
                "changed": done.changed,
                "same": done.same,
                "touched": touched,
                "waiting": waiting_rows(waiting),
            }
        )
        return
    for report in reports[:20]:
        put(clean(report.id))
    if len(reports) > 20:
        put(f"and {len(reports) - 20} more")
    say(f"{done.new} new, {done.changed} changed, {done.same} known already")
    say(f"touches {', '.join(touched)}: judged with the service's next tick" if touched else "touches no promise")
    say_waiting(waiting)

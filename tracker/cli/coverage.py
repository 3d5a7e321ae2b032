"""`deedline coverage`: when sources were listened to, and putting it down by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.given import open_app

if TYPE_CHECKING:
    from tracker.app import App
    from tracker.domain.coverage import CoverageSpan

app = typer.Typer(help="Say when a source was listened to.", no_args_is_help=True, rich_markup_mode=None)

DAYS_SHOWN = 30

SourceId = Annotated[str, typer.Argument(help="The id of the source.")]
From = Annotated[str, typer.Option("--from", metavar="DATE", help="The first day or instant.")]
To = Annotated[str, typer.Option("--to", metavar="DATE", help="The last day or instant; today at the latest.")]
By = Annotated[
    str, typer.Option("--by", metavar="NAME", help="Who says so: shown wherever it bears on a verdict.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print as JSON.")]


@app.callback()
def _coverage() -> None:
    """Say when a source was listened to."""


@app.command()
def show(
    context: typer.Context,
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Only these sources.", show_default=False)
    ] = None,
    promise: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="The sources this promise needs, from its opening on.", show_default=False
        ),
    ] = None,
    first: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DATE", help=f"From this day on; else {DAYS_SHOWN} days.", show_default=False
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Up to this day, as it was known then; else now.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show when sources were listened to.

    Spans and holes of each, and what people attested or denied, with the number that `coverage revoke` takes.
    """
    from datetime import timedelta

    from tracker.actions.coverage_strips import listening_of_promise, listening_of_sources
    from tracker.cli.coverage_lines import listening_data, listening_lines
    from tracker.cli.dates import first_of, only_one
    from tracker.cli.plain import put, put_json
    from tracker.domain.errors import BadInput
    from tracker.domain.instants import Span

    app = open_app(context)
    zone, now = app.settings.zone, app.clock.now()
    then = now if at is None else min(now, only_one(at, zone, "--at"))
    if promise is not None:
        if sources or first is not None:
            raise BadInput("--promise shows the sources and the time that the promise asks about", "give it alone")
        found = listening_of_promise(app.existing_store, promise, then)
    else:
        start = then - timedelta(days=DAYS_SHOWN) if first is None else first_of(first, zone, "--from")
        found = listening_of_sources(app.existing_store, sources or (), Span(start, then), then)
    if as_json:
        put_json(listening_data(found, promise, then))
        return
    for line in listening_lines(found, promise, zone):
        put(line)


@app.command()
def attest(
    context: typer.Context,
    source: SourceId,
    first: From,
    last: To,
    note: Annotated[str, typer.Option(help="How that is known.")],
    by: By,
    as_json: AsJson = False,
) -> None:
    """Vouch that a source was listened to over a span of time."""
    _put_down(
        open_app(context), {"source": source, "from": first, "to": last, "note": note}, "attested", by, as_json
    )


@app.command()
def deny(
    context: typer.Context,
    source: SourceId,
    first: From,
    last: To,
    reason: Annotated[str, typer.Option(help="Why nothing it said, or did not say, then counts as heard.")],
    by: By,
    as_json: AsJson = False,
) -> None:
    """Say that a source could not be listened to.

    That weighs more than any collection: access was refused, or what it answered was not what it should have been.
    """
    _put_down(
        open_app(context), {"source": source, "from": first, "to": last, "note": reason}, "denied", by, as_json
    )


@app.command()
def revoke(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="The number of the span, as `coverage show` gives it.")],
    reason: Annotated[str, typer.Option(help="Why it no longer stands.")],
    by: By,
    as_json: AsJson = False,
) -> None:
    """Take back what was attested or denied.

    From now on it counts no more; what was known before stays on record.
    """
    from tracker.actions.attest import revoke_coverage
    from tracker.cli.plain import clean, put, put_json

    app = open_app(context)
    who, why = who_says(by), _said(reason, "--reason")
    entry, concerned = revoke_coverage(app.existing_store, number, app.clock.now(), who=who, reason=why)
    if as_json:
        put_json({"number": number, "source": entry.span.source, "by": who, "concerns": sorted(concerned)})
        return
    put(f"{clean(entry.span.source)}: number {number} ({entry.span.kind}) is taken back")
    put(_concerns(concerned))


def _put_down(app: App, row: dict[str, str], kind: str, by: str, as_json: bool) -> None:
    from dataclasses import replace

    from tracker.actions.attest import attest_coverage, checked_attestation
    from tracker.cli.plain import clean, put, put_json
    from tracker.domain.instants import iso

    who = who_says(by)
    _said(row["note"], "--reason" if kind == "denied" else "--note")
    span = replace(_read({**row, "kind": kind}, app.settings.zone), who=who)
    span = checked_attestation(app.existing_store, span, app.clock.now(), app.settings.zone)
    (number,), concerned = attest_coverage(app.existing_store, [span], app.clock.now(), actor=who)
    first, last = iso(span.span.start), iso(span.span.end)
    if as_json:
        told = {"number": number, "source": span.source, "kind": kind, "from": first, "to": last, "by": who}
        put_json({**told, "concerns": sorted(concerned)})
        return
    until = iso(span.span.end.replace(microsecond=0))
    put(f"{clean(span.source)}: {kind} from {first} to {until} by {clean(who)}")
    put(_concerns(concerned))
    put(f"number {number}: `deedline coverage revoke {number}` takes it back")


def _read(row: dict[str, str], zone: str) -> CoverageSpan:
    from tracker.cli.rule_reading import refuse_typed
    from tracker.language.coverage_files import read_coverage

    spans, problems = read_coverage("command line.jsonl", json.dumps(row).encode(), zone)
    refuse_typed(problems)
    return spans[0]


def signed_in() -> str:
    """Return the name of the user who is signed in, empty where nobody knows."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def who_says(by: str) -> str:
    """Return the name that was given; raises BadInput if it is empty."""
    from tracker.cli.plain import clean
    from tracker.domain.errors import BadInput

    if not (who := clean(by).strip()[:200]):
        raise BadInput("--by is empty", "name whoever says so: it is shown beside every verdict it bears on")
    return who


def _said(text: str, option: str) -> str:
    from tracker.domain.errors import BadInput

    if not text.strip():
        raise BadInput(f"{option} is empty", "say it in a few words: it is shown beside every verdict it bears on")
    return text.strip()


def _concerns(concerned: Sequence[str] | frozenset[str]) -> str:
    return f"concerns {', '.join(sorted(concerned))}" if concerned else "concerns no promise"

"""`deedline coverage`: putting down by hand when a source was listened to."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli.given import open_app

app = typer.Typer(help="Say when a source was listened to.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _coverage() -> None:
    """Say when a source was listened to."""


@app.command()
def attest(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="The id of the source.")],
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day or instant.")],
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="The last day or instant.")],
    note: Annotated[str, typer.Option(help="How that is known.")],
    denied: Annotated[
        bool, typer.Option("--denied", help="It could not be listened to: access was refused.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Vouch that a source was listened to (or could not be) over a span of time."""
    from tracker.actions.attest import attest_coverage, check_attestation
    from tracker.cli.plain import clean, put, put_json
    from tracker.cli.rule_reading import refuse_errors
    from tracker.domain.instants import iso
    from tracker.language.coverage_files import read_coverage

    app = open_app(context)
    kind = "denied" if denied else "attested"
    row = {"source": source, "from": first, "to": last, "kind": kind, "note": note}
    spans, problems = read_coverage("command line.jsonl", _as_line(row), app.settings.zone)
    refuse_errors(problems)
    check_attestation(app.store, spans[0], app.clock.now())
    concerned = sorted(attest_coverage(app.store, spans, app.clock.now()))
    span = spans[0].span
    if as_json:
        put_json(
            {"source": source, "kind": kind, "from": iso(span.start), "to": iso(span.end), "concerns": concerned}
        )
        return
    put(f"{clean(source)}: {kind} from {iso(span.start)} to {iso(span.end)}")
    put(f"concerns {', '.join(concerned)}" if concerned else "concerns no promise")


def _as_line(row: dict[str, str]) -> bytes:
    import json

    return json.dumps(row).encode()

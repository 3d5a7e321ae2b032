"""`deedline doctor`: is everything well, and if not, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.given import open_app

if TYPE_CHECKING:
    from tracker.cli.checkup import Finding
    from tracker.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor")(doctor)


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check that all is well, with cures.

    Settings, store, rules, sources, outbox, destinations, clock and disk. Exit code 1 if one of them is not well.
    """
    from tracker.cli.plain import clean, put, put_json

    found = []
    for finding in _findings(context):
        found.append(finding)
        if not as_json:
            put(f"{'✔' if finding.is_well else '✖'} {finding.check}: {clean(finding.says)}")
            if finding.cure:
                put(f"    cure: {clean(finding.cure)}")
    if as_json:
        put_json([{"check": f.check, "well": f.is_well, "says": f.says, "cure": f.cure} for f in found])
    if not all(finding.is_well for finding in found):
        raise typer.Exit(1)


def _settings(settings: Settings) -> Iterator[Finding]:
    from tracker.cli.checkup import Finding
    from tracker.cli.settings_file import LACKING_CURE, lacking

    for gap in (gaps := lacking(settings)):
        yield Finding("settings", f"{gap}; `deedline run` does not start without", LACKING_CURE)
    if not gaps:
        owner = f", looked after by {settings.owner}" if settings.owner else ""
        yield Finding("settings", f"in order{owner}")


def _findings(context: typer.Context) -> Iterator[Finding]:
    """Yield every finding; settings or a store that cannot be used are findings too, and the last."""
    from tracker.cli.checkup import Finding, check_up
    from tracker.domain.errors import BadSettings, StoreError

    try:
        app = open_app(context)
        yield from _settings(app.settings)
        yield from check_up(app)
    except BadSettings as error:
        yield Finding("settings", error.message, error.hint or "correct it")
    except StoreError as error:
        yield Finding("store", error.message, error.hint or "see settings.md or config/README.md")

"""`deedline digest`: what the weekly digest would say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.given import open_app

if TYPE_CHECKING:
    from tracker.app import App
    from tracker.domain.alerts import Subscriber

app = typer.Typer(help="The weekly digest.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _digest() -> None:
    """The weekly digest."""


@app.command()
def preview(
    context: typer.Context,
    subscriber: Annotated[
        str | None, typer.Argument(help="The address of a subscriber; else the first, or a reader of everything.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write the HTML part to this file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print subject, text and HTML as JSON.")] = False,
) -> None:
    """Print the digest that would go out if the week ended now; nothing is sent."""
    from tracker.actions.plan_digests import week_so_far
    from tracker.app import render_week
    from tracker.cli.plain import put, put_json, say

    app = open_app(context)
    reader = _reader(app, subscriber)
    week = week_so_far(app.existing_store, reader, app.clock.now(), public_url=app.settings.public_url)
    mail = render_week(week)
    if html is not None:
        html.write_text(mail.html, encoding="utf-8")
        say(f"HTML written to {html}")
    if as_json:
        put_json({"to": reader.address, "subject": mail.subject, "text": mail.text, "html": mail.html})
        return
    put(f"To: {reader.address}")
    put(f"Subject: {mail.subject}")
    put()
    put(mail.text.rstrip())


def _reader(app: App, address: str | None) -> Subscriber:
    from tracker.app import EVERYBODY
    from tracker.domain.alerts import Subscriber
    from tracker.domain.errors import Unknown

    if address is None:
        return next(iter(app.subscribers), Subscriber(EVERYBODY, tz=app.settings.zone))
    for subscriber in app.subscribers:
        if subscriber.address == address:
            return subscriber
    known = ", ".join(each.address for each in app.subscribers) or "none"
    raise Unknown(f"there is no subscriber {address}", f"the settings name: {known}")

"""`deedline digest`: what the weekly digest would say, and a copy of it to somebody now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import subscribing
from tracker.cli.given import open_app

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.app import App
    from tracker.domain.alerts import Mail, Subscriber

app = typer.Typer(help="The weekly digest.", no_args_is_help=True, rich_markup_mode=None)
subscribing.register(app)

For = Annotated[
    str | None,
    typer.Option("--for", help="The address of a subscriber; else the first, or a reader of everything."),
]
At = Annotated[str | None, typer.Option("--at", help="As if the week had ended on this day or at this instant.")]


@app.callback()
def _digest() -> None:
    """The weekly digest."""


@app.command()
def preview(
    context: typer.Context,
    address: For = None,
    out: Annotated[
        Path | None, typer.Option(help="Write it to this file: .html to open in a browser, .eml as sent, or .txt.")
    ] = None,
    at: At = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print subject, text and HTML as JSON.")] = False,
) -> None:
    """Print the digest that would go out if the week ended now; nothing is sent.

    With the link that ends it, where there is a `public_url`; until a first digest went out a placeholder stands
    for it.
    """
    from tracker.cli.mail_files import checked_kind, write_mail
    from tracker.cli.plain import put, put_json, say

    app = open_app(context)
    if out is not None:
        checked_kind(out)
    reader = _reader(app, address)
    mail = _mail(app, reader, at, unsubscribe=_way_out(app, reader))
    if out is not None:
        write_mail(out, mail, lambda shown: app.message_of(shown, reader.address))
        say(f"written to {out}")
    if as_json:
        put_json(
            {
                "to": reader.address,
                "subject": mail.subject,
                "text": mail.text,
                "html": mail.html,
                "unsubscribe": mail.unsubscribe,
            }
        )
    elif out is None:
        put(f"To: {reader.address}")
        put(f"Subject: {mail.subject}")
        put()
        put(mail.text.rstrip())


@app.command()
def send(
    context: typer.Context,
    to: Annotated[str, typer.Option(help="Where the copy goes; whether they are subscribed does not matter.")],
    address: For = None,
    at: At = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
) -> None:
    """Send a labelled copy of the digest now; nobody's week ends by it. Exit code 1 if it did not get through."""
    from tracker.actions.deliver import ask_again, deliver_to
    from tracker.actions.send_copy import outcome_of, queue_copy
    from tracker.cli.plain import put_json, say
    from tracker.domain.errors import BadInput
    from tracker.domain.mail_addresses import is_address

    app = open_app(context)
    if not is_address(to):
        raise BadInput(f"{to!r} is no mail address", "such as policy@example.org")
    if "email" not in app.senders:
        raise BadInput("digests go out by e-mail, which is not set up", "set email.host and email.from")
    reader = _reader(app, address)
    label = f"A copy of the digest for {reader.address}, sent by hand."
    mail = _mail(app, reader, at, label=label)
    sender, now = app.senders["email"], app.clock.now()
    ask_again(app.store, "email", sender, now)
    queued = queue_copy(app.store, to, mail, now)
    deliver_to(app.store, "email", sender, app.clock)
    state, said = outcome_of(app.store, queued)
    if as_json:
        put_json({"to": to, "subject": mail.subject, "state": state, "said": said})
    elif state == "sent":
        say(f"sent to {to}")
    if state != "sent":
        raise BadInput(
            f"{to}: {state}{f': {said}' if said else ''}", "`deedline doctor` says what stands in the way"
        )


def _mail(app: App, reader: Subscriber, at: str | None, *, label: str = "", unsubscribe: str = "") -> Mail:
    from dataclasses import replace

    from tracker.actions.weeks import week_so_far
    from tracker.app import render_week

    now = app.clock.now()
    ended = _ended(at, reader, now)
    week = week_so_far(app.existing_store, reader, now, at=ended)
    return render_week(replace(week, label=label, unsubscribe=unsubscribe))


def _way_out(app: App, reader: Subscriber) -> str:
    from tracker.actions.unsubscribe_links import shown_link

    with app.existing_store.read() as connection:
        return shown_link(connection, app.settings.public_url, reader.address)


def _ended(at: str | None, reader: Subscriber, now: datetime) -> datetime | None:
    from tracker.cli.dates import only_one
    from tracker.domain.errors import BadInput

    if at is None:
        return None
    ended = only_one(at, reader.tz, "--at")
    if ended.date() > now.date():
        raise BadInput(f"--at {at} is yet to come", "name a day that is past, or today")
    return min(ended, now)


def _reader(app: App, address: str | None) -> Subscriber:
    from tracker.actions.subscriptions import in_force
    from tracker.app import EVERYBODY
    from tracker.domain.alerts import Subscriber
    from tracker.domain.errors import Unknown
    from tracker.domain.mail_addresses import mailbox

    with app.existing_store.read() as connection:
        known = in_force(connection, app.subscribers)
    if address is None:
        return next(iter(known.values()), Subscriber(EVERYBODY, tz=app.settings.zone))
    if mailbox(address) in known:
        return known[mailbox(address)]
    names = ", ".join(each.address for each in known.values()) or "none"
    raise Unknown(f"there is no subscriber {address}", f"there are: {names}")

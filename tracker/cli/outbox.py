"""`deedline outbox`: what was sent, what was not and why not, and trying one message again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.given import open_app

if TYPE_CHECKING:
    from tracker.store.outbox_reading import Wanted

app = typer.Typer(help="What was sent, what was not and why not.", rich_markup_mode=None)
AsJson = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
Message = Annotated[str, typer.Argument(metavar="ID", help="The message's number, or its delivery id.")]


@app.callback(invoke_without_command=True)
def _outbox(context: typer.Context, as_json: AsJson = False) -> None:
    """List the newest messages with what stands in their way, or see one of these."""
    from tracker.store.outbox_reading import Wanted

    if context.invoked_subcommand is None:
        _list(context, Wanted(), as_json=as_json)


@app.command("list")
def list_messages(
    context: typer.Context,
    state: Annotated[
        str,
        typer.Option(
            help="Only these: pending, claimed, retry, ambiguous, sent, failed, dropped; or waiting, or held.",
            show_default=False,
        ),
    ] = "",
    destination: Annotated[str, typer.Option(help="Only those to this destination.", show_default=False)] = "",
    promise: Annotated[str, typer.Option(help="Only those about this promise.", show_default=False)] = "",
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many at most, the newest first.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List messages, the newest first: to whom, why they were sent, and why not if they were not."""
    from tracker.domain.errors import Unknown
    from tracker.store.outbox_reading import HELD, STATES, WAITS, Wanted

    if state and state not in (*STATES, WAITS, HELD):
        raise Unknown(f"there is no state {state[:40]}", f"there are {', '.join((*STATES, WAITS, HELD))}")
    _list(context, Wanted(state, destination, promise, limit), as_json=as_json)


@app.command()
def show(context: typer.Context, message: Message, as_json: AsJson = False) -> None:
    """Show one message: what it says and to whom, why it was sent, and every attempt with its answer."""
    from tracker.actions.outbox import one_message
    from tracker.cli.delivery import not_set_up
    from tracker.cli.outbox_lines import attempt_data, message_data, put_message
    from tracker.cli.plain import put_json

    opened = open_app(context)
    found = one_message(opened.existing_store, message, opened.clock.now(), not_set_up(opened))
    if as_json:
        put_json({**message_data(found), "attempts": [attempt_data(each) for each in found.attempts]})
    else:
        put_message(found)


@app.command()
def retry(context: typer.Context, message: Message) -> None:
    """Let a message go again: one that failed, is held, or waits for a destination that was switched off.

    It goes with the next pass of `deedline run`, even if its destination rests after a failure; only a wait that
    the other side asked for is kept. One that may have arrived is looked for first.
    """
    from tracker.actions.outbox import retry_message
    from tracker.cli.delivery import not_set_up
    from tracker.cli.plain import clean, put
    from tracker.domain.instants import iso

    opened = open_app(context)
    done = retry_message(opened.existing_store, message, opened.clock.now(), not_set_up(opened))
    to = clean(done.message.destination)
    if done.waits_until is None:
        put(f"message {done.message.id} to {to} goes with the next pass of deedline run")
    else:
        until = iso(done.waits_until.replace(microsecond=0))
        put(f"message {done.message.id} goes at {until}: {to} asked to be left alone until then")
    if done.switched_on:
        put(f"{clean(done.switched_on)} is switched on again")


def _list(context: typer.Context, wanted: Wanted, *, as_json: bool) -> None:
    from tracker.actions.outbox import messages
    from tracker.cli.delivery import not_set_up
    from tracker.cli.outbox_lines import message_cells, message_data
    from tracker.cli.plain import put, put_columns, put_json

    opened = open_app(context)
    found = messages(opened.existing_store, opened.clock.now(), wanted, not_set_up(opened))
    if as_json:
        put_json([message_data(each) for each in found])
    elif not found:
        put("no such messages")
    else:
        put_columns(("id", "state", "made", "to", "promise", "why sent", "why not"), map(message_cells, found))
